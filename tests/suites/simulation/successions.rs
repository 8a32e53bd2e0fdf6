//! A tablet that was copied is enrolled again, perhaps dying between the ward's answer and the switch.

use crate::{
    dice::Dice,
    model::{Violation, broken},
    promise,
    world::{World, replica_of},
};
use tan_nha_domain::change::Hash;
use tan_nha_store::{CLONED, Membership, StoreError};
use tan_nha_sync::{
    invitation::Invitation,
    pass::CallError,
    wire::{Former, Succeeds},
};

impl World {
    /// The first tablet from this one on that has a copy is enrolled again.
    pub fn enrol_again(&mut self, tablet: usize, dice: &mut Dice) -> Result<(), Violation> {
        let all = (tablet..self.tablets.len()).chain(0..tablet);
        match all.into_iter().find(|other| self.tablets[*other].cloned) {
            Some(tablet) => self.mend(tablet, dice.percent(30)).map(|_| ()),
            None => Ok(()),
        }
    }

    /// Who is unknown to a ward that was restored from a copy is enrolled again.
    pub fn mend_the_forgotten(&mut self) -> Result<(), Violation> {
        let known = self.ward.people().map_err(broken)?;
        for tablet in 0..self.tablets.len() {
            if !known.iter().any(|known| known.replica == self.tablets[tablet].replica) {
                self.mend(tablet, false)?;
            }
        }
        Ok(())
    }

    /// Who was enrolled again, and whom a ward that was restored since tells once more that a copy has their names, is
    /// enrolled once more; true where there was anybody.
    pub fn mend_the_alarmed(&mut self) -> Result<bool, Violation> {
        let mut any = false;
        for tablet in 0..self.tablets.len() {
            let owner = &self.tablets[tablet];
            if !owner.cloned && self.is_alarmed(tablet)? {
                any |= self.mend(tablet, false)?;
            }
        }
        Ok(any)
    }

    /// Whether its person is told that another tablet works under its name.
    pub fn is_alarmed(&self, tablet: usize) -> Result<bool, Violation> {
        let alerts = self.tablets[tablet].store.alerts().map_err(broken)?;
        Ok(alerts.iter().any(|alert| alert.code == CLONED))
    }

    /// False where its person was revoked.
    fn mend(&mut self, tablet: usize, dies: bool) -> Result<bool, Violation> {
        let owner = &self.tablets[tablet];
        let known = self.ward.people().map_err(broken)?.into_iter().find(|known| known.user == owner.user);
        let known = known.ok_or_else(|| Violation(format!("{} is unknown", owner.label)))?;
        if known.revoked {
            return Ok(false);
        }
        let hamlets: Vec<&str> = known.hamlets.iter().map(String::as_str).collect();
        let invitation = self.invite(owner.person, known.role, &hamlets).map_err(broken)?;
        self.note(format!("{} is enrolled again{}", owner.label, if dies { ", and dies in it" } else { "" }));
        self.kill(tablet);
        if dies {
            // Whoever asks again, with the same invitation, gets the same answer.
            self.ask_to_succeed(tablet, &invitation)?;
        }
        let (membership, first) = self.ask_to_succeed(tablet, &invitation)?;
        let now = self.time_of(tablet);
        let owner = &mut self.tablets[tablet];
        let done = owner.store.succeed(&membership, first, now).map_err(broken)?;
        promise!(done, "{} sealed something while it was enrolled again", owner.label);
        owner.replica = membership.replica;
        owner.line.push(membership.replica);
        owner.shown = format!("{}.{}", membership.replica, membership.token);
        owner.cloned = false;
        // Whoever is left alone with the replica works on as it did, and may be mended too.
        self.model.succeeded(tablet, first);
        self.check_ward()?;
        self.check_tablet(tablet)?;
        Ok(true)
    }

    fn ask_to_succeed(
        &mut self,
        tablet: usize,
        invitation: &Invitation,
    ) -> Result<(Membership, u64), Violation> {
        let (replica, token) = self.successor(tablet, invitation).map_err(broken)?;
        let owner = &self.tablets[tablet];
        let before = owner.store.membership().ok_or_else(|| Violation("nobody".into()))?;
        let first = owner.store.next_seq().map_err(broken)?;
        let (user, token_before) = (owner.user, before.token.clone());
        let former = owner.store.former_replicas().map_err(broken)?.into_iter();
        let line = former
            .map(|(replica, token)| Former { replica, token_hash: Hash::of(token.as_bytes()) })
            .collect();
        let succeeds = Succeeds { replica: before.replica, user, line, token: token_before, first };
        let taken = self.ask_to_enrol(invitation.clone(), replica, &token, Some(succeeds));
        Ok((taken.map_err(|error: CallError| broken(error))?, first))
    }

    fn successor(
        &mut self,
        tablet: usize,
        invitation: &Invitation,
    ) -> Result<(tan_nha_domain::ids::ReplicaId, String), StoreError> {
        let named = Hash::of(invitation.code.as_bytes());
        if let Some(begun) = self.tablets[tablet].store.successor(named)? {
            return Ok(begun);
        }
        self.successors += 1;
        let (replica, token) =
            (replica_of(100 + self.successors), format!("token-{}", 100 + self.successors));
        self.tablets[tablet].store.keep_successor(named, replica, &token)?;
        Ok((replica, token))
    }
}
