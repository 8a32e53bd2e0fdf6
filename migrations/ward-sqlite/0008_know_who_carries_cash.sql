-- Who carries cash of a dossier sees it until the desk has the cash: they answer for it.
CREATE TABLE carrier (
    person BLOB    NOT NULL CHECK (length(person) = 16),
    record INTEGER NOT NULL REFERENCES record (n),
    PRIMARY KEY (person, record)
) STRICT, WITHOUT ROWID;

CREATE INDEX carrier_by_record ON carrier (record);

-- Until now a dossier had one payment.
INSERT INTO carrier (person, record)
SELECT unhex(body ->> '$.fee.paid.carried_by', '-'), n FROM record
WHERE kind = 'dossier' AND body ->> '$.fee.paid.how' = 'cash' AND body ->> '$.fee.paid.handed_in' IS NULL
    AND length(unhex(body ->> '$.fee.paid.carried_by', '-')) = 16;

-- With numbers of their own they come to who did not see them any more.
UPDATE record SET seq = (SELECT seq FROM ward) + (SELECT count(*) FROM carrier WHERE carrier.record <= record.n)
WHERE n IN (SELECT record FROM carrier);
UPDATE ward SET seq = seq + (SELECT count(*) FROM carrier);
INSERT INTO mark (seq, mark)
SELECT seq, random() FROM record WHERE n IN (SELECT record FROM carrier);
