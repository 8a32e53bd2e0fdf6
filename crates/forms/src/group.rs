//! What a group says of its members: each in the order of its form, and whether the answers ask for it.

use crate::{check::check, context::Context, definition::Definition, forms::Forms, head::Member};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use tan_nha_domain::{
    group::{Asked, member_id, procedure_of_member},
    ids::RecordId,
    patch::Body,
    record::RecordKind,
};

/// A member of a group that was filled.
#[derive(Debug)]
pub struct GroupMember {
    /// Its key in the form.
    pub key: String,
    /// Its dossier's id, whether it was made or not.
    pub id: RecordId,
    /// Its procedure: its own where it also stands alone.
    pub procedure: String,
    /// Whether the answers ask for it.
    pub asked: bool,
}

impl GroupMember {
    /// What the group with this body says of it.
    pub fn of<'a>(&'a self, group: RecordId, body: &'a Body) -> Asked<'a> {
        Asked { group, body, member: &self.key, procedure: &self.procedure, asked: self.asked }
    }
}

impl Forms {
    /// The procedures that are done by a dossier with this body: its own, and what it yields as a group.
    pub fn yields(&self, body: &Body) -> BTreeSet<String> {
        let form = self.definition_of(&RecordKind::Dossier, body);
        let members = form.into_iter().flat_map(|form| {
            let of_member =
                |member: &Member| procedure_of_member(form.key(), &member.key, member.procedure.as_deref());
            form.members().iter().map(of_member)
        });
        members.chain(body.get("procedure").and_then(Value::as_str).map(str::to_owned)).collect()
    }
}

impl Definition {
    /// The members of the group with this id and these answers, those too that the answers do not ask for; empty for
    /// a form that is no group's.
    pub fn group_members(
        &self,
        group: RecordId,
        answers: &Map<String, Value>,
        context: &Context,
    ) -> Vec<GroupMember> {
        if self.members().is_empty() {
            return Vec::new();
        }
        let asked = check(self, answers, context).members;
        let member = |form| self.group_member(group, form, &asked);
        self.members().iter().map(member).collect()
    }

    /// A member of the group with this id, where it is known which members its answers ask for.
    pub fn group_member(&self, group: RecordId, form: &Member, asked: &[String]) -> GroupMember {
        GroupMember {
            key: form.key.clone(),
            id: member_id(group, &form.key),
            procedure: procedure_of_member(self.key(), &form.key, form.procedure.as_deref()),
            asked: asked.contains(&form.key),
        }
    }
}
