//! The headline: what several fields agree on.
//!
//! On news pages some field holds the headline nearly always, but no field
//! does always: `title` carries the site's name, `og:title` is written for
//! sharing, `h1` may be the site's logo. So a heading that another field
//! repeats is taken first.

use wire_text::normal;

use crate::jsonld::Linked;
use crate::meta::Meta;
use crate::outline::Outline;

pub(crate) fn headline(outline: &Outline<'_>, meta: &Meta, linked: &Linked) -> Option<String> {
    let site = meta.first(&["og:site_name"]).map(|s| normal::fold(&s));
    let ld = linked.article_text("headline");
    let og = meta.first(&["og:title"]);
    let twitter = meta.first(&["twitter:title"]);
    let title = outline
        .tagged("title")
        .next()
        .map(|i| normal::line(&outline.elements[i].node.text().collect::<String>()))
        .filter(|t| !t.is_empty());
    let strip = |text: &Option<String>| text.as_deref().map(|t| without_site(t, site.as_deref()));
    let fields = [ld.clone(), og.clone(), twitter, strip(&title), strip(&og)];
    let h1: Vec<String> = outline.tagged("h1").map(|i| outline.text(i)).filter(|t| !t.is_empty()).collect();
    let agrees = |text: &str| {
        let folded = normal::fold(text);
        !folded.is_empty() && fields.iter().flatten().any(|f| normal::fold(f) == folded)
    };
    if let Some(heading) = h1.iter().find(|h| agrees(h)) {
        return Some(heading.clone());
    }
    if let Some(ld) = ld.as_ref().filter(|l| fields[1..].iter().flatten().any(|f| normal::fold(f) == normal::fold(l))) {
        return Some(ld.clone());
    }
    if let Some(heading) = h1.iter().find(|h| shares_words(h, &[&ld, &og, &title])) {
        return Some(heading.clone());
    }
    let only_heading = (h1.len() == 1).then(|| h1.first().cloned()).flatten();
    ld.or_else(|| strip(&og)).or(only_heading).or_else(|| strip(&title)).filter(|t| !t.is_empty())
}

/// Most of the words of `heading` occur in the fields.
fn shares_words(heading: &str, fields: &[&Option<String>]) -> bool {
    let words = |t: &str| {
        t.to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let known: Vec<String> = fields.iter().filter_map(|f| f.as_deref()).flat_map(words).collect();
    let own = words(heading);
    own.len() >= 3 && own.iter().filter(|w| known.contains(w)).count() * 10 >= own.len() * 6
}

/// `text` without the site's name behind a dash or a bar.
fn without_site(text: &str, site: Option<&str>) -> String {
    const MARKS: [&str; 8] = [" | ", " – ", " — ", " · ", " • ", " » ", " « ", " - "];
    let Some((at, mark)) = MARKS.iter().filter_map(|m| Some((text.rfind(m)?, m))).max_by_key(|(at, _)| *at) else {
        return text.to_owned();
    };
    let tail = &text[at + mark.len()..];
    let is_site = site.is_some_and(|s| normal::fold(tail) == s);
    let is_short = tail.chars().count() < 30 && tail.chars().count() * 10 < text.chars().count() * 4;
    if is_site || is_short { text[..at].trim_end().to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use scraper::Html;

    #[test]
    fn fields_that_agree_win() {
        let check = |html: &str, expected: &str| {
            let html = Html::parse_document(html);
            let outline = Outline::new(&html);
            let found = headline(&outline, &Meta::read(&outline), &Linked::read(&outline));
            assert_eq!(found.as_deref(), Some(expected));
        };
        check(
            "<title>Harbour reopens - The Paper</title><h1>The Paper</h1><h1>Harbour reopens</h1>",
            "Harbour reopens",
        );
        check(
            "<title>Harbour reopens | News</title><meta property='og:title' content='Harbour reopens'>",
            "Harbour reopens",
        );
        check("<title>x</title><h1>Only heading here</h1>", "Only heading here");
    }
}
