//! Completes what feed-rs read with what it leaves out, from the outline.
//!
//! Each field has an order of sources, the format's own element first, then
//! Dublin Core, then the extensions that publishers use instead. Where the
//! outline has the field, it wins; where it has not, feed-rs's value stands.

use std::borrow::Cow;
use std::collections::HashSet;

use url::Url;
use wire_model::{Defect, DefectKind, Enclosure, Entry, FeedDocument, FeedKind, TimeSource, Timed};
use wire_text::{date, normal};

use crate::Source;
use crate::base::{absolute, absolute_html, base_of};
use crate::tree::{NodeId, Ns, Tree};

/// The family of a syndication format, by its root.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    Rss,
    Rdf,
    Atom,
}

pub(crate) fn family(tree: &Tree, root: NodeId) -> Option<Family> {
    match tree.local(root) {
        "rss" | "channel" => Some(Family::Rss),
        "RDF" => Some(Family::Rdf),
        "feed" | "entry" => Some(Family::Atom),
        _ => None,
    }
}

/// feed-rs's hook for dates.
pub(crate) fn timestamp(text: &str) -> Option<chrono_shim::Utc> {
    chrono_shim::of(date::parse(text)?.at)
}

/// feed-rs speaks chrono at its boundary; nothing else here does.
mod chrono_shim {
    pub(crate) type Utc = chrono::DateTime<chrono::Utc>;

    pub(crate) fn of(at: jiff::Timestamp) -> Option<Utc> {
        chrono::DateTime::from_timestamp(at.as_second(), 0)
    }

    pub(crate) fn back(at: Utc) -> Option<jiff::Timestamp> {
        jiff::Timestamp::from_second(at.timestamp()).ok()
    }
}

/// A feed with more entries than this is cut; no real one comes near.
const MAX_ENTRIES: usize = 50_000;

/// What the outline says.
pub(crate) fn read(tree: &Tree, family: Family, source: &Source) -> FeedDocument {
    let channel = channel_of(tree, family);
    let mut document = channel_fields(tree, channel, family, source);
    let feed_link = document.link.clone();
    let nodes = item_nodes(tree, channel, family);
    let feed_authors = if family == Family::Atom { atom_authors(tree, channel) } else { Vec::new() };
    let entries = nodes.iter().map(|n| match family {
        Family::Atom => atom_entry(tree, *n, source, &feed_authors),
        _ => rss_entry(tree, *n, source, feed_link.as_deref()),
    });
    document.entries = entries.collect();
    document
}

fn channel_of(tree: &Tree, family: Family) -> NodeId {
    let root = NodeId(0);
    match family {
        Family::Rss | Family::Rdf => tree.children(root).find(|c| tree.local(*c) == "channel").unwrap_or(root),
        Family::Atom => root,
    }
}

/// Whether the outline left something open that feed-rs may know: it is asked only then.
pub(crate) fn is_lacking(document: &FeedDocument) -> bool {
    let bare = |e: &Entry| {
        (e.published.is_none() && e.updated.is_none())
            || e.link.is_none()
            || (e.title.is_none() && e.summary.is_none() && e.content.is_none())
    };
    document.entries.is_empty() || document.entries.iter().any(bare)
}

/// Takes out what is not whole and says what was wrong.
pub(crate) fn finish(document: &mut FeedDocument, tree: &Tree, family: Family, defects: &mut Vec<Defect>) {
    let nodes = item_nodes(tree, channel_of(tree, family), family);
    let undated = document.entries.iter().zip(&nodes).filter(|(e, n)| e.published.is_none() && has_date(tree, **n));
    let undated = undated.count();
    if undated > 0 {
        defects.push(Defect::new(DefectKind::BadDate, format!("{undated} entries have a date that cannot be read")));
    }
    // An item in which the document broke off is not whole.
    if nodes.last().is_some_and(|last| tree.cut.contains(last)) {
        document.entries.truncate(nodes.len() - 1);
    }
    let is_item = |n: &NodeId| matches!(tree.local(*n), "item" | "entry");
    if document.entries.is_empty() && tree.descendants(NodeId(0)).any(|n| is_item(&n)) {
        defects.push(Defect::new(DefectKind::NoEntries, "there are item elements, but none could be read"));
    }
}

/// Whether a date of publication is written, readable or not.
fn has_date(tree: &Tree, item: NodeId) -> bool {
    tree.children(item).any(|c| {
        matches!(tree.local(c), "pubDate" | "pubdate" | "published" | "issued" | "date") && !tree.own_text(c).is_empty()
    })
}

