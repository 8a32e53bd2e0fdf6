use super::*;
use crate::text;
use proptest::prelude::*;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::LazyLock,
};
use unicode_normalization::UnicodeNormalization;

const TONE_VARIANTS: &str = include_str!("../../data/tone_variants.tsv");
const COMMUNE_MAP: &str = include_str!("../../data/ward_map_2025.csv");

fn unit(set: UnitSet, code: &str) -> &'static Unit {
    find(set, code).unwrap_or_else(|| panic!("{code}"))
}

fn now(code: &str) -> &'static Unit {
    unit(UnitSet::Y2025, code)
}

fn old(code: &str) -> &'static Unit {
    unit(UnitSet::Y2024, code)
}

fn communes() -> impl Iterator<Item = &'static Unit> {
    all(UnitSet::Y2025).chain(all(UnitSet::Y2024)).filter(|unit| unit.level == Level::Commune)
}

/// The paths of the first few that are found.
fn paths(text: &str) -> Vec<String> {
    search(&UnitSearch { text, limit: 5, ..UnitSearch::default() }).into_iter().map(Unit::path).collect()
}

fn first(text: &str) -> String {
    paths(text).into_iter().next().unwrap_or_default()
}

/// The one reading of a text.
fn reading(text: &str) -> (String, String) {
    match read(text).as_slice() {
        [one] => (one.unit.path(), one.rest.clone()),
        several => panic!("{} readings of {text}", several.len()),
    }
}

