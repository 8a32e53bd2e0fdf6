-- What the migrations lead to. Written by the test that holds it true:
-- TAN_NHA_WRITE=1 cargo test -p tan-nha-ward schema

CREATE TABLE alarm (
    n       INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    code    TEXT    NOT NULL CHECK (code IN ('op_reused', 'seq_reused', 'other_replica', 'unreadable', 'ward_restored',
                                            'epoch_implausible', 'file_mismatch', 'gap')),
    replica INTEGER NOT NULL REFERENCES replica (n),        -- who showed it
    op_id   BLOB CHECK (length(op_id) = 16),
    hash    BLOB CHECK (length(hash) = 32),                 -- the same bytes raise the same alarm once; of a file, the hash that it should have had
    number  INTEGER CHECK (number > 0),                     -- of a gap, the first number that has not come
    header  TEXT,
    payload TEXT, closed_at INTEGER,
    CHECK ((code = 'gap') = (number IS NOT NULL))
) STRICT;

CREATE TABLE carrier (
    person BLOB    NOT NULL CHECK (length(person) = 16),
    record INTEGER NOT NULL REFERENCES record (n),
    PRIMARY KEY (person, record)
) STRICT, WITHOUT ROWID;

CREATE TABLE change (
    n           INTEGER PRIMARY KEY,                        -- order of arrival
    op_id       BLOB    NOT NULL UNIQUE CHECK (length(op_id) = 16),
    hash        BLOB    NOT NULL CHECK (length(hash) = 32), -- SHA-256 of the header's bytes
    replica     INTEGER NOT NULL REFERENCES replica (n),    -- who sent it
    replica_seq INTEGER CHECK (replica_seq > 0),            -- its place among the replica's; null when unreadable
    record      BLOB CHECK (length(record) = 16),           -- null when unreadable
    rev         INTEGER,                                    -- the revision it made; null when it made none
    verdict     TEXT    NOT NULL,                           -- wire::Verdict of today, JSON
    waits_for   BLOB CHECK (length(waits_for) = 16),        -- while held: an op_id or a record's id
    arrived_at  INTEGER NOT NULL,
    header      TEXT    NOT NULL,
    payload     TEXT, replaces BLOB CHECK (length(replaces) = 32),                                       -- null after a legal erasure
    CHECK (waits_for IS NULL OR rev IS NULL)
) STRICT;

CREATE TABLE chunk (
    upload INTEGER NOT NULL REFERENCES upload (n),
    start  INTEGER NOT NULL CHECK (start >= 0),                   -- the place of its first byte
    bytes  BLOB    NOT NULL CHECK (length(bytes) > 0),
    PRIMARY KEY (upload, start)
) STRICT;

CREATE TABLE conflict (
    record  INTEGER NOT NULL REFERENCES record (n),
    unit    TEXT    NOT NULL,                               -- of merge
    replica INTEGER NOT NULL REFERENCES replica (n),
    change  INTEGER NOT NULL REFERENCES change (n),         -- whose value did not come in
    PRIMARY KEY (record, unit, replica)
) STRICT, WITHOUT ROWID;

CREATE TABLE delivered (
    replica INTEGER NOT NULL REFERENCES replica (n),
    record  INTEGER NOT NULL REFERENCES record (n),
    PRIMARY KEY (replica, record)
) STRICT, WITHOUT ROWID;

CREATE TABLE file (
    n        INTEGER PRIMARY KEY,
    sha256   BLOB    NOT NULL UNIQUE CHECK (length(sha256) = 32),
    upload   INTEGER NOT NULL UNIQUE REFERENCES upload (n)        -- whose chunks are the content: the first that was whole
) STRICT;

CREATE TABLE in_work (
    citizen BLOB    NOT NULL CHECK (length(citizen) = 16),
    dossier INTEGER NOT NULL REFERENCES record (n),
    since   INTEGER NOT NULL,                               -- ward seq, included
    until   INTEGER CHECK (until > since)                   -- ward seq, excluded; null while it lasts
) STRICT;

CREATE TABLE invitation (
    n         INTEGER PRIMARY KEY,
    code_hash BLOB    NOT NULL UNIQUE CHECK (length(code_hash) = 32), -- SHA-256 of the one-time code
    person    INTEGER NOT NULL REFERENCES person (n),
    made_at   INTEGER NOT NULL,
    ends_at   INTEGER NOT NULL,
    used_at   INTEGER,                                      -- by the first enrolment
    used_by   BLOB CHECK (length(used_by) = 16),            -- the replica that used it
    token_hash BLOB CHECK (length(token_hash) = 32),        -- what it enrolled with: the same again gets the same answer
    CHECK ((used_at IS NULL) = (used_by IS NULL) AND (used_at IS NULL) = (token_hash IS NULL))
) STRICT;

CREATE TABLE mark (
    seq  INTEGER PRIMARY KEY CHECK (seq > 0),
    mark INTEGER NOT NULL
) STRICT;

