//! What stands in the margin and at the foot of each page, so that a paper is never taken for what it is not.

use super::{Printing, every_form, form, kinds};
use serde_json::{Map, json};
use tan_nha_print::{Kind, PrintError, Stage};

fn svg_pages(printing: &Printing<'_>, kind: Kind) -> Vec<String> {
    let laid = printing.must(kind);
    (0..laid.pages()).map(|page| laid.svg(page).unwrap().unwrap()).collect()
}

#[test]
fn drafts_and_practice_are_laid_out_with_their_marks_on_every_page() {
    // A print whose marks are missing on one page is an error: that these are none is the promise.
    for definition in every_form() {
        for kind in kinds(definition) {
            for (stage, practice) in [(Stage::Draft, false), (Stage::Draft, true), (Stage::Withdrawn, false)]
            {
                let printing = Printing { stage, practice, ..Printing::sample(definition) };
                let strays = printing.must(kind).strays();
                assert!(strays.is_empty(), "{} {}: {strays:?}", definition.key(), kind.as_str());
            }
        }
    }
}

#[test]
fn a_template_cannot_take_the_marks_away() {
    let definition = form("birth_rereg");
    for template in [
        "#let declaration(paper) = page(background: none)[trống]",
        "#let declaration(paper) = { set page(background: none)\npagebreak()\n[trống] }",
        // Its own word in another place is no mark.
        "#let declaration(paper) = page(background: none)[BẢN NHÁP]",
    ] {
        let printing =
            Printing { template: Some(template), stage: Stage::Draft, ..Printing::sample(definition) };
        assert_eq!(printing.lay(Kind::Declaration).unwrap_err(), PrintError::MarksHidden, "{template}");
    }
}

#[test]
fn the_code_at_the_foot_is_that_of_the_answers() {
    let definition = form("birth_rereg");
    let mut answers = definition.sample().clone();
    let before = svg_pages(&Printing::of(definition, answers.clone()), Kind::Declaration);
    // What is not printed changes the code all the same: it is another dossier.
    answers.insert("dob_original".into(), json!("1962"));
    let after = svg_pages(&Printing::of(definition, answers), Kind::Declaration);
    assert_ne!(before, after);
    assert_eq!(before, svg_pages(&Printing::sample(definition), Kind::Declaration));
    assert!(Printing::of(definition, Map::new()).must(Kind::Declaration).svg(99).unwrap().is_none());
}
