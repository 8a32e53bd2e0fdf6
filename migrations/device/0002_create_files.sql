-- Papers of dossiers: their content, encrypted by being in this file, and which record names which.

CREATE TABLE file (
    n INTEGER PRIMARY KEY,
    -- Written once, with its chunks and in the transaction of the change that attached it.
    sha256 BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32),
    media TEXT NOT NULL,
    bytes INTEGER NOT NULL CHECK (bytes >= 0),
    pages INTEGER CHECK (pages >= 0),
    added_at INTEGER NOT NULL,
    -- Written by uploads: its address at the ward, and the bytes that the ward has acknowledged.
    upload TEXT,
    sent INTEGER NOT NULL DEFAULT 0 CHECK (sent BETWEEN 0 AND bytes),
    -- Written by the ward's receipt; null again when a ward that was restored has lost it.
    received_at INTEGER
) STRICT;

CREATE INDEX file_waiting ON file (sha256) WHERE received_at IS NULL;

-- Rows of 256 KiB, the last one shorter, so that nothing needs the whole file in one value.
CREATE TABLE file_chunk (
    n INTEGER PRIMARY KEY,
    file INTEGER NOT NULL REFERENCES file (n) ON DELETE CASCADE,
    -- 0, 1, 2, …
    place INTEGER NOT NULL CHECK (place >= 0),
    content BLOB NOT NULL,
    UNIQUE (file, place)
) STRICT;

-- Derived from a dossier's body whenever it is written (domain::paper::papers).
CREATE TABLE paper (
    n INTEGER PRIMARY KEY,
    record BLOB NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    slot TEXT NOT NULL,
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
    UNIQUE (record, slot, sha256)
) STRICT;

CREATE INDEX paper_by_file ON paper (sha256, record);

-- What a version that knew nothing of papers kept of those of others.
INSERT OR IGNORE INTO paper (record, slot, sha256)
SELECT record, entry ->> 'slot', unhex(entry ->> 'sha256')
FROM (
    SELECT record.id AS record, file.key AS name,
           CASE file.type WHEN 'object' THEN file.value ELSE '{}' END AS entry
    FROM record, json_each(record.body, '$.files') AS file
    WHERE record.kind = 'dossier'
)
WHERE name = (entry ->> 'slot') || '/' || (entry ->> 'sha256') AND length(unhex(entry ->> 'sha256')) = 32;
