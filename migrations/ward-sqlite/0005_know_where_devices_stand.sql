-- What each device said last of its own work, and when; by pull.
ALTER TABLE replica ADD COLUMN standing TEXT CHECK (json_valid(standing));
ALTER TABLE replica ADD COLUMN told_at INTEGER;
