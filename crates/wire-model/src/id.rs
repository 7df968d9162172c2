//! Identities. All are name-based UUIDs (RFC 9562 §5.5, version 5), so that
//! the same input gives the same id wherever and whenever it is computed.
//! That, not transactions, is the guarantee against duplicates.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use url::Url;
use uuid::{Uuid, uuid};

/// Namespace of all ids that wiredesk makes.
const NAMESPACE: Uuid = uuid!("6f1ad3c4-0b5e-5d53-9c0e-5d0a8c1f7b21");

/// The operator's name for a configured feed: lower-case letters, digits, `-`, `_` and `.`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct FeedId(String);

impl FeedId {
    /// Checks and wraps a feed id.
    ///
    /// # Errors
    /// Says what is allowed when `id` is empty, longer than 100 bytes or has another character.
    pub fn new(id: &str) -> Result<FeedId, String> {
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.');
        if id.is_empty() || id.len() > 100 || !id.chars().all(fits) {
            return Err(format!(
                "feed id {id:?} is not accepted: use 1 to 100 of a-z, 0-9, '-', '_' and '.', for example \"bbc-world\""
            ));
        }
        Ok(FeedId(id.to_owned()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FeedId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The identity of an article through all its revisions, feeds and URLs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ArticleId(#[schemars(with = "String", extend("format" = "uuid"))] Uuid);

impl ArticleId {
    /// The id of the article whose strongest identity key is `key`.
    pub fn from_key(key: &IdentityKey) -> ArticleId {
        ArticleId(name_based("article", key.as_str()))
    }

    /// Reads an id from its hyphenated form.
    pub fn parse(text: &str) -> Option<ArticleId> {
        Uuid::try_parse(text).ok().map(ArticleId)
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// One rung of the identity ladder: wire id, then feed-scoped GUID, then canonical URL.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IdentityKey(String);

impl IdentityKey {
    /// An agency's own identifier (a NewsML guid, a ninjs `uri`).
    pub fn wire(id: &str) -> IdentityKey {
        IdentityKey(format!("wire:{}", id.trim()))
    }

    /// A GUID, which RSS and Atom promise to be unique within one feed only.
    pub fn guid(feed: &FeedId, guid: &str) -> IdentityKey {
        IdentityKey(format!("guid:{feed}:{}", guid.trim()))
    }

    /// The address of the story, in the form of [`canonical_url`].
    pub fn url(url: &Url) -> IdentityKey {
        IdentityKey(format!("url:{}", canonical_url(url)))
    }

    /// The key as it is stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Query parameters that say how a reader came, never which story it is.
const TRACKING: &[&str] = &[
    "fbclid",
    "gclid",
    "dclid",
    "msclkid",
    "igshid",
    "mc_cid",
    "mc_eid",
    "yclid",
    "ns_mchannel",
    "ns_source",
    "ns_campaign",
    "ns_linkname",
    "ns_fee",
    "cmpid",
    "cmp",
    "ocid",
    "ftag",
    "ncid",
    "ref_src",
    "ref_url",
    "at_medium",
    "at_campaign",
    "traffic_source",
    "xtor",
    "wt_mc",
    "wt_zmc",
    "smid",
    "smtyp",
    "partner",
    "emc",
    "taid",
];

/// The form of a URL under which two spellings of one address are equal:
/// https, lower-case host without `www.`, no default port, no fragment, no
/// tracking parameters, no slash at the end.
pub fn canonical_url(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host);
    let port = url.port().map(|p| format!(":{p}")).unwrap_or_default();
    let path = url.path().trim_end_matches('/');
    let kept: Vec<String> = url
        .query()
        .unwrap_or_default()
        .split('&')
        .filter(|pair| !pair.is_empty() && !is_tracking(pair))
        .map(str::to_owned)
        .collect();
    let query = if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) };
    format!("https://{host}{port}{path}{query}")
}

fn is_tracking(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or_default().to_ascii_lowercase();
    name.starts_with("utm_") || TRACKING.contains(&name.as_str())
}

/// The identity of an entity: `wd:Q…` where Wikidata's is known, else a UUID
/// of its normalised name and kind.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct EntityId(pub String);

impl EntityId {
    /// The stable id of an entity that no table knows.
    pub fn from_name(kind: &str, name: &str) -> EntityId {
        let folded = name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        EntityId(format!("wiredesk:{}", name_based("entity", &format!("{kind}:{folded}"))))
    }
}

/// The CloudEvents id of an event about `subject`.
pub fn event_id(subject: &str, kind: &str, revision: u32, content_hash: &str) -> Uuid {
    name_based("event", &format!("{subject}\n{kind}\n{revision}\n{content_hash}"))
}

/// The id of the cluster that a first member founds.
pub fn cluster_id(first: ArticleId) -> String {
    name_based("cluster", &first.to_string()).to_string()
}

fn name_based(scope: &str, name: &str) -> Uuid {
    Uuid::new_v5(&NAMESPACE, format!("{scope}\n{name}").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_address_are_equal() {
        let canonical = |u: &str| canonical_url(&Url::parse(u).expect("test url"));
        let expected = "https://example.org/a/b?id=7";
        for spelling in [
            "http://www.example.org/a/b/?id=7",
            "https://EXAMPLE.org:443/a/b?id=7#top",
            "https://example.org/a/b?utm_source=x&id=7&fbclid=1",
        ] {
            assert_eq!(canonical(spelling), expected, "{spelling}");
        }
        assert_ne!(canonical("https://example.org/a/b?id=8"), expected);
    }

    #[test]
    fn ids_are_the_same_for_ever() {
        let feed = FeedId::new("a").expect("valid");
        let id = ArticleId::from_key(&IdentityKey::guid(&feed, " 1 "));
        assert_eq!(id, ArticleId::from_key(&IdentityKey::guid(&feed, "1")));
        // A changed value here means that every consumer sees every story again.
        assert_eq!(ArticleId::from_key(&IdentityKey::wire("x")).to_string(), "05fed961-5b3f-5f8b-b642-a68927ed5a7a");
    }

    #[test]
    fn feed_ids_are_checked() {
        assert!(FeedId::new("bbc-world.2").is_ok());
        for bad in ["", "BBC", "a b", "ü"] {
            assert!(FeedId::new(bad).is_err(), "{bad}");
        }
    }
}