fn item_nodes(tree: &Tree, channel: NodeId, family: Family) -> Vec<NodeId> {
    let root = NodeId(0);
    let name = if family == Family::Atom { "entry" } else { "item" };
    if tree.local(root) == name {
        return vec![root];
    }
    // Items stand in the channel (RSS), beside it (RDF), or, by mistake, below something else.
    let direct = |parent: NodeId| tree.children(parent).filter(|c| tree.local(*c) == name).collect::<Vec<_>>();
    let mut items = direct(channel);
    if channel != root {
        items.extend(direct(root));
    }
    if items.is_empty() {
        items = tree.descendants(root).filter(|c| tree.local(*c) == name && tree.ns(*c) != Ns::Other).collect();
    }
    items.truncate(MAX_ENTRIES);
    items
}

/// First child with text among `names`, in the order of the names.
fn first_text(tree: &Tree, node: NodeId, names: &[(Ns, &str)]) -> Option<String> {
    names.iter().find_map(|(ns, local)| tree.named(node, *ns, local).map(|c| tree.own_text(c)).find(|t| !t.is_empty()))
}

fn first_date(tree: &Tree, node: NodeId, names: &[(Ns, &str)]) -> Option<Timed> {
    names.iter().find_map(|(ns, local)| {
        tree.named(node, *ns, local)
            .find_map(|c| date::parse(&tree.own_text(c)))
            .map(|p| p.from_source(TimeSource::Feed))
    })
}

fn channel_fields(tree: &Tree, channel: NodeId, family: Family, source: &Source) -> FeedDocument {
    let base = base_of(tree, channel, source, None);
    let mut document = FeedDocument {
        kind: if family == Family::Atom { FeedKind::Atom } else { FeedKind::Rss },
        skip_hours: skips(tree, channel, "skipHours", "hour")
            .filter_map(|h| h.parse().ok().map(|h: u8| h % 24))
            .collect(),
        skip_days: skips(tree, channel, "skipDays", "day").filter_map(|d| weekday(&d)).collect(),
        hubs: links(tree, channel).filter(|l| l.rel == "hub").map(|l| absolute(&l.href, base.as_ref())).collect(),
        self_link: links(tree, channel).find(|l| l.rel == "self").map(|l| absolute(&l.href, base.as_ref())),
        language: first_text(tree, channel, &[(Ns::Plain, "language"), (Ns::Dc, "language")])
            .or_else(|| {
                tree.attribute(channel, "xml:lang")
                    .or_else(|| tree.attribute(NodeId(0), "xml:lang"))
                    .map(Cow::into_owned)
            })
            .map(|l| l.trim().replace('_', "-"))
            .filter(|l| !l.is_empty()),
        min_interval_secs: update_interval(tree, channel),
        ..FeedDocument::default()
    };
    match family {
        Family::Atom => {
            document.title = atom_text(tree, channel, "title", base.as_ref());
            document.description = atom_text(tree, channel, "subtitle", base.as_ref());
            document.link =
                alternate(tree, channel).map(|h| absolute(&h, base.as_ref())).or_else(|| document.self_link.clone());
            document.id = first_text(tree, channel, &[(Ns::Atom, "id")]);
            document.updated = first_date(tree, channel, &[(Ns::Atom, "updated"), (Ns::Atom, "modified")]);
        }
        Family::Rss | Family::Rdf => {
            document.title = first_markup(
                tree,
                channel,
                &[(Ns::Plain, "title"), (Ns::Dc, "title"), (Ns::Atom, "title"), (Ns::Itunes, "title")],
            );
            document.description = first_markup(
                tree,
                channel,
                &[
                    (Ns::Plain, "description"),
                    (Ns::Dc, "description"),
                    (Ns::Itunes, "summary"),
                    (Ns::Itunes, "subtitle"),
                    (Ns::Plain, "tagline"),
                ],
            );
            document.link = rss_link(tree, channel).map(|h| absolute(&h, base.as_ref()));
            document.id = first_text(tree, channel, &[(Ns::Plain, "id"), (Ns::Atom, "id")]).or_else(|| {
                tree.attribute(channel, "rdf:about").map(Cow::into_owned).filter(|_| family == Family::Rdf)
            });
            document.updated = first_date(
                tree,
                channel,
                &[
                    (Ns::DcTerms, "modified"),
                    (Ns::Plain, "lastBuildDate"),
                    (Ns::Dc, "date"),
                    (Ns::Plain, "pubDate"),
                    (Ns::Atom, "updated"),
                ],
            );
        }
    }
    document
}

