-- Files that replicas upload. The content is kept once per hash; that a replica has shown it, by sending
-- every byte, is kept per replica.

CREATE TABLE upload (
    n        INTEGER PRIMARY KEY,
    id       BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),     -- names it in its address; random
    replica  INTEGER NOT NULL REFERENCES replica (n),             -- whose it is; nobody else hears of it
    sha256   BLOB    NOT NULL CHECK (length(sha256) = 32),        -- of the content, as the replica says
    length   INTEGER NOT NULL CHECK (length > 0),                 -- in bytes, as the replica says
    received INTEGER NOT NULL DEFAULT 0 CHECK (received BETWEEN 0 AND length), -- bytes that are durable
    made_at  INTEGER NOT NULL,
    whole_at INTEGER,                                             -- when all of it had come and was what it should be
    UNIQUE (replica, sha256),
    CHECK (whole_at IS NULL OR received = length)
) STRICT;

-- What the ward holds whole.
CREATE TABLE file (
    n        INTEGER PRIMARY KEY,
    sha256   BLOB    NOT NULL UNIQUE CHECK (length(sha256) = 32),
    upload   INTEGER NOT NULL UNIQUE REFERENCES upload (n)        -- whose chunks are the content: the first that was whole
) STRICT;

CREATE TABLE chunk (
    upload INTEGER NOT NULL REFERENCES upload (n),
    start  INTEGER NOT NULL CHECK (start >= 0),                   -- the place of its first byte
    bytes  BLOB    NOT NULL CHECK (length(bytes) > 0),
    PRIMARY KEY (upload, start)
) STRICT;

-- Alarms get another code, and SQLite changes a CHECK by a new table only.
ALTER TABLE alarm RENAME TO alarm_before;

CREATE TABLE alarm (
    n       INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    code    TEXT    NOT NULL CHECK (code IN ('op_reused', 'seq_reused', 'other_replica', 'unreadable', 'ward_restored',
                                            'epoch_implausible', 'file_mismatch')),
    replica INTEGER NOT NULL REFERENCES replica (n),        -- who showed it
    op_id   BLOB CHECK (length(op_id) = 16),
    hash    BLOB CHECK (length(hash) = 32),                 -- the same bytes raise the same alarm once; of a file, the hash that it should have had
    header  TEXT,
    payload TEXT
) STRICT;

INSERT INTO alarm (n, at, code, replica, op_id, hash, header, payload)
SELECT n, at, code, replica, op_id, hash, header, payload FROM alarm_before;

DROP TABLE alarm_before;

CREATE UNIQUE INDEX alarm_once ON alarm (code, replica, hash) WHERE hash IS NOT NULL;
-- A replica that shows an epoch which no ward gave shows it with every request.
CREATE UNIQUE INDEX alarm_once_for_an_epoch ON alarm (code, replica) WHERE code = 'epoch_implausible';
