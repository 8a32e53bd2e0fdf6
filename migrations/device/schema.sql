-- Written by a test of crates/store from the migrations beside it. Do not edit.

CREATE TABLE alert (
    code TEXT PRIMARY KEY,
    since INTEGER NOT NULL,
    params TEXT NOT NULL CHECK (json_valid(params))
) STRICT;

CREATE TABLE "change" (
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
    payload TEXT, held_since INTEGER,
    CHECK ((delivery = 'open') = (seq IS NULL)),
    CHECK ((seq IS NULL) = (header IS NULL) AND (seq IS NULL) = (hash IS NULL)),
    CHECK ((seq IS NULL) = (sealed_at IS NULL)),
    CHECK (verdict IS NULL OR delivery <> 'open'),
    CHECK (verdict IS NOT NULL OR delivery NOT IN ('held', 'received', 'set_aside')),
    CHECK (payload IS NOT NULL OR delivery <> 'open')
) STRICT;

CREATE TABLE file (
    n INTEGER PRIMARY KEY,
    -- Written once, with its chunks and in the transaction of the change that attached it.
    sha256 BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32),
    media TEXT NOT NULL,
    bytes INTEGER NOT NULL CHECK (bytes >= 0),
    pages INTEGER CHECK (pages >= 0),
    added_at INTEGER NOT NULL,
    -- Written by uploads: its address at the ward, and the bytes that the ward has acknowledged.
    upload TEXT,
    sent INTEGER NOT NULL DEFAULT 0 CHECK (sent BETWEEN 0 AND bytes),
    -- Written by the ward's receipt; null again when a ward that was restored has lost it.
    received_at INTEGER
, refused TEXT, refused_at INTEGER, lost INTEGER NOT NULL DEFAULT 0 CHECK (lost IN (0, 1)), carried INTEGER NOT NULL DEFAULT 0 CHECK (carried IN (0, 1))) STRICT;

CREATE TABLE file_chunk (
    n INTEGER PRIMARY KEY,
    file INTEGER NOT NULL REFERENCES file (n) ON DELETE CASCADE,
    -- 0, 1, 2, …
    place INTEGER NOT NULL CHECK (place >= 0),
    content BLOB NOT NULL,
    UNIQUE (file, place)
) STRICT;

CREATE TABLE former (
    n INTEGER PRIMARY KEY,
    replica BLOB NOT NULL UNIQUE CHECK (length(replica) = 16),
    token TEXT NOT NULL
) STRICT;

CREATE TABLE known_by (
    record BLOB NOT NULL CHECK (length(record) = 16),
    -- Digits of a number, or a name without marks.
    word TEXT NOT NULL,
    PRIMARY KEY (record, word)
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    -- Written by sealing: the seq of the next sealed change; 1, 2, 3, … without a gap.
    next_seq INTEGER NOT NULL CHECK (next_seq >= 1),
    -- Written by receipts: how many of this replica's changes the ward has given any verdict for, and
    -- their hashes toggled into one.
    custody_count INTEGER NOT NULL CHECK (custody_count >= 0),
    custody_digest BLOB NOT NULL CHECK (length(custody_digest) = 32),
    -- Written by opening the file: which version of the program's text rules made the name keys and
    -- the search index.
    text_rules INTEGER NOT NULL
, first_seq INTEGER NOT NULL DEFAULT 1 CHECK (first_seq >= 1)) STRICT;

CREATE TABLE membership (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    -- Written when an invitation is taken up, before the ward is asked.
    replica BLOB NOT NULL CHECK (length(replica) = 16),
    token TEXT NOT NULL,
    ward TEXT NOT NULL,
    urls TEXT NOT NULL CHECK (json_valid(urls)),
    root BLOB NOT NULL,
    practice INTEGER NOT NULL CHECK (practice IN (0, 1)),
    -- Written from the ward's answer: who the person is to the ward; null while enrolling.
    enrolment TEXT CHECK (json_valid(enrolment))
) STRICT;

