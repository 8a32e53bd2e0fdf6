-- The papers that dossiers name; derived from their bodies by domain::paper whenever a dossier is written.
-- Whose file it is matters: only what the replica that named it has uploaded itself counts as there.
CREATE TABLE paper (
    record  INTEGER NOT NULL REFERENCES record (n),
    slot    TEXT    NOT NULL,
    sha256  BLOB    NOT NULL CHECK (length(sha256) = 32),
    replica INTEGER NOT NULL REFERENCES replica (n),        -- which named it first
    PRIMARY KEY (record, slot, sha256)
) STRICT, WITHOUT ROWID;

CREATE INDEX paper_by_file ON paper (sha256);