fn skips<'a>(tree: &'a Tree, channel: NodeId, list: &'a str, item: &'a str) -> impl Iterator<Item = String> + 'a {
    tree.named(channel, Ns::Plain, list)
        .flat_map(move |n| tree.named(n, Ns::Plain, item))
        .map(|n| tree.own_text(n).to_lowercase())
}

fn weekday(name: &str) -> Option<u8> {
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
        .iter()
        .position(|d| *d == name)
        .map(|d| d as u8)
}

/// RSS `ttl` in minutes, or `sy:updatePeriod` divided by `sy:updateFrequency`.
fn update_interval(tree: &Tree, channel: NodeId) -> Option<u64> {
    let ttl = first_text(tree, channel, &[(Ns::Plain, "ttl")])
        .and_then(|t| t.parse::<u64>().ok())
        .map(|m| m.saturating_mul(60));
    let period = first_text(tree, channel, &[(Ns::Syndication, "updatePeriod")]).and_then(|p| {
        Some(match p.to_lowercase().as_str() {
            "hourly" => 3600,
            "daily" => 86_400,
            "weekly" => 604_800,
            "monthly" => 2_592_000,
            "yearly" => 31_536_000,
            _ => return None,
        })
    });
    let frequency =
        first_text(tree, channel, &[(Ns::Syndication, "updateFrequency")]).and_then(|f| f.parse::<u64>().ok());
    ttl.or(period.map(|p: u64| p / frequency.unwrap_or(1).max(1)))
}

struct Link {
    rel: String,
    href: String,
    media_type: Option<String>,
    length: Option<u64>,
}

/// Atom links, in Atom or inside RSS (RFC 4287 §4.2.7).
fn links(tree: &Tree, node: NodeId) -> impl Iterator<Item = Link> + '_ {
    tree.children(node).filter(|c| tree.local(*c) == "link").filter_map(|c| {
        let href = tree.attribute(c, "href")?.trim().to_owned();
        let rel = tree.attribute(c, "rel").map_or_else(|| "alternate".to_owned(), |r| r.trim().to_lowercase());
        Some(Link {
            rel,
            href,
            media_type: tree.attribute(c, "type").map(Cow::into_owned),
            length: tree.attribute(c, "length").and_then(|l| l.trim().parse().ok()),
        })
    })
}

fn alternate(tree: &Tree, node: NodeId) -> Option<String> {
    let candidates: Vec<Link> = links(tree, node).filter(|l| l.rel == "alternate" && !l.href.is_empty()).collect();
    let is_page = |l: &&Link| l.media_type.as_deref().is_some_and(|t| t.contains("html"));
    let is_untyped = |l: &&Link| l.media_type.is_none();
    let best = candidates.iter().find(is_page).or_else(|| candidates.iter().find(is_untyped)).or(candidates.first());
    best.map(|l| l.href.clone())
}

fn rss_link(tree: &Tree, node: NodeId) -> Option<String> {
    let plain = tree.named(node, Ns::Plain, "link").map(|c| tree.own_text(c)).find(|t| !t.is_empty());
    plain.or_else(|| alternate(tree, node)).or_else(|| {
        tree.children(node).filter(|c| tree.local(*c) == "link").map(|c| tree.own_text(c)).find(|t| !t.is_empty())
    })
}

fn first_markup(tree: &Tree, node: NodeId, names: &[(Ns, &str)]) -> Option<String> {
    names
        .iter()
        .find_map(|(ns, local)| tree.named(node, *ns, local).map(|c| tree.markup_or_text(c)).find(|t| !t.is_empty()))
}

