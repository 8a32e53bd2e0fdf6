//! The world of one seed: a ward, its people's tablets, what is on its way between them, and the time.

use crate::{
    bundles::Carried,
    dice::Dice,
    model::{Model, Violation, broken},
    network::Flight,
};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};
use tan_nha_domain::{
    change::Hash,
    ids::{ReplicaId, UserId, WardCode},
    role::Role,
    time::Timestamp,
};
use tan_nha_store::{Enrolment, LocalPass, Membership, Store};
use tan_nha_sync::{
    codec,
    invitation::Invitation,
    pass::{CallError, Effect, Pass},
    simulation::set_batch_bytes,
    wire::{self, EnrolReply, EnrolRequest, Succeeds},
};
use tan_nha_ward::{Clock, Guest, Ward, WardError, simulation::know_forms};

pub const HAMLETS: [&str; 3] = ["Ấp 1", "Ấp 2", "Ấp 3"];
/// 21 May 2026, ten in the morning in the ward.
const BEGINNING: i64 = 1_779_332_400_000;

/// Name, role and hamlets of who has each tablet; Ba has two.
const PEOPLE: [(&str, Role, &[&str]); 6] = [
    ("Ba", Role::Volunteer, &["Ấp 1"]),
    ("Chín", Role::Clerk, &[]),
    ("Năm", Role::Volunteer, &["Ấp 2"]),
    ("Ba", Role::Volunteer, &["Ấp 1"]),
    ("Tư", Role::Leader, &[]),
    ("Sáu", Role::Volunteer, &["Ấp 1", "Ấp 3"]),
];

/// What may happen in a seed: not everything in each, so that what is rare is not drowned.
#[derive(Default)]
pub struct Temper {
    /// Of a hundred messages, so many meet with something.
    pub loss: u32,
    pub restores: bool,
    pub clones: bool,
    pub revokes: bool,
    pub clocks: bool,
    pub disks: bool,
    pub assigns: bool,
    /// The ward does not know the tablets' forms at first.
    pub new_forms: bool,
    /// Whether somebody works for days without a network.
    pub away: bool,
    /// Whether the ward is so far that two batches go at once.
    pub far: bool,
    pub bundles: bool,
}

pub struct Tablet {
    pub label: String,
    pub person: &'static str,
    pub user: UserId,
    pub replica: ReplicaId,
    /// The replicas that it was and is, the first first.
    pub line: Vec<ReplicaId>,
    /// What it shows the ward, after `Bearer`.
    pub shown: String,
    pub store: Store,
    /// Its clock less the true time, in milliseconds.
    pub clock: i64,
    pub pass: Option<Running>,
    /// Whether another tablet has the same replica.
    pub cloned: bool,
}

/// A pass under way.
pub struct Running {
    /// Distinguishes it from others of its tablet, for answers that come late.
    pub number: u32,
    pub machine: Pass,
    pub local: LocalPass,
    /// None while an answer of the ward is awaited.
    pub effect: Option<Effect>,
    /// What came of the messages that it waits for, so far.
    pub answers: Vec<Option<Result<Vec<u8>, CallError>>>,
}

/// A copy of the ward, taken for safety.
pub struct Copy {
    pub ward: Ward,
    /// Which of its numbers were given in which life of the ward.
    pub lives: Vec<u32>,
}

pub struct World {
    pub temper: Temper,
    pub ward: Ward,
    pub ward_clock: Arc<AtomicI64>,
    pub copies: Vec<Copy>,
    pub sticks: Vec<Carried>,
    pub tablets: Vec<Tablet>,
    pub flights: Vec<Flight>,
    pub model: Model,
    pub now: i64,
    pub passes: u32,
    /// How many tablets were enrolled again.
    pub successors: usize,
    /// What happened, one line a step.
    pub trace: Vec<String>,
}

/// Replicas are numbered, so that a seed happens again as it was.
pub fn replica_of(place: usize) -> ReplicaId {
    format!("00000000-0000-7000-8000-{place:012}").parse().expect("an id")
}

impl World {
    pub fn new(seed: u64) -> Result<Self, Violation> {
        let mut dice = Dice::of(seed, u64::MAX);
        let mut temper = Temper {
            loss: [0, 10, 30, 50][dice.below(4)],
            restores: dice.percent(30),
            clones: dice.percent(15),
            revokes: dice.percent(20),
            clocks: dice.percent(30),
            disks: dice.percent(30),
            assigns: dice.percent(30),
            new_forms: dice.percent(15),
            away: false,
            far: false,
            bundles: dice.percent(30),
        };
        know_forms(!temper.new_forms);
        set_batch_bytes([700, 2_000, wire::BATCH_BYTES][dice.below(3)]);
        let tablets = 2 + dice.below(PEOPLE.len() - 1);
        temper.far = dice.percent(50);
        temper.away = temper.restores && dice.percent(50);
        Self::of(temper, tablets)
    }

