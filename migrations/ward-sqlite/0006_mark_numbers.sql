-- What was drawn at random with each number of the ward (`ward.seq`), from the first one given by a program
-- that knows of marks. A ward that was restored from a copy gives numbers once more, with other marks.
CREATE TABLE mark (
    seq  INTEGER PRIMARY KEY CHECK (seq > 0),
    mark INTEGER NOT NULL
) STRICT;
