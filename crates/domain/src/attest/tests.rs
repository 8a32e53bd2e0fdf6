use super::*;
use crate::{
    citizen::Citizen,
    dossier::answers_hash,
    merge::{plan, unit_of_plain_field},
    patch::{Patch, put},
};
use chrono::NaiveDate;
use proptest::prelude::*;
use serde_json::json;

const SIGNER: &str = "Người yêu cầu";
const FORM: &str = "2024-06.1";

fn noted(answers: Hash, at: i64) -> Noted {
    Noted { by: "Lê Thị Hường".into(), at: Timestamp(at), answers, form_version: Some(FORM.into()) }
}

/// On the form that every note here is of.
fn on_form(hash: Hash) -> Answered<'static> {
    Answered { hash, form_version: FORM }
}

fn reading(answers: Hash, confirmed: bool) -> Reading {
    let read_by = Doer { who: Hand::Volunteer, name: Some("Lê Thị Hường".into()) };
    let (right, wrong) = (BTreeMap::new(), BTreeMap::new());
    Reading { read_by, to: None, right, wrong, confirmed, noted: noted(answers, 1) }
}

fn signing(answers: Hash, mode: SignMode) -> Signing {
    Signing { mode, file: None, read_at: None, witnesses: vec![], official: None, noted: noted(answers, 2) }
}

fn answers(name: &str) -> Map<String, Value> {
    Map::from_iter([("req_name".to_owned(), json!(name))])
}

fn codes(attests: &Attests, answers: Hash, asked: &Asked<'_>) -> Vec<String> {
    findings(attests, on_form(answers), asked).into_iter().map(|finding| finding.code).collect()
}

fn asked(citizen: Option<&Citizen>) -> Asked<'_> {
    let signers = vec![AskedSigner { who: SIGNER.into(), witnesses: false }];
    Asked { signers, written: true, citizen, ..Asked::default() }
}

/// Whether a reading or a signing fits these answers.
fn seal(attests: &Attests, answers: Hash) -> bool {
    let signed = attests.signing.values().any(|signing| signing.fits(on_form(answers)));
    signed || attests.fitting_reading(on_form(answers)).is_some()
}

fn written() -> Attests {
    let written_by = Doer { who: Hand::Volunteer, name: None };
    let writing = Writing { written_by, interpreter: None, noted: noted(Hash::default(), 0) };
    Attests { writing: Some(writing), ..Attests::default() }
}

fn signed(attests: Attests, signing: Signing) -> Attests {
    Attests { signing: [(SIGNER.to_owned(), signing)].into(), ..attests }
}

/// DOMAIN 10, trap 11. Sources: the record of procedure 1.003583 (who cannot read is read to, then gives a fingerprint);
/// NĐ 23/2015 điều 36 (who cannot read, hear, sign and print: two witnesses).
#[test]
fn who_cannot_sign_is_read_to_before_the_fingerprint_and_who_cannot_hear_either_has_two_witnesses() {
    let hash = answers_hash(&answers("LÊ THỊ HOA"));
    let who = |reads, hears, signs| Citizen { reads, hears, signs, ..Citizen::default() };
    let (no, yes) = (Some(false), Some(true));
    let rows = [
        (who(None, None, None), vec!["signature_missing"]),
        (who(no, yes, yes), vec!["reading_missing", "signature_missing"]),
        (who(no, None, no), vec!["reading_missing", "signature_missing"]),
        (who(no, no, no), vec!["signature_missing", "witnesses_missing"]),
        (who(yes, no, no), vec!["signature_missing"]),
    ];
    for (citizen, expected) in rows {
        assert_eq!(codes(&written(), hash, &asked(Some(&citizen))), expected);
    }
    let cannot = who(no, yes, no);
    let fingerprint = signing(hash, SignMode::FingerprintOnPaper);
    let unread = signed(written(), fingerprint.clone());
    assert_eq!(codes(&unread, hash, &asked(Some(&cannot))), ["fingerprint_before_reading"]);
    let read = Attests { reading: Some(reading(hash, true)), ..unread };
    assert_eq!(codes(&read, hash, &asked(Some(&cannot))), ["fingerprint_before_reading"], "it came after");
    let after = Signing { read_at: Some(Timestamp(1)), ..fingerprint };
    let read = signed(read, after);
    assert!(codes(&read, hash, &asked(Some(&cannot))).is_empty());
    let broken_off = Attests { reading: Some(reading(hash, false)), ..written() };
    assert_eq!(codes(&broken_off, hash, &asked(Some(&cannot))), ["reading_missing", "signature_missing"]);
    let witnessed = signed(written(), signing(hash, SignMode::Witnesses));
    assert!(codes(&witnessed, hash, &asked(Some(&who(no, no, no)))).is_empty());
}