CREATE TABLE mirror (
    n INTEGER PRIMARY KEY REFERENCES record (n) ON DELETE CASCADE,
    epoch INTEGER NOT NULL,
    rev INTEGER NOT NULL CHECK (rev >= 1),
    -- Null: the same as the record's body.
    body TEXT CHECK (json_valid(body)),
    -- Whether a snapshot was begun anew and has not named it yet.
    unconfirmed INTEGER NOT NULL DEFAULT 0 CHECK (unconfirmed IN (0, 1))
, notes TEXT CHECK (json_valid(notes))) STRICT;

CREATE TABLE "paper" (
    n INTEGER PRIMARY KEY,
    -- Of a record, or of one that has left. What others attached goes with its record.
    record BLOB NOT NULL CHECK (length(record) = 16),
    slot TEXT NOT NULL,
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
    UNIQUE (record, slot, sha256)
) STRICT;

CREATE TABLE position (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    -- Written by pulled pages and receipts: the last state of the ward that this replica has seen.
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    -- Written by pulled pages: where the next page begins; null begins with the snapshot.
    cursor TEXT,
    -- Written after each contact: the ward's clock less the device's, in seconds.
    clock_offset_s INTEGER,
    last_contact_at INTEGER,
    last_success_at INTEGER
, devices TEXT CHECK (json_valid(devices)), mark INTEGER) STRICT;

CREATE TABLE record (
    n INTEGER PRIMARY KEY,
    -- Written once, by the device that made the record.
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    kind TEXT NOT NULL,
    author BLOB NOT NULL CHECK (length(author) = 16),
    -- Written by this replica's saves and by pulls: 1, 2, 3, … on this device only.
    revision INTEGER NOT NULL CHECK (revision >= 1),
    updated_at INTEGER NOT NULL,
    -- Derived from the body whenever it is written (domain::record::index_columns).
    hamlet TEXT,
    citizen BLOB,
    procedure TEXT,
    state TEXT,
    day TEXT,
    name_key BLOB,
    -- Written by pulls: the record has left this replica's scope, and goes with its last receipt.
    leaving INTEGER NOT NULL DEFAULT 0 CHECK (leaving IN (0, 1)),
    -- Written by saves and pulls: what the person sees.
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;

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

CREATE VIRTUAL TABLE search USING fts5 (
    folded, marked, hamlet,
    content = '', contentless_delete = 1, detail = column, prefix = '1 2 3 4',
    tokenize = "unicode61 remove_diacritics 0"
);

CREATE TABLE successor (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    -- SHA-256 of the code of the invitation by which it is to be enrolled: a copy of this file gets another one.
    invitation BLOB NOT NULL CHECK (length(invitation) = 32),
    replica BLOB NOT NULL CHECK (length(replica) = 16),
    token TEXT NOT NULL
) STRICT;

CREATE INDEX change_by_record ON change (record, seq, delivery);

CREATE INDEX change_deciding ON change (record) WHERE settles IS NOT NULL;

CREATE UNIQUE INDEX change_one_first ON change (record) WHERE prev IS NULL;

CREATE UNIQUE INDEX change_one_open ON change (record) WHERE delivery = 'open';

CREATE INDEX change_waiting ON change (seq) WHERE delivery <> 'received';

CREATE INDEX file_waiting ON file (sha256) WHERE received_at IS NULL;

CREATE INDEX known_by_word ON known_by (word, record);

CREATE INDEX mirror_with_notes ON mirror (n) WHERE notes IS NOT NULL;

CREATE INDEX paper_by_file ON paper (sha256, record);

CREATE INDEX record_by_citizen ON record (citizen, kind) WHERE citizen IS NOT NULL;

CREATE INDEX record_by_day ON record (day, kind) WHERE day IS NOT NULL;

CREATE INDEX record_by_kind ON record (kind, state, updated_at);

CREATE INDEX record_by_name ON record (name_key) WHERE name_key IS NOT NULL;
