//! Agency wires in XML: NewsML-G2, NewsML 1.2 envelopes and NITF.
//!
//! The formats share their vocabulary's meaning if not its spelling, so one
//! reading serves them: identity and version from the envelope, the story from
//! the content set, which is NITF or XHTML.

use std::borrow::Cow;

use wire_model::{Entry, FeedDocument, FeedKind, PublishingStatus, TimeSource, Timed};
use wire_text::{date, normal};

use crate::tree::{NodeId, Tree};

pub(crate) fn read(tree: &Tree, root: NodeId) -> FeedDocument {
    let (kind, entries) = match tree.local(root) {
        "nitf" => (FeedKind::Nitf, vec![nitf_entry(tree, root)]),
        "NewsML" => (FeedKind::NewsMlG2, items(tree, root, "NewsItem").map(|n| newsml1_entry(tree, n)).collect()),
        "newsItem" | "packageItem" | "conceptItem" => (FeedKind::NewsMlG2, vec![g2_entry(tree, root)]),
        _ => {
            let set = tree.find(root, "itemSet").unwrap_or(root);
            let nodes = tree.children(set).filter(|c| matches!(tree.local(*c), "newsItem" | "packageItem"));
            (FeedKind::NewsMlG2, nodes.map(|n| g2_entry(tree, n)).collect())
        }
    };
    FeedDocument { kind, entries, ..FeedDocument::default() }
}

fn items<'a>(tree: &'a Tree, root: NodeId, name: &'a str) -> impl Iterator<Item = NodeId> + 'a {
    tree.descendants(root).filter(move |c| tree.local(*c) == name)
}

fn text(tree: &Tree, node: NodeId, name: &str) -> Option<String> {
    tree.descendants(node).filter(|c| tree.local(*c) == name).find_map(|c| normal::non_empty(&tree.full_text(c)))
}

fn attribute(tree: &Tree, node: NodeId, element: &str, name: &str) -> Option<String> {
    tree.descendants(node)
        .filter(|c| tree.local(*c) == element)
        .find_map(|c| tree.attribute(c, name))
        .map(Cow::into_owned)
}

fn time(text: Option<String>) -> Option<Timed> {
    date::parse(&text?).map(|p| p.from_source(TimeSource::Feed))
}

/// NewsML-G2 2.x (IPTC, "NewsML-G2 Specification").
fn g2_entry(tree: &Tree, item: NodeId) -> Entry {
    let meta = tree.children(item).find(|c| tree.local(*c) == "itemMeta");
    let content = tree.children(item).find(|c| tree.local(*c) == "contentMeta");
    let in_meta = |name: &str| meta.and_then(|m| text(tree, m, name));
    let in_content = |name: &str| content.and_then(|m| text(tree, m, name));
    let rights = tree.children(item).find(|c| tree.local(*c) == "rightsInfo");
    Entry {
        wire_id: tree.attribute(item, "guid").map(Cow::into_owned),
        wire_version: tree.attribute(item, "version").and_then(|v| v.trim().parse().ok()),
        link: meta.and_then(|m| attribute(tree, m, "link", "href")).filter(|h| h.starts_with("http")),
        title: in_content("headline").or_else(|| in_meta("title")),
        summary: in_content("description"),
        content: g2_body(tree, item),
        authors: byline(tree, item).into_iter().collect(),
        categories: content
            .map(|m| items(tree, m, "subject").filter_map(|s| text(tree, s, "name")).collect())
            .unwrap_or_default(),
        published: time(in_meta("firstCreated")).or_else(|| time(in_content("contentCreated"))),
        updated: time(in_meta("versionCreated")),
        language: content
            .and_then(|m| attribute(tree, m, "language", "tag"))
            .or_else(|| tree.attribute(item, "xml:lang").map(Cow::into_owned)),
        rights: rights.and_then(|r| text(tree, r, "usageTerms").or_else(|| text(tree, r, "copyrightNotice"))),
        slug: in_content("slugline"),
        note: in_meta("edNote"),
        urgency: in_content("urgency").and_then(|u| u.parse().ok()),
        embargo: time(in_meta("embargoed")),
        status: status(meta.and_then(|m| attribute(tree, m, "pubStatus", "qcode")).as_deref()),
        ..Entry::default()
    }
}

fn status(code: Option<&str>) -> PublishingStatus {
    let word = code.and_then(|c| c.rsplit(':').next()).unwrap_or_default().to_ascii_lowercase();
    match word.as_str() {
        "withheld" => PublishingStatus::Withheld,
        "canceled" | "cancelled" => PublishingStatus::Canceled,
        _ => PublishingStatus::Usable,
    }
}

