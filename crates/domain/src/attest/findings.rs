//! What is still to be attested. All of it is a warning: the desk asks for it before it receives.

use super::{Attests, SignMode, Signing};
use crate::{change::Hash, citizen::Citizen, dossier::Answered, finding::Finding};
use std::collections::BTreeSet;

/// What the form and the citizen ask for.
#[derive(Clone, Default)]
pub struct Asked<'a> {
    /// Who signs by these answers.
    pub signers: Vec<AskedSigner>,
    /// Whether a declaration is written.
    pub written: bool,
    /// Whether an official has to be present when it is signed.
    pub official_present: bool,
    /// Whose dossier it is, where they are known.
    pub citizen: Option<&'a Citizen>,
    /// The drawn signatures that the dossier names.
    pub signatures: BTreeSet<Hash>,
}

/// Somebody who signs.
#[derive(Clone, PartialEq, Eq)]
pub struct AskedSigner {
    /// As the form calls them.
    pub who: String,
    /// Whether it is the two witnesses.
    pub witnesses: bool,
}

/// What is missing or no longer true for these answers.
pub fn findings(attests: &Attests, answered: Answered<'_>, asked: &Asked<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    if asked.written && attests.writing.is_none() {
        found.push(Finding::warning("writer_unknown", ""));
    }
    let fits = |signing: &&Signing| signing.fits(answered) && asked.has(signing);
    let fitting: Vec<&Signing> = attests.signing.values().filter(fits).collect();
    let by = |mode: SignMode| fitting.iter().any(|signing| signing.mode == mode);
    let cannot = |can: Option<bool>| can == Some(false);
    let (reads, hears, signs) =
        asked.citizen.map_or((None, None, None), |citizen| (citizen.reads, citizen.hears, citizen.signs));
    if attests.fitting_reading(answered).is_none() {
        if attests.reading.as_ref().is_some_and(|reading| reading.confirmed) {
            found.push(Finding::warning("reading_stale", ""));
        } else if by(SignMode::FingerprintOnPaper) {
            found.push(Finding::warning("fingerprint_before_reading", ""));
        } else if asked.written && cannot(reads) && !cannot(hears) {
            found.push(Finding::warning("reading_missing", ""));
        }
    } else if fitting.iter().any(|signing| signing.is_unread_fingerprint()) {
        found.push(Finding::warning("fingerprint_before_reading", ""));
    }
    for signer in asked.signers.iter().filter(|signer| !signer.witnesses) {
        let asked_again = match attests.signing.get(&signer.who) {
            Some(signing) if fits(&signing) => continue,
            Some(signing) if !signing.fits(answered) => Finding::warning("signing_stale", ""),
            _ => Finding::warning("signature_missing", ""),
        };
        found.push(asked_again.with("who", signer.who.clone()));
    }
    let asks_for_two = asked.signers.iter().any(|signer| signer.witnesses)
        || !asked.signers.is_empty() && cannot(reads) && cannot(hears) && cannot(signs);
    if asks_for_two && !by(SignMode::Witnesses) {
        found.push(Finding::warning("witnesses_missing", ""));
    }
    let alone = |signing: &&Signing| signing.mode != SignMode::NotNeeded && signing.official.is_none();
    if asked.official_present && fitting.iter().any(alone) {
        found.push(Finding::warning("official_absent", ""));
    }
    found
}

impl Asked<'_> {
    /// Whether what a signing names is there.
    fn has(&self, signing: &Signing) -> bool {
        signing.mode != SignMode::Signature
            || signing.file.is_some_and(|file| self.signatures.contains(&file))
    }
}