/// With the tone mark on the other vowel.
fn in_modern_placement(text: &str) -> String {
    let variants = TONE_VARIANTS.lines().skip(1).filter_map(|row| row.split_once('\t'));
    let variants: Vec<_> = variants.filter_map(|(old, new)| Some((old, new.split('\t').next()?))).collect();
    let word = |word: &str| {
        let found = variants.iter().find(|(old, _)| word.ends_with(old) && !word.starts_with(['q', 'Q']));
        found
            .map_or_else(|| word.to_owned(), |(old, new)| format!("{}{new}", &word[..word.len() - old.len()]))
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// Commas stay.
fn without_marks(text: &str) -> String {
    let letters = text.nfd().filter(|letter| !('\u{300}'..'\u{370}').contains(letter));
    letters.collect::<String>().replace('đ', "d").replace('Đ', "D")
}

/// How many units have a path that folds alike.
static NAMESAKES: LazyLock<HashMap<String, usize>> = LazyLock::new(|| {
    let mut count = HashMap::new();
    communes().for_each(|unit| *count.entry(text::fold(&unit.path())).or_default() += 1);
    count
});

#[test]
fn the_tables_hold_as_many_units_as_there_are() {
    let count = |set, level| {
        let all = all(set).filter(|unit| unit.level == level);
        all.filter(|unit| !unit.code.starts_with('D')).count()
    };
    assert_eq!(count(UnitSet::Y2025, Level::Province), 34);
    assert_eq!(count(UnitSet::Y2025, Level::District), 0);
    assert_eq!(count(UnitSet::Y2025, Level::Commune), 3321);
    assert_eq!(count(UnitSet::Y2024, Level::Province), 63);
    assert_eq!(count(UnitSet::Y2024, Level::District), 696);
    assert_eq!(count(UnitSet::Y2024, Level::Commune), 10_035);
    let kinds = |kind| {
        let communes = communes().filter(|unit| unit.set == UnitSet::Y2025);
        communes.filter(|unit| unit.kind == kind).count()
    };
    assert_eq!(
        [UnitKind::Ward, UnitKind::Commune, UnitKind::SpecialZone].map(kinds),
        [697, 2611, 13],
        "NQ 30/2026/QH16"
    );
    for unit in communes().chain(all(UnitSet::Y2024).filter(|unit| unit.level == Level::District)) {
        assert_eq!(unit.province().level, Level::Province, "{}", unit.path());
        assert_eq!(unit.province_today().set, UnitSet::Y2025, "{}", unit.path());
        assert!(std::ptr::eq(find(unit.set, unit.code).unwrap(), unit), "{}", unit.path());
    }
}

#[test]
fn every_old_commune_has_an_answer_and_every_divided_one_asks() {
    let mut rows: BTreeMap<&str, (BTreeSet<&str>, BTreeSet<&str>)> = BTreeMap::new();
    for row in COMMUNE_MAP.lines().skip(1) {
        let cells: Vec<_> = row.split(',').collect();
        let (new, kinds) = rows.entry(cells[0]).or_default();
        new.insert(cells[1]);
        kinds.insert(cells[2]);
    }
    assert_eq!(COMMUNE_MAP.lines().skip(1).count(), 10_572);
    let (mut divided, mut unsure) = (0, 0);
    for unit in communes().filter(|unit| unit.set == UnitSet::Y2024) {
        let (new, kinds) = &rows[unit.code];
        let answer = successors(unit).unwrap();
        assert_eq!(answer.all().iter().map(|unit| unit.code).collect::<BTreeSet<_>>(), *new, "{}", unit.code);
        match answer {
            Successors::Whole(_) => {
                assert_eq!((new.len(), kinds.len(), kinds.contains("whole")), (1, 1, true));
            }
            Successors::Parts(_) => {
                assert!(kinds.contains("part"));
                divided += 1;
            }
            Successors::Unsure(_) => {
                assert!(kinds.contains("unsure"));
                unsure += 1;
            }
        }
    }
    assert_eq!((rows.len(), divided, unsure), (10_040, 441, 2));
    for unit in communes().filter(|unit| unit.set == UnitSet::Y2025) {
        assert_eq!(successors(unit), None);
        for before in predecessors(unit) {
            assert!(successors(before).unwrap().all().contains(&unit));
        }
        assert!(!predecessors(unit).is_empty(), "{}", unit.path());
    }
}

#[test]
fn a_code_means_another_place_in_another_set() {
    assert_eq!(old("20308").path(), "Xã Hòa Nhơn, Huyện Hòa Vang, Đà Nẵng");
    assert_eq!(now("20308").path(), "Xã Bà Nà, Đà Nẵng");
    assert_eq!(now("29869").path(), "Phường Cao Lãnh, Đồng Tháp");
    assert_eq!(old("D755").path(), "Huyện Côn Đảo, Bà Rịa - Vũng Tàu");
    assert_eq!(successors(old("D755")), Some(Successors::Whole(now("26732"))));
    assert_eq!(find(UnitSet::Y2024, "06978"), None, "a code of 2026");
    assert_eq!(find(UnitSet::Y2025, "D755"), None);
    assert_eq!(old("27046").title(), "Phường 5", "whatever the row calls it");
    assert_eq!(old("760").title(), "Quận 1");
}

#[test]
fn names_are_found_without_marks_across_commune_district_and_province() {
    let hoa_thuan = "Phường Hòa Thuận, Thành phố Cao Lãnh, Đồng Tháp";
    for text in [
        "hoa thuan cao lanh dong thap",
        "Hòa Thuận, Cao Lãnh, Đồng Tháp",
        "p. hoà thuận tp cao lãnh",
        "P.Hoà Thuận, TP.Cao Lãnh, T.Đồng Tháp",
        "dong thap cao lanh hoa thuan",
        "hoa thu cao la",
        &"hòa thuận cao lãnh".nfd().collect::<String>(),
    ] {
        assert_eq!(first(text), hoa_thuan, "{text}");
    }
    assert_eq!(first("q1 ben nghe"), "Phường Bến Nghé, Quận 1, Hồ Chí Minh");
    assert_eq!(first("p5 q.3 tphcm"), "Phường 5, Quận 3, Hồ Chí Minh");
    assert_eq!(first("tt my an"), "Thị trấn Mỹ An, Huyện Tháp Mười, Đồng Tháp");
    assert_eq!(first("y'nuê"), "");
    assert_eq!(first("ea h'leo dak lak"), first("ea hleo dak lak"));
    assert_eq!(first("con dao"), "Đặc khu Côn Đảo, Hồ Chí Minh");
}

#[test]
fn with_its_marks_comes_before_without_the_beginning_before_the_inside_today_before_2024() {
    let texts = |text: &'static str| {
        let found = search(&UnitSearch { text, limit: 3000, ..UnitSearch::default() });
        found.into_iter().map(|unit| (unit.set, unit.name)).collect::<Vec<_>>()
    };
    let found = texts("mỹ an");
    let place = |set, name| found.iter().position(|one| *one == (set, name)).expect(name);
    let order = [(UnitSet::Y2024, "Mỹ An"), (UnitSet::Y2025, "Mỹ An Hưng"), (UnitSet::Y2024, "Mỹ An Hưng A")];
    assert!(order.map(|(set, name)| place(set, name)).is_sorted());
    let hoa_xuan: Vec<_> =
        texts("hòa xuân").into_iter().filter(|(_, name)| name.starts_with("Hòa Xuân")).collect();
    assert!(hoa_xuan.is_sorted_by_key(|(set, name)| (*name != "Hòa Xuân", *set == UnitSet::Y2024)));
    let found = texts("phú");
    let inside = found.iter().position(|(_, name)| !name.starts_with("Phú")).unwrap();
    assert!(found[inside..].iter().all(|(_, name)| !name.starts_with("Phú")), "the beginning first");
    let (exact, folded): (Vec<_>, Vec<_>) = (texts("tân thành"), texts("tan thanh"));
    assert_eq!(exact[0].1, "Tân Thành");
    assert!(
        exact.contains(&(UnitSet::Y2025, "Tân Thạnh")) && folded.contains(&(UnitSet::Y2025, "Tân Thạnh"))
    );
    let last_exact = exact.iter().rposition(|(_, name)| name.contains("Tân Thành")).unwrap();
    assert!(last_exact < exact.iter().position(|(_, name)| *name == "Tân Thạnh").unwrap());
}

#[test]
fn the_wards_own_units_come_first_among_equals() {
    let found = |text, near| search(&UnitSearch { text, near, limit: 8, ..UnitSearch::default() });
    let own = found("", Some("29869"));
    assert_eq!(own[0].code, "29869");
    assert!(own[1..4].iter().all(|unit| predecessors(now("29869")).contains(unit)));
    assert_eq!(found("tan thanh", Some("29869"))[0].province_today().name, "Đồng Tháp");
    assert_eq!(found("tan thanh", Some("26732"))[0].province_today().name, "Hồ Chí Minh");
    assert_eq!(found("hoa xuan", Some("practice"))[0].name, "Hòa Xuân", "a ward without a place");
    let within =
        search(&UnitSearch { text: "hoa xuan", within: Some("66"), limit: 9, ..UnitSearch::default() });
    assert!(!within.is_empty() && within.iter().all(|unit| unit.province_today().code == "66"));
    let of_today =
        UnitSearch { text: "hoa xuan", set: Some(UnitSet::Y2025), limit: 9, ..UnitSearch::default() };
    let provinces: BTreeSet<_> = search(&of_today).iter().map(|unit| unit.province().code).collect();
    assert!(provinces.is_superset(&BTreeSet::from(["48", "66"])), "the name repeats");
}

#[test]
fn an_address_on_paper_is_read_from_its_end_and_the_rest_is_kept() {
    for (text, path, rest) in [
        (
            "Khóm 2, Phường Hòa Thuận, Thành phố Cao Lãnh, Đồng Tháp",
            "Phường Hòa Thuận, Thành phố Cao Lãnh, Đồng Tháp",
            "Khóm 2",
        ),
        (
            "Số 12/3, tổ 3, Khóm 2, phường Cao Lãnh, tỉnh Đồng Tháp",
            "Phường Cao Lãnh, Đồng Tháp",
            "Số 12/3, tổ 3, Khóm 2",
        ),
        (
            "Khom 2 P. Hoa Thuan TP Cao Lanh Dong Thap",
            "Phường Hòa Thuận, Thành phố Cao Lãnh, Đồng Tháp",
            "Khom 2",
        ),
        ("ấp 1 - xã Bà Nà - TP. Đà Nẵng, Việt Nam", "Xã Bà Nà, Đà Nẵng", "ấp 1"),
        ("xã Hoà Nhơn, H. Hoà Vang, TP Đà Nẵng", "Xã Hòa Nhơn, Huyện Hòa Vang, Đà Nẵng", ""),
        ("45 Nguyễn Huệ, P.Bến Nghé, Q.1, TP.HCM", "Phường Bến Nghé, Quận 1, Hồ Chí Minh", "45 Nguyễn Huệ"),
        ("12 Lê Lợi, P. 05, Q.3, TPHCM", "Phường 5, Quận 3, Hồ Chí Minh", "12 Lê Lợi"),
        ("Huyện Côn Đảo, tỉnh Bà Rịa - Vũng Tàu", "Huyện Côn Đảo, Bà Rịa - Vũng Tàu", ""),
        ("đặc khu Lý Sơn, Quảng Ngãi", "Đặc khu Lý Sơn, Quảng Ngãi", ""),
        ("Xã Hòa Nhơn, Huyện Hòa Vang", "Xã Hòa Nhơn, Huyện Hòa Vang, Đà Nẵng", ""),
    ] {
        assert_eq!(reading(text), (path.to_owned(), rest.to_owned()), "{text}");
        let decomposed: String = text.nfd().collect();
        assert_eq!(reading(&decomposed), (path.to_owned(), rest.to_owned()), "{text}");
    }
}

#[test]
fn what_is_equally_good_is_never_guessed() {
    let several = |text| read(text).iter().map(|reading| reading.unit.path()).collect::<Vec<_>>();
    let hoa_xuan = several("phường Hòa Xuân");
    assert!(hoa_xuan.len() > 1 && hoa_xuan.contains(&"Phường Hòa Xuân, Đà Nẵng".to_owned()));
    let without_marks = several("xa Tan Thanh, tinh Tay Ninh");
    assert_eq!(without_marks.len(), 2, "{without_marks:?}");
    assert_eq!(several("xã Tân Thành, tỉnh Tây Ninh").len(), 1);
    for nothing in
        ["Đã chết", "", "12 Lê Lợi", "tỉnh Đồng Tháp", "huyện Cao Lãnh, Đồng Tháp", "ở nhà con", "1, 2, 3"]
    {
        assert_eq!(several(nothing), Vec::<String>::new(), "{nothing}");
    }
}

#[test]
fn every_unit_is_read_from_its_own_path_unless_another_has_the_same() {
    for unit in communes() {
        let path = unit.path();
        let found = read(&path);
        assert!(matches!(found.as_slice(), [one] if std::ptr::eq(one.unit, unit)), "{path}: {found:?}");
        assert_eq!(found[0].rest, "");
        let folded = text::fold(&path);
        let found = read(&without_marks(&path));
        assert!(found.iter().any(|one| std::ptr::eq(one.unit, unit)), "{folded}");
        assert!(found.len() == 1 || NAMESAKES[&folded] > 1, "{folded}: {found:?}");
    }
}

#[test]
fn a_name_stands_in_a_text_with_or_without_its_marks() {
    assert!(names("Khóm 2, P. CAO LANH", now("29869")));
    assert!(!names("Khóm 2, phường Mẫu", now("29869")));
    assert!(!names("Khóm 2, phường Cao Lãnhh", now("29869")));
}

#[test]
fn words_that_name_what_a_unit_belongs_to_count_before_words_that_stand_anywhere_above_it() {
    let found = search(&UnitSearch {
        text: "xa dong hoa thanh pho thanh hoa thanh hoa",
        limit: 1,
        ..UnitSearch::default()
    });
    assert_eq!(found[0].path(), "Xã Đông Hòa, Thành phố Thanh Hóa, Thanh Hóa");
}

#[test]
fn each_word_of_a_path_counts_for_one_name() {
    for path in [
        "Xã Thanh Yên, Điện Biên",
        "Xã Thanh Yên, Huyện Điện Biên, Điện Biên",
        "Phường Long Biên, Hà Nội",
        "Phường Láng, Hà Nội",
        "Phường Phương Liệt, Hà Nội",
        "Xã Quản Bạ, Tuyên Quang",
        "Xã Bát Xát, Lào Cai",
    ] {
        assert_eq!(first(path), path);
        assert_eq!(first(&text::fold(path)), path);
    }
}

fn some_commune() -> impl Strategy<Value = &'static Unit> {
    let all: Vec<_> = communes().collect();
    (0..all.len()).prop_map(move |place| all[place])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_unit_is_found_by_its_own_path_however_it_is_written(unit in some_commune()) {
        let path = unit.path();
        let folded = text::fold(&path);
        let same = NAMESAKES[&folded];
        let nfd: String = path.nfd().collect();
        for written in [&path, &folded, &nfd, &in_modern_placement(&path), &path.to_uppercase()] {
            let found = search(&UnitSearch { text: written, limit: same, ..UnitSearch::default() });
            prop_assert!(found.iter().any(|one| std::ptr::eq(*one, unit)), "{}: {:?}", written, found);
        }
    }

    #[test]
    fn any_text_is_searched_and_read(text in any::<String>(), places in "[a-zđàáãạêơưP.Q., 0-9-]{0,40}") {
        for text in [&text, &places] {
            let found = search(&UnitSearch { text, near: Some(text), within: None, limit: 20, ..UnitSearch::default() });
            prop_assert!(found.len() <= 20);
            for reading in read(text) {
                prop_assert!(reading.rest.len() <= text.nfc().collect::<String>().len());
            }
        }
    }
}
