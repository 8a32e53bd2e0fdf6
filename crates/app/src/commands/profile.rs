//! `profile.status`, `profile.enrol`, `profile.practice`, `profile.unlock`, `profile.change_pin`, `profile.lock`.

use super::{NoArgs, Nothing};
use crate::{App, error::AppError, practice, session::Session};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use tan_nha_domain::{
    change::Hash,
    ids::{ReplicaId, WardCode},
    role::Role,
    text,
};
use tan_nha_store::{Enrolment, Membership, PersonState, RegisteredPerson, ReplicaFile, Store, StoreError};
use tan_nha_sync::{
    invitation::Invitation,
    pass::CallError,
    wire::{self, EnrolReply, EnrolRequest, Succeeds},
};
use ts_rs::TS;
use uuid::Uuid;

/// While it is locked, nothing personal; unlocked, who did it.
#[derive(Serialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub(crate) enum ProfileStatus {
    Empty {
        users: Vec<User>,
    },
    Locked {
        users: Vec<User>,
    },
    Unlocked {
        users: Vec<User>,
        #[serde(flatten)]
        identity: Identity,
    },
}

/// Who can unlock the profile: nothing personal.
#[derive(Serialize, TS)]
pub(crate) struct User {
    handle: String,
    practice: bool,
}

