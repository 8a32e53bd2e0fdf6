//! A ward to practise in: invented people, never synced, marked as practice wherever it is shown.

use crate::{error::AppError, ward_records::WardRecords};
use chrono::NaiveDate;
use tan_nha_domain::{
    act::Act,
    citizen::{Citizen, Mobility},
    ids::{RecordId, UserId},
    record::{RecordKind, to_body},
    role::Role,
    sex::Sex,
    time::Timestamp,
    visit::{Visit, VisitMove},
};
use tan_nha_store::{Enrolment, Move, Put, Store};
use uuid::Uuid;

/// More people than a ward's teams ever visit.
pub(crate) const MOST_PEOPLE: u32 = 5000;

const USER_NAME: &str = "Người thực hành";
/// Every screen and paper shows it.
const WARD_NAME: &str = "Phường Thực Hành";

const FAMILY: [&str; 11] =
    ["Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Dương"];
const MIDDLE_MALE: [&str; 5] = ["Văn", "Hữu", "Quốc", "Đình", "Minh"];
const MIDDLE_FEMALE: [&str; 5] = ["Thị", "Ngọc", "Thị Kim", "Mỹ", "Thị Bích"];
const GIVEN_MALE: [&str; 7] = ["Đức", "Hòa", "Sơn", "Tường", "Quý", "Lộc", "Ân"];
const GIVEN_FEMALE: [&str; 7] = ["Bình", "Thủy", "Ánh", "Hường", "Đào", "Uyên", "Ngà"];
const HAMLETS: [&str; 4] = ["Khóm 1", "Khóm 2", "Khóm 3", "Khóm 4"];

/// The citizen number `index` of an invented ward: the same index is always the same person. Names,
/// numbers and phones are made up; the numbers' prefix 087 is a province, the rest counts up.
pub fn invented_citizen(index: u32) -> Citizen {
    let pick = |list: &[&'static str], step: u32| list[(index / step) as usize % list.len()];
    let male = index.is_multiple_of(2);
    let (middle, given) = if male {
        (pick(&MIDDLE_MALE, 14), pick(&GIVEN_MALE, 2))
    } else {
        (pick(&MIDDLE_FEMALE, 14), pick(&GIVEN_FEMALE, 2))
    };
    let year = 1931 + index * 7 % 60;
    Citizen {
        full_name: format!("{} {middle} {given}", pick(&FAMILY, 1)),
        born: Some(match index % 3 {
            0 => format!("{year}"),
            1 => format!("{year}-{:02}", 1 + index % 12),
            _ => format!("{year}-{:02}-{:02}", 1 + index % 12, 1 + index % 28),
        }),
        sex: Some(if male { Sex::Male } else { Sex::Female }),
        id_number: Some(format!("087{}{:02}{:06}", u8::from(!male), year % 100, index % 1_000_000)),
        phone: Some(format!("0999{:06}", index % 1_000_000)),
        hamlet: Some(pick(&HAMLETS, 1).to_owned()),
        address: Some(format!("Số {}, {}", 1 + index, pick(&HAMLETS, 1))),
        mobility: Some(
            [Mobility::Elderly, Mobility::Ill, Mobility::Disabled, Mobility::Normal][index as usize % 4],
        ),
        state: "live".into(),
        ..Citizen::default()
    }
}

/// Who works in a practice ward.
pub(crate) fn enrolment(role: Role, now: Timestamp) -> Enrolment {
    Enrolment {
        user: UserId(Uuid::new_v4()),
        user_name: USER_NAME.into(),
        role,
        hamlets: vec![],
        team: None,
        ward_name: WARD_NAME.into(),
        recovery_key: None,
        at: now,
    }
}

/// How many visits the next visit day of a practice ward holds, if it has people enough.
const COMING_VISITS: u32 = 4;

/// Fills a practice ward with invented people, the first of whom is visited today and the next few on
/// the next visit day.
pub(crate) fn fill(store: &mut Store, people: u32, now: Timestamp) -> Result<(), AppError> {
    let today = now.date_in_vietnam();
    let ward = WardRecords::of(store)?;
    // Today's own visit day, if it is one, has its visit already.
    let coming = today.succ_opt().and_then(|tomorrow| ward.visit_days().first_from(tomorrow, false));
    store.write(now, |writer| {
        for index in 0..people {
            let citizen = invented_citizen(index);
            let id = writer.new_record_id();
            writer.put(Put { id, kind: RecordKind::Citizen, body: to_body(&citizen), keep_open: false })?;
            let day = match index {
                0 => Some(today),
                1..=COMING_VISITS => coming,
                _ => None,
            };
            if let Some(day) = day {
                let visit = invented_visit(id, &citizen, day, now);
                let (id, body) = (writer.new_record_id(), to_body(&visit));
                writer.act(Move { id, kind: RecordKind::Visit, act: Act::Schedule, body, reason: None })?;
            }
        }
        Ok(())
    })
}

fn invented_visit(id: RecordId, citizen: &Citizen, day: NaiveDate, now: Timestamp) -> Visit {
    Visit {
        purposes: vec!["birth_rereg".into()],
        hamlet: citizen.hamlet.clone(),
        asked_by: Some("list".into()),
        ..Visit::scheduled(
            id,
            VisitMove { at: now, by: Some(USER_NAME.into()), from: None, to: day, reason: None },
        )
    }
}
