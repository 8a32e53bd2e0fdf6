//! What people do: each edit writes a whole unit of merge, with a number in it that no other edit has.

use crate::{
    dice::Dice,
    model::{Violation, broken},
    saves::Save,
    world::{HAMLETS, World},
};
use serde_json::{Value, json};
use tan_nha_domain::{
    act::Act, dossier::answers_hash, ids::RecordId, patch::Body, record::RecordKind, role::Role,
};
use tan_nha_store::{Query, StoreError};

#[derive(Clone, Copy, Debug)]
pub enum Work {
    NewCitizen,
    EditCitizen,
    MoveCitizen,
    NewVisit,
    EditVisit,
    NewNeed,
    CloseNeed,
    NewDossier,
    Type,
    Act,
    Attach,
    Choose,
    Retry,
}

/// What people do, by how often.
pub const WORK: [(u32, Work); 13] = [
    (6, Work::NewCitizen),
    (8, Work::EditCitizen),
    (3, Work::MoveCitizen),
    (4, Work::NewVisit),
    (5, Work::EditVisit),
    (2, Work::NewNeed),
    (2, Work::CloseNeed),
    (5, Work::NewDossier),
    (12, Work::Type),
    (8, Work::Act),
    (4, Work::Attach),
    (4, Work::Choose),
    (2, Work::Retry),
];

impl World {
    /// Somebody does something on a tablet; `number` is in all that they write. `fails`: on a full disk.
    pub fn work(
        &mut self,
        tablet: usize,
        work: Work,
        number: u64,
        dice: &mut Dice,
        fails: bool,
    ) -> Result<(), Violation> {
        let tablet = self.whose(tablet, work).map_err(broken)?;
        let label = self.tablets[tablet].label.clone();
        if fails {
            self.tablets[tablet].store.fail_commit(Some(1)).map_err(broken)?;
        }
        let done = self.do_work(tablet, work, number, dice);
        self.tablets[tablet].store.fail_commit(None).map_err(broken)?;
        match done {
            Ok(what) => self.note(format!("{label} {what}")),
            Err(_) if fails => self.note(format!("{label} {work:?}: the disk is full")),
            Err(error) => return Err(Violation(format!("{label} cannot save: {error}"))),
        }
        self.check_tablet(tablet)
    }

    fn do_work(
        &mut self,
        tablet: usize,
        work: Work,
        number: u64,
        dice: &mut Dice,
    ) -> Result<String, StoreError> {
        match work {
            Work::Attach => return self.attach(tablet, number, dice),
            Work::Choose => return self.choose(tablet, dice),
            Work::Retry => return self.retry(tablet, dice),
            _ => {}
        }
        let citizen = self.any(tablet, &RecordKind::Citizen, dice)?;
        let hamlet = *dice.pick(&HAMLETS).unwrap();
        let keep_open = dice.percent(50);
        let at = self.time_of(tablet);
        let of_citizen = |body: &mut Body, (id, citizen): &(RecordId, Body)| {
            body.insert("citizen".into(), json!(id));
            if let Some(hamlet) = citizen.get("hamlet") {
                body.insert("hamlet".into(), hamlet.clone());
            }
        };
        match (work, citizen) {
            (Work::NewCitizen, _) | (_, None) => {
                self.save(tablet, RecordKind::Citizen, None, None, keep_open, &|body| {
                    put(
                        body,
                        json!({"full_name": format!("Trần Thị {number}"), "state": "live", "hamlet": hamlet,
                                 "address": format!("{hamlet}, tổ {number}")}),
                    );
                })
            }
            (Work::EditCitizen, Some((id, _))) => {
                let unit = dice.below(2);
                self.save(tablet, RecordKind::Citizen, Some(id), None, keep_open, &|body| match unit {
                    0 => put(body, json!({"full_name": format!("Trần Thị {number}")})),
                    _ => put(
                        body,
                        json!({"phone": format!("09{number:08}"), "phone_owner": format!("con {number}")}),
                    ),
                })
            }
            (Work::MoveCitizen, Some((id, _))) => self.move_home(tablet, id, hamlet, number),
            (Work::NewVisit, Some(citizen)) => {
                self.save(tablet, RecordKind::Visit, None, Some(Act::Schedule), false, &|body| {
                    of_citizen(body, &citizen);
                    let date = date(number);
                    put(body, json!({"state": "scheduled", "date": date, "moves": [{"at": at, "to": date}]}));
                })
            }
            (Work::EditVisit, _) => self.edit_visit(tablet, number, dice),
            (Work::NewNeed, Some(citizen)) => {
                self.save(tablet, RecordKind::Need, None, None, keep_open, &|body| {
                    of_citizen(body, &citizen);
                    put(
                        body,
                        json!({"procedure": "birth_rereg", "state": "open", "since": "2026-05-21",
                                     "source": format!("{number}")}),
                    );
                })
            }
            (Work::CloseNeed, _) => match self.any(tablet, &RecordKind::Need, dice)? {
                None => Ok("has no need to close".into()),
                Some((id, _)) => self.save(tablet, RecordKind::Need, Some(id), None, false, &|body| {
                    put(body, json!({"state": "closed"}));
                }),
            },
            (Work::NewDossier, Some(citizen)) => {
                self.save(tablet, RecordKind::Dossier, None, None, true, &|body| {
                    of_citizen(body, &citizen);
                    put(
                        body,
                        json!({"procedure": "birth_rereg", "form_version": "2024-06.1",
                                     "law_date": "2026-05-21", "state": "draft"}),
                    );
                })
            }
            (Work::Type, _) => self.type_answers(tablet, number, dice),
            (Work::Act, _) => self.act(tablet, dice),
            (Work::Attach | Work::Choose | Work::Retry, _) => unreachable!("done above"),
        }
    }

