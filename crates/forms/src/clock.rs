//! How the time of a procedure runs, from one place for its definition and the table of procedures.
//!
//! The table is of the app (`tan_nha_domain::deadline`): it knows all procedures, their steps, the cutoff and
//! what stops the clock. A definition says a time too, since it travels: when a law changes, a newer
//! definition reaches the devices and no newer app. So the latest definitions that are built in say what the
//! table says, which a test holds, and one that says another time is of another law, which its dossiers keep.
//! [`crate::Forms::clock_of`] asks the definition that is in force.

use crate::{definition::Definition, head::Member};
use std::borrow::Cow;
use tan_nha_domain::deadline::{Clock, Step, Term};

impl Definition {
    /// How its time runs.
    pub fn clock(&self) -> Cow<'static, Clock> {
        let deadline = self.deadline();
        let term = deadline.and_then(|said| said.count.map(|count| Term { count, unit: said.unit }));
        match Clock::of(self.key()) {
            Some(of_table) if of_table.term == term => Cow::Borrowed(of_table),
            of_table => {
                let laws: Vec<&str> = self.laws().iter().map(|law| law.law.as_str()).collect();
                let mut clock =
                    Clock::plain(term, deadline.map_or(self.mark(), |said| said.mark), laws.join("; "));
                clock.steps = steps_of(self.members());
                clock.unknown = clock.unknown.filter(|_| clock.steps.is_empty());
                // What is said of reception belongs to the procedure; its steps had the times of the old law.
                if let Some(of_table) = of_table {
                    clock.begins = of_table.begins;
                    clock.has_cutoff = of_table.has_cutoff;
                    clock.stops.clone_from(&of_table.stops);
                }
                Cow::Owned(clock)
            }
        }
    }
}

/// The members of a group as the steps of its clock. One whose time no text says is none, and neither is what waits
/// for it.
fn steps_of(members: &[Member]) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for member in members {
        let term = member.deadline.as_ref().and_then(|said| said.count.map(|count| (count, said)));
        let waits_for_known =
            member.after.as_ref().is_none_or(|after| steps.iter().any(|step| step.key == *after));
        if let Some((count, said)) = term.filter(|_| waits_for_known) {
            steps.push(Step {
                key: member.key.clone(),
                after: member.after.clone(),
                is_choice: member.is_conditional(),
                term: Term { count, unit: said.unit },
                longer: None,
                source: member.source.clone().unwrap_or_default(),
                mark: said.mark,
            });
        }
    }
    steps
}
