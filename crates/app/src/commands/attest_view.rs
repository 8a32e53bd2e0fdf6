//! What stands beside the answers of a dossier, as it crosses the door: who wrote, the reading, who signs.

use serde::Serialize;
use tan_nha_domain::{
    attest::{Attests, Doer, Hand, Interpreter, Reading, SignMode, Signing, Writing, short_hash},
    change::Hash,
    citizen::Citizen,
    dossier::{Answered, Dossier},
    time::Timestamp,
};
use tan_nha_forms::{Checked, Definition, read_aloud};
use ts_rs::TS;

/// Who wrote, whether it was read back, and who signed.
#[derive(Serialize, TS)]
pub(crate) struct AttestsView {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    writing: Option<WritingView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    reading: Option<ReadingView>,
    /// What is read aloud, in this order: fields, and of a table its rows, `<table>/<row>`.
    aloud: Vec<String>,
    /// Those of them that were not yet said to be right as they stand.
    left: Vec<String>,
    /// Those of them that were said to be wrong and are as they were.
    wrong: Vec<String>,
    /// Whether the citizen is known not to read.
    reader_needed: bool,
    /// Everybody who is to sign.
    signers: Vec<SignerState>,
}

/// Who wrote the answers down.
#[derive(Serialize, TS)]
pub(crate) struct WritingView {
    #[serde(flatten)]
    #[ts(flatten)]
    written_by: DoerView,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "{ name: string, language: string }")]
    interpreter: Option<Interpreter>,
    noted_by: String,
    #[ts(type = "string")]
    at: Timestamp,
}

#[derive(Serialize, TS)]
pub(crate) struct DoerView {
    #[ts(type = "\"citizen\" | \"relative\" | \"volunteer\" | \"official\"")]
    who: Hand,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    name: Option<String>,
}

/// A reading; it speaks for the answers as they stand only where it `fits`.
#[derive(Serialize, TS)]
pub(crate) struct ReadingView {
    #[serde(flatten)]
    #[ts(flatten)]
    read_by: DoerView,
    /// To whom, where it was not the citizen.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    to: Option<String>,
    /// Whether all of it was read and said to be right.
    confirmed: bool,
    /// Whether it is confirmed and of the answers as they stand.
    fits: bool,
    noted_by: String,
    #[ts(type = "string")]
    at: Timestamp,
}

/// Somebody who is to sign.
#[derive(Serialize, TS)]
pub(crate) struct SignerState {
    /// As the form calls them.
    who: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    note: Option<String>,
    /// Whether it is the two witnesses.
    witnesses: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    signed: Option<SigningView>,
}

/// How they signed; it speaks for the answers as they stand only where it `fits`.
#[derive(Serialize, TS)]
pub(crate) struct SigningView {
    #[ts(type = "\"signature\" | \"fingerprint_on_paper\" | \"paper\" | \"witnesses\" | \"not_needed\"")]
    mode: SignMode,
    /// The drawn signature among the dossier's files.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "string")]
    file: Option<Hash>,
    /// The names of the two witnesses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<String>>")]
    witnesses: Vec<String>,
    /// The official before whom it was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    official: Option<String>,
    fits: bool,
    noted_by: String,
    #[ts(type = "string")]
    at: Timestamp,
}

impl AttestsView {
    /// Of a dossier whose answers were checked.
    pub(super) fn of(
        definition: &Definition,
        dossier: &Dossier,
        checked: &Checked,
        citizen: Option<&Citizen>,
    ) -> Self {
        let answered = dossier.answered();
        let Attests { writing, reading, mut signing } = Attests::of(&dossier.attests);
        let aloud = read_aloud(definition, &dossier.answers, checked);
        // What was said of a question of another form was not said of this one.
        let heard = reading.as_ref().filter(|reading| reading.noted.is_of_form(answered.form_version));
        let said = |key: &str, right: bool, hash: &str| {
            let said = heard.map(|reading| if right { &reading.right } else { &reading.wrong });
            said.and_then(|said| said.get(key)).is_some_and(|then| then == hash)
        };
        let keys = |keep: &dyn Fn(&str, &str) -> bool| -> Vec<String> {
            let kept = aloud.iter().filter(|(key, value)| keep(key, &short_hash(value)));
            kept.map(|(key, _)| key.clone()).collect()
        };
        let (left, wrong) =
            (keys(&|key, hash| !said(key, true, hash)), keys(&|key, hash| said(key, false, hash)));
        let signers = checked.signers.iter().map(|who| {
            let form = definition.signers().iter().find(|signer| signer.who == *who);
            SignerState {
                who: who.clone(),
                note: form.and_then(|signer| signer.note.clone()),
                witnesses: form.is_some_and(|signer| signer.witnesses.is_some()),
                signed: signing.remove(who).map(|signing| signing_view(signing, answered)),
            }
        });
        Self {
            signers: signers.collect(),
            writing: writing.map(writing_view),
            left,
            wrong,
            aloud: aloud.into_iter().map(|(key, _)| key).collect(),
            reading: reading.map(|reading| reading_view(reading, answered)),
            reader_needed: citizen.is_some_and(|citizen| citizen.reads == Some(false)),
        }
    }
}

fn doer(Doer { who, name }: Doer) -> DoerView {
    DoerView { who, name }
}

fn writing_view(writing: Writing) -> WritingView {
    let Writing { written_by, interpreter, noted } = writing;
    WritingView { written_by: doer(written_by), interpreter, noted_by: noted.by, at: noted.at }
}

fn reading_view(reading: Reading, answered: Answered<'_>) -> ReadingView {
    let fits = reading.fits(answered);
    let Reading { read_by, to, confirmed, noted, .. } = reading;
    ReadingView { read_by: doer(read_by), to, confirmed, fits, noted_by: noted.by, at: noted.at }
}

fn signing_view(signing: Signing, answered: Answered<'_>) -> SigningView {
    let fits = signing.fits(answered);
    let Signing { mode, file, witnesses, official, noted, .. } = signing;
    let witnesses = witnesses.into_iter().map(|witness| witness.name).collect();
    SigningView { mode, file, witnesses, official, fits, noted_by: noted.by, at: noted.at }
}
