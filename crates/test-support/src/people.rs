//! Invented people whose every word can be looked for afterwards.

/// An invented person; no two share a name, a number, a phone or an address.
#[derive(Clone, Debug)]
pub struct Invented {
    /// Full name.
    pub name: String,
    /// 12 digits.
    pub id_number: String,
    /// 10 digits.
    pub phone: String,
    /// House and hamlet.
    pub address: String,
}

/// The invented person number `index`, below 10,000.
pub fn invented(index: usize) -> Invented {
    const FAMILY: [&str; 10] = ["Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ"];
    const MIDDLE: [&str; 10] = ["Thị", "Văn", "Hữu", "Ngọc", "Đình", "Kim", "Quốc", "Mỹ", "Bích", "Xuân"];
    const GIVEN: [&str; 10] = ["Bình", "Đức", "Thủy", "Hường", "Quý", "Ánh", "Lộc", "Ngà", "Tường", "Uyên"];
    const LAST: [&str; 10] = ["Ấn", "Bảo", "Cẩm", "Điệp", "Êm", "Giàu", "Hạnh", "Khuê", "Lựu", "Mận"];
    let digit = |place: u32| index / 10_usize.pow(place) % 10;
    Invented {
        name: format!("{} {} {} {}", FAMILY[digit(0)], MIDDLE[digit(1)], GIVEN[digit(2)], LAST[digit(3)]),
        id_number: format!("0871{:02}7{index:05}", 31 + index % 60),
        phone: format!("09{:08}", 10_000_000 + index * 7919),
        address: format!("Số {} đường Bằng Lăng {index}, Khóm {}", 101 + index, 1 + index % 4),
    }
}
