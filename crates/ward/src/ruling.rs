//! What is to become of a change that waits for nothing: a pure ruling, from the record as it is and what
//! others did to it. Nothing is read or written here.

use crate::{
    db::records::Record,
    forms,
    homes::Homes,
    rules,
    scope::{self, ActRule},
};
use serde_json::Value;
use std::{cell::LazyCell, collections::BTreeSet};
use tan_nha_domain::{
    act::{Act, first_state, transitions},
    change::Header,
    consent, fee,
    ids::RecordId,
    merge::{FORM, Plan, plan},
    paper,
    patch::{Body, DIVIDED, FieldChange, Patch, value_at},
    record::{RecordKind, Viewer},
};
use tan_nha_forms::{Forms, answer_of};
use tan_nha_sync::wire::Refusal;

/// What a submitted dossier's answers answer to.
const SUBMITTED: [&str; 6] =
    ["procedure", "form_version", "form_package", "citizen", "law_date", "sealed_answers"];

/// Everything that a ruling depends on.
pub(crate) struct Case<'a> {
    pub(crate) viewer: &'a Viewer,
    /// Whether the author's role or hamlets were others once.
    pub(crate) assigned: bool,
    /// Whether the author saw the record once.
    pub(crate) had_sight: bool,
    pub(crate) header: &'a Header,
    pub(crate) patch: &'a Patch,
    /// The record, unless the change makes it.
    pub(crate) current: Option<&'a Record>,
    /// Whether the author, who does not see the record, goes on with what they did while they saw it.
    pub(crate) goes_on: bool,
    pub(crate) touched: Touched,
    /// Where the citizens live whom the record names, or is to name.
    pub(crate) homes: &'a Homes,
    pub(crate) forms: &'a Forms,
}

/// What other replicas changed since the revision that the author saw.
#[derive(Default)]
pub(crate) struct Touched {
    /// The paths.
    pub(crate) paths: BTreeSet<String>,
    /// Whether answers of a dossier, or the form that they answer, are among them.
    pub(crate) answers: bool,
}

/// What is to be done.
#[derive(Debug, PartialEq)]
pub(crate) enum Ruling {
    /// Keep it on the shelf.
    Refuse(Refusal),
    /// Keep it until the package has come that its form is in.
    Hold(RecordId),
    /// Apply nothing: in these units a person decides.
    Contest(BTreeSet<String>),
    /// Apply this plan.
    Take(Plan),
}

