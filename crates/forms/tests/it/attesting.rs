//! What a form asks to be attested.

use crate::{checked, form, sample_with};
use serde_json::json;
use std::collections::BTreeSet;
use tan_nha_forms::{catalogue, parties, read_aloud};

#[test]
fn what_stands_on_the_papers_is_read_aloud_row_by_row_and_nothing_else() {
    for form in catalogue().all() {
        let (key, answers) = (form.key(), form.sample());
        let result = checked(key, answers);
        let aloud = read_aloud(form, answers, &result);
        let keys: BTreeSet<&str> = aloud.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(keys.len(), aloud.len(), "{key}");
        let on_paper = |name: &str| {
            let field = form.field(name).unwrap();
            let section = form.sections().iter().find(|section| section.key == field.section).unwrap();
            field.printed && section.paper.is_some()
        };
        assert!(keys.iter().all(|name| on_paper(name.split('/').next().unwrap())), "{key}");
        let printed = form.papers().iter().any(|paper| paper.is_form);
        assert_eq!(!aloud.is_empty(), printed, "{key}: who can read nothing back");
    }
}

/// NĐ 23/2015 điều 36(3): without interest. A witness is no party by being named as a witness.
#[test]
fn whom_the_answers_name_is_a_party_and_the_witnesses_are_not() {
    for procedure in ["auth_allowance", "cert_signature"] {
        let witness = json!({"row": "a", "name": "MAI THỊ MẪU", "id": "093175003131", "has_interest": false});
        let changes = json!({"sign_mode": "neither", "cannot_read_hear": true, "witnesses": [witness]});
        let parties = parties(form(procedure), &sample_with(procedure, &changes));
        assert!(!parties.is_empty(), "{procedure}");
        assert!(parties.iter().all(|party| party.name != "MAI THỊ MẪU"), "{procedure}");
        assert!(parties.iter().any(|party| party.id_number.is_some()), "{procedure}");
    }
}
