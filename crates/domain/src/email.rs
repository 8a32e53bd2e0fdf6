//! E-mail addresses, looked at from afar: only sending shows whether one is right.

use crate::finding::Finding;

/// Says what looks wrong with an address; nothing about an empty one.
pub fn check(field: &str, email: &str) -> Vec<Finding> {
    if email.is_empty() || looks_right(email) {
        return Vec::new();
    }
    vec![Finding::warning("email_unlikely", field)]
}

fn looks_right(email: &str) -> bool {
    let Some((name, domain)) = email.split_once('@') else { return false };
    let plain = |part: &str| !part.is_empty() && part.chars().all(|c| !c.is_whitespace() && c != '@');
    let labels: Vec<&str> = domain.split('.').collect();
    plain(name) && labels.len() > 1 && labels.into_iter().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_without_its_parts_is_worth_a_look() {
        for email in ["", "binh.tran@vi-du.vn", "b@c.d.vn"] {
            assert_eq!(check("e", email), []);
        }
        for email in
            ["binh", "binh@", "@vi-du.vn", "binh@vidu", "binh @vi-du.vn", "a@b@c.vn", "a@.vn", "a@b..vn"]
        {
            let found = check("e", email);
            assert_eq!((found[0].code.as_str(), found[0].is_error()), ("email_unlikely", false), "{email}");
        }
    }
}
