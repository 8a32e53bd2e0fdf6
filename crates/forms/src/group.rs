//! What a group says of its members: each in the order of its form, and whether the answers ask for it.

use crate::{check::check, context::Context, definition::Definition, head::Member};
use serde_json::{Map, Value};
use tan_nha_domain::{
    group::{Asked, member_id, procedure_of_member},
    ids::RecordId,
    patch::Body,
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
