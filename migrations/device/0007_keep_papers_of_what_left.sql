-- A record that left this person's scope keeps which of the files of this device it named: a ward that was restored
-- from a copy may have to be offered them again.

CREATE TABLE kept_paper (
    n INTEGER PRIMARY KEY,
    -- Of a record, or of one that has left. What others attached goes with its record.
    record BLOB NOT NULL CHECK (length(record) = 16),
    slot TEXT NOT NULL,
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
    UNIQUE (record, slot, sha256)
) STRICT;

INSERT INTO kept_paper SELECT n, record, slot, sha256 FROM paper;
DROP TABLE paper;
ALTER TABLE kept_paper RENAME TO paper;
CREATE INDEX paper_by_file ON paper (sha256, record);

-- What had left before, by what this device itself did: the last change that speaks of a file attached it.
INSERT OR IGNORE INTO paper (record, slot, sha256)
SELECT record, attached ->> 'slot', unhex(attached ->> 'sha256')
FROM (
    SELECT change.record AS record, field.value -> 'to' AS attached,
           row_number() OVER (PARTITION BY change.record, field.key ORDER BY change.n DESC) AS back
    FROM change, json_each(change.payload, '$.patch') AS field
    WHERE field.key LIKE 'files.%' AND change.record NOT IN (SELECT id FROM record)
)
WHERE back = 1 AND json_type(attached) = 'object'
  AND unhex(attached ->> 'sha256') IN (SELECT sha256 FROM file);
