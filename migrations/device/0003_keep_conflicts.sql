-- Conflicts and what else the ward tells of a record stand with the mirror; a change says which it decides,
-- and may wait again after it was set aside.

ALTER TABLE mirror ADD COLUMN notes TEXT CHECK (json_valid(notes));

CREATE INDEX mirror_with_notes ON mirror (n) WHERE notes IS NOT NULL;

DROP INDEX change_by_record;
DROP INDEX change_in_conflict;
DROP INDEX change_one_first;
DROP INDEX change_one_open;
DROP INDEX change_waiting;

CREATE TABLE change_now (
    n INTEGER PRIMARY KEY,
    -- Written when the change is opened.
    op_id BLOB NOT NULL UNIQUE CHECK (length(op_id) = 16),
    record BLOB NOT NULL CHECK (length(record) = 16),
    kind TEXT NOT NULL,
    prev BLOB CHECK (length(prev) = 16),
    base INTEGER,
    act TEXT,
    opened_at INTEGER NOT NULL,
    -- Written by each save until it is sealed.
    amended_at INTEGER NOT NULL,
    -- Written by sealing, once.
    seq INTEGER UNIQUE CHECK (seq >= 1),
    hash BLOB CHECK (length(hash) = 32),
    sealed_at INTEGER,
    -- Written by sealing (open, sealed), a push (sent), receipts (held, received, set_aside) and a person who
    -- sends again what was set aside (sealed).
    delivery TEXT NOT NULL CHECK (delivery IN ('open', 'sealed', 'sent', 'held', 'received', 'set_aside')),
    -- Written by pushes: when it went out last.
    sent_at INTEGER,
    -- Written by receipts: the ward's last words of it, and when they came.
    verdict TEXT CHECK (json_valid(verdict)),
    verdict_at INTEGER,
    -- Written by the first receipt in an epoch: whether the ledger counts it as in the ward's custody.
    in_custody INTEGER NOT NULL DEFAULT 0 CHECK (in_custody IN (0, 1)),
    -- Written by saves and sealing: bytes of header and payload.
    bytes INTEGER NOT NULL,
    -- Written by sealing: the changes in conflict that this one decides, a JSON list of op_ids.
    settles TEXT CHECK (json_valid(settles)),
    -- Written by sealing, once: the bytes that are hashed and sent.
    header TEXT,
    -- Written by saves until it is sealed; null only after a legal erasure.
    payload TEXT,
    CHECK ((delivery = 'open') = (seq IS NULL)),
    CHECK ((seq IS NULL) = (header IS NULL) AND (seq IS NULL) = (hash IS NULL)),
    CHECK ((seq IS NULL) = (sealed_at IS NULL)),
    CHECK (verdict IS NULL OR delivery <> 'open'),
    CHECK (verdict IS NOT NULL OR delivery NOT IN ('held', 'received', 'set_aside')),
    CHECK (payload IS NOT NULL OR delivery <> 'open')
) STRICT;

INSERT INTO change_now (n, op_id, record, kind, prev, base, act, opened_at, amended_at, seq, hash, sealed_at, delivery,
                        sent_at, verdict, verdict_at, in_custody, bytes, header, payload)
SELECT n, op_id, record, kind, prev, base, act, opened_at, amended_at, seq, hash, sealed_at, delivery, sent_at,
       verdict, verdict_at, verdict IS NOT NULL, bytes, header, payload
FROM change;

DROP TABLE change;
ALTER TABLE change_now RENAME TO change;

CREATE INDEX change_by_record ON change (record, seq, delivery);
CREATE INDEX change_deciding ON change (record) WHERE settles IS NOT NULL;
CREATE UNIQUE INDEX change_one_first ON change (record) WHERE prev IS NULL;
CREATE UNIQUE INDEX change_one_open ON change (record) WHERE delivery = 'open';
CREATE INDEX change_waiting ON change (seq) WHERE delivery <> 'received';

-- Why a file is not sent, and since when: null, unless it cannot be read here or the ward does not take it.
ALTER TABLE file ADD COLUMN refused TEXT;
ALTER TABLE file ADD COLUMN refused_at INTEGER;
-- Whether the ward has said that it lost the file, and has not said since that it has it.
ALTER TABLE file ADD COLUMN lost INTEGER NOT NULL DEFAULT 0 CHECK (lost IN (0, 1));

-- Where the ward's devices stand, as its staff was told last: a JSON list.
ALTER TABLE position ADD COLUMN devices TEXT CHECK (json_valid(devices));

-- What the ward told before it told of conflicts is asked for once more.
UPDATE position SET cursor = NULL;
UPDATE mirror SET unconfirmed = 1;
