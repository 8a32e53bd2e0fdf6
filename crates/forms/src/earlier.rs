//! What the dossiers that a citizen had before know of them and of their family.

use crate::{
    context::Context,
    definition::Definition,
    fill::fill,
    known::{Known, Part},
    people::{PersonGroup, Role},
};
use serde_json::{Map, Value};
use tan_nha_domain::{
    dossier::{Dossier, Source},
    text,
};

/// Whom an earlier dossier is asked for, where both are about the citizen.
const FAMILY: [Role; 4] = [Role::Mother, Role::Father, Role::Spouse, Role::Head];

/// A dossier of before.
#[derive(Clone, Copy)]
pub struct EarlierDossier<'a> {
    /// Its form.
    pub definition: &'a Definition,
    /// Its answers.
    pub answers: &'a Map<String, Value>,
    /// Which one it is.
    pub source: &'a Source,
}

impl EarlierDossier<'_> {
    fn people(&self) -> impl Iterator<Item = (&PersonGroup, Known)> {
        let known = |person| (person, Known::of_person(self.definition, self.answers, person));
        self.definition.fillable.iter().map(known)
    }

    /// Whoever of its people is surely this one.
    pub fn like(&self, known: &Known) -> impl Iterator<Item = Known> {
        self.people().map(|(_, theirs)| theirs).filter(|theirs| theirs.is_same(known))
    }

    /// What it knows of one of the people of a dossier by the family that they are of the citizen.
    pub fn family_member(
        &self,
        (definition, dossier): (&Definition, &Dossier),
        citizen: &Known,
        person: &PersonGroup,
    ) -> Option<Known> {
        let is = |person: &PersonGroup| is_citizen(definition, dossier, person, citizen);
        let is_about = definition.fillable.iter().any(|person| person.role.is_subject() && is(person));
        let mut family = self.family_of(citizen).into_iter().filter(|_| is_about && !is(person));
        family.find(|(role, _)| *role == person.role).map(|(_, known)| known)
    }

    /// The family of this one, where it was about them.
    fn family_of(&self, citizen: &Known) -> Vec<(Role, Known)> {
        let is_about =
            self.people().any(|(person, known)| person.role.is_subject() && known.is_same(citizen));
        let is_family = |(person, known): &(&PersonGroup, Known)| {
            is_about && FAMILY.contains(&person.role) && known.name().is_some()
        };
        self.people().filter(is_family).map(|(person, known)| (person.role, known)).collect()
    }
}

/// Fills a dossier that is begun for a citizen from those before it, the newest first: what they knew of the citizen, and
/// where it is about the citizen their mother, father, spouse and head of household. Of anybody else nothing is filled
/// without asking. Where two of them disagree, the newest is the answer and the other stands beside.
pub fn fill_from_earlier(
    definition: &Definition,
    dossier: &mut Dossier,
    citizen: &Known,
    earlier: &[EarlierDossier<'_>],
    context: &Context,
) {
    for before in earlier {
        for person in &definition.fillable {
            if is_citizen(definition, dossier, person, citizen) {
                for known in before.like(citizen) {
                    // Where somebody lives now is what their record says.
                    let lives = person.addr.as_ref().is_some_and(|addr| dossier.answers.contains_key(addr));
                    let known = if lives { known.without(Part::Address) } else { known };
                    fill(definition, dossier, person, (&known, before.source), context);
                }
            } else if let Some(known) = before.family_member((definition, dossier), citizen, person) {
                fill(definition, dossier, person, (&known, before.source), context);
            }
        }
    }
}

/// Whether a person of the form is the citizen: as the answers tell, or because their record filled the name.
fn is_citizen(definition: &Definition, dossier: &Dossier, person: &PersonGroup, citizen: &Known) -> bool {
    let here = Known::of_person(definition, &dossier.answers, person);
    let of_record =
        person.name.as_ref().and_then(|name| dossier.provenance.get(name)) == Some(&Source::Record);
    let names = here.name().zip(citizen.name());
    let same_name = names.is_some_and(|(here, theirs)| text::fold(here) == text::fold(theirs));
    here.is_same(citizen) || (of_record && same_name)
}