#[test]
fn what_the_form_asks_for_is_asked_for() {
    let hash = answers_hash(&answers("LÊ THỊ HOA"));
    assert_eq!(codes(&Attests::default(), hash, &asked(None)), ["writer_unknown", "signature_missing"]);
    let checklist = Asked { written: false, ..asked(None) };
    assert_eq!(codes(&Attests::default(), hash, &checklist), ["signature_missing"]);
    // A signature that was drawn counts while its strokes are there.
    let strokes = Hash::of(b"strokes");
    let drawn = Signing { file: Some(strokes), ..signing(hash, SignMode::Signature) };
    let drawn = signed(written(), drawn);
    assert_eq!(codes(&drawn, hash, &asked(None)), ["signature_missing"]);
    assert!(codes(&drawn, hash, &Asked { signatures: [strokes].into(), ..asked(None) }).is_empty());
    // NĐ 23/2015 điều 24, 36: before the official.
    let on_paper = signing(hash, SignMode::Paper);
    let before = Asked { official_present: true, ..asked(None) };
    assert_eq!(codes(&signed(written(), on_paper.clone()), hash, &before), ["official_absent"]);
    let official = Signing { official: Some("Phạm Văn Sáu".into()), ..on_paper };
    assert!(codes(&signed(written(), official), hash, &before).is_empty());
    let online = signing(hash, SignMode::NotNeeded);
    assert!(codes(&signed(written(), online), hash, &before).is_empty());
    let mut two = asked(None);
    two.signers.push(AskedSigner { who: "Hai người làm chứng".into(), witnesses: true });
    let alone = signed(written(), signing(hash, SignMode::Paper));
    assert_eq!(codes(&alone, hash, &two), ["witnesses_missing"]);
}

#[test]
fn another_answer_asks_for_the_reading_and_the_signature_again() {
    let (then, now) = (answers_hash(&answers("LÊ THỊ HOA")), answers_hash(&answers("LÊ THỊ HÒA")));
    let read = Attests { reading: Some(reading(then, true)), ..written() };
    let read = signed(read, signing(then, SignMode::Paper));
    assert!(codes(&read, then, &asked(None)).is_empty() && seal(&read, then));
    assert_eq!(codes(&read, now, &asked(None)), ["reading_stale", "signing_stale"]);
    assert!(!seal(&read, now));
}

/// NĐ 23/2015 điều 36(3).
#[test]
fn witnesses_are_two_adults_of_whom_none_is_a_party() {
    let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
    let witness = |name: &str, id_number: &str, born: &str| Witness {
        name: name.into(),
        id_number: id_number.into(),
        born: born.into(),
    };
    let sau = witness("Phạm Văn Sáu", "087070000001", "1970");
    let bay = witness("Võ Thị Bảy", "087171000002", "12/3/1971");
    let parties = [
        Party { name: "TRẦN THỊ BÌNH".into(), id_number: Some("087142000003".into()) },
        Party { name: "TRẦN VĂN NĂM".into(), id_number: None },
    ];
    let with = |second: Witness| check_witnesses(&[sau.clone(), second], &parties, today);
    assert_eq!(with(bay.clone()), Ok(()));
    assert_eq!(check_witnesses(std::slice::from_ref(&sau), &parties, today), Err(BadWitness::NotTwo));
    assert_eq!(check_witnesses(&[], &parties, today), Err(BadWitness::NotTwo));
    let rows = [
        (Witness { name: " ".into(), ..bay.clone() }, BadWitness::NoName),
        (Witness { id_number: "12345".into(), ..bay.clone() }, BadWitness::Number),
        (Witness { id_number: "341234567".into(), ..bay.clone() }, BadWitness::Number),
        (Witness { born: "hồi nhỏ".into(), ..bay.clone() }, BadWitness::Born),
        (Witness { born: "2008-11-23".into(), ..bay.clone() }, BadWitness::NotAdult),
        // Perhaps of age is not enough.
        (Witness { born: "2008".into(), ..bay.clone() }, BadWitness::NotAdult),
        (Witness { id_number: "0870 7000 0001".into(), ..bay.clone() }, BadWitness::Same),
        (Witness { id_number: "087142000003".into(), ..bay.clone() }, BadWitness::Party),
        (Witness { name: "Trần Văn Năm".into(), ..bay.clone() }, BadWitness::Party),
    ];
    for (second, why) in rows {
        assert_eq!(with(second), Err(why));
    }
    // Another person of the same name, with a number of their own, is no party.
    assert_eq!(with(Witness { name: "Trần Thị Bình".into(), ..bay.clone() }), Ok(()));
    assert_eq!(with(Witness { born: "2008-11-22".into(), ..bay }), Ok(()), "eighteen today");
}

