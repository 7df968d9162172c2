//! JSON-LD: what the page says of itself in schema.org's vocabulary.

use std::collections::VecDeque;

use serde_json::Value;
use wire_model::{LiveEntry, TimeSource};
use wire_text::{date, entity, normal};

use crate::meta::listed;
use crate::outline::Outline;

/// The linked data of a page.
#[derive(Debug, Default)]
pub(crate) struct Linked {
    objects: Vec<Value>,
    article: Option<usize>,
}

/// Objects looked at per page; more is not metadata.
const MAX_OBJECTS: usize = 2_000;

impl Linked {
    pub(crate) fn read(outline: &Outline<'_>) -> Linked {
        let mut objects = Vec::new();
        for index in outline.tagged("script") {
            let Some(element) = outline.elements.get(index) else { continue };
            if !element.attr("type").is_some_and(|t| t.to_ascii_lowercase().contains("ld+json")) {
                continue;
            }
            let text: String = element.node.text().collect();
            if let Some(value) = parse(&text) {
                flatten(value, &mut objects);
            }
        }
        let is = |o: &Value, words: &[&str]| types(o).any(|t| words.iter().any(|w| t.contains(w)));
        let article = objects
            .iter()
            .position(|o| is(o, &["NewsArticle", "Reportage"]))
            .or_else(|| objects.iter().position(|o| is(o, &["Article", "Posting", "Report", "Review"])));
        Linked { objects, article }
    }

    /// The object that describes the article.
    pub(crate) fn article(&self) -> Option<&Value> {
        self.objects.get(self.article?)
    }

    /// The first `datePublished` of an object that is not the article, for pages
    /// that describe themselves as a `WebPage` alone.
    pub(crate) fn page_published(&self) -> Option<&str> {
        self.objects.iter().find_map(|o| o.get("datePublished")?.as_str())
    }

    pub(crate) fn article_text(&self, name: &str) -> Option<String> {
        let value = self.article()?.get(name)?;
        let text = match value {
            Value::String(s) => s.as_str(),
            Value::Array(list) => list.first()?.as_str()?,
            Value::Object(_) => value.get("name")?.as_str()?,
            _ => return None,
        };
        normal::non_empty(&entity::decode(text))
    }

    pub(crate) fn publisher(&self) -> Option<String> {
        let publisher = self.article()?.get("publisher")?;
        self.names(publisher).into_iter().next()
    }

    pub(crate) fn keywords(&self) -> Option<Vec<String>> {
        let list: Vec<String> = match self.article()?.get("keywords")? {
            Value::String(s) => listed(s).filter_map(normal::non_empty).collect(),
            Value::Array(list) => list.iter().filter_map(Value::as_str).filter_map(normal::non_empty).collect(),
            _ => Vec::new(),
        };
        (!list.is_empty()).then_some(list)
    }

    pub(crate) fn is_paywalled(&self) -> bool {
        let says_no = |v: &Value| match v {
            Value::Bool(free) => !free,
            Value::String(s) => s.eq_ignore_ascii_case("false"),
            _ => false,
        };
        let closed = |v: &Value| v.get("isAccessibleForFree").map(says_no);
        // Parts of a page are objects of their own here.
        let part = || self.objects.iter().any(|o| types(o).any(|t| t == "WebPageElement") && closed(o) == Some(true));
        self.article().and_then(closed).unwrap_or_else(part)
    }

    /// The names in the first `BreadcrumbList`, from the front page on.
    pub(crate) fn breadcrumbs(&self) -> Vec<String> {
        const MOST: usize = 8;
        let list = self.objects.iter().find(|o| types(o).any(|t| t == "BreadcrumbList"));
        let items = list.and_then(|l| l.get("itemListElement")).and_then(Value::as_array);
        let name =
            |item: &Value| item.get("name").or_else(|| item.get("item")?.get("name"))?.as_str().map(str::to_owned);
        let names = items.into_iter().flatten().take(MOST).filter_map(name);
        names.filter_map(|name| normal::non_empty(&entity::decode(&name))).collect()
    }