impl Case<'_> {
    /// The ruling.
    pub(crate) fn rule(self) -> Ruling {
        let header = self.header;
        if !header.kind.edited_by(self.viewer.role) {
            return Ruling::Refuse(self.forbidden_to_role());
        }
        if !self.goes_on && self.current.is_some_and(|record| !self.is_theirs(record)) {
            let code = if self.had_sight { Refusal::Reassigned } else { Refusal::NotPermitted };
            return Ruling::Refuse(code);
        }
        match self.rule_on_state() {
            Ok(()) => self.rule_on_content(),
            Err(ruling) => ruling,
        }
    }

    /// Whether the author may change the record: they see it, or it is a payment of a dossier of which they carried cash.
    /// What they took while the desk counted the rest is heard of, too.
    fn is_theirs(&self, record: &Record) -> bool {
        scope::sees(self.viewer, record)
            || self.header.act.is_none()
                && fee::had_cash(&record.body, self.viewer.user)
                && !self.patch.is_empty()
                && self.patch.0.keys().all(|path| fee::is_payment(path))
    }

    fn forbidden_to_role(&self) -> Refusal {
        if self.assigned { Refusal::RoleChanged } else { Refusal::NotPermitted }
    }

    /// An act that is not done: whatever it would have changed waits for a decision.
    fn contest(&self) -> Ruling {
        let nothing = Body::new();
        let body = self.current.map_or(&nothing, |record| &record.body);
        // Who only names the form that they typed for does not move the draft to it.
        let names = |(path, change): &(&String, &FieldChange)| *path == FORM && change.from == change.to;
        let unlike = self.patch.0.iter().filter(|it| !names(it));
        let unlike = unlike.filter(|(path, change)| *value_at(body, path) != change.to);
        let mut units: BTreeSet<String> =
            unlike.map(|(path, _)| self.forms.unit_of(&self.header.kind, body, path)).collect();
        units.insert(self.forms.unit_of(&self.header.kind, body, "state"));
        Ruling::Contest(units)
    }

    /// Whether the state may move as the change says.
    fn rule_on_state(&self) -> Result<(), Ruling> {
        let kind = &self.header.kind;
        let malformed = Err(Ruling::Refuse(Refusal::Malformed));
        let state = self.patch.0.get("state");
        let to = state.map(|change| &change.to);
        let Some(act) = self.header.act else {
            // A kind without a table of moves has a state that is a field like any other; and who decides that a
            // state stays moves nothing.
            let free = transitions(kind).is_empty() || state.is_none_or(|change| change.from == change.to);
            let first = self.current.is_none() && to.and_then(Value::as_str) == first_state(kind);
            return if free || first { Ok(()) } else { malformed };
        };
        match scope::act_rule(self.viewer, self.header, act, self.current) {
            ActRule::Unknown => malformed,
            ActRule::Forbidden => Err(Ruling::Refuse(self.forbidden_to_role())),
            ActRule::NotNow if self.current.is_none() => malformed,
            ActRule::NotNow => Err(self.contest()),
            ActRule::Move(row) => {
                // The patch says what the act does, and nothing else.
                let said = to.map_or(row.from == Some(row.to), |to| *to == row.to);
                if said { Ok(()) } else { malformed }
            }
        }
    }

    fn rule_on_content(mut self) -> Ruling {
        let kind = &self.header.kind;
        // A whole map would pass by the units and the seal of its entries.
        if self.patch.0.keys().any(|path| DIVIDED.contains(&path.as_str())) {
            return Ruling::Refuse(Refusal::Malformed);
        }
        let nothing = Body::new();
        let before = self.current.map_or(&nothing, |record| &record.body);
        // What was agreed to is a proof: it is never altered.
        let is_given = *kind == RecordKind::Consent && self.current.is_some();
        if is_given && !consent::may_be_changed_by(self.patch, before) {
            return Ruling::Refuse(Refusal::Malformed);
        }
        // The form that names the groups: the record's own, or the one it is made with.
        let after = LazyCell::new(|| {
            let mut after = before.clone();
            self.patch.apply(&mut after);
            after
        });
        let unit_of = |path: &str| self.forms.unit_of(kind, &after, path);
        let sealed: Vec<String> = self.patch.0.keys().filter(|path| self.is_sealed(path)).cloned().collect();
        self.touched.paths.extend(sealed);
        let mut plan = plan(before, self.patch, &self.touched.paths, &unit_of);
        if self.homes.settle(kind, &mut plan.body) {
            plan.conflicts.remove("hamlet");
        }
        // Judged by what comes of it: what the change says of before may not be so.
        let author = (self.viewer.role, self.viewer.user);
        if *kind == RecordKind::Dossier && !fee::may_become(author, before, &plan.body) {
            return Ruling::Refuse(self.forbidden_to_role());
        }
        if !rules::is_readable(kind, &plan.body) {
            return Ruling::Refuse(Refusal::Malformed);
        }
        if *kind == RecordKind::FormPackage {
            let before = self.current.map(|record| &record.body);
            if let Err(code) = forms::check_package(self.forms, before, &plan.body) {
                return Ruling::Refuse(code);
            }
        }
        if !rules::knows_form(self.forms, kind, &plan.body) {
            let package = forms::package_of(&plan.body);
            return package.map_or(Ruling::Refuse(Refusal::FormVersionUnknown), Ruling::Hold);
        }
        // An act is done whole or not at all, and nobody submits answers that they have not seen.
        let submits = self.header.act == Some(Act::Submit);
        let unseen = submits && self.touched.answers;
        if self.header.act.is_some() && (unseen || !plan.conflicts.is_empty()) {
            return self.contest();
        }
        if submits && !rules::is_sealed(&plan.body) {
            return Ruling::Refuse(Refusal::Malformed);
        }
        // Where a ward that was restored has forgotten what others had typed, only the seal tells.
        if submits && !rules::seal_fits(&plan.body) {
            return self.contest();
        }
        Ruling::Take(plan)
    }

    /// Whether this path was submitted: answers, and what they answer to. They are amended by an act that
    /// asks again, and never merge. Another act moves its state, and may move what stands for it. Papers are
    /// no answers and may be added later; none is taken away from what was submitted.
    fn is_sealed(&self, path: &str) -> bool {
        let kind = &self.header.kind;
        let past_draft = *kind == RecordKind::Dossier
            && self.current.is_some_and(|record| record.state() != first_state(&record.kind));
        past_draft
            && match self.header.act {
                Some(Act::Amend) => false,
                _ if paper::is_paper(kind, path) => !self.adds_paper(path),
                Some(_) => answer_of(kind, path).is_some(),
                None => answer_of(kind, path).is_some() || SUBMITTED.contains(&path),
            }
    }

    /// Whether the change adds a paper. One that was attached on a device before it heard that the dossier was
    /// settled is taken all the same: it alters nothing that anybody decided on, and else it would be nowhere.
    fn adds_paper(&self, path: &str) -> bool {
        self.patch.0.get(path).is_some_and(|change| !change.to.is_null())
    }
}
