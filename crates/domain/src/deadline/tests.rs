use super::*;
use crate::calendar::{CalendarDay, DayKind, DayStatus};
use proptest::prelude::*;

fn at(text: &str) -> NaiveDateTime {
    format!("{text}:00").parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn hours() -> &'static WorkingHours {
    static USUAL: std::sync::OnceLock<WorkingHours> = std::sync::OnceLock::new();
    USUAL.get_or_init(WorkingHours::usual)
}

fn office() -> Office<'static> {
    Office { calendar: Calendar::embedded(), hours: hours() }
}

/// With pauses as (from, to, reason).
fn paused(procedure: &str, received: &str, pauses: &[(&str, &str, Stop)]) -> Deadline<'static> {
    let pause = |&(from, to, reason): &(&str, &str, _)| Pause {
        from: at(from),
        to: Some(to).filter(|to| !to.is_empty()).map(at),
        reason,
    };
    let pauses: Vec<_> = pauses.iter().map(pause).collect();
    deadline(Clock::of(procedure).unwrap(), at(received), &[], &pauses, office())
}

fn of(procedure: &str, received: &str) -> Deadline<'static> {
    paused(procedure, received, &[])
}

/// The day, or the moment.
fn written(due: Option<Due>) -> String {
    due.map_or("-".into(), |due| {
        due.at.map_or(due.day.to_string(), |at| at.format("%Y-%m-%dT%H:%M").to_string())
    })
}

fn due(procedure: &str, received: &str) -> String {
    written(of(procedure, received).due)
}

#[test]
fn trap_3_after_15_00_and_over_the_day_of_culture() {
    assert_eq!(due("marital_status", "2026-11-20T15:01"), "2026-11-27");
    assert_eq!(due("marital_status", "2026-11-20T15:00"), "2026-11-26");
    assert_eq!(due("linked_birth", "2026-11-20T15:01"), "2026-11-27");
    let late = of("marital_status", "2026-11-20T15:01");
    assert_eq!((late.counts_as, late.counts_from), (day("2026-11-23"), day("2026-11-23")));
    let second = at("2026-11-20T15:00") + Duration::seconds(1);
    let late = deadline(Clock::of("marital_status").unwrap(), second, &[], &[], office());
    assert_eq!(late.counts_as, day("2026-11-23"), "15:00:01 is after 15:00");
}

#[test]
fn trap_4_a_swapped_monday_national_day_and_a_working_saturday() {
    assert_eq!(due("death_reg", "2026-08-28T09:00"), "2026-09-03");
    assert_eq!(due("death_reg", "2026-08-21T09:00"), "2026-08-22");
}

/// Luật Hộ tịch art. 5(3), NĐ 23/2015 art. 7, NĐ 63/2024 art. 7(2): these fields and no others.
#[test]
fn the_cutoff_holds_where_the_law_has_it() {
    for procedure in Clock::procedures() {
        let late = of(procedure, "2026-11-17T15:01").counts_as;
        let (fields, others) = (
            "auth_allowance birth_mobile birth_reg birth_rereg cert_contract cert_copy cert_signature civil_extract \
             civil_supplement copy_original death_mobile death_reg linked_birth linked_death marital_status marriage \
             marriage_mobile",
            day("2026-11-17"),
        );
        let has_cutoff = fields.split_whitespace().any(|key| key == procedure);
        assert_eq!(late, if has_cutoff { day("2026-11-18") } else { others }, "{procedure}");
    }
}

