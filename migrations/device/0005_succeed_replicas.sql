-- A device that was enrolled again goes on as another replica, with its numbers and all its work.

-- Written by that: the first number of the replica that this device is now. Those below were its predecessors'.
ALTER TABLE ledger ADD COLUMN first_seq INTEGER NOT NULL DEFAULT 1 CHECK (first_seq >= 1);

-- The replica that this device is about to become: made before the ward is asked, gone when it is that one.
CREATE TABLE successor (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    -- SHA-256 of the code of the invitation by which it is to be enrolled: a copy of this file gets another one.
    invitation BLOB NOT NULL CHECK (length(invitation) = 32),
    replica BLOB NOT NULL CHECK (length(replica) = 16),
    token TEXT NOT NULL
) STRICT;

-- Changes in whose place others go, because another tablet had used up their name or their number. They are
-- never offered again, and nothing of them is taken away.
CREATE TABLE replaced (
    n INTEGER PRIMARY KEY,
    -- As they stood in `change`.
    op_id BLOB NOT NULL UNIQUE CHECK (length(op_id) = 16),
    record BLOB NOT NULL CHECK (length(record) = 16),
    seq INTEGER NOT NULL UNIQUE CHECK (seq >= 1),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    delivery TEXT NOT NULL,
    sealed_at INTEGER NOT NULL,
    sent_at INTEGER,
    verdict TEXT CHECK (json_valid(verdict)),
    verdict_at INTEGER,
    header TEXT NOT NULL,
    payload TEXT,
    -- The change that goes in its place, and when that was sealed.
    by BLOB NOT NULL CHECK (length(by) = 16),
    at INTEGER NOT NULL
) STRICT;

-- The replicas that this device was before, with what showed each to the ward: receipts of a bundle that one of them
-- wrote are read by it, and a ward that was restored from a copy may have forgotten them.
CREATE TABLE former (
    n INTEGER PRIMARY KEY,
    replica BLOB NOT NULL UNIQUE CHECK (length(replica) = 16),
    token TEXT NOT NULL
) STRICT;