    fn edit_visit(&mut self, tablet: usize, number: u64, dice: &mut Dice) -> Result<String, StoreError> {
        let Some((id, body)) = self.any(tablet, &RecordKind::Visit, dice)? else {
            return Ok("has no visit to edit".into());
        };
        let scheduled = body.get("state") == Some(&json!("scheduled"));
        let at = self.time_of(tablet);
        let act = match dice.below(3) {
            0 if scheduled => Some(Act::Reschedule),
            1 if scheduled => Some(Act::Finish),
            _ => None,
        };
        self.save(tablet, RecordKind::Visit, Some(id), act, false, &|body| match act {
            Some(Act::Reschedule) => {
                let date = date(number);
                let mut moves = body.get("moves").and_then(Value::as_array).cloned().unwrap_or_default();
                moves.push(json!({"at": at, "to": date, "reason": format!("{number}")}));
                put(body, json!({"date": date, "moves": moves}));
            }
            Some(_) => put(
                body,
                json!({"state": "finished", "outcome": "done", "outcome_note": format!("{number}")}),
            ),
            None => put(body, json!({"note": format!("ghi {number}")})),
        })
    }

    /// A group of answers is typed; a dossier that was handed in is opened again first, as the app does it.
    fn type_answers(&mut self, tablet: usize, number: u64, dice: &mut Dice) -> Result<String, StoreError> {
        let Some((id, body)) = self.any(tablet, &RecordKind::Dossier, dice)? else {
            return Ok("has no dossier to type in".into());
        };
        let who = ["mother", "father"][dice.below(2)];
        let state = body.get("state").and_then(Value::as_str).unwrap_or_default().to_owned();
        let answer = |body: &mut Body| {
            for (map, name, paper) in [
                ("answers", format!("NGƯỜI {number}"), format!("giấy {number}")),
                ("provenance", "spoken".to_owned(), "spoken".to_owned()),
            ] {
                let entries = body.entry(map).or_insert_with(|| json!({}));
                entries[format!("{who}_name")] = json!(name);
                entries[format!("{who}_id")] = json!(paper);
            }
        };
        let kind = RecordKind::Dossier;
        match state.as_str() {
            "draft" => self.save(tablet, kind, Some(id), None, true, &answer),
            "queued" | "sent_back" => {
                let amend = Save {
                    id: Some(id),
                    kind: kind.clone(),
                    act: Some(Act::Amend),
                    keep_open: false,
                    change: &reopen,
                };
                let typed = Save { id: Some(id), kind, act: None, keep_open: true, change: &answer };
                self.save_all(tablet, &[amend, typed])
            }
            _ => Ok("finds the dossier closed".into()),
        }
    }

