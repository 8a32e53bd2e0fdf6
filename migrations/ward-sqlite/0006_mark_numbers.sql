-- What was drawn at random with each number of the ward (`ward.seq`), from the first one given by a program
-- that knows of marks. A ward that was restored from a copy gives numbers once more, with other marks.
CREATE TABLE mark (
    seq  INTEGER PRIMARY KEY CHECK (seq > 0),
    mark INTEGER NOT NULL
) STRICT;

-- Alarms get the code of a gap in a replica's numbers, and SQLite changes a CHECK by a new table only.
ALTER TABLE alarm RENAME TO alarm_before;

CREATE TABLE alarm (
    n       INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    code    TEXT    NOT NULL CHECK (code IN ('op_reused', 'seq_reused', 'other_replica', 'unreadable', 'ward_restored',
                                            'epoch_implausible', 'file_mismatch', 'gap')),
    replica INTEGER NOT NULL REFERENCES replica (n),        -- who showed it
    op_id   BLOB CHECK (length(op_id) = 16),
    hash    BLOB CHECK (length(hash) = 32),                 -- the same bytes raise the same alarm once; of a file, the hash that it should have had
    number  INTEGER CHECK (number > 0),                     -- of a gap, the first number that has not come
    header  TEXT,
    payload TEXT,
    CHECK ((code = 'gap') = (number IS NOT NULL))
) STRICT;

INSERT INTO alarm (n, at, code, replica, op_id, hash, header, payload)
SELECT n, at, code, replica, op_id, hash, header, payload FROM alarm_before;

DROP TABLE alarm_before;

CREATE UNIQUE INDEX alarm_once ON alarm (code, replica, hash) WHERE hash IS NOT NULL;
-- A replica that shows an epoch which no ward gave shows it with every request.
CREATE UNIQUE INDEX alarm_once_for_an_epoch ON alarm (code, replica) WHERE code = 'epoch_implausible';
CREATE UNIQUE INDEX alarm_once_for_a_gap ON alarm (replica, number) WHERE code = 'gap';
