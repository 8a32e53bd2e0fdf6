//! What people decide: a side of a conflict, and that what the ward refused goes out once more.

use crate::{
    dice::Dice,
    model::{Violation, broken},
    saves::{self, Save},
    work::{Work, reopen},
    world::World,
};
use serde_json::Value;
use tan_nha_domain::{
    act::Act,
    patch::{put, value_at},
    record::RecordKind,
};
use tan_nha_store::{Decision, StoreError};

impl World {
    /// The first tablet from this one on on which there is something to decide, or to send again.
    pub fn whose(&self, tablet: usize, work: Work) -> Result<usize, StoreError> {
        for other in (tablet..self.tablets.len()).chain(0..tablet) {
            let store = &self.tablets[other].store;
            let idle = match work {
                Work::Choose => store.conflicts()?.is_empty(),
                Work::Retry => store.shelf()?.is_empty(),
                _ => false,
            };
            if !idle {
                return Ok(other);
            }
        }
        Ok(tablet)
    }

    /// Everybody decides what they were told of, two people the same perhaps, and sends again what was refused.
    pub fn everybody_decides(&mut self, number: u64, dice: &mut Dice) -> Result<(), Violation> {
        self.note("everybody decides");
        for tablet in 0..self.tablets.len() {
            for work in [Work::Choose, Work::Choose, Work::Retry] {
                if dice.percent(60) && self.whose(tablet, work).map_err(broken)? == tablet {
                    self.work(tablet, work, number, dice, false)?;
                }
            }
        }
        Ok(())
    }

    /// Somebody decides a conflict that their tablet shows, as the app lets them: one side of its unit as a whole.
    pub fn choose(&mut self, tablet: usize, dice: &mut Dice) -> Result<String, StoreError> {
        let conflicts = self.tablets[tablet].store.conflicts()?;
        let Some(found) = dice.pick(&conflicts) else { return Ok("has nothing to decide".into()) };
        let (record, conflict) = (&found.record, &found.conflict);
        let state = record.body.get("state").and_then(Value::as_str);
        let is_dossier = record.kind == RecordKind::Dossier;
        let open = !is_dossier || matches!(state, Some("draft" | "queued" | "sent_back"));
        let mine = dice.percent(50) && conflict.act.is_none() && open;
        let mut body = record.body.clone();
        let mut chosen = Vec::new();
        for (path, sides) in &conflict.fields {
            if path == "sealed_answers" || (path == "hamlet" && record.kind != RecordKind::Citizen) {
                continue;
            }
            // The ward's state stays, and upon it what was done here since.
            let theirs = if path == "state" { &record.body } else { &found.ward_body };
            let value = if mine { sides.mine.clone() } else { value_at(theirs, path).clone() };
            put(&mut body, path, value);
            if !path.starts_with("provenance.") {
                chosen.push(path.clone());
            }
        }
        let reopens = is_dossier
            && matches!(state, Some("queued" | "sent_back"))
            && record.body.get("answers") != body.get("answers");
        let now = self.time_of(tablet);
        let ids = (record.id, record.kind.clone());
        let op = conflict.op_id;
        let decided = self.tablets[tablet].store.write(now, |writer| {
            let mut body = body.clone();
            if reopens {
                let change = &reopen;
                let (id, kind) = ids.clone();
                saves::one(
                    writer,
                    &Save { id: Some(id), kind, act: Some(Act::Amend), keep_open: false, change },
                )?;
                reopen(&mut body);
            }
            let (id, kind) = ids.clone();
            let (chosen, settles) = (chosen.clone(), vec![op]);
            writer.decide(Decision { id, kind, body, act: None, chosen, settles, reason: None })
        })?;
        self.model.acknowledge(tablet, ids.0, &record.body, &decided.body);
        for path in &chosen {
            self.model.decided(tablet, ids.0, path, value_at(&decided.body, path).clone());
        }
        let side = if mine { "mine" } else { "theirs" };
        Ok(format!("decides {op} of {} for {side}", ids.0))
    }

    /// Somebody sends again what is on the shelf.
    pub fn retry(&mut self, tablet: usize, dice: &mut Dice) -> Result<String, StoreError> {
        let store = &mut self.tablets[tablet].store;
        let shelf = store.shelf()?;
        let Some(shelved) = dice.pick(&shelf) else { return Ok("has an empty shelf".into()) };
        store.send_again(shelved.op_id)?;
        Ok(format!("sends {} again, which was {:?}", shelved.op_id, shelved.refusal))
    }
}
