-- A device that is enrolled again is another replica, in the place of the one that it was.

ALTER TABLE replica ADD COLUMN succeeds  INTEGER REFERENCES replica (n);            -- in whose place it is; by enrolment
ALTER TABLE replica ADD COLUMN first_seq INTEGER CHECK (first_seq > 0);             -- the number of its own first change; null: 1
ALTER TABLE replica ADD COLUMN line      INTEGER REFERENCES replica (n);            -- the first of those in whose place it is; null: it is the first itself

ALTER TABLE change ADD COLUMN replaces BLOB CHECK (length(replaces) = 32);          -- the hash of the change in whose place it is
CREATE INDEX change_replacing ON change (replaces) WHERE replaces IS NOT NULL;

ALTER TABLE alarm ADD COLUMN closed_at INTEGER;                                     -- when what raised it came under another name or number