/// Civil Code art. 147 and 148; Monday 16/11/2026 in the morning, and what a Friday afternoon makes of it.
#[test]
fn every_procedure_of_the_table_has_its_day() {
    for (procedures, monday, friday) in [
        (
            "auth_allowance birth_reg cert_copy cert_signature civil_extract copy_original marriage",
            "2026-11-16",
            "2026-11-23",
        ),
        ("civil_supplement death_reg", "2026-11-17", "2026-11-25"),
        ("cert_contract", "2026-11-18", "2026-11-26"),
        ("linked_birth marital_status", "2026-11-19", "2026-11-27"),
        // Friday 20/11 itself is the start, as no cutoff was read for them.
        ("bhyt_card disability_reissue funeral_social residence_removal", "2026-11-23", "2026-11-30"),
        ("birth_mobile birth_rereg death_mobile marriage_mobile", "2026-11-23", "2026-12-01"),
        (
            "id_card_14plus id_card_change id_card_reissue id_card_under14 residence_perm",
            "2026-11-26",
            "2026-12-02",
        ),
        ("land_transfer", "2026-12-01", "2026-12-07"),
        // 24 hours, and then a working day.
        ("linked_death", "2026-11-18", "2026-11-26"),
        ("disability_assess", "2026-12-22", "2026-12-28"),
        // From 15/12: 15 days are over on 30/12.
        ("poor_household", "2026-12-30", "2026-12-30"),
        ("commendation social_allowance", "-", "-"),
    ] {
        for procedure in procedures.split_whitespace() {
            assert_eq!(due(procedure, "2026-11-16T09:00"), monday, "{procedure}");
            assert_eq!(due(procedure, "2026-11-20T16:00"), friday, "{procedure}");
        }
    }
}

/// TT 01/2020/TT-BTP art. 2: a slip only where the result does not come on the same day.
#[test]
fn the_same_day_needs_no_slip_and_anything_later_does() {
    for (procedure, received, slip) in [
        ("cert_copy", "2026-11-20T15:00", false),
        ("birth_reg", "2026-11-20T08:00", false),
        ("cert_copy", "2026-11-20T15:01", true),
        ("cert_copy", "2026-11-21T09:00", true),
        ("death_reg", "2026-11-20T08:00", true),
        ("commendation", "2026-11-20T08:00", true),
    ] {
        assert_eq!(of(procedure, received).slip, slip, "{procedure} {received}");
    }
}

/// The promise of the teams, no law: two working hours for the same day, a day early for over three days.
#[test]
fn the_inner_promise_is_kept_within_two_working_hours_or_a_day_early() {
    for (procedure, received, inner) in [
        ("cert_copy", "2026-11-20T11:00", "2026-11-20T15:00"),
        ("cert_copy", "2026-11-20T15:00", "2026-11-20T17:00"),
        ("cert_copy", "2026-11-20T15:01", "2026-11-23T09:30"),
        ("death_reg", "2026-11-20T09:00", "-"),
        ("marital_status", "2026-11-16T09:00", "-"),
        ("birth_rereg", "2026-11-16T09:00", "2026-11-20"),
        ("birth_rereg", "2026-11-18T09:00", "2026-11-25"),
        ("poor_household", "2026-11-16T09:00", "2026-12-29"),
        ("commendation", "2026-11-20T15:00", "-"),
    ] {
        assert_eq!(written(of(procedure, received).inner), inner, "{procedure} {received}");
    }
}

#[test]
fn what_may_take_longer_says_how_long() {
    for (procedure, when, longest) in [
        ("civil_supplement", LongerWhen::ChangeOrCorrection, "2026-11-19"),
        ("death_reg", LongerWhen::Verification, "2026-11-23"),
        ("marriage", LongerWhen::Verification, "2026-11-23"),
        ("civil_extract", LongerWhen::OldBooks, "2026-12-08"),
        ("linked_birth", LongerWhen::Verification, "2026-11-23"),
    ] {
        assert_eq!(Clock::of(procedure).unwrap().longer.map(|longer| longer.when), Some(when));
        assert_eq!(written(of(procedure, "2026-11-16T09:00").longest), longest, "{procedure}");
    }
    assert_eq!(of("birth_rereg", "2026-11-16T09:00").longest, None);
    assert_eq!(written(of("linked_death", "2026-11-16T09:00").longest), "2026-11-20");
}

fn members(procedure: &str, received: &str) -> Vec<(String, String, String)> {
    let all = of(procedure, received).steps;
    all.iter().map(|one| (one.step.key.clone(), written(one.due), written(one.longest))).collect()
}

