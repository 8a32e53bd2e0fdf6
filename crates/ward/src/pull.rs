//! A page of records for one replica: what its person sees, as it is now.

use crate::{
    access::Caller,
    conflicts,
    cursor::{Cursor, Place},
    db::{
        Db, conflicts as db_conflicts, custody, delivered,
        pages::{self, FeedRow, PageRow, SnapshotPlace},
        people, ward_row,
    },
    denied::Denied,
    epoch::{self, Standing},
    error::WardError,
    flags::Flags,
    forms::FormShelf,
    papers, scope, twins,
};
use rusqlite::Connection;
use serde::Serialize;
use serde_json::value::RawValue;
use tan_nha_domain::time::Timestamp;
use tan_nha_sync::wire::{Assignment, CaughtUp, DeviceStanding, Notes, PullRequest, Tip, batch_bytes};
use uuid::Uuid;

/// What a record weighs on a page beside its body.
const RECORD_BYTES: usize = 160;

/// `wire::PullReply`, with bodies as they are stored: reading them only to write them again would be most
/// of the work.
#[derive(Serialize)]
pub(crate) struct Page {
    epoch: u64,
    now: Timestamp,
    tip: Tip,
    records: Vec<RecordText>,
    assignment: Assignment,
    devices: Vec<DeviceStanding>,
    gone_from_scope: Vec<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to_come: Option<u64>,
    cursor: String,
    caught_up: Option<CaughtUp>,
}

/// `wire::RecordState`.
#[derive(Serialize)]
struct RecordText {
    id: Uuid,
    kind: String,
    rev: i64,
    author: Uuid,
    body: Box<RawValue>,
    #[serde(flatten)]
    notes: Notes,
}

/// The next page. Everything in it is read from one state of the file; what a volunteer's replica gets is
/// noted before it is sent.
pub(crate) fn pull(
    db: &Db,
    caller: &Caller,
    request: &PullRequest,
    ward: &str,
    now: Timestamp,
) -> Result<Page, Denied> {
    let (caller, standing) = db.read(|conn| {
        let caller = caller.by_now(conn)?;
        scope::may_pull(&caller)?;
        Ok::<_, Denied>((caller, epoch::standing(conn, &ward_row::get(conn)?, request.seen)?))
    })?;
    if standing != Standing::Level {
        db.write(|conn| epoch::catch_up(conn, &caller, request.seen, now))?;
    }
    if let Some(standing) = &request.standing {
        db.write(|conn| people::note_standing(conn, caller.n, standing, now))?;
    }
    read_page(db, &caller, request.cursor.as_deref(), ward, now)
}

/// The page behind a cursor, for who `caller` is in the state of the file that it is read from.
pub(crate) fn read_page(
    db: &Db,
    caller: &Caller,
    cursor: Option<&str>,
    ward: &str,
    now: Timestamp,
) -> Result<Page, Denied> {
    let (caller, Read { page, rows, flags }) = db.read(|conn| {
        let caller = caller.by_now(conn)?;
        scope::may_pull(&caller)?;
        let read = page((conn, db.forms()), &caller, cursor, ward, now)?;
        Ok::<_, Denied>((caller, read))
    })?;
    if let Some(flags) = flags {
        flags.raise(db, now)?;
    }
    if scope::can_lose_sight(&caller.viewer) && !rows.is_empty() {
        db.write(|conn| rows.iter().try_for_each(|row| delivered::add(conn, caller.n, *row)))?;
    }
    Ok(page)
}

/// What was read for a page.
struct Read {
    page: Page,
    /// The rows of its records.
    rows: Vec<i64>,
    /// What stands against devices, where its reader is told of them.
    flags: Option<Flags>,
}