    /// Names of the people or organisations that `value` holds or refers to.
    pub(crate) fn names(&self, value: &Value) -> Vec<String> {
        match value {
            Value::String(s) => vec![entity::decode(s).into_owned()],
            Value::Array(list) => list.iter().take(50).flat_map(|v| self.names(v)).collect(),
            Value::Object(_) => match value.get("name") {
                Some(Value::String(name)) => vec![entity::decode(name).into_owned()],
                Some(Value::Array(names)) => names.iter().filter_map(|n| n.as_str().map(str::to_owned)).collect(),
                _ => value
                    .get("@id")
                    .and_then(Value::as_str)
                    .and_then(|id| self.by_id(id))
                    .map(|o| vec![o])
                    .unwrap_or_default(),
            },
            _ => Vec::new(),
        }
    }

    /// The entries of a live blog (schema.org `LiveBlogPosting`), newest first.
    pub(crate) fn live_entries(&self) -> Vec<LiveEntry> {
        const MOST: usize = 500;
        let blogs = self.objects.iter().filter(|o| types(o).any(|t| t == "LiveBlogPosting"));
        let updates = blogs.filter_map(|b| b.get("liveBlogUpdate")).flat_map(|u| match u {
            Value::Array(list) => list.as_slice(),
            one => std::slice::from_ref(one),
        });
        let mut entries: Vec<LiveEntry> = updates.take(MOST).filter_map(live_entry).collect();
        entries.sort_by_key(|e| std::cmp::Reverse(e.published.map(|p| p.at.millis())));
        entries
    }

    /// Whether any object is of one of these types.
    pub(crate) fn has_type(&self, names: &[&str]) -> bool {
        self.objects.iter().flat_map(types).any(|t| names.contains(&t))
    }

    fn by_id(&self, id: &str) -> Option<String> {
        let named = self
            .objects
            .iter()
            .find(|o| o.get("@id").and_then(Value::as_str) == Some(id) && o.get("name").is_some())?;
        named.get("name")?.as_str().map(str::to_owned)
    }
}

/// An update with neither headline nor text is none.
fn live_entry(update: &Value) -> Option<LiveEntry> {
    let field = |names: &[&str]| names.iter().find_map(|n| update.get(n)?.as_str()).filter(|t| !t.trim().is_empty());
    let text = field(&["articleBody", "text", "description"]).map(|t| {
        let decoded = entity::decode(t);
        if decoded.contains('<') { crate::from_fragment(&decoded, None, None).text } else { normal::line(&decoded) }
    });
    let headline = field(&["headline", "name"]).and_then(|h| normal::non_empty(&entity::decode(h)));
    let published = field(&["datePublished", "dateCreated"]).and_then(date::parse);
    (headline.is_some() || text.is_some()).then(|| LiveEntry {
        headline,
        published: published.map(|p| p.from_source(TimeSource::JsonLd)),
        text: text.unwrap_or_default(),
        url: field(&["url", "@id"]).filter(|u| u.starts_with("http")).map(str::to_owned),
    })
}

/// Parses a script, forgiving what publishers get wrong: comments around it,
/// raw control characters inside strings, a semicolon behind it.
fn parse(text: &str) -> Option<Value> {
    let text = text.trim().trim_start_matches("<!--").trim_end_matches("-->");
    let text = text.trim().trim_start_matches("//<![CDATA[").trim_end_matches("//]]>").trim().trim_end_matches(';');
    if let Ok(value) = serde_json::from_str(text) {
        return Some(value);
    }
    let cleaned: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let mut values = serde_json::Deserializer::from_str(&cleaned).into_iter::<Value>();
    values.next()?.ok()
}

fn types(object: &Value) -> impl Iterator<Item = &str> {
    let list = match object.get("@type") {
        Some(Value::Array(list)) => list.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    list.iter().filter_map(Value::as_str)
}

fn flatten(value: Value, out: &mut Vec<Value>) {
    let mut queue = VecDeque::from([value]);
    while let Some(value) = queue.pop_back() {
        if out.len() >= MAX_OBJECTS {
            return;
        }
        match value {
            Value::Array(list) => queue.extend(list.into_iter().rev()),
            Value::Object(mut map) => {
                if let Some(graph) = map.remove("@graph") {
                    queue.push_back(graph);
                }
                for name in ["mainEntity", "mainEntityOfPage", "hasPart"] {
                    if let Some(part) = map.remove(name).filter(|p| p.is_object() || p.is_array()) {
                        queue.push_front(part);
                    }
                }
                out.push(Value::Object(map));
            }
            _ => {}
        }
    }
}