fn rss_entry(tree: &Tree, item: NodeId, source: &Source, feed_link: Option<&str>) -> Entry {
    let base = base_of(tree, item, source, feed_link);
    let markup = |names: &[(Ns, &str)]| first_markup(tree, item, names).map(|h| absolute_html(&h, base.as_ref()));
    let guid_node = tree.children(item).find(|c| tree.local(*c) == "guid");
    let guid = guid_node
        .map(|g| tree.markup_or_text(g))
        .filter(|g| !g.is_empty())
        .or_else(|| first_text(tree, item, &[(Ns::Atom, "id"), (Ns::Dc, "identifier"), (Ns::Plain, "id")]))
        .or_else(|| tree.attribute(item, "rdf:about").map(|a| a.trim().to_owned()));
    let permalink = guid_node.and_then(|g| {
        let is_permalink = tree.attribute(g, "isPermaLink").is_none_or(|v| !v.trim().eq_ignore_ascii_case("false"));
        let text = tree.own_text(g);
        (is_permalink && (text.starts_with("http://") || text.starts_with("https://"))).then_some(text)
    });
    let link = rss_link(tree, item)
        .or(permalink)
        .or_else(|| guid.clone().filter(|g| guid_node.is_none() && g.starts_with("http")))
        .map(|h| absolute(&h, base.as_ref()));
    Entry {
        guid,
        link,
        title: first_markup(
            tree,
            item,
            &[
                (Ns::Plain, "title"),
                (Ns::Dc, "title"),
                (Ns::Atom, "title"),
                (Ns::Media, "title"),
                (Ns::Itunes, "title"),
            ],
        ),
        summary: markup(&[
            (Ns::Plain, "description"),
            (Ns::Dc, "description"),
            (Ns::Atom, "summary"),
            (Ns::Itunes, "summary"),
            (Ns::Media, "description"),
            (Ns::Itunes, "subtitle"),
        ]),
        content: markup(&[
            (Ns::Content, "encoded"),
            (Ns::Xhtml, "body"),
            (Ns::Xhtml, "div"),
            (Ns::Plain, "body"),
            (Ns::Plain, "fullitem"),
            (Ns::Atom, "content"),
        ]),
        authors: rss_authors(tree, item),
        categories: categories(tree, item),
        published: first_date(
            tree,
            item,
            &[
                (Ns::Plain, "pubDate"),
                (Ns::Plain, "pubdate"),
                (Ns::DcTerms, "issued"),
                (Ns::Atom, "published"),
                (Ns::Dc, "date"),
                (Ns::DcTerms, "created"),
                (Ns::Plain, "date"),
            ],
        ),
        updated: first_date(
            tree,
            item,
            &[(Ns::DcTerms, "modified"), (Ns::Atom, "updated"), (Ns::Plain, "updated"), (Ns::Dc, "date")],
        ),
        enclosures: enclosures(tree, item, base.as_ref()),
        language: first_text(tree, item, &[(Ns::Dc, "language"), (Ns::Plain, "language")]),
        rights: first_text(tree, item, &[(Ns::Dc, "rights"), (Ns::Plain, "copyright"), (Ns::Media, "copyright")]),
        ..Entry::default()
    }
}

fn rss_authors(tree: &Tree, item: NodeId) -> Vec<String> {
    let mut names = Vec::new();
    for child in tree.children(item) {
        let is_author = matches!(
            (tree.ns(child), tree.local(child)),
            (Ns::Plain | Ns::Itunes, "author") | (Ns::Dc, "creator" | "author")
        );
        if is_author {
            names.push(person(&tree.own_text(child)));
        } else if tree.local(child) == "author" {
            names.extend(atom_person(tree, child));
        }
    }
    distinct(names)
}

/// RSS authors are e-mail addresses with the name in brackets, or just names.
fn person(text: &str) -> String {
    let text = normal::line(text);
    if let (Some(open), true) = (text.find('('), text.ends_with(')')) {
        let (before, inside) = (text[..open].trim(), &text[open + 1..text.len() - 1]);
        if before.contains('@') && !inside.trim().is_empty() {
            return inside.trim().to_owned();
        }
        if inside.contains('@') && !before.is_empty() {
            return before.to_owned();
        }
    }
    match (text.find('<'), text.ends_with('>')) {
        (Some(open), true) if open > 0 && text[open..].contains('@') => {
            text[..open].trim().trim_matches('"').to_owned()
        }
        _ => text,
    }
}

fn atom_person(tree: &Tree, node: NodeId) -> Option<String> {
    let part = |name: &str| {
        tree.children(node).find(|c| tree.local(*c) == name).map(|c| tree.own_text(c)).filter(|t| !t.is_empty())
    };
    part("name").or_else(|| part("email")).or_else(|| Some(tree.own_text(node)).filter(|t| !t.is_empty()))
}

fn distinct(mut names: Vec<String>) -> Vec<String> {
    let mut seen = HashSet::new();
    names.retain(|name| !name.is_empty() && seen.insert(name.clone()));
    names
}