CREATE TABLE paper (
    record  INTEGER NOT NULL REFERENCES record (n),
    slot    TEXT    NOT NULL,
    sha256  BLOB    NOT NULL CHECK (length(sha256) = 32),
    replica INTEGER NOT NULL REFERENCES replica (n),        -- which named it first
    PRIMARY KEY (record, slot, sha256)
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
    n          INTEGER PRIMARY KEY,
    id         BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    name       TEXT    NOT NULL UNIQUE,                     -- as the operator wrote it, tidied; names the person in the ward
    role       TEXT    NOT NULL CHECK (role IN ('volunteer', 'leader', 'clerk', 'admin')),
    hamlets    TEXT    NOT NULL CHECK (json_valid(hamlets)),-- short names, a JSON list; empty is the whole ward
    team       TEXT,                                        -- short name
    made_at    INTEGER NOT NULL,
    revoked_at INTEGER                                      -- by revoke; from then on nothing of theirs applies
, assigned INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE record (
    n        INTEGER PRIMARY KEY,
    id       BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    kind     TEXT    NOT NULL,
    rev      INTEGER NOT NULL CHECK (rev > 0),              -- 1, 2, 3, …
    seq      INTEGER NOT NULL UNIQUE CHECK (seq > 0),       -- the ward's number of that revision
    author   BLOB    NOT NULL CHECK (length(author) = 16),  -- the person who made it
    open     INTEGER NOT NULL CHECK (open IN (0, 1)),       -- whether its state is none of the closed ones
    hamlet   TEXT,                                          -- index columns, read from the body by domain::record
    state    TEXT,
    citizen  BLOB CHECK (length(citizen) = 16),
    day      TEXT,
    moved_by  INTEGER REFERENCES replica (n),               -- who last took it along with its citizen, having seen it before
    moved_rev INTEGER,                                      -- the revision that came of it: upon an earlier one they may go on
    findings TEXT,                                          -- what the form rules found, JSON, for dossiers; they refuse nothing
    body     TEXT    NOT NULL,                              -- JSON; last, so that the columns before it are read without it
    CHECK ((moved_by IS NULL) = (moved_rev IS NULL))
) STRICT;

CREATE TABLE replica (
    n              INTEGER PRIMARY KEY,
    id             BLOB    NOT NULL UNIQUE CHECK (length(id) = 16), -- made on the device
    person         INTEGER NOT NULL REFERENCES person (n),
    token_hash     BLOB    NOT NULL CHECK (length(token_hash) = 32), -- SHA-256 of its token
    enrolled_at    INTEGER NOT NULL,
    custody_count  INTEGER NOT NULL DEFAULT 0,              -- its changes in `change`, whatever the verdict; by push
    custody_digest BLOB    NOT NULL DEFAULT (zeroblob(32)) CHECK (length(custody_digest) = 32) -- their hashes, toggled into one
, standing TEXT CHECK (json_valid(standing)), told_at INTEGER, succeeds  INTEGER REFERENCES replica (n), first_seq INTEGER CHECK (first_seq > 0), line      INTEGER REFERENCES replica (n)) STRICT;

CREATE TABLE upload (
    n        INTEGER PRIMARY KEY,
    id       BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),     -- names it in its address; random
    replica  INTEGER NOT NULL REFERENCES replica (n),             -- whose it is; nobody else hears of it
    sha256   BLOB    NOT NULL CHECK (length(sha256) = 32),        -- of the content, as the replica says
    length   INTEGER NOT NULL CHECK (length > 0),                 -- in bytes, as the replica says
    received INTEGER NOT NULL DEFAULT 0 CHECK (received BETWEEN 0 AND length), -- bytes that are durable
    made_at  INTEGER NOT NULL,
    whole_at INTEGER,                                             -- when all of it had come and was what it should be
    UNIQUE (replica, sha256),
    CHECK (whole_at IS NULL OR received = length)
) STRICT;

CREATE TABLE ward (
    n            INTEGER PRIMARY KEY CHECK (n = 1),         -- one ward a file
    code         TEXT    NOT NULL,                          -- five digits of the administrative units; by init
    name         TEXT    NOT NULL,                          -- "Phường Cao Lãnh"; by init
    epoch        INTEGER NOT NULL DEFAULT 1 CHECK (epoch > 0), -- raised when a replica shows that the file is an old copy
    seq          INTEGER NOT NULL DEFAULT 0 CHECK (seq >= 0),  -- the last number given to a revision; by push
    root         BLOB    NOT NULL,                          -- the root certificate, DER; what devices pin
    root_key     BLOB    NOT NULL,                          -- its private key, PKCS #8 DER
    recovery_key BLOB    NOT NULL CHECK (length(recovery_key) = 32), -- X25519 secret that opens the keys of devices
    served       TEXT    NOT NULL DEFAULT '[]' CHECK (json_valid(served)), -- addresses last served, a JSON list; by serve
    made_at      INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX alarm_once ON alarm (code, replica, hash) WHERE hash IS NOT NULL;

CREATE UNIQUE INDEX alarm_once_for_a_gap ON alarm (replica, number) WHERE code = 'gap';

CREATE UNIQUE INDEX alarm_once_for_an_epoch ON alarm (code, replica) WHERE code = 'epoch_implausible';

CREATE INDEX carrier_by_record ON carrier (record);

CREATE INDEX change_by_record ON change (record, rev) WHERE rev IS NOT NULL;

CREATE UNIQUE INDEX change_by_replica ON change (replica, replica_seq) WHERE replica_seq IS NOT NULL;

CREATE INDEX change_replacing ON change (replaces) WHERE replaces IS NOT NULL;

CREATE INDEX change_waiting ON change (waits_for) WHERE waits_for IS NOT NULL;

CREATE INDEX conflict_by_change ON conflict (change);

CREATE INDEX in_work_by_citizen ON in_work (citizen, since, until);

CREATE INDEX in_work_by_dossier ON in_work (dossier) WHERE until IS NULL;

CREATE INDEX paper_by_file ON paper (sha256);

CREATE INDEX record_by_citizen ON record (citizen) WHERE citizen IS NOT NULL;

CREATE INDEX record_by_day ON record (day) WHERE day IS NOT NULL;

CREATE INDEX record_by_kind ON record (kind, open);

CREATE INDEX record_in_scope ON record (hamlet, author, open, kind);