fn rows(rows: &[(&str, &str, &str)]) -> Vec<(String, String, String)> {
    rows.iter().map(|(key, due, longest)| (key.to_string(), due.to_string(), longest.to_string())).collect()
}

/// NĐ 63/2024 art. 7 and 8 as amended by NĐ 301/2026 art. 5 and 6.
#[test]
fn a_linked_birth_has_a_clock_for_each_result_and_hours_are_no_working_day() {
    assert_eq!(
        members("linked_birth", "2026-11-20T10:00"),
        rows(&[
            // Saturday.
            ("birth", "2026-11-21T10:00", "-"),
            ("residence", "2026-11-26", "2026-11-30"),
            ("health_insurance", "2026-11-26", "-"),
            ("id_card", "2026-12-03", "2026-12-07"),
        ])
    );
    let of_birth = |received| members("linked_birth", received)[0].1.clone();
    assert_eq!(
        of_birth("2026-11-20T15:01"),
        "2026-11-24T07:30",
        "from the opening of Monday, through the holiday"
    );
    let clock = Clock::of("linked_birth").unwrap();
    let with_card = deadline(clock, at("2026-11-20T10:00"), &["id_card"], &[], office());
    assert_eq!(
        (written(with_card.due), written(with_card.inner)),
        ("2026-12-03".into(), "2026-12-02".into())
    );
    assert_eq!(due("linked_birth", "2026-11-20T10:00"), "2026-11-26");
}

/// NĐ 63/2024 art. 14 as amended by NĐ 301/2026 art. 10.
#[test]
fn a_linked_death_waits_for_the_payment_that_was_asked_for() {
    assert_eq!(
        members("linked_death", "2026-11-16T09:00"),
        rows(&[
            ("death", "2026-11-17T09:00", "2026-11-19"),
            ("residence_removal", "2026-11-18", "2026-11-20"),
            ("social_insurance", "2026-11-30", "2026-12-02"),
            ("health", "2026-11-20", "2026-11-25"),
            ("interior", "2026-12-14", "2026-12-16"),
            ("survivor_end", "2026-11-19", "2026-11-23"),
        ])
    );
    let clock = Clock::of("linked_death").unwrap();
    for (choices, whole) in
        [(&[][..], "2026-11-18"), (&["health"], "2026-11-20"), (&["health", "interior"], "2026-12-14")]
    {
        let found = deadline(clock, at("2026-11-16T09:00"), choices, &[], office());
        assert_eq!(written(found.due), whole, "{choices:?}");
    }
}

/// TT 01/2019/TT-BLĐTBXH art. 4 to 6.
#[test]
fn a_disability_takes_20_days_for_the_council_and_5_for_the_certificate() {
    assert_eq!(
        members("disability_assess", "2026-11-16T09:00"),
        rows(&[("council", "2026-12-15", "-"), ("certificate", "2026-12-22", "-")])
    );
}

/// QĐ 24/2021/QĐ-TTg: one review a month from the 15th; calendar days, and never a last day off.
#[test]
fn a_poor_household_waits_for_the_review_and_counts_calendar_days() {
    for (received, from, due) in [
        ("2026-10-14T09:00", "2026-10-15", "2026-10-30"),
        ("2026-10-15T08:00", "2026-11-15", "2026-11-30"),
        ("2026-12-31T09:00", "2027-01-15", "2027-02-01"),
        // The 30th of May is a Saturday.
        ("2026-05-10T09:00", "2026-05-15", "2026-06-01"),
        ("2027-02-01T09:00", "2027-02-15", "2027-03-02"),
    ] {
        let found = of("poor_household", received);
        assert_eq!((found.counts_from, written(found.due)), (day(from), due.into()), "{received}");
    }
}