fn byline(tree: &Tree, item: NodeId) -> Option<String> {
    text(tree, item, "by").or_else(|| text(tree, item, "byline"))
}

fn g2_body(tree: &Tree, item: NodeId) -> Option<String> {
    let set = tree.find(item, "contentSet").unwrap_or(item);
    let body = tree
        .descendants(set)
        .find(|c| matches!(tree.local(*c), "body.content"))
        .or_else(|| tree.descendants(set).find(|c| tree.local(*c) == "body"))
        .or_else(|| tree.descendants(set).find(|c| tree.local(*c) == "inlineData"))?;
    Some(tree.markup_or_text(body)).filter(|b| !b.is_empty())
}

/// NITF 3.x (IPTC, "News Industry Text Format").
fn nitf_entry(tree: &Tree, root: NodeId) -> Entry {
    let headline = tree.find(root, "hedline").and_then(|h| text(tree, h, "hl1"));
    let wire_id = attribute(tree, root, "doc-id", "id-string");
    let keywords = items(tree, root, "keyword").filter_map(|k| tree.attribute(k, "key").map(Cow::into_owned)).collect();
    Entry {
        wire_id,
        wire_version: attribute(tree, root, "du-key", "version").and_then(|v| v.parse().ok()),
        title: headline.or_else(|| text(tree, root, "hl1")).or_else(|| text(tree, root, "title")),
        summary: text(tree, root, "abstract"),
        content: tree.find(root, "body.content").map(|b| tree.markup_or_text(b)).filter(|b| !b.is_empty()),
        authors: byline(tree, root).into_iter().collect(),
        categories: keywords,
        published: time(attribute(tree, root, "date.issue", "norm"))
            .or_else(|| time(attribute(tree, root, "story.date", "norm"))),
        updated: time(attribute(tree, root, "date.release", "norm")),
        rights: attribute(tree, root, "doc.copyright", "holder"),
        slug: attribute(tree, root, "du-key", "key")
            .or_else(|| text(tree, root, "slugline"))
            .or_else(|| attribute(tree, root, "keyword", "key")),
        urgency: attribute(tree, root, "urgency", "ed-urg").and_then(|u| u.parse().ok()),
        language: tree.find(root, "body").and_then(|b| tree.attribute(b, "xml:lang")).map(Cow::into_owned),
        status: match attribute(tree, root, "docdata", "management-status").as_deref() {
            Some("canceled" | "cancelled") => PublishingStatus::Canceled,
            Some("embargoed") => PublishingStatus::Withheld,
            _ => PublishingStatus::Usable,
        },
        ..Entry::default()
    }
}

/// NewsML 1.2: an envelope around NITF or XHTML.
fn newsml1_entry(tree: &Tree, item: NodeId) -> Entry {
    let inner = tree.find(item, "nitf").map(|n| nitf_entry(tree, n));
    let wire_id = text(tree, item, "PublicIdentifier").or_else(|| text(tree, item, "NewsItemId"));
    Entry {
        wire_id: wire_id.or_else(|| inner.as_ref().and_then(|i| i.wire_id.clone())),
        wire_version: text(tree, item, "RevisionId").and_then(|v| v.parse().ok()),
        title: text(tree, item, "HeadLine").or_else(|| inner.as_ref().and_then(|i| i.title.clone())),
        summary: inner.as_ref().and_then(|i| i.summary.clone()),
        content: inner.as_ref().and_then(|i| i.content.clone()).or_else(|| {
            tree.find(item, "DataContent").map(|d| {
                tree.find(d, "body").map_or_else(|| tree.markup_or_text(d), |b| tree.inner(b).trim().to_owned())
            })
        }),
        authors: text(tree, item, "ByLine").or_else(|| byline(tree, item)).into_iter().collect(),
        categories: items(tree, item, "SubjectMatter")
            .filter_map(|s| tree.attribute(s, "FormalName").map(Cow::into_owned))
            .collect(),
        published: time(text(tree, item, "FirstCreated")),
        updated: time(text(tree, item, "ThisRevisionCreated")),
        language: attribute(tree, item, "Language", "FormalName"),
        rights: text(tree, item, "UsageTerms").or_else(|| text(tree, item, "CopyrightLine")),
        slug: text(tree, item, "SlugLine"),
        urgency: attribute(tree, item, "Urgency", "FormalName").and_then(|u| u.parse().ok()),
        status: status(attribute(tree, item, "Status", "FormalName").as_deref()),
        ..Entry::default()
    }
}
