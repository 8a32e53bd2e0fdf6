//! A fault in a definition is told with its file and line.

use tan_nha_forms::Definition;

/// Ten lines; the tables of a test begin on line 11.
const HEAD: &str = r#"key = "test"
version = "2026-01.1"
portal_code = "0.000000"
name = "Thử"
authority = "UBND cấp xã"
mark = "R"
deadline = { count = 1, unit = "working_day", mark = "R" }
fee = { text = "Không", mark = "R" }
paper = [{ slot = "form", label = "Tờ khai", form = true }, { slot = "copy", label = "Bản sao" }]

"#;

/// Line 11 to 18.
const FIELD: &str = r#"[[section]]
key = "one"
label = "Phần một"
paper = "form"
[[section.field]]
key = "name"
label = "Họ tên"
type = "upper"
"#;

const RULE: &str = r#"[[rule]]
code = "some_code"
field = "name"
severity = "error"
what_to_do = "Xem lại."
"#;

fn fault(body: &str, sample: &str) -> String {
    match Definition::parse("procedures/test/form.toml", &format!("{HEAD}{body}"), sample) {
        Ok(_) => "no fault".to_owned(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn the_unbroken_ground_of_these_tests_loads() {
    assert_eq!(fault(FIELD, "{}"), "no fault");
    assert_eq!(fault(&format!("{FIELD}{RULE}when = 'is_blank(name) && today == \"\"'"), "{}"), "no fault");
}

#[test]
fn a_broken_definition_is_reported_with_file_and_line() {
    let rule = |when: &str| format!("{FIELD}{RULE}when = {when}");
    let field = |lines: &str| format!("{FIELD}{lines}");
    // Without lines of the table's own the column begins on line 19.
    let table = |column: &str, lines: &str| {
        let field = FIELD.replace("upper", "table");
        format!("{field}{lines}[[section.field.column]]\nkey = \"cell\"\nlabel = \"Ô\"\n{column}\n")
    };
    let person =
        |lines: &str| format!("{FIELD}[[section.person]]\nkey = \"x\"\nrole = \"mother\"\n{lines}\n");
    let head = |lines: &str| format!("{FIELD}{lines}\n");
    let each = |about: &str, when: &str| {
        let rule = RULE.replace("\"name\"", &format!("\"{about}\""));
        format!("{}{rule}when = {when}", table("type = \"text\"", "max_rows = 9\n"))
    };
    for (body, line, words) in [
        ("key = ".to_owned(), 11, "expected literal string"),
        (field("colour = \"red\""), 19, "unknown field `colour`"),
        (FIELD.replace("upper", "lower"), 18, "unknown variant `lower`"),
        (FIELD.replace("\"name\"", "\"Name\""), 16, "not in snake_case"),
        (FIELD.replace("\"name\"", "\"today\""), 16, "belongs to the context"),
        (FIELD.replace("\"form\"", "\"copy\""), 14, "no paper that is printed"),
        (field("derive = 'name'"), 16, "derived from itself"),
        (field("required = true\nrequired_when = 'true'"), 16, "both `required`"),
        (field("text = \"Tôi cam đoan\""), 16, "fixed field"),
        (field("choices = [{ value = \"A\" }]"), 16, "choices belong to"),
        (FIELD.replace("upper", "enum"), 16, "choices belong to"),
        (field("list = \"planets\""), 19, "no list `planets`"),
        (field("person = { born = \"birth\" }"), 19, "no field `birth`"),
        (field("prefill = \"citizen.shoe_size\""), 19, "unknown variant"),
        (field("visible_when = 'nam == null'"), 19, "names no field: `nam`"),
        (FIELD.replace("upper", "sign") + "required = true", 16, "nobody answers"),
        (field("[[section.field]]\nkey = \"name\"\nlabel = \"Tên\"\ntype = \"text\""), 20, "used twice"),
        (FIELD.replace("upper", "table"), 16, "a table needs columns"),
        (field("min_rows = 1"), 16, "belong to a table"),
        (table("type = \"table\"", ""), 20, "no cell is of this type"),
        (table("type = \"sign\"", ""), 20, "no cell is of this type"),
        (table("type = \"text\"\nprefill = \"citizen.phone\"", ""), 20, "a column has no `group`"),
        (table("type = \"text\"\nvisible_when = 'row.nane == null'", ""), 23, "no column: `nane` of `row`"),
        (table("type = \"text\"\nperson = { born = \"birth\" }", ""), 23, "no column `birth`"),
        (table("type = \"text\"", "").replace("key = \"cell\"", "key = \"row\""), 20, "belongs to every row"),
        (table("type = \"text\"", "min_rows = 2\nmax_rows = 1\n"), 16, "`min_rows` is more"),
        (field("visible_when = 'row == null'"), 19, "names no field: `row`"),
        (field("visible_when = 'name.first == null'"), 19, "no column: `first` of `name`"),
        (each("name/cll", "'true'"), 26, "no column `name/cll`"),
        (each("name/cell", "'row.cel == null'"), 29, "no column: `cel` of `row`"),
        (each("name", "'name.exists(r, r.cel == null)'"), 29, "no column: `cel` of `name`"),
        (
            each("name/cell", "'row.cell == 1 || row.cell + 1 == 2'"),
            29,
            "`some_code` of `name/cell` fails on blank rows",
        ),
        (person("parts = [\"nose\"]"), 20, "`x`: there is no part `nose`"),
        (person("parts = [\"name\"]\nrequired = [\"sex\"]"), 20, "`sex` is none of its parts"),
        (person("parts = [\"name\"]\nchange = { sex = {} }"), 20, "`sex` is none of its parts"),
        (person("parts = [\"id\", \"paper\"]"), 20, "either `id` or `paper`"),
        (person("parts = [\"dob_words\"]"), 20, "`dob_words` says `dob`"),
        (person("parts = [\"name\", \"name\"]"), 20, "used twice"),
        (person("parts = [\"name\"]\nafter = \"nane\""), 23, "no field `nane` in this section"),
        (person("parts = [\"name\"]\nvisible_when = 'x_sex == null'"), 23, "names no field: `x_sex`"),
        (person("parts = [\"name\"]").replace("mother", "aunt"), 21, "unknown variant `aunt`"),
        (person("parts = [\"name\"]\nchange = { name = { key = \"name\" } }"), 16, "used twice"),
        (field("person = { name = \"name\" }"), 16, "said of the rows of a table"),
        (head("[[signer]]\nwho = \"A\"\nperson = \"x\""), 21, "no person `x`"),
        (head("[[signer]]\nwho = \"A\"\nwhen = 'name'"), 21, "`A` of `` fails on no answers"),
        (
            head("[[member]]\nkey = \"a\"\nprocedure = \"test\"\nname = \"A\"\nauthority = \"B\""),
            21,
            "no member of itself",
        ),
        (
            head("[[member]]\nkey = \"a\"\nafter = \"b\"\nname = \"A\"\nauthority = \"B\""),
            21,
            "no member `b` before",
        ),
        (
            head("[[member]]\nkey = \"a\"\npapers = [\"b\"]\nname = \"A\"\nauthority = \"B\""),
            21,
            "no paper `b`",
        ),
        (
            head("[[member]]\nkey = \"a\"\npapers = [\"form\"]\nname = \"A\"\nauthority = \"B\""),
            9,
            "`copy` serves no member",
        ),
        (rule("'name =='"), 24, "column"),
        (rule("'''\nname != null &&\n  name =='''"), 26, "column"),
        (rule("'nmae == null'"), 24, "names no field: `nmae`"),
        (rule("'is_blnk(name)'"), 24, "no function `is_blnk`"),
        (rule("'name + 1 == null'"), 24, "`some_code` of `name` fails on no answers"),
        (rule("'is_blank()'"), 24, "fails on no answers"),
        (rule("'name'"), 24, "fails on no answers"),
        (rule("'true'").replace("field = \"name\"", "field = \"nane\""), 21, "no field `nane`"),
        (rule("'true'").replace("some_code", "Some code"), 20, "not in snake_case"),
        (rule("'true'").replace("\"error\"", "\"grave\""), 22, "unknown variant `grave`"),
    ] {
        let told = fault(&body, "{}");
        let place = format!("procedures/test/form.toml:{line}: ");
        assert!(
            told.starts_with(&place) && told.contains(words),
            "wanted line {line}, {words}; told: {told}"
        );
    }
}

#[test]
fn a_fault_of_the_fee_or_a_paper_is_told_with_its_line() {
    let told = |from: &str, to: &str| {
        let head = HEAD.replace(from, to);
        assert_ne!(head, HEAD);
        Definition::parse("form.toml", &format!("{head}{FIELD}"), "{}").unwrap_err().to_string()
    };
    let fee = |case: &str| told("mark = \"R\" }\npaper", &format!("mark = \"R\", case = [{case}] }}\npaper"));
    assert!(
        fee("{ label = \"A\", amount = 'nane' }").starts_with("form.toml:8: the expression names no field")
    );
    assert_eq!(fee("{ label = \"A\", amount = 'size(name)' }"), "form.toml:8: `A` of `` fails on no answers");
    let paper = |keys: &str| told("label = \"Bản sao\"", &format!("label = \"Bản sao\", {keys}"));
    assert_eq!(paper("copies = 0"), "form.toml:9: no copies of a paper are no paper");
    assert_eq!(
        paper("form = true, original_to_show = true"),
        "form.toml:9: what is printed from the answers has no original"
    );
    assert_eq!(
        paper("form = true, required_when = 'name == \"A\"'"),
        "form.toml:9: what is printed from the answers is printed for every dossier"
    );
}

#[test]
fn fields_of_a_group_stand_together() {
    let field = |key: &str, group: &str| {
        format!("[[section.field]]\nkey = \"{key}\"\ngroup = \"{group}\"\nlabel = \"Tên\"\ntype = \"text\"\n")
    };
    let body = format!("{FIELD}{}{}{}", field("a", "x"), field("b", "y"), field("c", "x"));
    assert_eq!(
        fault(&body, "{}"),
        "procedures/test/form.toml:30: the fields of the group `x` do not stand together"
    );
}

#[test]
fn a_circle_of_derived_fields_is_found() {
    let body = format!(
        "{FIELD}derive = 'other'\n[[section.field]]\nkey = \"other\"\nlabel = \"Tên\"\ntype = \"text\"\nderive = 'name'"
    );
    assert!(
        fault(&body, "{}").contains("form.toml:16: `name` is derived from itself, or from fields that are")
    );
}

#[test]
fn a_broken_sample_is_reported_with_its_own_file_and_line() {
    for (sample, line, words) in [
        ("{\n  \"name\": \"A\",\n}", 3, "trailing comma"),
        ("{\n  \"name\": \"A\",\n  \"nane\": \"B\"\n}", 3, "no such field"),
        ("{\n  \"name\": 7\n}", 2, "not of the type string"),
        ("[]", 1, "invalid type"),
    ] {
        let told = fault(FIELD, sample);
        let place = format!("procedures/test/sample.json:{line}: ");
        assert!(
            told.starts_with(&place) && told.contains(words),
            "wanted line {line}, {words}; told: {told}"
        );
    }
    let told = fault(&format!("{FIELD}required = true"), "{\n}");
    assert_eq!(told, "procedures/test/sample.json:1: the sample does not pass: `required` in `name`");
}
