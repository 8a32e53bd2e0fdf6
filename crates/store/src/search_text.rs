//! What a record is found by: its words without marks and with them, its numbers, its hamlet.

use crate::{error::StoreError, people_index, record, sql};
use rusqlite::{Connection, params};
use tan_nha_domain::{
    ids::RecordId,
    patch::Body,
    phone,
    record::{IndexColumns, RecordKind, index_columns},
    text,
};

/// The version of the rules below and of those of `domain` that they stand on ([`text::fold`],
/// `name::sort_key` with its ICU data, `known_by`). Raise it when any of them changes: name keys, search index and the
/// index of people are made anew when a file with another version is opened.
const RULES: i64 = 2;

/// A word as it is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// Without marks.
    pub(crate) folded: String,
    /// With its marks in their traditional places.
    pub(crate) marked: String,
    /// With its marks where they were written.
    pub(crate) as_written: String,
}

/// The words of a text. What the folding keeps together ("Y'Nuê") stays together with its marks.
pub(crate) fn words(text: &str) -> Vec<Word> {
    text::nfc(&text.to_lowercase()).split_whitespace().flat_map(words_of_piece).collect()
}

fn words_of_piece(piece: &str) -> Vec<Word> {
    let folded = text::fold(piece);
    if !folded.contains(' ') {
        return word(&folded, piece).into_iter().collect();
    }
    piece
        .split(|letter: char| !letter.is_alphanumeric())
        .filter_map(|part| word(&text::fold(part), part))
        .collect()
}

fn word(folded: &str, piece: &str) -> Option<Word> {
    let as_written: String = piece.chars().filter(|letter| letter.is_alphanumeric()).collect();
    let marked = text::normalise_tone_marks(&as_written);
    (!folded.is_empty() && !marked.is_empty()).then(|| Word { folded: folded.to_owned(), marked, as_written })
}

/// A number as one word, however it was grouped ("0912 345 678", "+84 912.345.678"); none when the
/// text is no number.
pub(crate) fn number(text: &str) -> Option<String> {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let is_number = text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || ".-+()".contains(c));
    (is_number && digits >= 4).then(|| phone::clean(text).chars().filter(char::is_ascii_digit).collect())
}

/// A hamlet's name as one word, so that the index can narrow by it.
pub(crate) fn hamlet_word(hamlet: &str) -> String {
    text::fold(hamlet).replace(' ', "")
}

/// One row of the search index.
#[derive(PartialEq, Eq)]
struct SearchText {
    folded: String,
    marked: String,
    hamlet: String,
}

impl SearchText {
    /// None for records without a name, which nobody searches for.
    fn of(columns: &IndexColumns) -> Option<Self> {
        let name = columns.name.as_deref()?;
        let words: Vec<Word> =
            std::iter::once(name).chain(columns.words.iter().map(String::as_str)).flat_map(words).collect();
        let numbers = columns.words.iter().filter_map(|text| number(text));
        let folded: Vec<String> = words.iter().map(|word| word.folded.clone()).chain(numbers).collect();
        let marked: Vec<&str> = words.iter().map(|word| word.marked.as_str()).collect();
        Some(Self {
            folded: folded.join(" "),
            marked: marked.join(" "),
            hamlet: columns.hamlet.as_deref().map(hamlet_word).unwrap_or_default(),
        })
    }
}

/// Keeps the index in step with a record that was written or taken out.
pub(crate) fn write(
    connection: &Connection,
    n: i64,
    before: Option<&IndexColumns>,
    after: Option<&IndexColumns>,
) -> Result<(), StoreError> {
    let (before, after) = (before.and_then(SearchText::of), after.and_then(SearchText::of));
    if before == after {
        return Ok(());
    }
    if before.is_some() {
        connection.prepare_cached("DELETE FROM search WHERE rowid = ?1")?.execute([n])?;
    }
    if let Some(text) = after {
        connection
            .prepare_cached("INSERT INTO search (rowid, folded, marked, hamlet) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![n, text.folded, text.marked, text.hamlet])?;
    }
    Ok(())
}

/// Makes name keys and search index anew, in one transaction, when other rules made them.
pub(crate) fn bring_up_to_date(connection: &mut Connection) -> Result<(), StoreError> {
    let made_by: i64 = connection.query_row("SELECT text_rules FROM ledger", [], |row| row.get(0))?;
    if made_by == RULES {
        return Ok(());
    }
    let transaction = connection.transaction()?;
    transaction.execute("DELETE FROM search WHERE rowid IN (SELECT n FROM record)", [])?;
    let mut last = 0;
    people_index::clear(&transaction)?;
    while let Some((n, id, kind, body)) = next_record(&transaction, last)? {
        let columns = index_columns(&kind, &body);
        record::write_index_columns(&transaction, n, &columns)?;
        write(&transaction, n, None, Some(&columns))?;
        people_index::write(&transaction, id, &kind, (None, Some(&body)))?;
        last = n;
    }
    transaction.execute("UPDATE ledger SET text_rules = ?1", [RULES])?;
    Ok(transaction.commit()?)
}

fn next_record(
    connection: &Connection,
    after: i64,
) -> Result<Option<(i64, RecordId, RecordKind, Body)>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT n, id, kind, body FROM record WHERE n > ?1 ORDER BY n LIMIT 1")?;
    let mut rows = statement.query([after])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let Ok(kind) = row.get::<_, String>("kind")?.parse::<RecordKind>();
    let body = sql::body(&row.get::<_, String>("body")?)?;
    Ok(Some((row.get("n")?, sql::id(row, "id")?, kind, body)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &str) -> Vec<(String, String)> {
        words(text).into_iter().map(|word| (word.folded, word.marked)).collect()
    }

    #[test]
    fn words_keep_both_their_shapes() {
        let expected = |list: &[(&str, &str)]| -> Vec<(String, String)> {
            list.iter().map(|(folded, marked)| ((*folded).to_owned(), (*marked).to_owned())).collect()
        };
        assert_eq!(pairs("Hoà THUẬN"), expected(&[("hoa", "hòa"), ("thuan", "thuận")]));
        assert_eq!(pairs("Y'Nuê"), expected(&[("ynue", "ynuê")]));
        assert_eq!(
            pairs("12/3, khóm 2"),
            expected(&[("12", "12"), ("3", "3"), ("khom", "khóm"), ("2", "2")])
        );
        assert_eq!(pairs(" - "), []);
    }

    #[test]
    fn a_number_is_one_word_however_it_is_grouped() {
        for shape in ["0912345678", "0912 345 678", "+84 912.345.678", "(0912) 345-678"] {
            assert_eq!(number(shape).as_deref(), Some("0912345678"), "{shape}");
        }
        assert_eq!(number("khóm 2"), None);
    }
}
