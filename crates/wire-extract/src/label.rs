//! What a page shows of its section, tags, summary and rights, where its markup states none.

use std::sync::LazyLock;

use regex::Regex;
use wire_text::normal;

use crate::body::{Decision, Rule, of_story};
use crate::class::Label;
use crate::credit;
use crate::headline::shown_at;
use crate::outline::Outline;

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a constant that a test compiles")
}

/// The last of the breadcrumbs that names neither the site, its front page nor the story.
pub(crate) fn section(crumbs: Vec<String>, headline: Option<&str>, site: Option<&str>) -> Option<String> {
    const LONGEST: usize = 40;
    const FRONT: [&str; 10] = [
        "accueil",
        "home",
        "homepage",
        "hjem",
        "inicio",
        "início",
        "start",
        "startseite",
        "strona główna",
        "news home",
    ];
    let others: Vec<String> = [headline, site].into_iter().flatten().map(normal::fold).collect();
    let is_section = |crumb: &String| {
        let is_front = FRONT.contains(&crumb.to_lowercase().as_str());
        !is_front && crumb.chars().count() <= LONGEST && !others.contains(&normal::fold(crumb))
    };
    crumbs.iter().filter_map(|crumb| bare(crumb)).rfind(is_section)
}

/// A label without the signs that set it apart.
pub(crate) fn bare(label: &str) -> Option<String> {
    let is_sign = |c: char| matches!(c, '<' | '>' | '«' | '»' | '/' | '|' | '-' | '–' | '•') || c.is_whitespace();
    Some(label.trim_matches(is_sign).to_owned()).filter(|label| !label.is_empty())
}

/// A keyword as a reader would know it; nothing where it is one that machines know ("type:story").
pub(crate) fn keyword(stated: &str) -> Option<String> {
    const OF_READERS: [&str; 4] = ["keyword", "subject", "tag", "topic"];
    /// Bytes of an identifier (RFC 9562, section 4).
    const UUID: usize = 36;
    let is_name = |name: &str| name.len() > 1 && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    let said = match stated.split_once(':').filter(|(name, value)| is_name(name) && !value.starts_with([' ', '/'])) {
        Some((name, value)) => Some(value).filter(|_| OF_READERS.contains(&name))?,
        None => stated,
    };
    // "_prio_1", "98be933f-38cf-4fba-b6c6-ad438e82010a"
    let is_number = said.len() == UUID && said.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    if is_number || said.starts_with('_') {
        return None;
    }
    Some(said.trim_start_matches('#').trim().to_owned()).filter(|said| !said.is_empty())
}

/// The texts of the links in the first element that is named for breadcrumbs.
pub(crate) fn breadcrumbs(outline: &Outline<'_>) -> Vec<String> {
    const MOST: usize = 8;
    const LARGEST: usize = 80;
    let is_there = outline.class_labels.iter().any(|label| label.has(Label::CRUMBS));
    let all = if is_there { outline.body..outline.elements.len() } else { 0..0 };
    let Some(first) = all.into_iter().find(|i| outline.class_label(&outline.elements[*i]).has(Label::CRUMBS)) else {
        return Vec::new();
    };
    let end = outline.elements[first].end.min(first + LARGEST);
    let links = (first..end).filter(|i| outline.elements[*i].tag == "a").take(MOST);
    links.filter_map(|i| normal::non_empty(&outline.text(i))).collect()
}

/// What links are for (HTML, "link types"; "category" is WordPress's).
#[derive(Debug, Default)]
pub(crate) struct Links {
    pub(crate) tags: Vec<String>,
    pub(crate) category: Option<String>,
    /// The address of a licence.
    pub(crate) licence: Option<String>,
}

impl Links {
    pub(crate) fn read(outline: &Outline<'_>) -> Links {
        const MOST: usize = 30;
        const LONGEST: usize = 60;
        let mut found = Links::default();
        for index in (0..outline.elements.len()).filter(|i| matches!(outline.elements[*i].tag, "a" | "link")) {
            let element = &outline.elements[index];
            let Some(rel) = element.rel() else { continue };
            let is = |kind: &str| rel.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case(kind));
            if is("license") {
                found.licence = found.licence.or_else(|| element.attr("href").and_then(normal::non_empty));
            } else if is("category") || is("tag") {
                let text = outline.text(index).trim_start_matches('#').to_owned();
                let is_label = !text.is_empty() && text.chars().count() <= LONGEST;
                if is_label && is("category") {
                    found.category = found.category.or(Some(text));
                } else if is_label && found.tags.len() < MOST && !found.tags.contains(&text) {
                    found.tags.push(text);
                }
            }
        }
        found
    }
}

/// Class words that name the summary under a headline.
static STANDFIRST: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"(?i)(standfirst|sub-?(title|headline|heading|head)|(^|[\s_-])(dek|deck|lede|intro|chapo|chapeau)([\s_-]|$)|",
        r"article[_-]+(lead|summary|excerpt)|entradilla|bajada|sottotitolo|vorspann|unterzeile)"
    ))
});

/// The summary that stands below the headline.
pub(crate) fn standfirst(outline: &Outline<'_>, headline: Option<&str>) -> Option<String> {
    const NEAR: usize = 40;
    const LENGTHS: std::ops::RangeInclusive<usize> = 30..=500;
    let start = shown_at(outline, headline)?;
    let end = outline.elements.len().min(start + NEAR);
    let named = (outline.elements[start].end..end.max(outline.elements[start].end))
        .filter(|i| outline.elements.get(*i).is_some_and(|e| e.class.is_some_and(|c| STANDFIRST.is_match(c))));
    named.map(|i| outline.text(i)).find(|text| LENGTHS.contains(&text.chars().count()))
}