    /// A ward and the first so many tablets.
    pub fn of(temper: Temper, tablets: usize) -> Result<Self, Violation> {
        let ward_clock = Arc::new(AtomicI64::new(BEGINNING));
        let clock = Arc::clone(&ward_clock);
        let clock = Clock::new(move || Timestamp(clock.load(Ordering::Relaxed)));
        let ward = Ward::in_memory(&WardCode("29869".into()), "Phường Bến Sen", clock).map_err(broken)?;
        let mut world = Self {
            temper,
            ward,
            ward_clock,
            copies: Vec::new(),
            sticks: Vec::new(),
            tablets: Vec::new(),
            flights: Vec::new(),
            model: Model::default(),
            now: BEGINNING,
            passes: 0,
            successors: 0,
            trace: Vec::new(),
        };
        for place in 0..tablets {
            world.enrol(place)?;
        }
        Ok(world)
    }

    fn enrol(&mut self, place: usize) -> Result<(), Violation> {
        let (name, role, hamlets) = PEOPLE[place];
        let invitation = self.invite(name, role, hamlets).map_err(broken)?;
        let replica = replica_of(place);
        let token = format!("token-{place}");
        let membership = self.ask_to_enrol(invitation, replica, &token, None).map_err(broken)?;
        let user = membership.enrolment.as_ref().map(|enrolment| enrolment.user);
        let user = user.ok_or_else(|| Violation("nobody was enrolled".into()))?;
        let store = Store::in_memory(&membership, self.tablets.len() as u32 + 1).map_err(broken)?;
        self.admit(Tablet {
            label: format!("{name}{place}"),
            person: name,
            user,
            replica,
            line: vec![replica],
            shown: format!("{replica}.{token}"),
            store,
            clock: 0,
            pass: None,
            cloned: false,
        });
        Ok(())
    }

    /// An invitation for a person as they are to the ward.
    pub fn invite(&self, name: &str, role: Role, hamlets: &[&str]) -> Result<Invitation, WardError> {
        let mut guest = Guest::new(name, role).of_hamlets(hamlets);
        guest.urls = vec!["https://127.0.0.1:4430".into()];
        let invitation = self.ward.invite(&guest)?;
        Ok(Invitation::read(&invitation).expect("the ward makes readable invitations"))
    }

    /// What a device is once the ward has taken it.
    pub fn ask_to_enrol(
        &self,
        invitation: Invitation,
        replica: ReplicaId,
        token: &str,
        succeeds: Option<Succeeds>,
    ) -> Result<Membership, CallError> {
        let (ward, code, token_hash) = (invitation.ward, invitation.code, Hash::of(token.as_bytes()));
        let request = EnrolRequest { ward, code, replica, token_hash, succeeds };
        let request = codec::encode(&request).map_err(|_| CallError::NotTheWard)?;
        let reply = self.ward.answer(wire::ENROL, "", &request).map_err(CallError::Denied)?;
        let reply: EnrolReply = codec::decode(&reply).map_err(|_| CallError::NotTheWard)?;
        Ok(Membership {
            replica,
            token: token.to_owned(),
            ward: reply.ward,
            urls: invitation.urls,
            root: vec![],
            practice: false,
            enrolment: Some(Enrolment {
                user: reply.user,
                user_name: reply.user_name,
                role: reply.role,
                hamlets: reply.hamlets,
                team: reply.team,
                ward_name: reply.ward_name,
                recovery_key: Some(reply.recovery_key),
                at: reply.now,
            }),
        })
    }

    pub fn admit(&mut self, tablet: Tablet) {
        self.tablets.push(tablet);
        self.model.admit();
    }

    /// The time on a tablet.
    pub fn time_of(&self, tablet: usize) -> Timestamp {
        Timestamp(self.now + self.tablets[tablet].clock)
    }

    /// Lets time go by.
    pub fn pass_time(&mut self, ms: i64) {
        self.now += ms;
        self.ward_clock.fetch_add(ms, Ordering::Relaxed);
    }

    pub fn note(&mut self, what: impl Into<String>) {
        self.trace.push(what.into());
    }
}
