//! Papers: a photo is attached to a dossier, and what must hold of it for ever.

use crate::{
    dice::Dice,
    model::{Violation, broken},
    promise,
    world::World,
};
use serde_json::{Map, json};
use tan_nha_domain::{
    change::Hash,
    paper::{Media, Paper, may_be_added},
    record::RecordKind,
};
use tan_nha_store::{NewFile, Put, Query, StoreError};

impl World {
    /// Somebody attaches a photo to a dossier that takes papers still: content and change in one transaction.
    pub fn attach(&mut self, tablet: usize, number: u64, dice: &mut Dice) -> Result<String, StoreError> {
        let open = |record: &tan_nha_store::Record| {
            record.body.get("state").and_then(|state| state.as_str()).is_some_and(may_be_added)
        };
        let mut dossiers = self.tablets[tablet].store.records(&Query::of(RecordKind::Dossier))?;
        dossiers.retain(open);
        let Some(dossier) = dice.pick(&dossiers) else { return Ok("has no dossier for a photo".into()) };
        // Several parts where batches are small.
        let content = format!("photo {number} ").repeat(1 + dice.below(200)).into_bytes();
        let now = self.time_of(tablet);
        let (id, kind) = (dossier.id, RecordKind::Dossier);
        let (sha256, before, after) = self.tablets[tablet].store.write(now, |writer| {
            let sha256 = writer.keep_file(&NewFile { media: Media::Jpeg, pages: None, content: &content })?;
            let (slot, bytes) = ("old_paper".to_owned(), content.len() as u64);
            let rest = Map::new();
            let paper = Paper { slot, sha256, bytes, media: Media::Jpeg, pages: None, at: Some(now), rest };
            let before = writer.record(id)?.ok_or(StoreError::NoRecord(id))?.body;
            let mut body = before.clone();
            body.entry("files").or_insert_with(|| json!({}))[paper.key()] = json!(paper);
            let after = writer.put(Put { id, kind, body, keep_open: true })?.body;
            Ok::<_, StoreError>((sha256, before, after))
        })?;
        self.model.acknowledge(tablet, id, &before, &after);
        self.model.attached(tablet, sha256);
        Ok(format!("attaches {sha256} to {id}"))
    }

    /// What was attached can be read, and is called received only where the ward has it whole from this replica.
    pub fn papers_are_kept(&self, tablet: usize) -> Result<(), Violation> {
        let owner = &self.tablets[tablet];
        for sha256 in self.model.papers_of(tablet) {
            let content = owner.store.file_content(*sha256).map_err(broken)?;
            promise!(Hash::of(&content) == *sha256, "{sha256} is another file than was attached");
            let kept = owner.store.file(*sha256).map_err(broken)?;
            let received = kept.is_some_and(|file| file.received_at.is_some());
            let Some(ward) = &self.model.ward else { continue };
            let there = owner.line.iter().any(|replica| ward.files.contains(&(*replica, *sha256)));
            promise!(
                !received || there || self.model.is_deaf(tablet),
                "{sha256} is called received and the ward does not have it"
            );
        }
        Ok(())
    }

    /// At rest the ward has every paper whole, but those of who was revoked; each went up by itself, and none was set
    /// aside.
    pub fn papers_are_at_the_ward(&self, tablet: usize) -> Result<(), Violation> {
        let owner = &self.tablets[tablet];
        let Some(ward) = &self.model.ward else { return Ok(()) };
        for sha256 in self.model.papers_of(tablet) {
            let there = owner.line.iter().any(|replica| ward.files.contains(&(*replica, *sha256)));
            promise!(there, "{sha256} is not at the ward");
        }
        Ok(())
    }
}
