//! Header values that set a pace.

use std::time::Duration;

use jiff::Timestamp;
use wire_text::date;

/// No origin can make the daemon wait longer than this.
const LONGEST: Duration = Duration::from_secs(86_400);

/// `Retry-After` (RFC 9110 §10.2.3): seconds or a date, capped at a day.
pub fn retry_after(value: &str, now: Timestamp) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse::<u64>() {
        return Some(Duration::from_secs(seconds).min(LONGEST));
    }
    let at = date::parse(value)?.at;
    let wait = at.duration_since(now);
    Some(Duration::try_from(wait).unwrap_or_default().min(LONGEST))
}

/// `max-age` of `Cache-Control` (RFC 9111 §5.2.2.1), capped at a day; none where `no-cache` or `no-store` stand.
pub fn max_age(value: &str) -> Option<Duration> {
    let lower = value.to_ascii_lowercase();
    let mut directives = lower.split(',').map(str::trim);
    if directives.clone().any(|d| d == "no-cache" || d == "no-store") {
        return None;
    }
    let seconds = directives.find_map(|d| d.strip_prefix("max-age=")?.trim_matches('"').parse::<u64>().ok())?;
    Some(Duration::from_secs(seconds).min(LONGEST))
}

/// The address of the first link with that relation (RFC 8288).
pub fn link(value: &str, relation: &str) -> Option<String> {
    value.split('<').skip(1).find_map(|part| {
        let (address, parameters) = part.split_once('>')?;
        let is_wanted = parameters.split([';', ',']).filter_map(|p| p.split_once('=')).any(|(name, value)| {
            name.trim().eq_ignore_ascii_case("rel")
                && value.trim().trim_matches('"').split_ascii_whitespace().any(|r| r.eq_ignore_ascii_case(relation))
        });
        is_wanted.then(|| address.trim().to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_takes_seconds_and_dates() {
        let now: Timestamp = "2024-05-06T07:00:00Z".parse().expect("valid");
        let check = |value: &str, seconds: Option<u64>| {
            assert_eq!(retry_after(value, now), seconds.map(Duration::from_secs), "{value}")
        };
        check("120", Some(120));
        check("Mon, 06 May 2024 07:01:00 GMT", Some(60));
        check("Mon, 06 May 2024 06:00:00 GMT", Some(0));
        check("999999999", Some(86_400));
        check("soon", None);
    }

    #[test]
    fn links_are_found_by_their_relation() {
        let value =
            r#"<https://hub.example.org/>; rel="hub", <https://example.org/feed?a,b>; title="x"; rel="alternate self""#;
        assert_eq!(link(value, "hub").as_deref(), Some("https://hub.example.org/"));
        assert_eq!(link(value, "self").as_deref(), Some("https://example.org/feed?a,b"));
        assert_eq!(link(value, "next"), None);
    }

    #[test]
    fn max_age_is_read() {
        assert_eq!(max_age("public, max-age=300"), Some(Duration::from_secs(300)));
        assert_eq!(max_age("no-cache, max-age=300"), None);
        assert_eq!(max_age("private"), None);
    }
}
