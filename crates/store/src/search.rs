//! Finding citizens as their name, number or address is typed.

use crate::{
    error::StoreError,
    query::{Order, Query},
    record::{self, Record, select_records},
    search_text::{self, Word},
    sql,
    store::Store,
};
use rusqlite::{Connection, params};
use std::collections::BTreeSet;
use tan_nha_domain::{ids::RecordId, record::RecordKind};

/// How many hits of one tier are put in order at most, beyond the limit. Ordering all hits of a short beginning is what
/// makes a search slow: where there are more, the person types on.
const CANDIDATES: usize = 200;
/// The same, when most hits may fail the need that is asked for.
const CANDIDATES_FOR_NEED: usize = 5000;

/// Whom to find.
#[derive(Clone, Copy, Debug, Default)]
pub struct Search<'a> {
    /// Words or their beginnings, in any order, with or without marks; empty finds everybody.
    pub text: &'a str,
    /// Only of this hamlet.
    pub hamlet: Option<&'a str>,
    /// Only those with an open need of this procedure.
    pub need: Option<&'a str>,
    /// At most so many.
    pub limit: usize,
}

impl Store {
    /// Citizens, best first: every word with its exact marks, then those typed with marks exact, then
    /// all without marks; in each of these, whole words before their beginnings, and ties in the
    /// Vietnamese order of names. Merged citizens are found too; they say who stays.
    ///
    /// # Errors
    /// `Database`, `PartDamaged`.
    pub fn search_citizens(&self, search: &Search<'_>) -> Result<Vec<Record>, StoreError> {
        let words = typed_words(search.text);
        if words.is_empty() {
            return self.everybody(search);
        }
        let mut found: Vec<i64> = Vec::new();
        for tier in tiers(&words, search.hamlet) {
            if found.len() >= search.limit {
                break;
            }
            let met: BTreeSet<i64> = found.iter().copied().collect();
            let hits = hits(&self.connection, &tier, search)?;
            found.extend(hits.into_iter().filter(|n| !met.contains(n)));
        }
        found.truncate(search.limit);
        let mut statement = self.connection.prepare_cached(select_records!("WHERE record.n = ?1"))?;
        found.into_iter().map(|n| Ok(statement.query_row([n], record::read)??.record)).collect()
    }

    fn everybody(&self, search: &Search<'_>) -> Result<Vec<Record>, StoreError> {
        let query = Query { hamlet: search.hamlet, order: Order::Name, ..Query::of(RecordKind::Citizen) };
        let Some(procedure) = search.need else {
            return self.records(&Query { limit: Some(search.limit), ..query });
        };
        let open = Query { state: Some("open"), procedure: Some(procedure), ..Query::of(RecordKind::Need) };
        let in_need: BTreeSet<RecordId> = self
            .records(&open)?
            .iter()
            .filter_map(|need| need.body.get("citizen")?.as_str()?.parse().ok())
            .collect();
        let mut citizens = self.records(&query)?;
        citizens.retain(|citizen| in_need.contains(&citizen.id));
        citizens.truncate(search.limit);
        Ok(citizens)
    }
}

/// What one typed word may look like in the index.
struct Typed {
    folded: String,
    /// Its marks in their traditional places, and as typed: "hoà" is the whole "hòa" or the beginning
    /// of "hoàng".
    marked: Vec<String>,
    /// Whether it was typed with marks.
    has_marks: bool,
}

fn typed_words(text: &str) -> Vec<Typed> {
    if let Some(number) = search_text::number(text) {
        return vec![Typed { folded: number.clone(), marked: vec![number], has_marks: false }];
    }
    search_text::words(text).into_iter().map(Typed::from).collect()
}

impl From<Word> for Typed {
    fn from(Word { folded, marked, as_written }: Word) -> Self {
        let has_marks = marked != folded;
        let mut marked = vec![marked];
        marked.extend((as_written != marked[0]).then_some(as_written));
        Self { folded, marked, has_marks }
    }
}

/// The expressions to try, best first.
fn tiers(words: &[Typed], hamlet: Option<&str>) -> Vec<String> {
    let exact: [&dyn Fn(&Typed) -> bool; 3] = [&|_| true, &|word| word.has_marks, &|_| false];
    let mut tiers: Vec<String> = Vec::new();
    for with_marks in exact {
        for star in ["", "*"] {
            let parts = words.iter().map(|word| expression(word, with_marks(word), star));
            let hamlet = hamlet.map(|name| format!("hamlet:\"{}\"", search_text::hamlet_word(name)));
            let tier = parts.chain(hamlet).collect::<Vec<_>>().join(" AND ");
            if !tiers.contains(&tier) {
                tiers.push(tier);
            }
        }
    }
    tiers
}

fn expression(word: &Typed, with_marks: bool, star: &str) -> String {
    if with_marks {
        let shapes = word.marked.iter().map(|shape| format!("marked:\"{shape}\"{star}"));
        format!("({})", shapes.collect::<Vec<_>>().join(" OR "))
    } else {
        format!("folded:\"{}\"{star}", word.folded)
    }
}

/// The places of a tier's hits, in the order of names.
fn hits(connection: &Connection, tier: &str, search: &Search<'_>) -> Result<Vec<i64>, StoreError> {
    let most = if search.need.is_some() { CANDIDATES_FOR_NEED } else { CANDIDATES };
    // The hits of better tiers may be among them again.
    let candidates = search.limit.saturating_add(most);
    let mut statement = connection.prepare_cached(
        "SELECT record.n AS n FROM (SELECT rowid FROM search WHERE search MATCH ?1 LIMIT ?2) AS hit
         CROSS JOIN record ON record.n = hit.rowid
         WHERE record.kind = 'citizen' AND (?3 IS NULL OR record.hamlet = ?3)
           AND (?4 IS NULL OR EXISTS (
               SELECT 1 FROM record AS need
               WHERE need.citizen = record.id AND need.kind = 'need' AND need.procedure = ?4
                 AND need.state = 'open'))
         ORDER BY record.name_key, record.id",
    )?;
    let places = statement
        .query_map(params![tier, sql::int(candidates as u64), search.hamlet, search.need], |row| {
            row.get("n")
        })?;
    Ok(places.collect::<Result<_, _>>()?)
}