/// "© 2026 The Gull", "Copyright 2026 The Associated Press. All rights reserved."
static COPYRIGHT: LazyLock<Regex> = LazyLock::new(|| regex(r"(?i)^\W*(©|\(c\)|copyright\b)\W*.*\p{L}"));

fn is_copyright(line: &str) -> bool {
    const AT_THE_HEAD: usize = 16;
    let head = &line[..line.ceil_char_boundary(AT_THE_HEAD.min(line.len()))];
    (head.contains(['©', '(']) || head.contains("opyright") || head.contains("OPYRIGHT")) && COPYRIGHT.is_match(line)
}

/// The copyright line that belongs to the story: it stands in it or right below.
pub(crate) fn storys_rights(decisions: &[Decision]) -> Option<String> {
    // Captions have rights of their own, and so has the page around the story.
    let reserves = |d: &Decision| is_copyright(&d.text) && d.text.to_lowercase().contains("rights reserved");
    let is_line = |d: &&Decision| d.rule != Rule::Outside && reserves(d);
    of_story(decisions).iter().rfind(is_line).map(|d| d.text.clone())
}

/// The page's own copyright line, which stands at its foot; a picture's is none.
pub(crate) fn pages_rights(decisions: &[Decision]) -> Option<String> {
    let is_pictures = |line: &str| credit::names_agency(line) && !line.contains(|c: char| c.is_ascii_digit());
    let is_foot = |d: &&Decision| {
        !matches!(d.rule, Rule::Story | Rule::Caption) && is_copyright(&d.text) && !is_pictures(&d.text)
    };
    decisions.iter().rev().find(is_foot).map(|d| d.text.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use scraper::Html;

    #[test]
    fn crumbs_lead_to_the_section() {
        let check = |crumbs: &[&str], expected: Option<&str>| {
            let crumbs = crumbs.iter().map(|c| (*c).to_owned()).collect();
            assert_eq!(section(crumbs, Some("Harbour reopens"), Some("The Gull")).as_deref(), expected);
        };
        check(&["Home", "World", "Europe", "Harbour reopens"], Some("Europe"));
        check(&["The Gull", "« Local"], Some("Local"));
        check(&["Startseite"], None);
        check(&[], None);
    }

    #[test]
    fn links_say_what_they_are_for() {
        let html = Html::parse_document(concat!(
            "<a rel='category tag' href=/c>Local</a><a rel=tag href=/t>#Harbour</a><a rel=tag href=/t>Harbour</a>",
            "<a rel=tag href=/k>Kelsund</a><a rel='license nofollow' href=/by/4.0>CC BY</a><a href=/x>Tag</a>",
            "<ol class=breadcrumbs><li><a href=/>Home</a><li><a href=/w>World</a></ol>",
        ));
        let outline = Outline::new(&html);
        let found = Links::read(&outline);
        assert_eq!(found.tags, ["Harbour", "Kelsund"]);
        assert_eq!((found.category.as_deref(), found.licence.as_deref()), (Some("Local"), Some("/by/4.0")));
        assert_eq!(breadcrumbs(&outline), ["Home", "World"]);
    }

    #[test]
    fn keywords_and_sections_are_as_readers_know_them() {
        let said = |stated: &str| keyword(stated);
        for (stated, known) in [
            ("#harbour", "harbour"),
            ("tag:Kelsund Harbour", "Kelsund Harbour"),
            ("C#", "C#"),
            ("Kelsund: the harbour", "Kelsund: the harbour"),
        ] {
            assert_eq!(said(stated).as_deref(), Some(known));
        }
        for machine in ["type:story", "path:news", "#", "_prio_1", "98be933f-38cf-4fba-b6c6-ad438e82010a"] {
            assert_eq!(said(machine), None, "{machine}");
        }
        assert_eq!(bare("- Coast »").as_deref(), Some("Coast"));
    }

    #[test]
    fn rights_stand_below_the_story_or_at_the_foot() {
        let line = |rule: Rule, text: &str| Decision { text: text.to_owned(), rule };
        let caption = line(Rule::Caption, "© Ann Lee");
        let story = line(Rule::Story, "The harbour is open.");
        let own = line(Rule::Caption, "Copyright 2026 Northern Wire. All rights reserved.");
        let foot = line(Rule::Outside, "© 2026 The Gull");
        let picture = line(Rule::Outside, "© Bo Hansen/imago");
        let all = [caption, story, own, foot, picture];
        assert_eq!(storys_rights(&all).as_deref(), Some("Copyright 2026 Northern Wire. All rights reserved."));
        assert_eq!(pages_rights(&all).as_deref(), Some("© 2026 The Gull"));
        assert_eq!((storys_rights(&all[..2]), pages_rights(&all[..2])), (None, None));
    }

    #[test]
    fn the_summary_stands_below_the_headline() {
        let html = "<p class=intro>What stands above the headline is none.</p><h1>Harbour reopens</h1>\
            <p class=article__standfirst>The first ships sailed in on Monday, after a month.</p>";
        let html = Html::parse_document(html);
        let found = standfirst(&Outline::new(&html), Some("Harbour reopens"));
        assert_eq!(found.as_deref(), Some("The first ships sailed in on Monday, after a month."));
    }
}
