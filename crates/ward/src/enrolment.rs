//! Invitations and the replicas that come of them.

use crate::{
    access::same,
    db::{
        custody,
        people::{self, Person},
        ward_row,
    },
    denied::Denied,
    error::WardError,
    key_file::random,
    ward::{Assignment, Guest},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rusqlite::Connection;
use std::collections::BTreeSet;
use tan_nha_domain::{change::Hash, ids::UserId, text::tidy, time::Timestamp};
use tan_nha_sync::{
    invitation::Invitation,
    wire::{DenialCode, EnrolReply, EnrolRequest, Former, Succeeds},
};
use uuid::Uuid;

/// Makes an invitation. A person is known by their name: the same name with the same role, hamlets and
/// team gets another device; with others it is refused, since neither silently changing what a person may
/// see nor silently taking two people for one is for a command line to decide.
pub(crate) fn invite(conn: &Connection, guest: &Guest, now: Timestamp) -> Result<Invitation, WardError> {
    let ward = ward_row::get(conn)?;
    let urls = if guest.urls.is_empty() { ward_row::served(conn)? } else { guest.urls.clone() };
    if urls.is_empty() {
        return Err(WardError::NeverServed);
    }
    if !urls.iter().all(|url| is_address(url)) {
        return Err(WardError::BadUrl);
    }
    let person = person_of(conn, guest, now)?;
    // 128 random bits cannot be guessed; only their hash is kept.
    let code = URL_SAFE_NO_PAD.encode(random::<16>()?);
    let ends_at = now.plus_seconds(i64::from(guest.days) * 24 * 3600);
    people::invite(conn, person, Hash::of(code.as_bytes()), now, ends_at)?;
    let root = URL_SAFE_NO_PAD.encode(ward_row::root(conn)?.certificate);
    Ok(Invitation { ward: ward.code, urls, root, code })
}

fn is_address(url: &str) -> bool {
    let host = url.strip_prefix("https://").and_then(|rest| rest.rsplit_once(':'));
    host.is_some_and(|(host, port)| {
        !host.is_empty() && !host.contains(['/', '@', ' ']) && port.parse::<u16>().is_ok()
    })
}

fn person_of(conn: &Connection, guest: &Guest, now: Timestamp) -> Result<i64, WardError> {
    let name = tidy(&guest.name);
    if name.is_empty() {
        return Err(WardError::BadName);
    }
    let hamlets = tidied(&guest.hamlets);
    let team = guest.team.as_deref().map(tidy).filter(|team| !team.is_empty());
    let Some(known) = people::by_name(conn, &name)? else {
        let person = Person {
            n: 0,
            id: UserId(Uuid::now_v7()),
            name,
            role: guest.role,
            hamlets: hamlets.into_iter().collect(),
            team,
            revoked: false,
            assigned: 0,
        };
        return people::insert(conn, &person, now);
    };
    let same = (known.role, &known.team) == (guest.role, &team) && known.hamlets.iter().eq(&hamlets);
    match (known.revoked, same) {
        (true, _) => Err(WardError::UserRevoked),
        (false, false) => Err(WardError::UserDiffers),
        (false, true) => Ok(known.n),
    }
}

fn tidied(hamlets: &[String]) -> BTreeSet<String> {
    hamlets.iter().map(|hamlet| tidy(hamlet)).filter(|hamlet| !hamlet.is_empty()).collect()
}

/// Gives a person another role, other hamlets or another team; what is none stays. Each of their devices
/// learns of it at its next contact, and what it then sees begins anew with a snapshot.
pub(crate) fn assign(conn: &Connection, name: &str, to: &Assignment) -> Result<(), WardError> {
    let mut person = people::by_name(conn, &tidy(name))?.ok_or(WardError::UserUnknown)?;
    if person.revoked {
        return Err(WardError::UserRevoked);
    }
    person.role = to.role.unwrap_or(person.role);
    if let Some(hamlets) = &to.hamlets {
        person.hamlets = tidied(hamlets).into_iter().collect();
    }
    if let Some(team) = &to.team {
        person.team = Some(tidy(team)).filter(|team| !team.is_empty());
    }
    people::assign(conn, &person)
}

/// Makes a device a replica. The same request gets the same answer for ever: a device whose answer was
/// lost asks again, perhaps after the invitation has ended.
pub(crate) fn enrol(conn: &Connection, request: &EnrolRequest, now: Timestamp) -> Result<EnrolReply, Denied> {
    let ward = ward_row::get(conn)?;
    if request.ward != ward.code {
        return Err(Denied(DenialCode::InvitationOtherWard));
    }
    let invited = people::invitation(conn, Hash::of(request.code.as_bytes()))?
        .ok_or(Denied(DenialCode::InvitationUnknown))?;
    let mut person = invited.person;
    if person.revoked {
        return Err(Denied(DenialCode::Revoked));
    }
    let succeeded = match &request.succeeds {
        Some(succeeds) => {
            remember(conn, succeeds, &mut person, now)?;
            Some(predecessor(conn, request, succeeds, &person)?)
        }
        None => None,
    };
    match invited.used {
        Some(used) if used == (request.replica, request.token_hash) => {}
        Some(_) => return Err(Denied(DenialCode::InvitationUsed)),
        None if now >= invited.ends_at => return Err(Denied(DenialCode::InvitationExpired)),
        None => {
            // A new invitation for a replica that the person already has gives it a new token: whoever
            // else holds the old one is out. Another person's replica is not theirs to take.
            if !people::enrol(conn, request.replica, person.n, request.token_hash, now)? {
                return Err(Denied(DenialCode::BadRequest));
            }
            people::use_invitation(conn, invited.n, request.replica, request.token_hash, now)?;
            tracing::info!(replica = %request.replica, role = %person.role, "enrolled");
        }
    }
    if let Some((predecessor, first)) = succeeded {
        people::succeed(conn, request.replica, predecessor, first)?;
    }
    let secret = crypto_box::SecretKey::from(*ward_row::recovery_key(conn)?);
    Ok(EnrolReply {
        user: person.id,
        user_name: person.name,
        role: person.role,
        hamlets: person.hamlets,
        team: person.team,
        ward: ward.code,
        ward_name: ward.name,
        recovery_key: URL_SAFE_NO_PAD.encode(secret.public_key().as_bytes()),
        succeeds: request.succeeds.as_ref().map(|succeeds| succeeds.replica),
        epoch: ward.epoch,
        now,
    })
}

/// Takes in a replica that this ward has forgotten, because it was restored from a copy, with those that the device was
/// before, as the invited person's. A person who was forgotten with it, and of whom the ward knows nothing but the
/// invitation, is who they were.
fn remember(
    conn: &Connection,
    succeeds: &Succeeds,
    person: &mut Person,
    now: Timestamp,
) -> Result<(), Denied> {
    if people::caller(conn, succeeds.replica)?.is_some() {
        return Ok(());
    }
    if person.id != succeeds.user && !people::rename(conn, person.n, succeeds.user)? {
        return Err(Denied(DenialCode::InvitationOtherPerson));
    }
    person.id = succeeds.user;
    let token_hash = Hash::of(succeeds.token.as_bytes());
    let mut before = None;
    for Former { replica, token_hash } in
        succeeds.line.iter().copied().chain([Former { replica: succeeds.replica, token_hash }])
    {
        let known = people::caller(conn, replica)?;
        if known.as_ref().is_some_and(|(known, _)| known.viewer.user != person.id) {
            return Err(Denied(DenialCode::InvitationOtherPerson));
        }
        if known.is_none() {
            people::enrol(conn, replica, person.n, token_hash, now)?;
            if let Some(before) = before {
                // Where its own numbers begin is forgotten; they are another's by now.
                people::succeed(conn, replica, before, 1)?;
            }
            tracing::info!(%replica, "a forgotten replica was taken in again");
        }
        before = people::caller(conn, replica)?.map(|(caller, _)| caller.n);
    }
    Ok(())
}

/// The row of the replica whose place is to be taken, and the number from which on. Whoever shows its token has
/// its file; it must be the invited person's, no replica changes its predecessor, and no line runs in a circle.
fn predecessor(
    conn: &Connection,
    request: &EnrolRequest,
    succeeds: &Succeeds,
    person: &Person,
) -> Result<(i64, i64), Denied> {
    let known = people::caller(conn, succeeds.replica)?;
    let Some((before, _)) = known.filter(|(_, token)| same(token, &Hash::of(succeeds.token.as_bytes())))
    else {
        return Err(Denied(DenialCode::TokenRefused));
    };
    if before.viewer.user != person.id {
        return Err(Denied(DenialCode::InvitationOtherPerson));
    }
    let first = i64::try_from(succeeds.first).ok().filter(|first| *first > 0);
    let free = match people::caller(conn, request.replica)? {
        // It is that one's successor already, or was taken in as nobody's and has done nothing since.
        Some((known, _)) => match known.predecessors.first() {
            Some((n, _)) => *n == before.n,
            None => !before.is_own(known.n) && custody::get(conn, known.n)?.count == 0,
        },
        None => true,
    };
    first.filter(|_| free).map(|first| (before.n, first)).ok_or(Denied(DenialCode::BadRequest))
}

/// Revokes the person of this name; gives how many devices they have.
pub(crate) fn revoke(conn: &Connection, name: &str, now: Timestamp) -> Result<u64, WardError> {
    let person = people::by_name(conn, &tidy(name))?.ok_or(WardError::UserUnknown)?;
    people::revoke(conn, person.n, now)
}
