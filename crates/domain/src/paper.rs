//! Papers of a dossier: photos and PDFs, named by what is in them.
//!
//! A dossier's body holds them as `files`, a map whose keys are `<slot>/<sha256>`, so that each is patched
//! and merged by itself. The content is no part of the body: it is kept and sent beside it.

use crate::{
    change::Hash,
    patch::Body,
    record::{CLOSED_STATES, RecordKind},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The key of a dossier's body that holds its papers.
pub const FILES: &str = "files";

/// What kind of file a paper is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Media {
    /// A photo.
    #[serde(rename = "image/jpeg")]
    Jpeg,
    /// A document as it was given.
    #[serde(rename = "application/pdf")]
    Pdf,
    /// A signature that was drawn on the screen, by its strokes.
    #[serde(rename = "image/svg+xml")]
    Svg,
}

impl Media {
    /// Its media type.
    pub fn as_str(self) -> &'static str {
        match self {
            Media::Jpeg => "image/jpeg",
            Media::Pdf => "application/pdf",
            Media::Svg => "image/svg+xml",
        }
    }

    /// The ending of a file's name.
    pub fn ending(self) -> &'static str {
        match self {
            Media::Jpeg => "jpg",
            Media::Pdf => "pdf",
            Media::Svg => "svg",
        }
    }

    /// The kind of a media type.
    pub fn of(name: &str) -> Option<Self> {
        [Media::Jpeg, Media::Pdf, Media::Svg].into_iter().find(|media| media.as_str() == name)
    }
}

/// One file in one slot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Paper {
    /// Which of the papers that the form asks for.
    pub slot: String,
    /// SHA-256 of the content.
    pub sha256: Hash,
    /// Bytes of the content.
    pub bytes: u64,
    /// What kind of file it is.
    pub media: Media,
    /// Pages of a PDF, where they could be counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<u32>,
    /// When it was attached, by the device's clock; for the order of pages and nothing else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    /// Fields of later versions.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl Paper {
    /// Its key among the files of a dossier.
    pub fn key(&self) -> String {
        format!("{}/{}", self.slot, self.sha256)
    }
}

/// Reads an entry of a dossier's files; none when it is no paper, or not the one that its key names.
pub fn read(key: &str, entry: &Value) -> Option<Paper> {
    Paper::deserialize(entry).ok().filter(|paper| paper.key() == key)
}

/// The papers that a record names. What cannot be read is left out: an entry of a later version must not
/// hide the others.
pub fn papers<'a>(kind: &RecordKind, body: &'a Body) -> impl Iterator<Item = Paper> + use<'a> {
    let files = body.get(FILES).filter(|_| *kind == RecordKind::Dossier).and_then(Value::as_object);
    files.into_iter().flat_map(papers_in)
}

/// The papers among the files of a dossier, as [`papers`] reads them.
pub fn papers_in(files: &Map<String, Value>) -> impl Iterator<Item = Paper> {
    files.iter().filter_map(|(key, entry)| read(key, entry))
}

/// Whether every file that a dossier's body names can be read.
pub fn are_readable(body: &Body) -> bool {
    match body.get(FILES) {
        None => true,
        Some(Value::Object(files)) => files.iter().all(|(key, entry)| read(key, entry).is_some()),
        Some(_) => false,
    }
}

/// Whether a path of a patch speaks of one paper.
pub fn is_paper(kind: &RecordKind, path: &str) -> bool {
    *kind == RecordKind::Dossier && path.split_once('.').is_some_and(|(map, _)| map == FILES)
}

/// Whether papers may still be added to a dossier in this state: until the ward has decided, or it is
/// closed. They are no answers, so a submit does not seal them.
pub fn may_be_added(state: &str) -> bool {
    state != "settled" && !CLOSED_STATES.contains(&state)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patch::{Patch, value_at};
    use serde_json::json;

    fn body(entries: Value) -> Body {
        json!({ "files": entries }).as_object().unwrap().clone()
    }

    fn paper() -> Paper {
        Paper {
            slot: "old_paper".into(),
            sha256: Hash::of(b"photo"),
            bytes: 5,
            media: Media::Jpeg,
            pages: None,
            at: None,
            rest: Map::new(),
        }
    }

    #[test]
    fn a_paper_is_read_only_under_its_own_key() {
        let entry = json!({ "slot": "old_paper", "sha256": Hash::of(b"photo"), "bytes": 5,
                            "media": "image/jpeg", "of_tomorrow": true });
        let read = read(&paper().key(), &entry).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), entry, "what it does not know stays");
        for key in [format!("other/{}", Hash::of(b"photo")), format!("old_paper/{}", Hash::of(b"other"))] {
            assert!(super::read(&key, &entry).is_none());
            assert!(!are_readable(&body(json!({ key: entry }))));
        }
        assert!(!are_readable(&body(json!([]))));
        assert!(!are_readable(&body(json!({ paper().key(): { "slot": "old_paper" } }))));
        assert!(are_readable(&body(json!({ paper().key(): entry }))));
        assert!(are_readable(&Body::new()));
    }

    #[test]
    fn each_paper_is_patched_by_itself_and_its_slot_may_hold_a_dot() {
        let dotted = Paper { slot: "paper.1".into(), ..paper() };
        let before = body(json!({ paper().key(): paper() }));
        let after = body(json!({ dotted.key(): dotted }));
        let patch = Patch::between(&before, &after);
        let paths: Vec<String> = vec![format!("files.{}", paper().key()), format!("files.{}", dotted.key())];
        assert_eq!(patch.0.keys().collect::<Vec<_>>(), paths.iter().collect::<Vec<_>>());
        assert_eq!(*value_at(&after, &paths[1]), json!(dotted));
        assert!(paths.iter().all(|path| is_paper(&RecordKind::Dossier, path)));
        assert!(!is_paper(&RecordKind::Dossier, "files") && !is_paper(&RecordKind::Need, &paths[0]));
        assert_eq!(papers(&RecordKind::Dossier, &after).collect::<Vec<_>>(), [dotted]);
    }
}