#[test]
fn attests_are_read_as_they_were_put_and_each_is_a_unit_of_its_own() {
    let mut body = Body::new();
    let mut map = Map::new();
    let hash = Hash::of(b"answers");
    let kept =
        signed(Attests { reading: Some(reading(hash, true)), ..written() }, signing(hash, SignMode::Paper));
    put_writing(&mut map, kept.writing.as_ref().unwrap());
    put_reading(&mut map, kept.reading.as_ref().unwrap());
    put_signing(&mut map, SIGNER, &kept.signing[SIGNER]);
    body.insert(ATTESTS.into(), Value::Object(map.clone()));
    assert!(Attests::of(&map) == kept && are_readable(&body));
    let patch = Patch::between(&Body::new(), &body);
    let paths: Vec<&String> = patch.0.keys().collect();
    assert_eq!(paths, ["attests.reading", "attests.signing/Người yêu cầu", "attests.writing"]);
    assert!(paths.iter().all(|path| is_attest(&RecordKind::Dossier, path)));
    put(&mut body, "attests.reading", json!({ "confirmed": "yes" }));
    assert!(!are_readable(&body));
    assert!(!are_readable(&Body::from_iter([(ATTESTS.to_owned(), json!([]))])));
    assert!(are_readable(&Body::from_iter([(ATTESTS.to_owned(), json!({ "of_tomorrow": 1 }))])));
}

fn unit(path: &str) -> String {
    unit_of_plain_field(&RecordKind::Dossier, path)
}

fn body_with(answers: &Map<String, Value>, reading: Option<&Reading>) -> Body {
    let mut body = Body::from_iter([("answers".to_owned(), Value::Object(answers.clone()))]);
    put(&mut body, "form_version", json!(FORM));
    if let Some(reading) = reading {
        put(&mut body, "attests.reading", json!(reading));
    }
    body
}

#[test]
fn answers_that_were_read_back_meanwhile_are_in_conflict_and_never_merge() {
    let seen = answers("LÊ THỊ HOA");
    let before = body_with(&seen, None);
    let mut mine = before.clone();
    put(&mut mine, "answers.mother_name", json!("VÕ THỊ MAI"));
    let patch = Patch::between(&before, &mine);
    let touched = BTreeSet::from(["attests.reading".to_owned()]);
    let conflicts =
        |reading: &Reading| plan(&body_with(&seen, Some(reading)), &patch, &touched, &unit).conflicts;
    let of_these = reading(answers_hash(&seen), true);
    assert_eq!(conflicts(&of_these), BTreeSet::from(["answers.mother_name".to_owned()]));
    assert!(conflicts(&reading(answers_hash(&seen), false)).is_empty(), "it was broken off");
    assert!(conflicts(&reading(Hash::of(b"others"), true)).is_empty(), "it was of other answers");
    // Another attest, which its author had seen, seals nothing against them.
    let other = BTreeSet::from(["attests.signing/A".to_owned()]);
    let after = plan(&body_with(&seen, Some(&of_these)), &patch, &other, &unit);
    assert!(after.conflicts.is_empty());
    // Who saw the reading may amend, and it is stale by that.
    let amended = plan(&body_with(&seen, Some(&of_these)), &patch, &BTreeSet::new(), &unit);
    assert!(amended.conflicts.is_empty());
    assert!(!seals(&amended.body, &touched));
}

