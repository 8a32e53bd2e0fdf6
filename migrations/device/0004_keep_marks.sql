-- The mark of the ward's number that this replica has seen: it tells a restored ward, which gave that number
-- once more, from the one that was seen. Null: that ward said none.
ALTER TABLE position ADD COLUMN mark INTEGER;

-- Written by receipts: since when, by the ward's clock, the ward holds the change; null while it does not.
ALTER TABLE change ADD COLUMN held_since INTEGER;
-- Until now only when it said so last, by this device's clock, was kept.
UPDATE change SET held_since = verdict_at WHERE delivery = 'held';
