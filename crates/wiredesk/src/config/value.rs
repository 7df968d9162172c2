//! Values that cannot hold a wrong one.

use std::borrow::Cow;
use std::time::Duration;

use ipnet::IpNet;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserialize, Deserializer, Visitor};
use url::Url;
use wire_model::FeedId;
use wire_store::Backlog;

/// Declares a value that is parsed from a TOML string.
macro_rules! from_text {
    ($name:ident, $parse:expr, $pattern:expr, $description:expr) => {
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                $parse(&text).map($name).map_err(de::Error::custom)
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({"type": "string", "pattern": $pattern, "description": $description})
            }
        }
    };
}

/// A duration: "250ms", "90s", "15m", "6h", "30d", or several of them: "1h 30m".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span(pub Duration);
from_text!(
    Span,
    parse_span,
    r"^\s*([0-9]+(\.[0-9]+)?\s*(ms|s|m|h|d)\s*)+$",
    "A duration such as \"250ms\", \"90s\", \"15m\" or \"1h 30m\""
);

fn parse_span(text: &str) -> Result<Duration, String> {
    let wrong =
        || format!("{text:?} is no duration; write for example \"250ms\", \"90s\", \"15m\", \"6h\" or \"1h 30m\"");
    let mut rest = text.trim();
    if rest.is_empty() {
        return Err(wrong());
    }
    let mut total = Duration::ZERO;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).ok_or_else(wrong)?;
        let number: f64 = rest[..digits].parse().map_err(|_| wrong())?;
        rest = rest[digits..].trim_start();
        let letters = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let unit = match &rest[..letters] {
            "ms" => 0.001,
            "s" => 1.0,
            "m" => 60.0,
            "h" => 3600.0,
            "d" => 86_400.0,
            _ => return Err(wrong()),
        };
        total += Duration::try_from_secs_f64(number * unit).map_err(|_| wrong())?;
        rest = rest[letters..].trim_start();
    }
    Ok(total)
}

/// A feed id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Id(pub FeedId);
from_text!(Id, FeedId::new, "^[a-z0-9._-]{1,100}$", "1 to 100 of a-z, 0-9, '-', '_' and '.'");

/// An http or https address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpUrl(pub Url);
from_text!(HttpUrl, parse_url, "^https?://", "An http or https address");

fn parse_url(text: &str) -> Result<Url, String> {
    let text = expand(text)?;
    let url = Url::parse(&text)
        .map_err(|e| format!("{text:?} is no address ({e}); write for example \"https://example.org/feed.xml\""))?;
    match url.scheme() {
        "http" | "https" => Ok(url),
        scheme => Err(format!("scheme {scheme:?} is not accepted; the address must start with http:// or https://")),
    }
}

/// A range of addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network(pub IpNet);
from_text!(Network, parse_network, r"^[0-9a-fA-F.:]+(/[0-9]+)?$", "A range such as \"10.0.0.0/8\" or one address");

fn parse_network(text: &str) -> Result<IpNet, String> {
    let single = || text.parse().map(|a: std::net::IpAddr| IpNet::from(a));
    text.parse()
        .or_else(|_| single())
        .map_err(|_| format!("{text:?} is no range of addresses; write for example \"127.0.0.0/8\" or \"fd00::/8\""))
}

/// Text in which `${NAME}` stands for an environment variable.
#[derive(Clone, PartialEq, Eq)]
pub struct EnvString(pub String);
from_text!(EnvString, expand, "", "Text; ${NAME} is read from the environment");

impl std::fmt::Debug for EnvString {
    /// May hold a secret, so it is not shown.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("EnvString(…)")
    }
}

fn expand(text: &str) -> Result<String, String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("${") {
        out.push_str(&rest[..at]);
        let body = &rest[at + 2..];
        let end = body.find('}').ok_or_else(|| format!("{text:?} has a \"${{\" without \"}}\""))?;
        let name = &body[..end];
        out.push_str(
            &std::env::var(name)
                .map_err(|_| format!("the environment has no variable {name:?}; set it, or write the value here"))?,
        );
        rest = &body[end + 1..];
    }
    out.push_str(rest);
    Ok(out)
}

/// `"all"`, `"none"` or a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BacklogValue(pub Backlog);

impl<'de> Deserialize<'de> for BacklogValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl Visitor<'_> for Reader {
            type Value = BacklogValue;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("\"all\", \"none\" or a number of entries")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<BacklogValue, E> {
                match text {
                    "all" => Ok(BacklogValue(Backlog::All)),
                    "none" => Ok(BacklogValue(Backlog::None)),
                    other => Err(E::invalid_value(de::Unexpected::Str(other), &self)),
                }
            }
            fn visit_i64<E: de::Error>(self, number: i64) -> Result<BacklogValue, E> {
                let number =
                    usize::try_from(number).map_err(|_| E::invalid_value(de::Unexpected::Signed(number), &self))?;
                Ok(BacklogValue(Backlog::Newest(number)))
            }
        }
        deserializer.deserialize_any(Reader)
    }
}

impl JsonSchema for BacklogValue {
    fn schema_name() -> Cow<'static, str> {
        "Backlog".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"anyOf": [{"enum": ["all", "none"]}, {"type": "integer", "minimum": 0}], "description": "Entries taken from a feed's first poll"})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        for (text, millis) in
            [("250ms", 250), ("90s", 90_000), ("1h 30m", 5_400_000), ("0.5s", 500), ("2d", 172_800_000)]
        {
            assert_eq!(parse_span(text).map(|d| d.as_millis()), Ok(millis), "{text}");
        }
        for text in ["", "5", "5 parsecs", "s", "-5s"] {
            assert!(parse_span(text).is_err(), "{text}");
        }
    }
}
