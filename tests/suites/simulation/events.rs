//! What befalls people and programs: another role, other hamlets, a ward that learns a form.

use crate::{
    dice::Dice,
    model::{Violation, broken},
    world::{HAMLETS, World},
};
use tan_nha_domain::role::Role;
use tan_nha_ward::{Assignment, simulation::know_forms};

impl World {
    /// The ward gives a person another role, or other hamlets.
    pub fn assign(&mut self, tablet: usize, dice: &mut Dice) -> Result<(), Violation> {
        let person = self.tablets[tablet].person;
        let role = *dice.pick(&[Role::Volunteer, Role::Volunteer, Role::Leader, Role::Clerk]).unwrap();
        let hamlets: Vec<String> =
            HAMLETS.iter().filter(|_| dice.percent(50)).map(|name| (*name).to_owned()).collect();
        self.note(format!("{person} becomes {role} of {hamlets:?}"));
        let to = Assignment { role: Some(role), hamlets: Some(hamlets), team: None };
        match self.ward.assign(person, &to) {
            Err(error) if error.code() == "user_revoked" => Ok(()),
            done => done.map_err(broken),
        }?;
        self.check_ward()
    }

    /// The ward's program is brought up to date: it knows the forms that tablets fill.
    pub fn learn_forms(&mut self) {
        self.note("the ward learns the forms");
        know_forms(true);
    }
}