#[test]
fn the_same_reading_twice_is_no_conflict_and_a_wrong_answer_against_a_confirmed_reading_is() {
    let hash = Hash::of(b"answers");
    let path = "attests.reading";
    let of = |reading: Reading| json!(reading);
    let later = Reading { noted: noted(hash, 9), ..reading(hash, true) };
    assert!(agree(path, &of(reading(hash, true)), &of(later.clone())));
    assert!(agree(path, &of(reading(hash, false)), &of(later)));
    assert!(!agree(path, &of(reading(hash, true)), &of(reading(hash, false))));
    assert!(!agree(path, &of(reading(hash, true)), &of(reading(Hash::of(b"others"), true))));
    let path = "attests.signing/A";
    let paper = |at| Signing { noted: noted(hash, at), ..signing(hash, SignMode::Paper) };
    assert!(agree(path, &json!(paper(1)), &json!(paper(2))));
    assert!(!agree(path, &json!(paper(1)), &json!(signing(hash, SignMode::NotNeeded))));
}

/// What two devices do with one dossier, in any order.
#[derive(Clone, Debug)]
enum Step {
    Set(usize, u8),
    Read(usize),
    Sign(usize),
    Sync(usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0_usize..2, 0_u8..3).prop_map(|(device, to)| Step::Set(device, to)),
        (0_usize..2).prop_map(Step::Read),
        (0_usize..2).prop_map(Step::Sign),
        (0_usize..2).prop_map(Step::Sync),
    ]
}

fn answers_of(body: &Body) -> Map<String, Value> {
    body.get("answers").and_then(Value::as_object).cloned().unwrap_or_default()
}

proptest! {
    /// Whoever shows "read back" or "signed" shows it of the very answers that were read or signed, and nobody's answers
    /// slip under a reading that they did not know of.
    #[test]
    fn a_reading_is_always_of_the_answers_as_they_stand(steps in prop::collection::vec(step(), 0..20)) {
        let start = body_with(&answers("LÊ THỊ HOA"), None);
        let (mut ward, mut bases) = (start.clone(), [start.clone(), start.clone()]);
        let mut devices = bases.clone();
        let mut read: BTreeSet<String> = BTreeSet::new();
        for step in steps {
            match step {
                Step::Set(n, to) => put(&mut devices[n], &format!("answers.field_{n}"), json!(to)),
                Step::Read(n) => {
                    let hash = answers_hash(&answers_of(&devices[n]));
                    read.insert(hash.to_string());
                    put(&mut devices[n], "attests.reading", json!(reading(hash, true)));
                }
                Step::Sign(n) => {
                    let hash = answers_hash(&answers_of(&devices[n]));
                    read.insert(hash.to_string());
                    put(&mut devices[n], "attests.signing/A", json!(signing(hash, SignMode::Paper)));
                }
                Step::Sync(n) => {
                    let patch = Patch::between(&bases[n], &devices[n]);
                    let theirs = Patch::between(&bases[n], &ward);
                    let touched: BTreeSet<String> = theirs.0.keys().map(|path| unit(path)).collect();
                    let sealed = seals(&ward, &touched);
                    let before = answers_of(&ward);
                    let planned = plan(&ward, &patch, &touched, &unit);
                    if sealed {
                        prop_assert_eq!(&answers_of(&planned.body), &before, "under a reading");
                    }
                    ward = planned.body;
                    (bases[n], devices[n]) = (ward.clone(), ward.clone());
                }
            }
            for body in devices.iter().chain([&ward]) {
                let map = body.get(ATTESTS).and_then(Value::as_object).cloned().unwrap_or_default();
                let hash = answers_hash(&answers_of(body));
                if seal(&Attests::of(&map), hash) {
                    prop_assert!(read.contains(&hash.to_string()), "shown of what nobody read");
                }
            }
        }
    }
}
