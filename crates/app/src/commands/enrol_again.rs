//! `profile.enrol_again`: the device goes on as another replica, with all its work.

use super::profile::{self, Identity};
use crate::{App, News, error::AppError, news::PersonNews, session::Session};
use serde::Deserialize;
use tan_nha_domain::{change::Hash, ids::ReplicaId};
use tan_nha_store::{CLONED, Membership};
use tan_nha_sync::{
    invitation::Invitation,
    pass::CallError,
    wire::{Denial, DenialCode, EnrolReply, Former, Succeeds},
};
use ts_rs::TS;
use uuid::Uuid;

#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct EnrolAgainArgs {
    invitation: String,
}

/// Survives a cut at any point: the replica and token that the device is to become are kept before the ward hears
/// of them, and it becomes them in one transaction. Until then it is what it was.
pub(crate) fn enrol_again(app: &App, args: EnrolAgainArgs) -> Result<Identity, AppError> {
    let invitation = Invitation::read(&args.invitation).map_err(|_| AppError::InvitationUnreadable)?;
    let session = app.session()?;
    if session.membership().practice {
        return Err(AppError::PracticeNeverSyncs);
    }
    let root = invitation.root_der().map_err(|_| AppError::InvitationUnreadable)?;
    if (&invitation.ward, &root) != (&session.membership().ward, &session.membership().root) {
        return Err(AppError::OtherWard);
    }
    // No pass may run between the two: it would speak as one replica of the other's work.
    app.cancel_pass();
    let _turn = app.network().block_on(app.turn());
    while !succeed(app, &session, &invitation)? {}
    session.look_at_membership();
    app.tell(&session, &News::Person(PersonNews {}));
    session.schedule().reset(app.elapsed());
    app.look_at_schedule();
    Ok(profile::identity_of(&session))
}

/// Asks the ward and becomes the new replica; false where something was sealed meanwhile, so that the ward has to
/// be told another first number.
fn succeed(app: &App, session: &Session, invitation: &Invitation) -> Result<bool, AppError> {
    let before = session.membership();
    let (replica, token) = successor(session, invitation.fingerprint())?;
    let first = session.store().next_seq()?;
    let pending = Membership {
        replica,
        token,
        urls: invitation.urls.clone(),
        enrolment: None,
        ..Membership::clone(&before)
    };
    let user = session.person().user;
    let former = session.store().former_replicas()?.into_iter();
    let line =
        former.map(|(replica, token)| Former { replica, token_hash: Hash::of(token.as_bytes()) }).collect();
    let succeeds = Succeeds { replica: before.replica, user, line, token: before.token.clone(), first };
    let reply = match profile::ask_ward(app, invitation, &pending, Some(succeeds)) {
        Err(AppError::Call(CallError::Denied(Denial { code: DenialCode::InvitationUsed, .. })))
            if has_succeeded_by(app, session, invitation)? =>
        {
            session.store().forget_successor(invitation.fingerprint())?;
            return Ok(true);
        }
        answered => answered?,
    };
    if reply.succeeds != Some(before.replica) {
        return Err(AppError::WardTooOld);
    }
    become_it(app, session, pending, reply, first)
}

/// Whether the device is already what this invitation makes of it: it died when that was done, before it could say so.
/// Who used an invitation, the ward knows. A copy of the device would hear the same, so none that is known to have a
/// copy asks: what it needs is an invitation of its own.
fn has_succeeded_by(app: &App, session: &Session, invitation: &Invitation) -> Result<bool, AppError> {
    let store = session.store();
    let is_cloned = store.alerts()?.iter().any(|alert| alert.code == CLONED);
    if is_cloned || store.former_replicas()?.is_empty() {
        return Ok(false);
    }
    drop(store);
    match profile::ask_ward(app, invitation, &session.membership(), None) {
        Ok(_) => Ok(true),
        Err(AppError::Call(CallError::Denied(_))) => Ok(false),
        Err(error) => Err(error),
    }
}

fn become_it(
    app: &App,
    session: &Session,
    pending: Membership,
    reply: EnrolReply,
    first: u64,
) -> Result<bool, AppError> {
    let recovery_key = profile::recovery_key(&reply).ok_or(AppError::Call(CallError::NotTheWard))?;
    let membership = Membership { enrolment: Some(profile::enrolment(app, reply)), ..pending };
    let mut store = session.store();
    store.add_recovery_wrap(&recovery_key)?;
    Ok(store.succeed(&membership, first, app.now())?)
}

/// The replica and token that the device is to become: those that it began with, if it began.
fn successor(session: &Session, invitation: Hash) -> Result<(ReplicaId, String), AppError> {
    let mut store = session.store();
    if let Some(begun) = store.successor(invitation)? {
        return Ok(begun);
    }
    let (replica, token) = (ReplicaId(Uuid::new_v4()), profile::new_token()?);
    store.keep_successor(invitation, replica, &token)?;
    Ok((replica, token))
}