fn categories(tree: &Tree, item: NodeId) -> Vec<String> {
    let mut out = Vec::new();
    for child in tree.children(item) {
        match (tree.ns(child), tree.local(child)) {
            (Ns::Plain | Ns::Atom | Ns::Media, "category") => {
                let text = tree.own_text(child);
                let term = tree.attribute(child, "term").or_else(|| tree.attribute(child, "label"));
                out.push(if text.is_empty() { term.unwrap_or_default().into_owned() } else { text });
            }
            (Ns::Itunes, "category") => out.extend(tree.attribute(child, "text").map(Cow::into_owned)),
            (Ns::Dc, "subject") => out.push(tree.own_text(child)),
            (Ns::Itunes, "keywords") | (Ns::Media, "keywords") => {
                out.extend(tree.own_text(child).split(',').map(|k| k.trim().to_owned()));
            }
            _ => {}
        }
    }
    distinct(out)
}

fn enclosures(tree: &Tree, item: NodeId, base: Option<&Url>) -> Vec<Enclosure> {
    let of = |node: NodeId, name: &str| {
        let url =
            tree.attribute(node, name).or_else(|| tree.attribute(node, "href")).filter(|u| !u.trim().is_empty())?;
        Some(Enclosure {
            url: absolute(&url, base),
            media_type: tree.attribute(node, "type").map(Cow::into_owned).filter(|t| !t.is_empty()),
            length: tree
                .attribute(node, "length")
                .or_else(|| tree.attribute(node, "fileSize"))
                .and_then(|l| l.trim().parse().ok()),
        })
    };
    let mut out: Vec<Enclosure> = Vec::new();
    for child in tree.children(item) {
        match (tree.ns(child), tree.local(child)) {
            (Ns::Plain, "enclosure") | (Ns::Media, "content") => out.extend(of(child, "url")),
            (Ns::Media, "group") => out.extend(tree.named(child, Ns::Media, "content").filter_map(|c| of(c, "url"))),
            _ => {}
        }
    }
    out.extend(links(tree, item).filter(|l| l.rel == "enclosure" && !l.href.is_empty()).map(|l| Enclosure {
        url: absolute(&l.href, base),
        media_type: l.media_type,
        length: l.length,
    }));
    out
}

fn atom_authors(tree: &Tree, node: NodeId) -> Vec<String> {
    tree.named(node, Ns::Atom, "author").filter_map(|c| atom_person(tree, c)).collect()
}

fn atom_entry(tree: &Tree, entry: NodeId, source: &Source, feed_authors: &[String]) -> Entry {
    let base = base_of(tree, entry, source, None);
    let base = base.as_ref();
    let mut authors: Vec<String> = tree
        .children(entry)
        .filter(|c| tree.local(*c) == "author" || (tree.ns(*c) == Ns::Dc && tree.local(*c) == "creator"))
        .filter_map(|c| atom_person(tree, c))
        .collect();
    if authors.is_empty() {
        // RFC 4287 §4.2.1: the source's, then the feed's author stands for the entry's.
        let of_source = tree.child(entry, Ns::Atom, "source").map(|s| atom_authors(tree, s));
        authors = of_source.filter(|a| !a.is_empty()).unwrap_or_else(|| feed_authors.to_vec());
    }
    let guid = first_text(tree, entry, &[(Ns::Atom, "id"), (Ns::Plain, "id")]);
    let link = alternate(tree, entry)
        .or_else(|| {
            links(tree, entry)
                .find(|l| !matches!(l.rel.as_str(), "self" | "enclosure" | "edit" | "replies" | "hub"))
                .map(|l| l.href)
        })
        .or_else(|| guid.clone().filter(|g| g.starts_with("http")));
    Entry {
        link: link.map(|h| absolute(&h, base)),
        guid,
        title: atom_text(tree, entry, "title", base),
        summary: atom_text(tree, entry, "summary", base)
            .or_else(|| first_markup(tree, entry, &[(Ns::Media, "description")])),
        content: atom_content(tree, entry, source),
        authors: distinct(authors),
        categories: atom_categories(tree, entry),
        published: first_date(
            tree,
            entry,
            &[
                (Ns::Atom, "published"),
                (Ns::Atom, "issued"),
                (Ns::DcTerms, "issued"),
                (Ns::Dc, "date"),
                (Ns::Plain, "pubDate"),
            ],
        ),
        updated: first_date(tree, entry, &[(Ns::Atom, "updated"), (Ns::Atom, "modified"), (Ns::DcTerms, "modified")]),
        enclosures: enclosures(tree, entry, base),
        language: tree.attribute(entry, "xml:lang").map(Cow::into_owned).filter(|l| !l.is_empty()),
        rights: atom_text(tree, entry, "rights", base),
        ..Entry::default()
    }
}

