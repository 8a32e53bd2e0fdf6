//! How a device becomes a replica.

use crate::device::{Device, denied, served};
use tan_nha_domain::{
    ids::{ReplicaId, WardCode},
    role::Role,
};
use tan_nha_sync::wire::{self, DenialCode, EnrolReply};
use tan_nha_ward::{Guest, WardError};
use uuid::Uuid;

fn timeless(reply: EnrolReply) -> EnrolReply {
    EnrolReply { now: crate::device::NOW, ..reply }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_request_gets_the_same_answer_even_after_the_invitation_has_ended() {
    let served = served().await;
    let device = Device::before(served.invite("Ba", Role::Volunteer, &["Ấp 2", "Ấp 1"]));
    let first = device.enrol().await.unwrap();
    assert_eq!((first.user_name.as_str(), first.role), ("Ba", Role::Volunteer));
    assert_eq!((first.hamlets.len(), first.ward_name.as_str()), (2, "Phường Bến Sen"));
    assert_eq!((first.epoch, first.now), (1, crate::device::NOW));
    served.wait_days(30);
    assert_eq!(device.enrol().await.map(timeless), Ok(first));
    assert!(device.pull().await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_used_ended_unknown_or_foreign_invitation_says_which_it_is() {
    let served = served().await;
    let used = Device::before(served.invite("Ba", Role::Volunteer, &[]));
    used.enrol().await.unwrap();
    let mut second = Device::before(used.invitation.clone());
    assert_eq!(second.enrol().await, denied(DenialCode::InvitationUsed));
    second.replica = used.replica;
    assert_eq!(second.enrol().await, denied(DenialCode::InvitationUsed), "another token");

    let late = Device::before(served.invite("Chi", Role::Clerk, &[]));
    served.wait_days(7);
    assert_eq!(late.enrol().await, denied(DenialCode::InvitationExpired));

    let mut stranger = Device::before(served.invite("Dũng", Role::Clerk, &[]));
    stranger.invitation.code.push('x');
    assert_eq!(stranger.enrol().await, denied(DenialCode::InvitationUnknown));
    stranger.invitation.ward = WardCode("00001".into());
    assert_eq!(stranger.enrol().await, denied(DenialCode::InvitationOtherWard));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_person_enrols_nowhere() {
    let served = served().await;
    let device = Device::before(served.invite("Ba", Role::Volunteer, &[]));
    served.ward.revoke("Ba").unwrap();
    assert_eq!(device.enrol().await, denied(DenialCode::Revoked));
    let again = served.ward.invite(&Guest::new("Ba", Role::Volunteer));
    assert!(matches!(again, Err(WardError::UserRevoked)));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_name_is_another_device_of_the_same_person_or_refused() {
    let served = served().await;
    let first = served.device("Ba", Role::Volunteer, &["Ấp 1", "Ấp 2"]).await;
    let second = served.device(" Ba ", Role::Volunteer, &["Ấp 2", "Ấp 1"]).await;
    assert_eq!(first.user, second.user);
    for guest in [
        Guest::new("Ba", Role::Leader).of_hamlets(&["Ấp 1", "Ấp 2"]),
        Guest::new("Ba", Role::Volunteer).of_hamlets(&["Ấp 1"]),
        Guest::new("Ba", Role::Volunteer),
    ] {
        assert!(matches!(served.ward.invite(&guest), Err(WardError::UserDiffers)), "{guest:?}");
    }
    assert_eq!(served.ward.revoke("Ba").unwrap(), 2);
    assert!(matches!(served.ward.revoke("Bà"), Err(WardError::UserUnknown)));
}

#[tokio::test(flavor = "multi_thread")]
async fn enrolling_a_known_replica_anew_shuts_the_old_token_out() {
    let served = served().await;
    let old = served.device("Ba", Role::Volunteer, &[]).await;
    let mut anew = Device::before(served.invite("Ba", Role::Volunteer, &[]));
    anew.replica = old.replica;
    anew.token = "another".into();
    anew.enrol().await.unwrap();
    assert!(anew.pull().await.is_ok());
    assert_eq!(old.pull().await, denied(DenialCode::TokenRefused));

    let mut thief = Device::before(served.invite("Chi", Role::Volunteer, &[]));
    thief.replica = anew.replica;
    assert_eq!(thief.enrol().await, denied(DenialCode::BadRequest));
    assert!(anew.pull().await.is_ok());
    thief.replica = ReplicaId(Uuid::now_v7());
    assert!(thief.enrol().await.is_ok(), "a denied request uses no invitation up");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_trusts_another_wards_root_does_not_even_talk() {
    let (ours, theirs) = (served().await, served().await);
    let mut invitation = ours.invite("Ba", Role::Volunteer, &[]);
    invitation.root = theirs.invite("Ba", Role::Volunteer, &[]).root;
    let device = Device::before(invitation);
    assert!(device.client.post(device.url(wire::ENROL)).send().await.unwrap_err().is_connect());
}
