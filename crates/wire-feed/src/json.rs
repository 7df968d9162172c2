//! JSON Feed 1.0 and 1.1, and ninjs.
//!
//! feed-rs reads JSON Feed but refuses a document for one field of an
//! unexpected type, so the fields are taken from the JSON value one by one.

use serde_json::Value;
use wire_model::{Enclosure, Entry, FeedDocument, FeedKind, PublishingStatus, TimeSource, Timed};
use wire_text::date;

use crate::base::absolute;
use crate::{ReadError, Source};

pub(crate) fn read(text: &str, source: &Source) -> Result<FeedDocument, ReadError> {
    let value: Value =
        serde_json::from_str(text.trim_end_matches(['\0', '\u{FEFF}'])).map_err(|_| ReadError::BrokenJson)?;
    let is_feed = value.get("version").and_then(Value::as_str).is_some_and(|v| v.contains("jsonfeed"));
    if is_feed || value.get("items").is_some_and(Value::is_array) {
        return Ok(json_feed(&value, source));
    }
    match &value {
        Value::Array(list) if !list.is_empty() && list.iter().all(is_ninjs) => Ok(ninjs(list.iter())),
        item if is_ninjs(item) => Ok(ninjs(std::iter::once(item))),
        _ => Err(ReadError::OtherJson),
    }
}

fn text(value: &Value, name: &str) -> Option<String> {
    match value.get(name)? {
        Value::String(s) => Some(s.trim().to_owned()).filter(|s| !s.is_empty()),
        Value::Number(n) => Some(n.to_string()),
        _ => None,
    }
}

fn list<'v>(value: &'v Value, name: &str) -> impl Iterator<Item = &'v Value> {
    value.get(name).and_then(Value::as_array).into_iter().flatten()
}

fn time(value: &Value, name: &str) -> Option<Timed> {
    date::parse(&text(value, name)?).map(|p| p.from_source(TimeSource::Feed))
}

fn authors(value: &Value) -> Vec<String> {
    let one = value.get("author").into_iter();
    one.chain(list(value, "authors"))
        .filter_map(|a| text(a, "name").or_else(|| a.as_str().map(str::to_owned)))
        .collect()
}

fn json_feed(value: &Value, source: &Source) -> FeedDocument {
    let base = source.url.as_ref();
    let feed_authors = authors(value);
    let entry = |item: &Value| {
        let own = authors(item);
        let address = text(item, "url").or_else(|| text(item, "external_url")).map(|u| absolute(&u, base));
        Entry {
            guid: text(item, "id").or_else(|| address.clone()),
            link: address,
            title: text(item, "title"),
            summary: text(item, "summary"),
            content: text(item, "content_html").or_else(|| text(item, "content_text")),
            authors: if own.is_empty() { feed_authors.clone() } else { own },
            categories: list(item, "tags").filter_map(|t| t.as_str().map(str::to_owned)).collect(),
            published: time(item, "date_published"),
            updated: time(item, "date_modified"),
            enclosures: list(item, "attachments")
                .filter_map(|a| {
                    Some(Enclosure {
                        url: absolute(&text(a, "url")?, base),
                        media_type: text(a, "mime_type"),
                        length: a.get("size_in_bytes").and_then(Value::as_u64),
                    })
                })
                .collect(),
            language: text(item, "language"),
            ..Entry::default()
        }
    };
    FeedDocument {
        kind: FeedKind::JsonFeed,
        title: text(value, "title"),
        link: text(value, "home_page_url").map(|u| absolute(&u, base)),
        description: text(value, "description"),
        language: text(value, "language"),
        self_link: text(value, "feed_url").map(|u| absolute(&u, base)),
        hubs: list(value, "hubs").filter_map(|h| text(h, "url")).collect(),
        entries: list(value, "items").filter(|i| i.is_object()).map(entry).collect(),
        ..FeedDocument::default()
    }
}

/// A ninjs item has a `uri`, which says little, so another property of its vocabulary must be there.
fn is_ninjs(value: &Value) -> bool {
    value.get("uri").is_some_and(Value::is_string)
        && value.as_object().is_some_and(|o| o.keys().any(|k| NINJS.iter().any(|n| k.eq_ignore_ascii_case(n))))
}

/// Properties of ninjs 1.0 to 3.0, upper and lower case aside.
const NINJS: &[&str] = &[
    "type",
    "profile",
    "version",
    "representationtype",
    "firstcreated",
    "versioncreated",
    "contentcreated",
    "embargoed",
    "embargoeduntil",
    "pubstatus",
    "urgency",
    "copyrightholder",
    "copyrightnotice",
    "usageterms",
    "rightsinfo",
    "ednote",
    "slugline",
    "slug",
    "title",
    "byline",
    "headline",
    "headlines",
    "description_text",
    "description_html",
    "descriptions",
    "body_text",
    "body_html",
    "body_xhtml",
    "bodies",
    "person",
    "people",
    "organisation",
    "organisations",
    "place",
    "places",
    "subject",
    "subjects",
    "event",
    "events",
    "object",
    "objects",
    "infosource",
    "infosources",
    "renditions",
    "associations",
    "altids",
    "standard",
    "trustindicators",
    "language",
];

/// IPTC ninjs 1.x (lower-case names) and 2.x/3.x (camel case, lists).
fn ninjs<'v>(items: impl Iterator<Item = &'v Value>) -> FeedDocument {
    FeedDocument { kind: FeedKind::Ninjs, entries: items.map(ninjs_entry).collect(), ..FeedDocument::default() }
}

fn ninjs_entry(item: &Value) -> Entry {
    let either = |a: &str, b: &str| text(item, a).or_else(|| text(item, b));
    let of_list = |name: &str, field: &str| list(item, name).find_map(|v| text(v, field));
    let bodies = list(item, "bodies").find_map(|b| text(b, "value"));
    Entry {
        wire_id: text(item, "uri"),
        wire_version: text(item, "version").and_then(|v| v.parse().ok()),
        link: text(item, "link").or_else(|| of_list("altids", "url")),
        title: text(item, "headline").or_else(|| of_list("headlines", "value")).or_else(|| either("title", "name")),
        summary: either("description_text", "description_html").or_else(|| of_list("descriptions", "value")),
        content: either("body_html", "body_xhtml").or_else(|| text(item, "body_text")).or(bodies),
        authors: text(item, "byline").map(|b| vec![b]).unwrap_or_else(|| {
            list(item, "person")
                .filter(|p| text(p, "rel").as_deref() == Some("author"))
                .filter_map(|p| text(p, "name"))
                .collect()
        }),
        categories: list(item, "subject").chain(list(item, "subjects")).filter_map(|s| text(s, "name")).collect(),
        published: time(item, "firstcreated").or_else(|| time(item, "firstCreated")),
        updated: time(item, "versioncreated").or_else(|| time(item, "versionCreated")),
        language: text(item, "language"),
        rights: either("usageterms", "usageTerms").or_else(|| either("copyrightnotice", "copyrightNotice")),
        slug: either("slugline", "slug"),
        note: either("ednote", "edNote"),
        urgency: item.get("urgency").and_then(Value::as_u64).and_then(|u| u8::try_from(u).ok()),
        embargo: time(item, "embargoed").or_else(|| time(item, "embargoedUntil")),
        status: match either("pubstatus", "pubStatus").as_deref() {
            Some("withheld") => PublishingStatus::Withheld,
            Some("canceled" | "cancelled") => PublishingStatus::Canceled,
            _ => PublishingStatus::Usable,
        },
        ..Entry::default()
    }
}
