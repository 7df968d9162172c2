//! The headline: what several fields agree on.
//!
//! On news pages some field holds the headline nearly always, but no field
//! does always: `title` carries the site's name, `og:title` is written for
//! sharing, `h1` may be the site's logo. So a heading that another field
//! repeats is taken first, unless linked data and the sharing title agree on
//! something else; then a lower heading that the title holds beside the site's
//! name. The kicker, the line above a headline, often stands in the
//! same heading and is told from it by its class.

use std::sync::LazyLock;

use foldhash::HashSet;
use regex::Regex;
use wire_text::{date, entity, normal};

use crate::jsonld::Linked;
use crate::meta::Meta;
use crate::outline::Outline;

/// The headline, and the kicker where one stands above it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Headline {
    pub(crate) headline: Option<String>,
    pub(crate) kicker: Option<String>,
}

pub(crate) fn headline(outline: &Outline<'_>, meta: &Meta, linked: &Linked) -> Headline {
    let headings: Vec<Heading> =
        outline.tagged("h1").filter(|i| !leads_home(outline, *i)).filter_map(|i| Heading::read(outline, i)).collect();
    let headline = chosen(&headings, outline, meta, linked);
    let folded = headline.as_deref().map(normal::fold).unwrap_or_default();
    let kicker = headings.iter().find_map(|heading| heading.kicker_of(&folded));
    Headline { headline, kicker }
}

/// The heading that shows the headline, of the first order if one does, else the first `h1`.
pub(crate) fn shown_at(outline: &Outline<'_>, headline: Option<&str>) -> Option<usize> {
    const COMPARED: usize = 60;
    let folded = headline.map(normal::fold).filter(|h| !h.is_empty());
    let shows = |i: &usize| folded.as_deref().is_some_and(|f| normal::fold(&outline.text(*i)).ends_with(f));
    let shown = ["h1", "h2", "h3"].iter().find_map(|tag| outline.tagged(tag).take(COMPARED).find(shows));
    shown.or_else(|| outline.tagged("h1").next())
}

/// A first-order heading.
struct Heading {
    /// What stands in it besides the kicker.
    text: String,
    /// All of it.
    whole: String,
    kicker: Option<String>,
    /// What its first element holds and what stands behind it, if nothing but style sets them apart.
    parts: Option<(String, String)>,
}

/// Class words that name a kicker.
static KICKER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)(kicker|overline|topline|roofline|dachzeile|oberzeile|spitzmarke|eyebrow|surtitle|supertitle|strapline|",
        r"overtitle|pretitle|antetitulo|occhiello)"
    ))
    .expect("the pattern is a constant that a test compiles")
});

impl Heading {
    fn read(outline: &Outline<'_>, index: usize) -> Option<Heading> {
        const LONGEST: usize = 80;
        const BEFORE: usize = 6;
        let end = outline.elements.get(index)?.end;
        let whole = outline.text(index);
        let is_kicker = |i: &usize| {
            let element = &outline.elements[*i];
            !outline.contains(*i, index) && element.labels().any(|l| KICKER.is_match(l))
        };
        let text_of = |i: usize| Some(outline.text(i)).filter(|t| !t.is_empty() && t.chars().count() <= LONGEST);
        let within = (index + 1..end).find(is_kicker).and_then(text_of);
        let before = || (index.saturating_sub(BEFORE)..index).rev().find(is_kicker).and_then(text_of);
        let behind = |part: &str| {
            let rest = whole.strip_prefix(part)?.trim_start_matches([' ', ':', '-', '–', '—', '|', '/']);
            (!rest.is_empty()).then(|| rest.to_owned())
        };
        let text = within.as_deref().and_then(behind).unwrap_or_else(|| whole.clone());
        let first = || (index + 1..end).map(|i| outline.text(i)).find(|t| !t.is_empty() && *t != whole);
        let parts = within.clone().or_else(first).and_then(|part| {
            let rest = behind(&part)?;
            let is_set_apart = whole.len() > part.len() + " ".len() + rest.len() || part.ends_with([':', '|', '/']);
            (!is_set_apart).then_some((part, rest))
        });
        let kicker = if text == whole { before() } else { within };
        (!whole.is_empty()).then_some(Heading { text, whole, kicker, parts })
    }

    /// The kicker of a headline that is this heading's.
    fn kicker_of(&self, folded: &str) -> Option<String> {
        if normal::fold(&self.text) == folded {
            return self.kicker.clone();
        }
        let is_rest = |(_, rest): &&(String, String)| normal::fold(rest) == folded;
        let part = self.parts.as_ref().filter(is_rest).map(|(part, _)| part.clone());
        part.filter(|part| date::parse(part).is_none())
    }

