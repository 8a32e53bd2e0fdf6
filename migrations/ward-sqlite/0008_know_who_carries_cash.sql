-- Who carries cash of a dossier sees it until the desk has the cash: they answer for it.
CREATE TABLE carrier (
    person BLOB    NOT NULL CHECK (length(person) = 16),
    record INTEGER NOT NULL REFERENCES record (n),
    PRIMARY KEY (person, record)
) STRICT, WITHOUT ROWID;

CREATE INDEX carrier_by_record ON carrier (record);

INSERT INTO carrier (person, record)
SELECT unhex(body ->> '$.fee.paid.carried_by', '-'), n FROM record
WHERE kind = 'dossier' AND body ->> '$.fee.paid.how' = 'cash' AND body -> '$.fee.paid.handed_in' IS NULL
    AND length(unhex(body ->> '$.fee.paid.carried_by', '-')) = 16;
