-- By which numbers and names people are known in the records of this device, so that whoever is asked for again is found.
-- Like the search index it is made from the bodies (domain::known_by), and made anew with it when the rules change.

CREATE TABLE known_by (
    record BLOB NOT NULL CHECK (length(record) = 16),
    -- Digits of a number, or a name without marks.
    word TEXT NOT NULL,
    PRIMARY KEY (record, word)
) STRICT, WITHOUT ROWID;

CREATE INDEX known_by_word ON known_by (word, record);
