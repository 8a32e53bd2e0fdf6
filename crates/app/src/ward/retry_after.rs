//! `Retry-After` (RFC 9110, section 10.2.3): seconds, or a date.

use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};

/// After how many seconds whoever answered asks to be asked again; none where nothing is asked, or nothing that can be
/// read. A date is set against the answer's own `Date`, so that no clock of this device is in it; without one it says
/// nothing.
pub(super) fn seconds_of(headers: &HeaderMap) -> Option<u32> {
    let asked = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if asked.bytes().all(|byte| byte.is_ascii_digit()) && !asked.is_empty() {
        return Some(asked.parse().unwrap_or(u32::MAX));
    }
    let asked = httpdate::parse_http_date(asked).ok()?;
    let answered = httpdate::parse_http_date(headers.get(DATE)?.to_str().ok()?.trim()).ok()?;
    // A date that has passed asks for no wait.
    let wait = asked.duration_since(answered).unwrap_or_default();
    Some(u32::try_from(wait.as_secs()).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::HeaderValue;

    #[test]
    fn seconds_and_dates_of_all_three_forms_are_read_by_the_answers_own_clock_and_nothing_else_is() {
        const NOW: Option<&str> = Some("Sun, 22 Nov 2026 09:00:00 GMT");
        for (asked, date, seconds) in [
            ("120", NOW, Some(120)),
            ("0", None, Some(0)),
            (" 7 ", None, Some(7)),
            ("99999999999", None, Some(u32::MAX)),
            ("Sun, 22 Nov 2026 09:02:05 GMT", NOW, Some(125)),
            ("Sunday, 22-Nov-26 09:02:05 GMT", NOW, Some(125)),
            ("Sun Nov 22 09:02:05 2026", NOW, Some(125)),
            ("Sun, 22 Nov 2026 08:59:59 GMT", NOW, Some(0)),
            ("Fri, 31 Dec 9999 23:59:59 GMT", NOW, Some(u32::MAX)),
            ("Sun, 22 Nov 2026 09:02:05 GMT", None, None),
            ("Sun, 22 Nov 2026 09:02:05 GMT", Some("this morning"), None),
            ("Sun, 22 Nov 2026 09:02:05 +0700", NOW, None),
            ("-5", NOW, None),
            ("+5", NOW, None),
            ("1.5", NOW, None),
            ("soon", NOW, None),
            ("", NOW, None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, HeaderValue::from_static(asked));
            if let Some(date) = date {
                headers.insert(DATE, HeaderValue::from_static(date));
            }
            assert_eq!(seconds_of(&headers), seconds, "{asked:?} at {date:?}");
        }
        assert_eq!(seconds_of(&HeaderMap::new()), None);
    }
}