/// NĐ 118/2025 art. 18(2).
#[test]
fn papers_for_another_office_go_on_the_same_day_or_the_next_morning() {
    for (received, moved) in [
        ("2026-11-20T15:00", "2026-11-20"),
        ("2026-11-20T15:01", "2026-11-23"),
        ("2026-11-23T16:00", "2026-11-25"),
        ("2026-11-22T09:00", "2026-11-23"),
    ] {
        assert_eq!(of("land_transfer", received).papers_moved, day(moved), "{received}");
    }
}

/// NĐ 63/2024 art. 4(7) as amended by NĐ 301/2026 art. 3.
#[test]
fn a_stopped_clock_gives_back_the_days_that_it_stood() {
    use Stop::{Citizen, SystemFailure, Tax};
    let received = "2026-11-02T09:00";
    for (procedure, pauses, then) in [
        ("birth_rereg", &[][..], "2026-11-09"),
        // Stopped on Tuesday, which ran; on again on Friday, after which Monday is the next to count.
        ("birth_rereg", &[("2026-11-03T10:00", "2026-11-06T10:00", Citizen)], "2026-11-12"),
        // Within a day, over a weekend, before the start and after the end nothing is lost.
        ("birth_rereg", &[("2026-11-04T08:00", "2026-11-04T16:00", SystemFailure)], "2026-11-09"),
        ("birth_rereg", &[("2026-11-06T18:00", "2026-11-08T09:00", SystemFailure)], "2026-11-09"),
        ("birth_rereg", &[("2026-10-20T18:00", "2026-11-02T08:00", Citizen)], "2026-11-09"),
        ("birth_rereg", &[("2026-11-10T18:00", "2026-11-20T08:00", Citizen)], "2026-11-09"),
        // Two that overlap are one.
        (
            "birth_rereg",
            &[
                ("2026-11-03T10:00", "2026-11-05T10:00", Citizen),
                ("2026-11-04T10:00", "2026-11-06T10:00", SystemFailure),
            ],
            "2026-11-12",
        ),
        // Stopped on its last day, it is over on the day it goes on; after 15:00 on the next.
        ("birth_rereg", &[("2026-11-09T10:00", "2026-11-12T14:00", Citizen)], "2026-11-12"),
        ("birth_rereg", &[("2026-11-09T10:00", "2026-11-12T16:00", Citizen)], "2026-11-13"),
        ("cert_copy", &[("2026-11-02T09:30", "2026-11-03T09:30", Citizen)], "2026-11-03"),
        ("land_transfer", &[], "2026-11-16"),
        ("land_transfer", &[("2026-11-04T09:00", "2026-11-18T09:00", Tax)], "2026-12-01"),
        // Still stopped: no day is invented; stopped after it was due, that stays.
        ("birth_rereg", &[("2026-11-05T10:00", "", Citizen)], "-"),
        ("birth_rereg", &[("2026-11-10T10:00", "", Citizen)], "2026-11-09"),
        ("cert_copy", &[("2026-11-02T09:30", "", Citizen)], "-"),
    ] {
        assert_eq!(written(paused(procedure, received, pauses).due), then, "{procedure} {pauses:?}");
    }
}

#[test]
fn stopped_hours_are_given_back_to_the_minute() {
    use Stop::{Citizen, Vneid};
    let birth = |pauses| written(paused("linked_birth", "2026-11-02T09:00", pauses).steps[0].due);
    assert_eq!(birth(&[]), "2026-11-03T09:00");
    assert_eq!(birth(&[("2026-11-02T10:00", "2026-11-02T12:30", Vneid)]), "2026-11-03T11:30");
    // The second begins in the time that the first gave back.
    let both =
        [("2026-11-03T10:00", "2026-11-03T11:00", Citizen), ("2026-11-02T10:00", "2026-11-02T12:30", Vneid)];
    assert_eq!(birth(&both), "2026-11-03T12:30");
    assert_eq!(birth(&[("2026-11-03T10:00", "2026-11-03T11:00", Citizen)]), "2026-11-03T09:00");
    assert_eq!(birth(&[("2026-11-02T10:00", "", Citizen)]), "-");
    assert_eq!(paused("linked_birth", "2026-11-02T09:00", &[("2026-11-02T10:00", "", Citizen)]).due, None);
}

