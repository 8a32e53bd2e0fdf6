//! Forms that were delivered, beside those that are built in.

use crate::{here, yard_texts};
use chrono::NaiveDate;
use serde_json::{Map, json};
use tan_nha_domain::{
    change::Hash,
    form_package::{FormPackage, hash_of},
    record::RecordKind,
};
use tan_nha_forms::{Forms, Package, PackageError, catalogue, read_package};

fn package(version: &str, bend: impl Fn(String) -> String) -> FormPackage {
    let (definition, sample) = yard_texts(version);
    let definition = bend(definition);
    FormPackage {
        procedure: "yard_use".into(),
        version: version.into(),
        hash: hash_of(&definition, &sample, None),
        definition,
        sample,
        template: None,
        rest: Map::new(),
    }
}

fn delivered(content: FormPackage) -> Package {
    Package { id: "0193a1b2-0000-7000-8000-000000000001".parse().unwrap(), offered: true, content }
}

fn forms(packages: impl IntoIterator<Item = FormPackage>) -> Forms {
    Forms::with(packages.into_iter().map(delivered), &Forms::default())
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn the_form_of_a_day_is_the_newest_in_force_and_the_others_are_for_the_dossiers_that_are_on_them() {
    let ended =
        |text: String| text.replacen("portal_code", "in_force_until = \"2027-02-28\"\nportal_code", 1);
    let forms = forms([package("2027-03.1", |text| text), package("2026-10.1", ended)]);
    let latest = |text| forms.latest("yard_use", day(text)).map(|form| form.version().to_owned());
    assert_eq!(latest("2026-11-21").as_deref(), Some("2026-10.1"));
    assert_eq!(latest("2027-02-28").as_deref(), Some("2026-10.1"));
    assert_eq!(latest("2027-03-01").as_deref(), Some("2027-03.1"));
    let newer = |text| forms.newer("yard_use", "2026-10.1", day(text)).map(|form| form.version().to_owned());
    assert_eq!((newer("2027-02-28"), newer("2027-03-01").as_deref()), (None, Some("2027-03.1")));
    assert_eq!(forms.newer("yard_use", "2027-03.1", day("2027-03-01")).map(|form| form.key()), None);
    for version in ["2026-10.1", "2027-03.1"] {
        assert!(forms.version("yard_use", version).is_some(), "{version}");
    }
    let listed: Vec<&str> = forms.for_day(here().today).iter().map(|form| form.key()).collect();
    assert_eq!(listed.iter().filter(|key| **key == "yard_use").count(), 1);
    assert_eq!(listed.last(), Some(&"yard_use"), "the built-in ones come first");
    assert_eq!(forms.clock_of("yard_use", day("2027-03-01")).unwrap().term.unwrap().count, 1);
    assert_eq!(forms.clock_of("yard_use", day("2027-02-28")).unwrap().term.unwrap().count, 2);
}

#[test]
fn a_form_is_known_where_it_was_delivered_and_nowhere_else() {
    let here = forms([package("2026-10.1", |text| text)]);
    let body = json!({"procedure": "yard_use", "form_version": "2026-10.1"});
    let unit =
        |forms: &Forms| forms.unit_of(&RecordKind::Dossier, body.as_object().unwrap(), "answers.req_name");
    assert_eq!((unit(&here), unit(&Forms::default())), ("req".to_owned(), "req_name".to_owned()));
    assert!(Forms::default().version("yard_use", "2026-10.1").is_none());
}

#[test]
fn no_package_takes_the_place_of_a_built_in_form_or_of_one_that_was_there() {
    let built_in = catalogue().all().next().unwrap();
    let mut usurper = package("2026-10.1", |text| {
        text.replacen("yard_use", built_in.key(), 1).replacen("2026-10.1", built_in.version(), 1)
    });
    (usurper.procedure, usurper.version) = (built_in.key().to_owned(), built_in.version().to_owned());
    assert!(read_package(&usurper).is_ok(), "it could be read");
    let other = package("2026-10.1", |text| text.replace("Số khách dự kiến", "Bao nhiêu khách"));
    let first = package("2026-10.1", |text| text);
    let (hash, offered) = (first.hash, forms([usurper.clone(), first, other]));
    assert_eq!(offered.version(built_in.key(), built_in.version()).unwrap().name(), built_in.name());
    assert_ne!(offered.hash_of(built_in.key(), built_in.version()), Some(usurper.hash));
    assert_eq!(offered.hash_of("yard_use", "2026-10.1"), Some(hash));
    assert_eq!(offered.all_delivered().len(), 1);
    let label = |forms: &Forms| {
        forms.version("yard_use", "2026-10.1").unwrap().field("guests").unwrap().label.clone()
    };
    assert_eq!(label(&offered), "Số khách dự kiến");
}

#[test]
fn a_package_that_cannot_be_read_stops_no_other_and_leaves_its_place_to_nobody() {
    let tomorrow = |text: String| text.replacen("mark", "key_of_tomorrow = 1\nmark", 1);
    let all = forms([
        package("2026-10.1", tomorrow),
        package("2027-03.1", |text| text),
        package("2026-10.1", |text| text),
    ]);
    assert!(all.version("yard_use", "2026-10.1").is_none());
    assert!(all.version("yard_use", "2027-03.1").is_some());
    let unreadable = all.delivered("yard_use", "2026-10.1").unwrap();
    assert!(unreadable.form.is_none());
}

#[test]
fn a_package_that_the_ward_refused_is_there_for_what_was_begun_with_it_and_for_nothing_new() {
    let mut refused = delivered(package("2026-10.1", |text| text));
    refused.offered = false;
    let forms = Forms::with([refused], &Forms::default());
    assert!(forms.version("yard_use", "2026-10.1").is_some());
    assert!(
        forms.latest("yard_use", here().today).is_none()
            && forms.for_day(here().today).len() == forms.all().count() - 1
    );
}

#[test]
fn a_package_is_read_only_whole_and_as_the_form_that_it_says() {
    assert_eq!(read_package(&package("2026-10.1", |text| text)).unwrap().version(), "2026-10.1");
    let with = |bend: &dyn Fn(&mut FormPackage)| {
        let mut bent = package("2026-10.1", |text| text);
        bend(&mut bent);
        read_package(&bent).unwrap_err()
    };
    assert_eq!(with(&|bent| bent.hash = Hash::of(b"another")), PackageError::NotWhole);
    assert_eq!(with(&|bent| bent.template = Some(String::new())), PackageError::NotWhole);
    assert_eq!(with(&|bent| bent.version = "2026-10.2".into()), PackageError::OtherForm);
    assert_eq!(with(&|bent| bent.procedure = "birth_rereg".into()), PackageError::OtherForm);
    let broken = with(&|bent| {
        bent.sample = "{}".into();
        bent.hash = hash_of(&bent.definition, "{}", None);
    });
    assert!(matches!(broken, PackageError::Definition(fault) if fault.file == "sample.json"));
}
