//! Bylines: JSON-LD without the publisher, then meta, then what the page shows.

use std::sync::LazyLock;

use regex::Regex;
use wire_model::{Byline, BylineKind};
use wire_text::normal;

use crate::agency;
use crate::jsonld::Linked;
use crate::meta::Meta;
use crate::outline::Outline;

pub(crate) fn bylines(outline: &Outline<'_>, meta: &Meta, linked: &Linked) -> Vec<Byline> {
    let site: Vec<String> =
        meta.first(&["og:site_name"]).into_iter().chain(linked.publisher()).map(|s| normal::fold(&s)).collect();
    let is_site = |name: &str| site.contains(&normal::fold(name)) || DOMAIN.is_match(name);
    let own = |names: &Vec<String>| names.iter().filter(|n| !is_site(n)).cloned().collect::<Vec<_>>();
    let article = linked.article();
    let ld = clean(
        article.and_then(|a| a.get("author").or_else(|| a.get("creator"))).map(|v| linked.names(v)).unwrap_or_default(),
    );
    let from_meta = clean(
        [
            "author",
            "byl",
            "dc.creator",
            "parsely-author",
            "sailthru.author",
            "cxenseparse:author",
            "article:author",
            "dcterms.creator",
        ]
        .iter()
        .map(|n| meta.all(n))
        .find(|v| !v.is_empty())
        .map(<[String]>::to_vec)
        .unwrap_or_default(),
    );
    let shown = || clean(rel_author(outline));
    let candidates = [own(&ld), own(&from_meta)];
    let names = candidates
        .into_iter()
        .find(|n| !n.is_empty())
        .or_else(|| Some(shown()).filter(|n| !n.is_empty()))
        .or_else(|| Some(clean(labelled(outline))).filter(|n| !n.is_empty()))
        .unwrap_or(if ld.is_empty() { from_meta } else { ld });
    names.into_iter().map(|name| Byline { kind: kind(&name, &site), name }).collect()
}

/// The first link to an author, and those beside it: further down stand other stories' authors.
fn rel_author(outline: &Outline<'_>) -> Vec<String> {
    let is_author =
        |i: &usize| outline.elements[*i].attr("rel").is_some_and(|r| r.split_whitespace().any(|w| w == "author"));
    let mut links = outline.tagged("a").filter(is_author).peekable();
    let beside = links.peek().and_then(|first| outline.ancestors(*first).nth(1)).unwrap_or(outline.body);
    links.take_while(|i| outline.contains(beside, *i)).map(|i| outline.text(i)).collect()
}

/// The first short element whose class or property says byline or author.
fn labelled(outline: &Outline<'_>) -> Vec<String> {
    let found = outline.elements.iter().enumerate().find_map(|(i, e)| {
        let says = |text: &str| text.contains("byline") || text.contains("author");
        let is_labelled = e.attr("class").is_some_and(says) || e.attr("itemprop").is_some_and(|p| p.contains("author"));
        let text = is_labelled.then(|| outline.text(i))?;
        (3 < text.len() && text.len() < 80 && !COMMENTER.is_match(&text)).then_some(text)
    });
    found.into_iter().collect()
}

/// A site's address for a name.
static DOMAIN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,4}$").expect("the pattern is a constant that a test compiles")
});
static SPLIT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\s*[;,|/•]\s*|\s+(?:and|und|et|y|og|och|en|i|&)\s+")
        .expect("the pattern is a constant that a test compiles")
});
static LEAD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^((erstellt|veröffentlicht|geschrieben|verfasst|publiziert|ein beitrag|rezept) (von|am)|interview:|auteure?:|autore:|escrito por|publié par|written by|story by|reported by|text by|by|von|par|por|di|door|av|af|przez|text:|autor(in)?:?|author:?|redaktion:|from|photo by)\s+")
        .expect("the pattern is a constant that a test compiles")
});
/// Dates and roles behind a name.
static TAIL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\s*((\s(am|um|on|le|el|fr|mo|di|mi|do|sa|so))?,?\s+(stand:?\s*)?\d.*|\s(stand|veröffentlicht):?.*|\s(기자|記者|记者|특파원))$").expect("the pattern is a constant that a test compiles")
});
/// Someone who comments on the story.
static COMMENTER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\s(says|said|sagt|schreibt|dit|dice)(:|\s*$)")
        .expect("the pattern is a constant that a test compiles")
});
static ROLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(staff( writer| reporter)?|senior .*|correspondent|.* correspondent|.* (editor|reporter|writer|producer)|editor|reporter|reporters|redakteur(in)?|redaktion|updated.*|published.*)$")
        .expect("the pattern is a constant that a test compiles")
});

fn clean(names: Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for name in names {
        let name = normal::line(&name);
        if name.starts_with("http") || name.starts_with("www.") {
            continue;
        }
        let name = LEAD.replace(&name, "");
        for part in SPLIT.split(&name) {
            let part = LEAD
                .replace(part.trim(), "")
                .trim_matches(|c: char| matches!(c, '.' | '-' | '–' | ':' | '(' | ')'))
                .trim()
                .to_owned();
            let part = TAIL.replace(&part, "").into_owned();
            let is_address =
                part.starts_with("http") || part.starts_with('@') || part.starts_with("www.") || part.contains('@');
            let is_name = !part.is_empty()
                && part.len() < 80
                && !is_address
                && !part.starts_with(|c: char| c.is_ascii_digit())
                && !ROLE.is_match(&part)
                && part.chars().any(char::is_alphabetic);
            if is_name && !out.iter().any(|o| normal::fold(o) == normal::fold(&part)) {
                out.push(part);
            }
        }
    }
    out
}

fn kind(name: &str, site: &[String]) -> BylineKind {
    const NEWSROOM: &[&str] = &[
        "staff",
        "desk",
        "news",
        "agency",
        "agencies",
        "press",
        "editors",
        "editorial",
        "redaktion",
        "team",
        "bureau",
        "times",
        "post",
        "media",
        "online",
    ];
    let lower = name.to_lowercase();
    let says_newsroom = lower.split(|c: char| !c.is_alphanumeric()).any(|w| NEWSROOM.contains(&w));
    if says_newsroom || site.contains(&normal::fold(name)) || agency::by_name(name).is_some() {
        BylineKind::Organisation
    } else {
        BylineKind::Person
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cleaned_and_split() {
        let check = |names: &[&str], expected: &[&str]| {
            assert_eq!(clean(names.iter().map(|n| (*n).to_owned()).collect()), expected)
        };
        check(&["By Ann Lee and Bo Hansen"], &["Ann Lee", "Bo Hansen"]);
        check(&["Von Anna Klein, Redakteurin"], &["Anna Klein"]);
        check(&["Ida Holm og Jens Dahl 05.01.2025", "김민수 기자"], &["Ida Holm", "Jens Dahl", "김민수"]);
        check(&["Erstellt von Ida Holm am 3. Mai", "Interview: Jens Dahl", "05:00 Uhr"], &["Ida Holm", "Jens Dahl"]);
        check(&["https://example.org/ann", "Ann Lee", "ann lee"], &["Ann Lee"]);
        assert_eq!(kind("Reuters", &[]), BylineKind::Organisation);
        assert_eq!(kind("News Desk", &[]), BylineKind::Organisation);
        assert_eq!(kind("Ann Lee", &[]), BylineKind::Person);
    }
}