/// Who has unlocked it.
#[derive(Serialize, TS)]
pub(crate) struct Identity {
    /// The name that the ward wrote in the invitation.
    user: String,
    #[ts(type = "\"volunteer\" | \"leader\" | \"clerk\" | \"admin\"")]
    role: Role,
    /// The ward's code.
    #[ts(type = "string")]
    ward: WardCode,
    ward_name: String,
    handle: String,
    hamlets: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    team: Option<String>,
    practice: bool,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct EnrolArgs {
    invitation: String,
    pin: String,
    #[ts(optional)]
    handle: Option<String>,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct PracticeArgs {
    pin: String,
    #[ts(type = "\"volunteer\" | \"leader\" | \"clerk\" | \"admin\"")]
    role: Role,
    #[ts(optional)]
    people: Option<u32>,
    #[ts(optional)]
    handle: Option<String>,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnlockArgs {
    pin: String,
    #[ts(optional)]
    handle: Option<String>,
}

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangePinArgs {
    pin: String,
    new_pin: String,
}

pub(crate) fn status(app: &App, _: NoArgs) -> Result<ProfileStatus, AppError> {
    let users: Vec<User> = ready_people(app)
        .into_iter()
        .map(|person| User { handle: person.handle, practice: person.practice })
        .collect();
    Ok(match app.session() {
        Ok(session) => ProfileStatus::Unlocked { users, identity: identity_of(&session) },
        Err(_) if users.is_empty() => ProfileStatus::Empty { users },
        Err(_) => ProfileStatus::Locked { users },
    })
}

/// Enrolment survives a cut at any point: the device makes its ids, its key and its token first and
/// keeps them, so that the same invitation with the same PIN goes on where it stopped.
pub(crate) fn enrol(app: &App, args: EnrolArgs) -> Result<Identity, AppError> {
    let invitation = Invitation::read(&args.invitation).map_err(|_| AppError::InvitationUnreadable)?;
    let begun = app.people().into_iter().find(|person| person.invitation == Some(invitation.fingerprint()));
    let (person, mut store) = match begun {
        Some(person) => {
            app.end_session();
            let store = app.unlock_file(&person, &args.pin)?;
            (person, store)
        }
        None => begin_enrolment(app, &invitation, &args)?,
    };
    if person.state == PersonState::Enrolling {
        let pending = store.membership().cloned().ok_or(AppError::Internal)?;
        let reply = ask_ward(app, &invitation, &pending, None).inspect_err(|error| {
            if error.is_final_denial() {
                // What cannot be tidied up now is in nobody's way.
                let _ = give_up(app, &person);
            }
        })?;
        let recovery_key = recovery_key(&reply).ok_or(AppError::Call(CallError::NotTheWard))?;
        store.add_recovery_wrap(&recovery_key)?;
        store.save_membership(&Membership {
            ward: reply.ward.clone(),
            enrolment: Some(enrolment(app, reply)),
            ..pending
        })?;
        app.profile().set_ready(person.replica)?;
    }
    app.begin_session(store, person.handle)
}

fn begin_enrolment(
    app: &App,
    invitation: &Invitation,
    args: &EnrolArgs,
) -> Result<(RegisteredPerson, Store), AppError> {
    let root = invitation.root_der().map_err(|_| AppError::InvitationUnreadable)?;
    let membership = Membership {
        replica: ReplicaId(Uuid::new_v4()),
        token: new_token()?,
        ward: invitation.ward.clone(),
        urls: invitation.urls.clone(),
        root,
        practice: false,
        enrolment: None,
    };
    register(app, args.handle.clone(), Some(invitation.fingerprint()), &membership, &args.pin, |_| Ok(()))
}

/// Makes a person's file, fills it, and then names them in the registry: a file without an entry is never looked
/// at, an entry without a file would be a lie.
fn register(
    app: &App,
    handle: Option<String>,
    invitation: Option<Hash>,
    membership: &Membership,
    pin: &str,
    fill: impl FnOnce(&mut Store) -> Result<(), AppError>,
) -> Result<(RegisteredPerson, Store), AppError> {
    let handle = free_handle(app, handle)?;
    let replica = membership.replica;
    let folder = app.profile().folder_of(replica);
    let mut store = ReplicaFile::create(&folder, replica, pin, app.kdf)?;
    store.save_membership(membership)?;
    fill(&mut store)?;
    let practice = membership.practice;
    let state = if practice { PersonState::Ready } else { PersonState::Enrolling };
    let person = RegisteredPerson { handle, replica, practice, state, invitation };
    app.profile().register(person.clone())?;
    Ok((person, store))
}

/// The handle that was asked for, or the first number that nobody has. Somebody whose enrolment under it
/// is not finished makes room, and gets a number.
fn free_handle(app: &App, asked: Option<String>) -> Result<String, AppError> {
    let people = app.people();
    let holder = |handle: &str| people.iter().find(|person| person.handle == handle);
    let mut numbers = (1..=people.len() + 1).map(|number| number.to_string());
    let number = numbers.find(|number| holder(number).is_none()).ok_or(AppError::Internal)?;
    let Some(handle) = asked.map(|handle| text::tidy(&handle)).filter(|handle| !handle.is_empty()) else {
        return Ok(number);
    };
    match holder(&handle) {
        Some(person) if person.state == PersonState::Enrolling => {
            app.profile().rename(person.replica, number)?;
        }
        Some(_) => return Err(AppError::Store(StoreError::HandleTaken)),
        None => {}
    }
    Ok(handle)
}

/// Takes out an enrolment that the ward will never answer; there is no work in it.
fn give_up(app: &App, person: &RegisteredPerson) -> Result<(), StoreError> {
    app.profile().give_up_enrolment(person.replica)
}

/// Asks the ward to take the replica in that `pending` names, in the place of another where it succeeds one.
pub(super) fn ask_ward(
    app: &App,
    invitation: &Invitation,
    pending: &Membership,
    succeeds: Option<Succeeds>,
) -> Result<EnrolReply, AppError> {
    let request = EnrolRequest {
        ward: invitation.ward.clone(),
        code: invitation.code.clone(),
        replica: pending.replica,
        token_hash: Hash::of(pending.token.as_bytes()),
        succeeds,
    };
    let mut client = app.ward_client(pending, None)?;
    app.network().block_on(client.call(wire::ENROL, &request)).map_err(AppError::Call)
}

/// The public half of the ward's recovery key; none where the ward says something else.
pub(super) fn recovery_key(reply: &EnrolReply) -> Option<[u8; 32]> {
    URL_SAFE_NO_PAD.decode(&reply.recovery_key).ok()?.try_into().ok()
}

/// What the ward answered, as the device keeps it.
pub(super) fn enrolment(app: &App, reply: EnrolReply) -> Enrolment {
    Enrolment {
        user: reply.user,
        user_name: reply.user_name,
        role: reply.role,
        hamlets: reply.hamlets,
        team: reply.team,
        ward_name: reply.ward_name,
        recovery_key: Some(reply.recovery_key),
        at: app.now(),
    }
}

/// A secret that shows a replica to its ward: 256 random bits.
pub(super) fn new_token() -> Result<String, AppError> {
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(|_| AppError::Internal)?;
    Ok(URL_SAFE_NO_PAD.encode(secret))
}

pub(crate) fn practice(app: &App, args: PracticeArgs) -> Result<Identity, AppError> {
    let replica = ReplicaId(Uuid::new_v4());
    let membership = Membership {
        replica,
        token: String::new(),
        ward: WardCode(format!("practice-{replica}")),
        urls: vec![],
        root: vec![],
        practice: true,
        enrolment: Some(practice::enrolment(args.role, app.now())),
    };
    let people = args.people.unwrap_or(0);
    if people > practice::MOST_PEOPLE {
        return Err(AppError::BadArgument { reason: format!("people is at most {}", practice::MOST_PEOPLE) });
    }
    let fill = |store: &mut Store| practice::fill(store, people, app.now());
    let (person, store) = register(app, args.handle, None, &membership, &args.pin, fill)?;
    app.begin_session(store, person.handle)
}

pub(crate) fn unlock(app: &App, args: UnlockArgs) -> Result<Identity, AppError> {
    let people = ready_people(app);
    let person = match (&args.handle, people.as_slice()) {
        (_, []) => return Err(AppError::ProfileEmpty),
        (Some(handle), all) => {
            all.iter().find(|person| person.handle == *handle).ok_or(AppError::HandleUnknown)?
        }
        (None, [only]) => only,
        (None, _) => return Err(AppError::HandleNeeded),
    };
    app.end_session();
    let store = app.unlock_file(person, &args.pin)?;
    app.begin_session(store, person.handle.clone())
}

/// Whoever holds an unlocked tablet is not yet its owner: the old PIN is asked, and a wrong one counts as it
/// does when unlocking.
pub(crate) fn change_pin(app: &App, args: ChangePinArgs) -> Result<Nothing, AppError> {
    app.session()?.store().change_pin(&args.pin, &args.new_pin, app.now())?;
    Ok(Nothing {})
}

pub(crate) fn lock(app: &App, _: NoArgs) -> Result<Nothing, AppError> {
    app.end_session();
    Ok(Nothing {})
}

fn ready_people(app: &App) -> Vec<RegisteredPerson> {
    app.people().into_iter().filter(|person| person.state == PersonState::Ready).collect()
}

impl App {
    fn people(&self) -> Vec<RegisteredPerson> {
        self.profile().people().to_vec()
    }

    fn unlock_file(&self, person: &RegisteredPerson, pin: &str) -> Result<Store, AppError> {
        let folder = self.profile().folder_of(person.replica);
        Ok(ReplicaFile::unlock(&folder, pin, self.now())?)
    }

    /// Makes an opened file the current session and says whose it is.
    fn begin_session(&self, mut store: Store, handle: String) -> Result<Identity, AppError> {
        let schedule = self.schedule_of(&mut store);
        let session = Session::new(store, handle, schedule)?;
        let identity = identity_of(&session);
        self.set_session(Some(session));
        Ok(identity)
    }

    fn end_session(&self) {
        self.set_session(None);
    }
}

pub(super) fn identity_of(session: &Session) -> Identity {
    let person = session.person();
    Identity {
        user: person.user_name.clone(),
        role: person.role,
        ward: session.membership().ward.clone(),
        ward_name: person.ward_name.clone(),
        handle: session.handle().to_owned(),
        hamlets: person.hamlets.clone(),
        team: person.team.clone(),
        practice: session.membership().practice,
    }
}
