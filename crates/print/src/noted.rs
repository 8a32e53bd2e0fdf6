//! What is noted of a dossier beside its answers.

use std::collections::BTreeSet;
use tan_nha_domain::{
    checklist::{Absent, Checklist, OriginalSeen},
    dossier::Dossier,
    fee,
    paper::papers_in,
};

/// What a print says of papers and fee besides what the answers ask for.
#[derive(Clone, Default)]
pub struct Noted {
    /// The slots that have files.
    pub attached: BTreeSet<String>,
    /// The originals that were seen and the papers that the citizen does not have.
    pub checklist: Checklist,
    /// What the fee is by a person's word, and that it was paid.
    pub fee: fee::Noted,
}

impl Noted {
    /// Of a dossier.
    pub fn of(dossier: &Dossier) -> Self {
        Self {
            attached: papers_in(&dossier.files).map(|paper| paper.slot).collect(),
            checklist: Checklist::of(&dossier.checklist),
            fee: fee::Noted::of(&dossier.fee),
        }
    }

    /// That the original of a paper was seen.
    pub(crate) fn original(&self, slot: &str) -> Option<&OriginalSeen> {
        self.checklist.originals.get(slot)
    }

    /// That the citizen does not have a paper; one that was attached meanwhile they had.
    pub(crate) fn absent(&self, slot: &str) -> Option<&Absent> {
        self.checklist.absent.get(slot).filter(|_| !self.attached.contains(slot))
    }
}