    /// Which is the headline where a heading has parts that only style sets apart, as linked data or else another field has it.
    fn of_parts(&self, linked: &Field, fields: &[Field]) -> Option<String> {
        let (_, rest) = self.parts.as_ref()?;
        let (whole, rest) = (Field::of(&self.whole), Field::of(rest));
        let as_in_field = |of: &Field| fields.iter().find(|f| f.agrees(of));
        if linked.agrees(&whole) {
            return Some(linked.text.clone());
        }
        let is_kicker = self.text != self.whole;
        if as_in_field(&rest).is_some() || is_kicker && as_in_field(&whole).is_some() {
            return Some(rest.text);
        }
        as_in_field(&whole).map(|field| field.text.clone())
    }
}

fn chosen(headings: &[Heading], outline: &Outline<'_>, meta: &Meta, linked: &Linked) -> Option<String> {
    let site = meta.first(&["og:site_name"]).map(|s| normal::fold(&s));
    let ld = linked.article_text("headline");
    let og = meta.first(&["og:title"]);
    let twitter = meta.first(&["twitter:title"]);
    let title = outline
        .tagged("title")
        .next()
        .map(|i| normal::line(&entity::decode(&outline.elements[i].node.text().collect::<String>())))
        .filter(|t| !t.is_empty());
    let strip = |text: &Option<String>| text.as_deref().map(|t| without_site(t, site.as_deref()));
    let fields = [ld.clone(), og.clone(), twitter, strip(&title), strip(&og)];
    let fields = fields.map(|f| Field::of(f.as_deref().unwrap_or_default()));
    let (linked_data, shared) = (&fields[0], &fields[4]);
    let shown: Vec<Field> = headings.iter().flat_map(|h| [&h.whole, &h.text]).map(|t| Field::of(t)).collect();
    if shared.agrees(linked_data) && !shown.iter().any(|h| h.agrees(shared)) {
        return Some(shared.text.clone());
    }
    if let Some(headline) = headings.iter().find_map(|h| h.of_parts(linked_data, &fields)) {
        return Some(headline);
    }
    if let Some((heading, _)) = shown.iter().find_map(|h| Some((h, fields.iter().find(|f| f.agrees(h))?))) {
        let spaced = fields.iter().find(|f| f.agrees(heading) && words(&f.text) > words(&heading.text));
        return Some(spaced.unwrap_or(heading).text.clone());
    }
    if fields[1..].iter().any(|f| f.agrees(linked_data)) {
        return Some(linked_data.text.clone());
    }
    if let Some(heading) = titled(outline, &[&title, &og], site.as_deref()) {
        return Some(heading);
    }
    let known = words_of(&[&ld, &og, &title]);
    if let Some(heading) = headings.iter().find(|h| shares_words(&h.text, &known)) {
        return Some(heading.text.clone());
    }
    let only_heading = (headings.len() == 1).then(|| headings.first().map(|h| h.text.clone())).flatten();
    ld.or_else(|| meta.first(&["headline"]))
        .or_else(|| strip(&og))
        .or(only_heading)
        .or_else(|| strip(&title))
        .filter(|t| !t.is_empty())
}

/// What a field or a heading says.
struct Field {
    text: String,
    folded: String,
}

impl Field {
    fn of(text: &str) -> Field {
        Field { text: text.to_owned(), folded: normal::fold(text) }
    }

    /// Whether both say the same, and anything at all.
    fn agrees(&self, other: &Field) -> bool {
        !self.folded.is_empty() && self.folded == other.folded
    }
}

/// Words: a heading whose parts only a style sheet sets apart has fewer than the same headline in a field.
fn words(text: &str) -> usize {
    text.split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric)).count()
}

/// The longest heading of any order that a title holds beside the site's name:
/// where `h1` is the site's logo, the story's heading is of a lower order.
fn titled(outline: &Outline<'_>, titles: &[&Option<String>], site: Option<&str>) -> Option<String> {
    const READ: usize = 60;
    const SHORTEST: usize = 8;
    let titles: Vec<Parts> = titles.iter().filter_map(|t| t.as_deref()).map(Parts::of).collect();
    let is_heading = |i: &usize| {
        let element = &outline.elements[*i];
        matches!(element.tag, "h1" | "h2" | "h3") || element.itemprop() == Some("headline")
    };
    let headings = (outline.body..outline.elements.len()).filter(is_heading).take(READ);
    let headings = headings.filter(|i| !leads_home(outline, *i)).filter_map(|i| Heading::read(outline, i));
    let held = headings.map(|h| (normal::fold(&h.text), h.text)).filter(|(folded, _)| {
        folded.chars().count() >= SHORTEST && site != Some(folded.as_str()) && titles.iter().any(|t| t.hold(folded))
    });
    held.reduce(|best, next| if next.0.len() > best.0.len() { next } else { best }).map(|(_, text)| text)
}

