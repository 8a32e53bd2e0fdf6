//! Files come up by tus, whatever breaks, and nobody hears of another's.

use crate::{
    device::{Device, Served, client, denied, read, served},
    uploads::{CHUNK, content, header, metadata, photo},
};
use reqwest::{Method, StatusCode};
use serde_json::Value;
use std::fs;
use tan_nha_domain::{change::Hash, role::Role};
use tan_nha_sync::wire::{self, DenialCode, HeldReply, MAX_FILE_BYTES};
use tan_nha_ward::{Clock, ExportKind, Ward};
use uuid::Uuid;

fn alarms(served: &Served) -> Vec<Value> {
    let mut lines = Vec::new();
    served.ward.export(ExportKind::Alarms, &mut lines).unwrap();
    let lines = String::from_utf8(lines).unwrap();
    lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["code"].take()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_ward_says_what_it_can_do() {
    let served = served().await;
    let device = served.device("An", Role::Volunteer, &[]).await;
    let response = device.tus(Method::OPTIONS, wire::FILES).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::NO_CONTENT);
    let said = ["tus-resumable", "tus-version", "tus-extension", "tus-max-size"];
    let said = said.map(|name| header(&response, name).unwrap().to_owned());
    assert_eq!(said, ["1.0.0", "1.0.0", "creation,creation-with-upload", &MAX_FILE_BYTES.to_string()]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_resumes_at_the_byte_after_a_cut() {
    let served = served().await;
    let device = served.device("An", Role::Volunteer, &[]).await;
    let photo = photo(3 * CHUNK + 1);
    let sha = Hash::of(&photo);
    let upload = device.begin(sha, photo.len()).await;
    // Within a chunk, at its end, and at the byte before the last.
    let mut came = 0;
    for cut in [1, CHUNK + 7, 2 * CHUNK + 7, photo.len() - 1] {
        let mut line = device.line(&upload, came, &format!("content-length: {}", photo.len() - came));
        line.send(&photo[came..cut]);
        line.cut();
        device.offset_becomes(&upload, cut).await;
        assert_eq!(device.held(&[sha]).await, Ok(vec![]));
        came = cut;
    }
    assert_eq!(device.append(&upload, came, &photo[came..]).await, Ok(photo.len()));
    assert_eq!((device.held(&[sha]).await, content(&served.ward, sha)), (Ok(vec![sha]), Some(photo)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cut_after_the_last_byte_leaves_a_whole_file() {
    let served = served().await;
    let device = served.device("An", Role::Volunteer, &[]).await;
    let photo = photo(CHUNK);
    let upload = device.begin(Hash::of(&photo), photo.len()).await;
    let mut line = device.line(&upload, 0, "transfer-encoding: chunked");
    line.send(format!("{:x}\r\n", photo.len()).as_bytes());
    line.send(&photo);
    // The end of the body is missing, and nobody reads the answer.
    line.cut();
    device.offset_becomes(&upload, photo.len()).await;
    assert_eq!(content(&served.ward, Hash::of(&photo)), Some(photo));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_is_there_after_a_restart_and_in_what_a_kill_leaves() {
    let Served { ward, serving, data, _folder, .. } = served().await;
    let mut guest = tan_nha_ward::Guest::new("An", Role::Volunteer);
    guest.urls = serving.urls().to_vec();
    let invitation = ward.invite(&guest).unwrap();
    let mut device = Device::before(tan_nha_sync::invitation::Invitation::read(&invitation).unwrap());
    device.enrol().await.unwrap();
    let photo = photo(3 * CHUNK);
    let (sha, half) = (Hash::of(&photo), CHUNK + 5);
    let upload = device.begin(sha, photo.len()).await;
    assert_eq!(device.append(&upload, 0, &photo[..half]).await, Ok(half));

    // What lies on the disk now is all that a killed ward has.
    let left = data.with_file_name("left");
    fs::create_dir(&left).unwrap();
    for name in ["ward.db", "ward.db-wal"] {
        fs::copy(data.join(name), left.join(name)).unwrap();
    }
    let key_file = ward.key_file().to_owned();
    serving.stop().await.unwrap();
    drop(ward);
    for folder in [&data, &left] {
        let ward = Ward::open(folder, Some(&key_file), Clock::system()).unwrap();
        let serving = ward.serve(([127, 0, 0, 1], 0).into(), &[]).await.unwrap();
        device.invitation.urls = serving.urls().to_vec();
        device.client = client(&device.invitation);
        assert_eq!(device.offset(&upload).await, Ok(half));
        assert_eq!(device.append(&upload, half, &photo[half..]).await, Ok(photo.len()));
        assert_eq!(content(&ward, sha).as_ref(), Some(&photo));
        serving.stop().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_file_is_the_same_upload_however_often_it_is_begun() {
    let served = served().await;
    let device = served.device("An", Role::Volunteer, &[]).await;
    let photo = photo(1000);
    let sha = Hash::of(&photo);
    let upload = device.begin(sha, photo.len()).await;
    assert!(upload.starts_with("/v1/files/"), "{upload} works at any address");
    assert_eq!(device.append(&upload, 0, &photo[..400]).await, Ok(400));
    assert_eq!(device.begin(sha, photo.len()).await, upload);
    assert_eq!(device.offset(&upload).await, Ok(400));
    let other_length = device.creation(sha, 999).send().await.unwrap();
    assert_eq!(other_length.status(), StatusCode::BAD_REQUEST);
    assert_eq!(device.append(&upload, 400, &photo[400..]).await, Ok(1000));
    assert_eq!(device.begin(sha, photo.len()).await, upload);
    assert_eq!(device.offset(&upload).await, Ok(1000), "and it is whole");
    assert_eq!(device.append(&upload, 1000, &[]).await, Ok(1000));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_begins_with_its_first_bytes_and_one_that_was_begun_stands_where_it_stood() {
    let served = served().await;
    let device = served.device("An", Role::Volunteer, &[]).await;
    let photo = photo(2 * CHUNK);
    let sha = Hash::of(&photo);
    let half = CHUNK + 9;
    let first = device.begin_with(sha, photo.len(), &photo[..half]).await;
    assert_eq!(first, Ok(half));
    assert_eq!(device.begin_with(sha, photo.len(), &photo[..CHUNK]).await, Ok(half), "they are here already");
    assert_eq!(device.begin_with(sha, photo.len(), &[]).await, Ok(half));
    let upload = device.begin(sha, photo.len()).await;
    assert_eq!(device.append(&upload, half, &photo[half..]).await, Ok(photo.len()));
    assert_eq!(content(&served.ward, sha).as_ref(), Some(&photo));

    // Whole in one request, beyond its end, and another file than was said.
    let small = &photo[..100];
    assert_eq!(device.begin_with(Hash::of(small), 100, small).await, Ok(100));
    assert_eq!(content(&served.ward, Hash::of(small)).as_deref(), Some(small));
    assert_eq!(device.begin_with(Hash::of(b"long"), 99, small).await, Err(400));
    assert_eq!(device.begin_with(Hash::of(b"other"), 100, small).await, Err(wire::FILE_MISMATCH));
    assert_eq!(device.held(&[Hash::of(small), Hash::of(b"other")]).await, Ok(vec![Hash::of(small)]));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_with_a_beginning_that_was_cut_is_kept() {
    let served = served().await;
    let device = served.device("An", Role::Volunteer, &[]).await;
    let photo = photo(2 * CHUNK);
    let sha = Hash::of(&photo);
    let mut line = device.beginning(sha, photo.len());
    line.send(&photo[..CHUNK + 7]);
    line.cut();
    let upload = device.begin(sha, photo.len()).await;
    device.offset_becomes(&upload, CHUNK + 7).await;
    assert_eq!(device.append(&upload, CHUNK + 7, &photo[CHUNK + 7..]).await, Ok(photo.len()));
    assert_eq!(content(&served.ward, sha), Some(photo));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_replica_sees_nothing_of_an_upload_and_to_know_its_hash_gives_nothing() {
    let served = served().await;
    let an = served.device("An", Role::Volunteer, &[]).await;
    let others =
        [served.device("An", Role::Volunteer, &[]).await, served.device("Ba", Role::Admin, &[]).await];
    let photo = photo(1000);
    let sha = Hash::of(&photo);
    let upload = an.begin(sha, photo.len()).await;
    for whole in [false, true] {
        for other in &others {
            assert_eq!(other.offset(&upload).await, Err(404));
            assert_eq!(other.append(&upload, 0, &photo).await, Err(404));
            assert_eq!(other.held(&[sha]).await, Ok(vec![]));
            // Their own upload of it begins at the first byte, as if nobody had sent it.
            let own = other.begin(sha, photo.len()).await;
            assert_ne!(own, upload);
            assert_eq!(other.offset(&own).await, Ok(0));
        }
        assert_eq!(an.offset(&upload).await, Ok(if whole { 1000 } else { 0 }));
        if !whole {
            assert_eq!(an.append(&upload, 0, &photo).await, Ok(1000));
        }
    }
    assert_eq!(an.held(&[Hash::of(b"another"), sha, sha]).await, Ok(vec![sha, sha]));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_replicas_with_the_same_file_are_both_told_of_it_when_each_has_sent_it() {
    let served = served().await;
    let an = served.device("An", Role::Volunteer, &[]).await;
    let ba = served.device("Ba", Role::Volunteer, &[]).await;
    let photo = photo(CHUNK + 1);
    let sha = an.upload(&photo).await;
    assert_eq!((an.held(&[sha]).await, ba.held(&[sha]).await), (Ok(vec![sha]), Ok(vec![])));
    ba.upload(&photo).await;
    assert_eq!((an.held(&[sha]).await, ba.held(&[sha]).await), (Ok(vec![sha]), Ok(vec![sha])));
    assert_eq!(content(&served.ward, sha), Some(photo));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_file_than_was_said_is_thrown_away_and_the_right_one_can_be_sent() {
    let served = served().await;
    let device = served.device("An", Role::Volunteer, &[]).await;
    let photo = photo(CHUNK + 10);
    let sha = Hash::of(&photo);
    let upload = device.begin(sha, photo.len()).await;
    let mut wrong = photo.clone();
    wrong[3] ^= 1;
    for _ in 0..2 {
        assert_eq!(device.append(&upload, 0, &wrong).await, Err(wire::FILE_MISMATCH));
        assert_eq!((device.offset(&upload).await, device.held(&[sha]).await), (Ok(0), Ok(vec![])));
    }
    assert_eq!((content(&served.ward, sha), content(&served.ward, Hash::of(&wrong))), (None, None));
    assert_eq!(alarms(&served), ["file_mismatch"], "the same alarm is raised once");
    assert_eq!(device.begin(sha, photo.len()).await, upload);
    assert_eq!(device.append(&upload, 0, &photo).await, Ok(photo.len()));
    assert_eq!(content(&served.ward, sha), Some(photo));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_append_at_once_one_is_told_to_ask_again() {
    let served = served().await;
    let device = served.device("An", Role::Volunteer, &[]).await;
    let photo = photo(3 * CHUNK);
    let sha = Hash::of(&photo);
    let upload = device.begin(sha, photo.len()).await;
    assert_eq!(device.append(&upload, 1, &photo).await, Err(409), "not where it stands");
    let (one, other) = tokio::join!(device.append(&upload, 0, &photo), device.append(&upload, 0, &photo));
    let mut both = [one, other];
    both.sort();
    assert_eq!(both, [Ok(photo.len()), Err(409)]);
    assert_eq!(content(&served.ward, sha), Some(photo));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_hung_and_was_overtaken_adds_nothing() {
    let served = served().await;
    let device = served.device("An", Role::Volunteer, &[]).await;
    let photo = photo(4 * CHUNK);
    let sha = Hash::of(&photo);
    let upload = device.begin(sha, photo.len()).await;
    let mut hung = device.line(&upload, 0, &format!("content-length: {}", photo.len()));
    hung.send(&photo[..CHUNK + 9]);
    device.offset_becomes(&upload, CHUNK).await;
    assert_eq!(device.append(&upload, CHUNK, &photo[CHUNK..3 * CHUNK]).await, Ok(3 * CHUNK));
    hung.send(&vec![0; 3 * CHUNK - 9]);
    assert_eq!(hung.status(), 409);
    assert_eq!(device.append(&upload, 3 * CHUNK, &photo[3 * CHUNK..]).await, Ok(photo.len()));
    assert_eq!(content(&served.ward, sha), Some(photo));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_person_uploads_nothing_more_even_in_the_middle_of_a_request() {
    let served = served().await;
    let device = served.device("An", Role::Volunteer, &[]).await;
    let photo = photo(2 * CHUNK);
    let sha = Hash::of(&photo);
    let earlier = device.upload(&photo[..10]).await;
    let upload = device.begin(sha, photo.len()).await;
    let mut line = device.line(&upload, 0, &format!("content-length: {}", photo.len()));
    line.send(&photo[..CHUNK]);
    device.offset_becomes(&upload, CHUNK).await;
    served.ward.revoke("An").unwrap();
    line.send(&photo[CHUNK..]);
    assert_eq!(line.status(), 403);
    assert_eq!(content(&served.ward, sha), None);
    assert_eq!(device.offset(&upload).await, Err(403));
    assert_eq!(device.append(&upload, CHUNK, &photo[CHUNK..]).await, Err(403));
    for request in [device.creation(sha, 5), device.tus(Method::OPTIONS, wire::FILES)] {
        assert_eq!(request.send().await.unwrap().status(), StatusCode::FORBIDDEN);
    }
    assert_eq!(device.held(&[earlier]).await, denied(DenialCode::Revoked));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_right_token_there_are_no_files() {
    let served = served().await;
    let mut device = served.device("An", Role::Volunteer, &[]).await;
    let photo = photo(10);
    let sha = Hash::of(&photo);
    let upload = device.begin(sha, photo.len()).await;
    let right = std::mem::replace(&mut device.token, "another".into());
    assert_eq!(device.offset(&upload).await, Err(401));
    assert_eq!(device.append(&upload, 0, &photo).await, Err(401));
    for request in [device.creation(sha, 0), device.tus(Method::OPTIONS, wire::FILES)] {
        let refused = denied::<HeldReply>(DenialCode::TokenRefused);
        assert_eq!(read(request.send().await.unwrap()).await, refused);
    }
    assert_eq!(device.held(&[sha]).await, denied(DenialCode::TokenRefused));
    let nobody = device.client.head(device.url(&upload)).header("tus-resumable", "1.0.0");
    assert_eq!(nobody.send().await.unwrap().status(), StatusCode::UNAUTHORIZED);
    device.token = right;
    assert_eq!(device.offset(&upload).await, Ok(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_neither_empty_nor_too_large_nor_longer_than_it_was_said_to_be() {
    let served = served().await;
    let device = served.device("An", Role::Volunteer, &[]).await;
    let sha = Hash::of(b"");
    for (length, status) in [(0, 400), (MAX_FILE_BYTES + 1, 413), (u64::MAX, 413)] {
        let response = device.creation(sha, length).send().await.unwrap();
        assert_eq!(response.status().as_u16(), status, "{length}");
    }
    let nameless = device.tus(Method::POST, wire::FILES).header("upload-length", 5).send().await.unwrap();
    assert_eq!(nameless.status(), StatusCode::BAD_REQUEST);
    let too_many = vec![sha; wire::MAX_HELD + 1];
    assert_eq!(device.held(&too_many).await, denied(DenialCode::TooLarge));
    assert_eq!(device.held(&too_many[1..]).await, Ok(vec![]));

    let photo = photo(2 * CHUNK + 1);
    let said = &photo[..photo.len() - 1];
    let upload = device.begin(Hash::of(said), said.len()).await;
    assert_eq!(device.append(&upload, 0, &photo).await, Err(400));
    assert_eq!(device.offset(&upload).await, Ok(0));
    // A body whose length nobody knows before: what was within the bounds may stay, the rest does not.
    let mut line = device.line(&upload, 0, "transfer-encoding: chunked");
    line.send(format!("{:x}\r\n", photo.len()).as_bytes());
    line.send(&photo);
    line.send(b"\r\n0\r\n\r\n");
    assert_eq!(line.status(), 400);
    let kept = device.offset(&upload).await.unwrap();
    assert!(kept < said.len(), "{kept}");
    assert_eq!(device.append(&upload, kept, &said[kept..]).await, Ok(said.len()));
    assert_eq!(content(&served.ward, Hash::of(said)).as_deref(), Some(said));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_largest_file_goes_up_in_one_request() {
    let served = served().await;
    let device = served.device("An", Role::Volunteer, &[]).await;
    let photo = photo(MAX_FILE_BYTES as usize);
    let sha = device.upload(&photo).await;
    assert!(content(&served.ward, sha) == Some(photo));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_is_not_found_and_another_version_of_tus_is_told_ours() {
    let served = served().await;
    let device = served.device("An", Role::Volunteer, &[]).await;
    let photo = photo(10);
    let upload = device.begin(Hash::of(&photo), photo.len()).await;
    for unknown in [format!("{}/{}", wire::FILES, Uuid::nil()), format!("{}/photo", wire::FILES)] {
        assert_eq!(device.offset(&unknown).await, Err(404), "{unknown}");
        assert_eq!(device.append(&unknown, 0, &photo).await, Err(404), "{unknown}");
    }
    for (method, path) in [
        (Method::GET, wire::FILES),
        (Method::GET, &upload),
        (Method::DELETE, &upload),
        (Method::POST, &upload),
        (Method::GET, wire::FILES_HELD),
    ] {
        let response = device.tus(method.clone(), path).send().await.unwrap();
        let refused = Err((StatusCode::NOT_FOUND, DenialCode::BadRequest));
        assert_eq!(read::<HeldReply>(response).await, refused, "{method} {path}");
    }
    for version in [None, Some("0.2.2")] {
        for method in [Method::POST, Method::HEAD, Method::PATCH] {
            let path = if method == Method::POST { wire::FILES } else { &upload };
            let mut request = device.client.request(method, device.url(path));
            if let Some(version) = version {
                request = request.header("tus-resumable", version);
            }
            let response = request.header("authorization", device.bearer()).send().await.unwrap();
            assert_eq!(response.status(), StatusCode::PRECONDITION_FAILED);
            assert_eq!(header(&response, "tus-version"), Some("1.0.0"));
        }
    }
    let patch = device.tus(Method::PATCH, &upload).header("upload-offset", 0).body(photo.clone());
    assert_eq!(patch.send().await.unwrap().status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
    for offset in ["", "-1", "x"] {
        let patch = device
            .tus(Method::PATCH, &upload)
            .header("content-type", "application/offset+octet-stream")
            .header("upload-offset", offset);
        assert_eq!(patch.body(photo.clone()).send().await.unwrap().status(), StatusCode::BAD_REQUEST);
    }
    assert_eq!(device.offset(&upload).await, Ok(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_method_that_a_proxy_does_not_let_through_is_named_in_a_header() {
    let served = served().await;
    let device = served.device("An", Role::Volunteer, &[]).await;
    let photo = photo(10);
    let upload = device.begin(Hash::of(&photo), photo.len()).await;
    let post = device
        .tus(Method::POST, &upload)
        .header("x-http-method-override", "PATCH")
        .header("content-type", "application/offset+octet-stream")
        .header("upload-offset", 0)
        .header("upload-metadata", metadata(Hash::of(b"ignored")));
    assert_eq!(post.body(photo).send().await.unwrap().status(), StatusCode::NO_CONTENT);
    assert_eq!(device.offset(&upload).await, Ok(10));
}