#[test]
fn a_citizen_has_seven_working_days_to_complete_a_dossier() {
    let pause = |reason| Pause { from: at("2026-11-17T16:00"), to: None, reason };
    let last = pause(Stop::Citizen).last_day_of_citizen(Calendar::embedded());
    assert_eq!(last, Some(day("2026-11-27")));
    assert_eq!(pause(Stop::Tax).last_day_of_citizen(Calendar::embedded()), None);
}

#[test]
fn what_is_not_decided_of_the_calendar_is_said() {
    for (received, status) in [
        ("2026-11-16T09:00", YearStatus::Announced),
        ("2026-12-30T09:00", YearStatus::Provisional),
        ("2027-05-04T09:00", YearStatus::Provisional),
        ("2030-12-30T09:00", YearStatus::Unknown),
    ] {
        assert_eq!(of("birth_rereg", received).year_status, status, "{received}");
    }
}

#[test]
fn the_wards_own_days_and_hours_are_counted() {
    let off = CalendarDay {
        date: day("2026-11-19"),
        kind: DayKind::Off,
        name: "Bão".into(),
        status: DayStatus::Announced,
        rest: Default::default(),
    };
    let (calendar, hours) = (Calendar::with([off]), WorkingHours::parse(&["07:00-11:00"]).unwrap());
    let office = Office { calendar: &calendar, hours: &hours };
    let clock = |procedure| Clock::of(procedure).unwrap();
    let rereg = deadline(clock("birth_rereg"), at("2026-11-16T09:00"), &[], &[], office);
    assert_eq!(written(rereg.due), "2026-11-25");
    let copy = deadline(clock("cert_copy"), at("2026-11-18T15:30"), &[], &[], office);
    assert_eq!((written(copy.due), written(copy.inner)), ("2026-11-20".into(), "2026-11-20T09:00".into()));
}

#[test]
fn a_clock_of_which_only_the_time_is_known_takes_the_earlier_day() {
    let term = Some(Term { count: 2, unit: Unit::WorkingDay });
    let clock = Clock::plain(term, crate::mark::Mark::R, String::new());
    assert_eq!(written(deadline(&clock, at("2026-11-20T16:00"), &[], &[], office()).due), "2026-11-25");
    let none = Clock::plain(None, crate::mark::Mark::R, String::new());
    assert_eq!(deadline(&none, at("2026-11-20T16:00"), &[], &[], office()).due, None);
    assert_eq!(none.unknown, Some(Unknown::NotFound));
}

/// Another way to the same day: of all days after the start, the first up to which enough of them count.
fn naive(start: NaiveDate, count: usize, unit: Unit, pauses: &[Pause], calendar: &Calendar) -> NaiveDate {
    let stood = |day: NaiveDate| {
        pauses.iter().any(|pause| day > pause.from.date() && pause.to.is_none_or(|to| day <= to.date()))
    };
    let counts = |day: NaiveDate| !stood(day) && (unit == Unit::CalendarDay || calendar.is_working(day));
    let enough = |day: &NaiveDate| {
        let days = (1..=(*day - start).num_days()).map(|n| start + Duration::days(n));
        days.filter(|day| counts(*day)).count() >= count
    };
    let reached = (0..).map(|n| start + Duration::days(n)).find(enough).unwrap();
    (0..)
        .map(|n| reached + Duration::days(n))
        .find(|day| count == 0 || (calendar.is_working(*day) && !stood(*day)))
        .unwrap()
}

fn any_moment() -> impl Strategy<Value = NaiveDateTime> {
    (0..5400i64, 0..1440i64).prop_map(|(days, minutes)| {
        at("2020-01-01T00:00") + Duration::days(days) + Duration::minutes(minutes)
    })
}

fn any_clock() -> impl Strategy<Value = &'static Clock> {
    proptest::sample::select(Clock::procedures().map(|key| Clock::of(key).unwrap()).collect::<Vec<_>>())
}

