-- The units of a record in which a change met another's value and nobody has decided yet: one for each
-- replica, whose later change of the unit takes the place of its earlier one.
CREATE TABLE conflict (
    record  INTEGER NOT NULL REFERENCES record (n),
    unit    TEXT    NOT NULL,                               -- of merge
    replica INTEGER NOT NULL REFERENCES replica (n),
    change  INTEGER NOT NULL REFERENCES change (n),         -- whose value did not come in
    PRIMARY KEY (record, unit, replica)
) STRICT, WITHOUT ROWID;

CREATE INDEX conflict_by_change ON conflict (change);

-- Until now nobody could decide one: all that ever arose are open, the later change of a replica in the place
-- of its earlier one.
INSERT OR REPLACE INTO conflict (record, unit, replica, change)
SELECT record.n, unit.value, change.replica, change.n
FROM change JOIN record ON record.id = change.record, json_each(change.verdict, '$.groups') AS unit
WHERE change.verdict ->> 'verdict' = 'conflict'
ORDER BY change.n;

-- How often the person was given another role, other hamlets or another team; by assign.
ALTER TABLE person ADD COLUMN assigned INTEGER NOT NULL DEFAULT 0;
