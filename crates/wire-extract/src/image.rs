//! Images with caption and credit.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;
use url::Url;
use wire_model::Image;
use wire_text::normal;

use crate::jsonld::Linked;
use crate::meta::Meta;
use crate::outline::Outline;

const MAX_IMAGES: usize = 40;
/// Figures that are looked into: they nest.
const MAX_FIGURES: usize = 400;

static CREDIT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)[\s|(\[]*(?:(?:photo|image|picture|foto|bild|crédit photo)(?:graph)?(?: credit| by)?|credit|crédit|copyright|©)\s*[:©/]?\s+(?P<name>[^()|]{2,80})[)\]]?\.?$|\((?P<bracket>[^()]*(?:getty images|reuters|afp|ap photo|/ap|dpa|epa|shutterstock|imago)[^()]*)\)\.?$")
        .expect("the pattern is a constant that a test compiles")
});

pub(crate) fn images(outline: &Outline<'_>, meta: &Meta, linked: &Linked, base: Option<&Url>) -> Vec<Image> {
    let mut out: Vec<Image> = Vec::new();
    let mut add = |url: &str, caption: Option<String>| {
        let url = match base {
            Some(base) => base.join(url.trim()).map(String::from).unwrap_or_default(),
            None => url.trim().to_owned(),
        };
        if !url.starts_with("http") || out.len() >= MAX_IMAGES {
            return;
        }
        let (caption, credit) = caption.map_or((None, None), |c| split_credit(&c));
        match out.iter_mut().find(|i| i.url == url) {
            Some(known) => {
                known.caption = known.caption.take().or(caption);
                known.credit = known.credit.take().or(credit);
            }
            None => out.push(Image { url, caption, credit }),
        }
    };
    for figure in outline.tagged("figure").take(MAX_FIGURES) {
        let (mut source, mut caption) = (None, None);
        for index in figure..outline.elements[figure].end {
            let element = &outline.elements[index];
            match element.tag {
                "img" if source.is_none() => {
                    source =
                        element.attr("src").filter(|s| !s.starts_with("data:")).or_else(|| element.attr("data-src"))
                }
                "figcaption" if caption.is_none() => caption = normal::non_empty(&outline.text(index)),
                _ => {}
            }
        }
        if let Some(source) = source {
            add(source, caption);
        }
    }
    for url in meta.all("og:image").iter().take(3) {
        add(url, meta.first(&["og:image:alt"]));
    }
    if let Some(value) = linked.article().and_then(|a| a.get("image")) {
        for url in addresses(value).into_iter().take(3) {
            add(&url, None);
        }
    }
    out
}

fn addresses(value: &Value) -> Vec<String> {
    match value {
        Value::String(s) => vec![s.clone()],
        Value::Array(list) => list.iter().flat_map(addresses).collect(),
        Value::Object(map) => map.get("url").or_else(|| map.get("contentUrl")).map(addresses).unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// Separates "A ship. (Photo: Ann Lee)" into caption and credit.
fn split_credit(caption: &str) -> (Option<String>, Option<String>) {
    let Some(found) = CREDIT.captures(caption) else { return (normal::non_empty(caption), None) };
    let name = found
        .name("name")
        .or_else(|| found.name("bracket"))
        .map(|m| m.as_str().trim().trim_end_matches('.').to_owned());
    let start = found.get(0).map_or(caption.len(), |m| m.start());
    (normal::non_empty(caption[..start].trim_end_matches(['|', '('])), name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_are_split_off() {
        let check = |text: &str, caption: Option<&str>, credit: Option<&str>| {
            let (c, d) = split_credit(text);
            assert_eq!((c.as_deref(), d.as_deref()), (caption, credit), "{text}");
        };
        check("A ship leaves. Photo: Ann Lee", Some("A ship leaves."), Some("Ann Lee"));
        check("A ship leaves. | Photo Credit: Reuters", Some("A ship leaves."), Some("Reuters"));
        check("A ship leaves.", Some("A ship leaves."), None);
    }
}