/// A heading that links to the site's front page is the site's name.
fn leads_home(outline: &Outline<'_>, heading: usize) -> bool {
    let is_root = |href: &str| {
        let path = href.split_once("://").map_or(href, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
        matches!(path.trim(), "" | "/" | "./" | "#")
    };
    let end = outline.elements.get(heading).map_or(heading, |e| e.end);
    let around = outline.ancestors(heading).take(2).chain(heading + 1..end);
    around.filter_map(|i| outline.elements.get(i)).any(|e| e.tag == "a" && e.attr("href").is_some_and(is_root))
}

/// A title as its folded text and the places in it where a part may begin or end.
struct Parts {
    folded: String,
    cuts: Vec<usize>,
}

impl Parts {
    fn of(title: &str) -> Parts {
        let (mut folded, mut cuts) = (String::new(), vec![0]);
        for part in title.split(|c: char| BETWEEN_PARTS.contains(c)) {
            folded.push_str(&normal::fold(part));
            cuts.push(folded.len());
        }
        Parts { folded, cuts }
    }

    fn hold(&self, heading: &str) -> bool {
        let is_cut = |at: usize| self.cuts.binary_search(&at).is_ok();
        self.folded.match_indices(heading).any(|(at, found)| is_cut(at) && is_cut(at + found.len()))
    }
}

/// What may stand between the parts of a title.
const BETWEEN_PARTS: &str = "|–—·•»«-:›│｜ㅣ/";

/// The words of some fields, in lower case.
fn words_of(fields: &[&Option<String>]) -> HashSet<String> {
    fields.iter().filter_map(|f| f.as_deref()).flat_map(words_in).collect()
}

fn words_in(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.map(str::to_lowercase).collect()
}

/// Most of the words of `heading` are known.
fn shares_words(heading: &str, known: &HashSet<String>) -> bool {
    let own = words_in(heading);
    own.len() >= 3 && own.iter().filter(|w| known.contains(*w)).count() * 10 >= own.len() * 6
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
            assert_eq!(found.headline.as_deref(), Some(expected));
            found.kicker
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
        check(
            "<title>Port open</title><meta property='og:title' content='Ships sail again'><h1>Port open</h1>\
             <script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Ships sail again\"}</script>",
            "Ships sail again",
        );
        // The site's name in the first order, the headline in the second.
        check(
            "<title>Harbour reopens at last « The Morning Gull of Example Bay</title>\
             <h1><a href='https://gull.example/'>The Morning Gull of Example Bay</a></h1><h2>Harbour reopens at last</h2>",
            "Harbour reopens at last",
        );
        // Parts that only a style sheet sets apart.
        check(
            "<meta property='og:title' content='Strike / Harbour reopens'><h1><span>Strike</span>Harbour reopens</h1>",
            "Strike / Harbour reopens",
        );
        check("<title>Tide &amp;amp; time｜The Gull</title><h2>Tide &amp; time</h2>", "Tide & time");
        check(
            "<title>Harbour reopens-Portㅣthe Gull</title><meta name=headline content='Harbour reopens'>",
            "Harbour reopens",
        );
        // Which of them is the headline, linked data knows.
        let parts = |headline: &str| {
            format!(
                "<meta property='og:title' content='Strike: Harbour reopens'><h1><i>Strike</i> Harbour reopens</h1>\
                 <script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"{headline}\"}}</script>"
            )
        };
        assert_eq!(check(&parts("Harbour reopens"), "Harbour reopens").as_deref(), Some("Strike"));
        assert_eq!(check(&parts("Strike - Harbour reopens"), "Strike - Harbour reopens"), None);
        assert_eq!(check(&parts("Ships sail again"), "Strike: Harbour reopens"), None);
        let dated =
            "<meta property='og:title' content='Harbour reopens'><h1><time>3 June 2024</time> Harbour reopens</h1>";
        assert_eq!(check(dated, "Harbour reopens"), None);
        let named =
            "<h1><i class=dachzeile>Strike</i> Harbour reopens</h1><title>Strike: Harbour reopens | Gull</title>";
        assert_eq!(check(named, "Harbour reopens").as_deref(), Some("Strike"));
        // What the heading itself sets apart is one headline.
        check(
            "<title>Strike: Harbour reopens</title><h1><i>Strike:</i> Harbour reopens</h1>",
            "Strike: Harbour reopens",
        );
        let kicker = check(
            "<h1><span class='a-kicker'>Strike at the port</span><i>: </i><span>Harbour reopens</span></h1>",
            "Harbour reopens",
        );
        assert_eq!(kicker.as_deref(), Some("Strike at the port"));
        let above =
            check("<div><p class=overline>Strike</p><h1>Harbour reopens at last</h1></div>", "Harbour reopens at last");
        assert_eq!(above.as_deref(), Some("Strike"));
    }
}