fn atom_categories(tree: &Tree, entry: NodeId) -> Vec<String> {
    let mut out = Vec::new();
    for child in tree.children(entry) {
        match (tree.ns(child), tree.local(child)) {
            (_, "category") => {
                let term =
                    tree.attribute(child, "term").or_else(|| tree.attribute(child, "label")).map(Cow::into_owned);
                out.push(term.filter(|t| !t.is_empty()).unwrap_or_else(|| tree.own_text(child)));
            }
            (Ns::Dc, "subject") => out.push(tree.own_text(child)),
            _ => {}
        }
    }
    distinct(out)
}

fn atom_content(tree: &Tree, entry: NodeId, source: &Source) -> Option<String> {
    let node = tree.children(entry).find(|c| tree.local(*c) == "content" && tree.ns(*c) == Ns::Atom)?;
    let base = base_of(tree, node, source, None);
    atom_construct(tree, node, base.as_ref())
}

fn atom_text(tree: &Tree, parent: NodeId, name: &str, base: Option<&Url>) -> Option<String> {
    let node = tree.children(parent).find(|c| tree.local(*c) == name && matches!(tree.ns(*c), Ns::Atom | Ns::Plain))?;
    atom_construct(tree, node, base)
}

/// A text construct (RFC 4287 §3.1): markup stays markup, text stays text.
fn atom_construct(tree: &Tree, node: NodeId, base: Option<&Url>) -> Option<String> {
    let text = unpacked(tree, node).unwrap_or_else(|| tree.markup_or_text(node));
    let text = if text.contains('<') { absolute_html(&text, base) } else { text };
    Some(text).filter(|t| !t.is_empty())
}

/// Base64 where the construct says so: Atom 0.3's `mode`, which the repair sets for media types too.
fn unpacked(tree: &Tree, node: NodeId) -> Option<String> {
    use base64::Engine;
    if tree.attribute(node, "mode").as_deref() != Some("base64") {
        return None;
    }
    let packed: String = tree.own_text(node).chars().filter(|c| !c.is_whitespace()).collect();
    String::from_utf8(base64::engine::general_purpose::STANDARD.decode(packed).ok()?).ok()
}

/// Fills what the outline did not give. Entries are matched by position,
/// which holds only where both readings found the same number.
pub(crate) fn fill(document: &mut FeedDocument, read: Option<feed_rs::model::Feed>) {
    let Some(read) = read else { return };
    let timed = |at: Option<chrono_shim::Utc>| {
        let at = chrono_shim::back(at?)?;
        Some(
            date::Parsed { at, precision: wire_model::Precision::Second, zone_unknown: false, offset_minutes: None }
                .from_source(TimeSource::Feed),
        )
    };
    document.title = document.title.take().or_else(|| read.title.map(|t| t.content)).filter(|t| !t.is_empty());
    document.description = document.description.take().or_else(|| read.description.map(|t| t.content));
    document.language = document.language.take().or(read.language);
    document.updated = document.updated.or_else(|| timed(read.updated));
    if read.entries.len() != document.entries.len() {
        return;
    }
    for (entry, other) in document.entries.iter_mut().zip(read.entries) {
        entry.title = entry.title.take().or_else(|| other.title.map(|t| t.content)).filter(|t| !t.is_empty());
        entry.summary = entry.summary.take().or_else(|| other.summary.map(|t| t.content)).filter(|t| !t.is_empty());
        entry.content = entry.content.take().or_else(|| other.content.and_then(|c| c.body)).filter(|t| !t.is_empty());
        entry.published = entry.published.or_else(|| timed(other.published));
        entry.updated = entry.updated.or_else(|| timed(other.updated));
        if entry.authors.is_empty() {
            entry.authors = distinct(other.authors.into_iter().filter_map(|a| a.name).collect());
        }
        if entry.enclosures.is_empty() {
            let media = other.media.into_iter().flat_map(|m| m.content);
            entry.enclosures = media
                .filter_map(|c| {
                    Some(Enclosure {
                        url: c.url?.to_string(),
                        media_type: c.content_type.map(|t| t.to_string()),
                        length: c.size,
                    })
                })
                .collect();
        }
    }
}