    /// A dossier goes one step further, or back.
    fn act(&mut self, tablet: usize, dice: &mut Dice) -> Result<String, StoreError> {
        let Some((id, body)) = self.any(tablet, &RecordKind::Dossier, dice)? else {
            return Ok("has no dossier to act on".into());
        };
        let role = self.tablets[tablet]
            .store
            .membership()
            .and_then(|own| own.enrolment.as_ref())
            .map(|own| own.role);
        let desk = role == Some(Role::Clerk);
        let state = body.get("state").and_then(Value::as_str).unwrap_or_default();
        let (act, to) = match (state, desk, dice.below(4)) {
            ("received", _, 0) => (Act::Withdraw, "withdrawn"),
            ("draft" | "queued" | "sent_back", false, 0) => (Act::Withdraw, "withdrawn"),
            ("draft", ..) => (Act::Submit, "queued"),
            ("queued", true, 1) => (Act::SendBack, "sent_back"),
            ("queued", true, _) => (Act::Receive, "received"),
            ("received", true, 1) => (Act::SendBack, "sent_back"),
            ("received", true, _) => (Act::Settle, "settled"),
            ("settled", ..) => (Act::HandOver, "handed_over"),
            _ => return Ok("leaves the dossier as it is".into()),
        };
        self.save(tablet, RecordKind::Dossier, Some(id), Some(act), false, &|body| {
            body.insert("state".into(), json!(to));
            if act == Act::Submit {
                let answers = body.get("answers").and_then(Value::as_object).cloned().unwrap_or_default();
                body.insert("sealed_answers".into(), json!(answers_hash(&answers).to_string()));
            }
        })
    }

    /// The citizen's new home, and that of everything about them on this tablet, in one transaction.
    fn move_home(
        &mut self,
        tablet: usize,
        citizen: RecordId,
        hamlet: &str,
        number: u64,
    ) -> Result<String, StoreError> {
        let move_in = |body: &mut Body| {
            put(body, json!({"hamlet": hamlet, "address": format!("{hamlet}, tổ {number}")}));
        };
        let follow = |body: &mut Body| {
            put(body, json!({"hamlet": hamlet}));
        };
        let kind = RecordKind::Citizen;
        let mut saves = vec![Save { id: Some(citizen), kind, act: None, keep_open: false, change: &move_in }];
        for kind in [RecordKind::Need, RecordKind::Visit, RecordKind::Dossier] {
            let query = Query { citizen: Some(citizen), ..Query::of(kind.clone()) };
            let keep_open = kind == RecordKind::Dossier;
            for record in self.tablets[tablet].store.records(&query)? {
                let kind = kind.clone();
                saves.push(Save { id: Some(record.id), kind, act: None, keep_open, change: &follow });
            }
        }
        self.save_all(tablet, &saves)
    }

    /// A record of this tablet, with its body.
    fn any(
        &self,
        tablet: usize,
        kind: &RecordKind,
        dice: &mut Dice,
    ) -> Result<Option<(RecordId, Body)>, StoreError> {
        let records = self.tablets[tablet].store.records(&Query::of(kind.clone()))?;
        Ok(dice.pick(&records).map(|record| (record.id, record.body.clone())))
    }
}

/// A dossier that was handed in is a draft again.
pub fn reopen(body: &mut Body) {
    body.insert("state".into(), json!("draft"));
    body.remove("sealed_answers");
}

fn put(body: &mut Body, fields: Value) {
    if let Value::Object(fields) = fields {
        body.extend(fields);
    }
}

fn date(number: u64) -> String {
    format!("2026-{:02}-{:02}", 6 + number / 28 % 6, 1 + number % 28)
}