proptest! {
    #[test]
    fn a_due_day_agrees_with_a_naive_count(
        received in any_moment(), count in 0..30u32, calendar_days: bool,
        pauses in proptest::collection::vec((0..40i64, 1..15i64), 0..3),
    ) {
        let unit = if calendar_days { Unit::CalendarDay } else { Unit::WorkingDay };
        let clock = Clock::plain(Some(Term { count, unit }), crate::mark::Mark::V, String::new());
        // From the evening of one day to that of another; a clock that stands at its last day's end goes on later.
        let pauses: Vec<_> = pauses.into_iter().map(|(from, days)| {
            let from = received.date().and_time(NaiveTime::MIN) + Duration::hours(22) + Duration::days(from);
            Pause { from, to: Some(from + Duration::days(days)), reason: Stop::Citizen }
        }).collect();
        let found = deadline(&clock, received, &[], &pauses, office());
        let expected = naive(found.counts_from, count as usize, unit, &pauses, Calendar::embedded());
        let day = found.due.unwrap().day;
        let stands = |pause: &Pause| pause.from.date() <= expected && pause.to.is_none_or(|to| expected < to.date());
        if !pauses.iter().any(stands) {
            prop_assert_eq!(day, expected);
        } else {
            prop_assert!(day > expected);
        }
    }

    #[test]
    fn nothing_is_due_before_its_start_or_on_a_day_off(clock in any_clock(), received in any_moment()) {
        let found = deadline(clock, received, &[], &[], office());
        prop_assert!(found.counts_as >= received.date() && found.counts_from >= received.date());
        let steps = found.steps.iter().flat_map(|one| [one.due, one.longest]);
        for due in steps.chain([found.due, found.longest, found.inner]).flatten() {
            prop_assert!(due.day >= found.counts_from);
            prop_assert!(due.at.is_none_or(|at| at >= received && at.date() == due.day));
            prop_assert!(Calendar::embedded().is_working(due.day) || due.at.is_some());
        }
        prop_assert!(found.inner.is_none_or(|inner| inner.day <= found.due.unwrap().day));
        prop_assert!(found.longest.is_none_or(|longest| longest > found.due.unwrap()));
        prop_assert_eq!(found.due.is_none(), clock.unknown.is_some());
    }

    #[test]
    fn who_comes_later_is_never_due_earlier(clock in any_clock(), received in any_moment(), minutes in 0..20_000i64) {
        let later = received + Duration::minutes(minutes);
        let of = |moment| deadline(clock, moment, &[], &[], office());
        let (one, other) = (of(received), of(later));
        prop_assert!(one.counts_from <= other.counts_from && one.papers_moved <= other.papers_moved);
        prop_assert!(one.due <= other.due && one.longest.or(one.due) <= other.longest.or(other.due));
        prop_assert!(one.inner <= other.inner);
        for (step, of_other) in one.steps.iter().zip(&other.steps) {
            prop_assert!(step.due <= of_other.due && step.longest <= of_other.longest);
        }
    }

    #[test]
    fn the_results_of_a_linked_birth_come_with_the_whole(received in any_moment()) {
        let found = deadline(Clock::of("linked_birth").unwrap(), received, &[], &[], office());
        let whole = found.due.unwrap().day;
        for one in found.steps.iter().filter(|one| !one.step.is_choice) {
            prop_assert!(one.due.unwrap().day <= whole, "{}", one.step.key);
        }
    }

    #[test]
    fn a_pause_never_brings_a_day_nearer(clock in any_clock(), received in any_moment(), after in 0..9_000i64, minutes in 0..20_000i64) {
        let from = received + Duration::minutes(after);
        let pause = Pause { from, to: Some(from + Duration::minutes(minutes)), reason: Stop::Citizen };
        let (with, without) = (
            deadline(clock, received, &[], &[pause], office()),
            deadline(clock, received, &[], &[], office()),
        );
        prop_assert!(with.due >= without.due);
        for (step, of_other) in with.steps.iter().zip(&without.steps) {
            prop_assert!(step.due >= of_other.due);
        }
    }
}
