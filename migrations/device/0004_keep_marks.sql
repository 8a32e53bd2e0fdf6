-- The mark of the ward's number that this replica has seen: it tells a restored ward, which gave that number
-- once more, from the one that was seen. Null: that ward said none.
ALTER TABLE position ADD COLUMN mark INTEGER;
