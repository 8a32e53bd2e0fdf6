//! What the form definitions and the types of the domain say of a body.

use crate::{
    bounds,
    db::{records::Record, ward_row::WardRow},
    error::WardError,
    forms::FormShelf,
};
use rusqlite::Connection;
use serde::Deserialize;
use serde_json::Value;
use std::{cell::RefCell, sync::Arc};
use tan_nha_domain::{
    attest,
    calendar::CalendarDay,
    change::Hash,
    checklist,
    citizen::Citizen,
    consent::Consent,
    dossier::{Dossier, answers_hash},
    fee,
    finding::Finding,
    form_package::FormPackage,
    group::is_member,
    need::Need,
    paper,
    patch::Body,
    record::RecordKind,
    time::Timestamp,
    visit::Visit,
    ward_list::{Hamlet, Team},
    ward_settings::WardSettings,
};
use tan_nha_forms::{Context, Forms, GroupMember};

/// The rules of this ward, today.
pub(crate) struct Rules {
    context: Context,
    shelf: Arc<FormShelf>,
    forms: RefCell<Option<Arc<Forms>>>,
}

impl Rules {
    /// The rules as they hold at `now`.
    pub(crate) fn of(
        ward: &WardRow,
        settings: &WardSettings,
        shelf: &Arc<FormShelf>,
        now: Timestamp,
    ) -> Self {
        Self {
            shelf: Arc::clone(shelf),
            forms: RefCell::default(),
            context: Context {
                today: now.date_in_vietnam(),
                ward_name: ward.name.clone(),
                ward_code: ward.code.0.clone(),
                number_style: settings.number_style(),
            },
        }
    }

    /// The forms as the batch has left them so far.
    pub(crate) fn forms(&self, conn: &Connection) -> Result<Arc<Forms>, WardError> {
        let mut forms = self.forms.borrow_mut();
        match &*forms {
            Some(forms) => Ok(Arc::clone(forms)),
            None => Ok(Arc::clone(forms.insert(self.shelf.now(conn)?))),
        }
    }

    /// A package was judged, and may have been taken: the forms are looked at anew.
    pub(crate) fn look_at_forms(&self) {
        self.forms.take();
    }

    /// What the form rules find in a dossier, as JSON; nothing for other kinds.
    pub(crate) fn findings(
        &self,
        conn: &Connection,
        kind: &RecordKind,
        body: &Body,
    ) -> Result<Option<String>, WardError> {
        if *kind != RecordKind::Dossier {
            return Ok(None);
        }
        let forms = self.forms(conn)?;
        let Some(definition) = forms.definition_of(kind, body) else { return Ok(None) };
        let findings: Vec<Finding> =
            tan_nha_forms::check(definition, answers_of(body).unwrap_or(&Body::new()), &self.context)
                .findings;
        serde_json::to_string(&findings).map(Some).map_err(|_| WardError::Damaged("findings"))
    }

    /// The members of a group, by its answers as the ward has them; none of another record.
    pub(crate) fn members(&self, conn: &Connection, record: &Record) -> Result<Vec<GroupMember>, WardError> {
        if record.kind != RecordKind::Dossier {
            return Ok(Vec::new());
        }
        let forms = self.forms(conn)?;
        let Some(definition) = forms.definition_of(&record.kind, &record.body) else { return Ok(Vec::new()) };
        let nothing = Body::new();
        let answers = answers_of(&record.body).unwrap_or(&nothing);
        Ok(definition.group_members(record.id, answers, &self.context))
    }
}

/// Whether the form that a dossier follows is known here; true for other kinds, and for the member of a group, which
/// follows its group's.
pub(crate) fn knows_form(forms: &Forms, kind: &RecordKind, body: &Body) -> bool {
    #[cfg(feature = "simulation")]
    if *kind == RecordKind::Dossier && !crate::simulation::knows_forms() {
        return false;
    }
    *kind != RecordKind::Dossier || is_member(kind, body) || forms.definition_of(kind, body).is_some()
}

fn answers_of(body: &Body) -> Option<&Body> {
    body.get("answers").and_then(Value::as_object)
}

/// Whether a dossier has a seal.
pub(crate) fn is_sealed(body: &Body) -> bool {
    body.get("sealed_answers").is_some_and(|seal| Hash::deserialize(seal).is_ok())
}

/// Whether a dossier's seal is that of its answers.
pub(crate) fn seal_fits(body: &Body) -> bool {
    let seal = answers_hash(answers_of(body).unwrap_or(&Body::new())).to_string();
    body.get("sealed_answers").and_then(Value::as_str) == Some(&seal)
}

/// Whether a body can be read as its kind, so that no replica gets a record that it cannot read.
pub(crate) fn is_readable(kind: &RecordKind, body: &Body) -> bool {
    if serde_json::to_vec(body).is_ok_and(|text| text.len() > bounds::BODY) {
        return false;
    }
    match kind {
        RecordKind::Citizen => Citizen::deserialize(body).is_ok(),
        RecordKind::Need => Need::deserialize(body).is_ok(),
        RecordKind::Visit => Visit::deserialize(body).is_ok(),
        RecordKind::Dossier => {
            paper::are_readable(body)
                && checklist::are_readable(body)
                && fee::are_readable(body)
                && attest::are_readable(body)
                && Dossier::deserialize(body).is_ok()
        }
        RecordKind::Consent => Consent::deserialize(body).is_ok(),
        RecordKind::WardSettings => WardSettings::deserialize(body).is_ok(),
        RecordKind::CalendarDay => CalendarDay::deserialize(body).is_ok(),
        RecordKind::Hamlet => Hamlet::deserialize(body).is_ok(),
        RecordKind::Team => Team::deserialize(body).is_ok(),
        RecordKind::FormPackage => FormPackage::deserialize(body).is_ok(),
        RecordKind::Unknown(_) => false,
    }
}
