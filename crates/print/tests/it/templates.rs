//! Templates that come with a procedure: what they are given, and what becomes of faulty and hostile ones.

use super::{Printing, form};
use tan_nha_print::{Kind, PrintError};

fn print(template: &str) -> Result<tan_nha_print::Laid, PrintError> {
    Printing { template: Some(template), ..Printing::sample(form("birth_rereg")) }.lay(Kind::Declaration)
}

#[test]
fn a_template_of_ones_own_has_our_pieces_and_the_answers() {
    let laid = print(
        "#import \"official.typ\": *
         #let declaration(paper) = {
           nation
           title(paper.title)
           assert(paper.slot == \"declaration\" and paper.answers.sub_name == \"NGUYỄN THỊ VÍ DỤ\")
           assert(paper.answers.father_id == none and \"dob_basis\" not in paper.answers)
           for key in paper.answers.keys() { lined(paper, key) }
           signatures(paper.signers)
         }",
    );
    assert_eq!(laid.unwrap().strays(), []);
}

#[test]
fn a_faulty_or_hostile_template_is_an_error_with_its_line() {
    for (template, line) in [
        ("#let declaration(paper) = [\n#nothing\n]", 2),
        ("\n\n#let declaration(paper) = {", 3),
        ("#let declaration(paper) = {\n\n  paper.answers.nobody }", 3),
        ("#let declaration(paper) = panic(\n\"no\")", 1),
        // From our pieces, called there.
        ("#import \"official.typ\": *\n#let declaration(paper) = {\n title(7) }", 3),
        // The world has no files, no packages and no network.
        ("#let declaration(paper) = 1\n#import \"@preview/cetz:0.3.4\"", 2),
        ("#let declaration(paper) = {\n read(\"/etc/hostname\") }", 2),
        ("#let declaration(paper) = {\n\n image(\"../../secret.png\") }", 3),
        // What does not end, ends.
        ("#let declaration(paper) = {\n while true {} }", 2),
        ("#let declaration(paper) = {\n let n = 0\n while n >= 0 { n += 1 } }", 3),
        ("#let f(n) = f(n + 1)\n#let declaration(paper) = f(0)", 1),
        (
            "#let f(n, k) = if n > 0 { f(n - 1, 2 * k) + f(n - 1, 2 * k + 1) } else { 0 }\n#let declaration(paper) = f(60, 1)",
            1,
        ),
        (
            "#let declaration(paper) = {\n let all = paper.sections.map(it => it.items).flatten()\n for a in all { for b in all { for c in all { for d in all {\n let e = 1 } } } } }",
            3,
        ),
        // What would pass by the measure, or make much of nothing.
        ("#let declaration(paper) = {\n eval(\"1\") }", 2),
        ("#let declaration(paper) = {\n lorem(1000000000) }", 2),
        ("#let declaration(paper) = {\n array.range(1000000000).len() }", 2),
        ("#let declaration(paper) = {\n std.at }", 2),
        ("#let burn-fuel() = none\n#let declaration(paper) = []", 1),
    ] {
        match print(template) {
            Err(PrintError::Template { line: told, message }) => {
                assert_eq!(told, Some(line), "{template}: {message}");
            }
            other => panic!("{template}: {other:?}"),
        }
    }
}

#[test]
fn a_template_without_its_declaration_is_an_error_too() {
    for template in ["", "Chữ thôi.", "#let declaration = 5"] {
        assert!(matches!(print(template), Err(PrintError::Template { .. })), "{template}");
    }
}

#[test]
fn a_template_that_makes_pages_without_end_is_given_up() {
    let many = "#let declaration(paper) = for a in \"0123456789\" { for b in \"0123456789\" { for c in \"0123456789\" { pagebreak() } } }";
    assert_eq!(print(many).unwrap_err(), PrintError::TooLong);
}

#[test]
fn what_went_wrong_before_leaves_nothing_behind() {
    let well = || Printing::sample(form("birth_rereg")).must(Kind::Declaration).pdf().unwrap();
    let before = well();
    print("#let declaration(paper) = {\n while true {} }").unwrap_err();
    assert!(before == well());
}