fn page(
    (conn, forms): (&Connection, &FormShelf),
    caller: &Caller,
    cursor: Option<&str>,
    ward: &str,
    now: Timestamp,
) -> Result<Read, Denied> {
    let row = ward_row::get(conn)?;
    let place = Place::Snapshot(SnapshotPlace::first(row.tip.seq, now.date_in_vietnam().to_string()));
    let first =
        Cursor { ward: ward.to_owned(), epoch: row.epoch, assigned: caller.assigned, place, mark: None };
    let begins = cursor.is_none();
    let mut cursor = match cursor {
        Some(text) => Cursor::read(conn, text, &first, row.tip.seq)?,
        None => first,
    };
    let mut sheet = Sheet::default();
    let mut to_come = None;
    if let Place::Snapshot(place) = &mut cursor.place {
        while !place.is_over() && !sheet.full {
            pages::snapshot(conn, &caller.viewer, place, &mut |row| sheet.take(row))?;
        }
        if place.is_over() {
            cursor.place = Place::Feed(place.mark);
        } else {
            // Counted once, after the first page: a snapshot that fits into it needs no count.
            let before = if begins { Some(pages::live(conn, &caller.viewer)?) } else { place.left };
            place.left = before.map(|before| before.saturating_sub(sheet.rows.len() as u64));
            to_come = place.left;
        }
    }
    if let Place::Feed(seq) = &mut cursor.place
        && !sheet.full
    {
        let from_to = (*seq, row.tip.seq);
        *seq = pages::feed(conn, &caller.viewer, caller.n, from_to, &mut |row| match row {
            FeedRow::Seen(row) => sheet.take(row),
            FeedRow::Gone(id) => sheet.take_gone(id),
        })?;
    }
    let last = !sheet.full;
    // Counting a scope takes as long as the ward is large: only the last page needs it, and the first of several.
    let caught_up = match last {
        true => Some(CaughtUp {
            seq: row.tip.seq,
            live: pages::live(conn, &caller.viewer)?,
            custody: custody::get(conn, caller.n)?,
        }),
        false => None,
    };
    let mut flags = match last && caller.viewer.role.sees_whole_ward() {
        true => Some(Flags::look(conn, now)?),
        false => None,
    };
    let devices = match &mut flags {
        Some(flags) => people::devices(conn, flags)?,
        None => Vec::new(),
    };
    let page = Page {
        devices,
        epoch: row.epoch,
        now,
        tip: row.tip,
        assignment: Assignment {
            role: caller.viewer.role,
            hamlets: caller.viewer.hamlets.clone(),
            team: caller.team.clone(),
        },
        to_come,
        cursor: cursor.to_text(conn)?,
        caught_up,
        records: sheet.records((conn, forms), caller)?,
        gone_from_scope: sheet.gone,
    };
    Ok(Read { page, rows: sheet.rows, flags })
}

/// A page that is being filled.
#[derive(Default)]
struct Sheet {
    found: Vec<PageRow>,
    rows: Vec<i64>,
    gone: Vec<Uuid>,
    bytes: usize,
    full: bool,
}

impl Sheet {
    fn take(&mut self, row: PageRow) -> bool {
        if self.has_room(RECORD_BYTES + row.body.len()) {
            self.rows.push(row.n);
            self.found.push(row);
        }
        !self.full
    }

    fn take_gone(&mut self, id: Uuid) -> bool {
        if self.has_room(40) {
            self.gone.push(id);
        }
        !self.full
    }

    /// A record that is larger than a page comes alone.
    fn has_room(&mut self, bytes: usize) -> bool {
        let fits = self.bytes == 0 || self.bytes + bytes <= batch_bytes();
        self.full |= !fits;
        self.bytes += bytes;
        fits
    }

    fn records(
        &mut self,
        (conn, forms): (&Connection, &FormShelf),
        caller: &Caller,
    ) -> Result<Vec<RecordText>, WardError> {
        // The forms say what is one with what, which only conflicts ask for.
        let form_shelf = forms;
        let forms = if db_conflicts::any(conn)? { Some(forms.now(conn)?) } else { None };
        let text = |row: PageRow| {
            let conflicts = match &forms {
                Some(forms) => conflicts::told_to(conn, caller, &row, forms)?,
                None => Vec::new(),
            };
            let notes = Notes {
                conflicts,
                also_open: twins::of(conn, &row, form_shelf)?,
                missing: papers::missing(conn, &row)?,
            };
            let body = RawValue::from_string(row.body).map_err(|_| WardError::Damaged("body"))?;
            Ok(RecordText { id: row.id, kind: row.kind, rev: row.rev, author: row.author, body, notes })
        };
        std::mem::take(&mut self.found).into_iter().map(text).collect()
    }
}
