//! `<meta>` and `<link>` elements.

use std::collections::HashMap;

use url::Url;
use wire_text::{entity, normal};

use crate::outline::Outline;

/// Values by lower-case name, in document order.
#[derive(Debug, Default)]
pub(crate) struct Meta {
    values: HashMap<String, Vec<String>>,
    canonical: Option<String>,
    amp: Option<String>,
}

impl Meta {
    pub(crate) fn read(outline: &Outline<'_>) -> Meta {
        let mut meta = Meta::default();
        for element in &outline.elements {
            match element.tag {
                "meta" => {
                    let names =
                        ["property", "name", "itemprop", "http-equiv"].into_iter().filter_map(|a| element.attr(a));
                    let Some(content) = element.attr("content").filter(|c| !c.trim().is_empty()) else { continue };
                    // Some content systems encode entities twice.
                    let content = normal::line(&entity::decode(content));
                    for name in names {
                        meta.values.entry(name.trim().to_ascii_lowercase()).or_default().push(content.clone());
                    }
                }
                "link" => {
                    let slot = match element.rel() {
                        Some(rel) if rel.eq_ignore_ascii_case("canonical") => &mut meta.canonical,
                        Some(rel) if rel.eq_ignore_ascii_case("amphtml") => &mut meta.amp,
                        _ => continue,
                    };
                    if slot.is_none() {
                        *slot = element.attr("href").map(str::to_owned);
                    }
                }
                _ => {}
            }
        }
        meta
    }

    /// The first value among `names`, in their order.
    pub(crate) fn first(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|n| self.values.get(*n)?.first().cloned())
    }

    /// The values of sharing cards' fields that carry one of `labels`, in lower case
    /// (`twitter:label1` names what `twitter:data1` holds).
    pub(crate) fn labelled(&self, labels: &[&str]) -> Vec<String> {
        const FIELDS: [(&str, &str); 2] = [("twitter:label1", "twitter:data1"), ("twitter:label2", "twitter:data2")];
        let held = FIELDS
            .iter()
            .find(|(label, _)| self.first(&[label]).is_some_and(|l| labels.contains(&l.to_lowercase().as_str())));
        held.and_then(|(_, data)| self.first(&[data])).into_iter().collect()
    }

    /// All values of the first name that has any, as lists.
    pub(crate) fn list(&self, names: &[&str]) -> Vec<String> {
        let found = names.iter().find_map(|n| self.values.get(*n));
        found.into_iter().flatten().flat_map(|v| listed(v)).map(str::to_owned).collect()
    }

    pub(crate) fn all(&self, name: &str) -> &[String] {
        self.values.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    /// The values of names that hold one of `parts`, in the order of the names.
    pub(crate) fn named_like(&self, parts: &[&str]) -> impl Iterator<Item = &str> {
        let is_like = |name: &str| parts.iter().any(|p| name.contains(p));
        let mut found: Vec<_> = self.values.iter().filter(|(name, _)| is_like(name)).collect();
        found.sort_unstable();
        found.into_iter().flat_map(|(_, values)| values).map(String::as_str)
    }

    pub(crate) fn canonical(&self, base: Option<&Url>) -> Option<String> {
        resolved(self.canonical.as_deref()?, base)
    }

    pub(crate) fn amp(&self, base: Option<&Url>) -> Option<String> {
        resolved(self.amp.as_deref()?, base)
    }
}

/// What stands between commas and semicolons of any script.
pub(crate) fn listed(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ';', '،', '؛', '，', '；', '、']).map(str::trim).filter(|part| !part.is_empty())
}

/// The whole address behind a link; a relative one has none where the page's own is not known.
pub(crate) fn resolved(href: &str, base: Option<&Url>) -> Option<String> {
    match base {
        Some(base) => base.join(href.trim()).ok().map(String::from),
        None => Url::parse(href.trim()).ok().map(String::from),
    }
}
