//! Whose text it is: the news agency, with the words that say so.
//!
//! A picture's credit says nothing about the text, so captions and credits are
//! never looked at.

use std::sync::LazyLock;

use regex::Regex;
use wire_model::{Agency, Article, BylineKind};
use wire_text::agency::by_name;

static INPUTS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\(?with (?:additional )?inputs? from (?:the )?([\p{L} -]{2,40})\)?|\((AP|AFP|Reuters|dpa|ANI|PTI|IANS|EFE)\)\s*$").expect("the pattern is a constant that a test compiles")
});

/// The agency of an article whose dateline and bylines are known.
pub(crate) fn agency(article: &Article, publisher: Option<&str>, rights: Option<&str>) -> Option<Agency> {
    let found = |name: &'static str, evidence: &str, words: &str| Agency {
        name: name.to_owned(),
        evidence: evidence.to_owned(),
        words: words.to_owned(),
    };
    if let Some((dateline, name)) = article.dateline.as_ref().and_then(|d| Some((d, by_name(d.agency.as_deref()?)?))) {
        return Some(found(name, "dateline", &dateline.text));
    }
    let signed = article.bylines.iter().filter(|b| b.kind == BylineKind::Organisation);
    if let Some((byline, name)) = signed.filter_map(|b| Some((b, by_name(&b.name)?))).next() {
        return Some(found(name, "byline", &byline.name));
    }
    if let Some((words, name)) = publisher.and_then(|p| Some((p, by_name(p)?))) {
        return Some(found(name, "json_ld", words));
    }
    let last = article.text.rsplit("\n\n").take(2).find_map(|paragraph| {
        let captures = INPUTS.captures(paragraph)?;
        let words = captures.get(1).or(captures.get(2))?.as_str();
        let first = words.split(" and ").next().unwrap_or(words);
        Some((by_name(first.trim_start_matches("the ").trim())?, captures.get(0)?.as_str()))
    });
    if let Some((name, words)) = last {
        return Some(found(name, "text", words.trim()));
    }
    let rights = rights?;
    let name = rights
        .split(|c: char| !(c.is_alphanumeric() || c == '-' || c == ' '))
        .map(|part| part.strip_prefix("Copyright").unwrap_or(part))
        .find_map(|part| by_name(part.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ')));
    name.map(|name| found(name, "copyright", rights))
}
