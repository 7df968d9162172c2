//! Bylines: JSON-LD without the publisher, then meta, then what the page shows.

use std::cell::OnceCell;
use std::sync::LazyLock;

use foldhash::HashSet;
use regex::Regex;
use scraper::Node;
use wire_model::{Byline, BylineKind};
use wire_text::{agency, normal};

use crate::class::Label;
use crate::headline;
use crate::jsonld::Linked;
use crate::meta::Meta;
use crate::outline::{Outline, is_silent};

pub(crate) fn bylines(outline: &Outline<'_>, meta: &Meta, linked: &Linked, headline: Option<&str>) -> Vec<Byline> {
    let site = meta.first(&["og:site_name"]).into_iter().chain(linked.publisher());
    let site: Vec<String> = site.map(|s| normal::fold(without_domain(&s))).collect();
    let is_site = |name: &str| site.contains(&normal::fold(without_domain(name))) || DOMAIN.is_match(name);
    let clean = |names: Vec<String>| clean_beside(names, is_site);
    let own = |names: &Vec<String>| {
        let names = names.iter().filter(|n| !is_site(n) && !is_login(n));
        names.map(|n| without_site(n, is_site).to_owned()).collect::<Vec<_>>()
    };
    let in_linked =
        |name: &str| clean(linked.article().and_then(|a| a.get(name)).map_or(Vec::new(), |v| linked.names(v)));
    let from_meta =
        clean(NAMES.iter().map(|n| meta.all(n)).find(|v| !v.is_empty()).map(<[String]>::to_vec).unwrap_or_default());
    let stated = fullest([in_linked("author"), in_linked("creator"), from_meta.clone()]);
    let labelled = || clean(meta.labelled(&LABELS));
    // Where markup names the site as its author, what is seen must look like a person.
    let states_site = !stated.is_empty();
    let person = |names: &Vec<String>| !states_site || names.iter().any(|n| is_full_name(n));
    let seen = OnceCell::new();
    let seen = || seen.get_or_init(|| shown(outline, headline));
    let shown = || Some(own(seen())).filter(person).unwrap_or_default();
    let signed = || if states_site { signed(outline) } else { Vec::new() };
    let candidates: [&dyn Fn() -> Vec<String>; 5] =
        [&|| own(&stated), &|| own(&from_meta), &|| own(&labelled()), &shown, &signed];
    let names = candidates.iter().map(|names| names()).find(|n| !n.is_empty());
    let sites = || Some(&stated).filter(|n| !n.is_empty()).unwrap_or_else(|| seen()).clone();
    let names = names.unwrap_or_else(|| sites().into_iter().filter(|name| !NO_NAME.is_match(name)).collect());
    names.into_iter().map(|name| Byline { kind: kind(&name, &site), name }).collect()
}

/// The first statement that names anyone, or one behind it that names the same and more: people, for what stands
/// behind a name may be a place.
fn fullest(statements: [Vec<String>; 3]) -> Vec<String> {
    let includes = |all: &Vec<String>, some: &Vec<String>| {
        some.iter().all(|name| all.iter().any(|other| normal::fold(other) == normal::fold(name)))
    };
    let fuller = |best: Vec<String>, next: Vec<String>| {
        let is_fuller = next.len() > best.len() && includes(&next, &best) && next.iter().all(|name| is_full_name(name));
        if best.is_empty() || is_fuller { next } else { best }
    };
    statements.into_iter().reduce(fuller).unwrap_or_default()
}

/// A name to sign in with: "ann-lee", "ann.lee", "admin"; no agency's, as "dpa-afx".
fn is_login(name: &str) -> bool {
    name.is_ascii()
        && !name.contains(|c: char| c.is_whitespace() || c.is_uppercase())
        && agency::by_name(name).is_none()
        && (name.contains(['-', '.', '_']) || NO_NAME.is_match(name))
}

/// Names of `meta` elements that state the writer, the surest first.
const NAMES: [&str; 8] = [
    "author",
    "byl",
    "dc.creator",
    "parsely-author",
    "sailthru.author",
    "cxenseparse:author",
    "article:author",
    "dcterms.creator",
];

/// What content systems call the writer in the labels they give to sharing cards.
const LABELS: [&str; 8] = [
    "written by",
    "geschrieben von",
    "verfasst von",
    "écrit par",
    "escrito por",
    "scritto da",
    "geschreven door",
    "autor",
];

/// The names that a reader sees nearest to the headline.
fn shown(outline: &Outline<'_>, headline: Option<&str>) -> Vec<String> {
    const RIGHT_ABOVE: usize = 12;
    const NEAR: usize = 100;
    const MOST: usize = 30;
    let all = (outline.body..outline.elements.len()).filter_map(|i| Some((i, Sign::of(outline, i)?)));
    let mut all: Vec<(usize, Sign)> = all.collect();
    if all.is_empty() {
        return Vec::new();
    }
    let at = headline::shown_at(outline, headline).unwrap_or(outline.body);
    let near = |i: usize| at <= i + RIGHT_ABOVE && i <= at + NEAR;
    all.sort_by_key(|(i, sign)| (!near(*i), *sign == Sign::Led, *i < at, i.abs_diff(at)));
    let read =
        all.iter().filter(|(i, _)| !outline.in_comments(*i)).take(MOST).map(|(i, sign)| clean(sign.read(outline, *i)));
    read.filter(|names| names.iter().all(|n| may_be_name(n))).find(|n| !n.is_empty()).unwrap_or_default()
}

/// Names that stand alone, in bold, above the first long paragraph of some or below the last.
fn signed(outline: &Outline<'_>) -> Vec<String> {
    const LONG: u32 = 120;
    /// Bold lines from the first one on, and from the last one back.
    const MOST: usize = 10;
    let is_long = |i: usize| outline.elements[i].paragraph_text >= LONG;
    let stands_at_an_end = |line: usize| {
        let (mut above, mut below) = (false, false);
        for beside in outline.children(outline.elements[line].parent).filter(|i| is_long(*i)) {
            above |= beside < line;
            below |= beside > line;
        }
        above != below
    };
    let names = |line: usize| {
        let names = clean(vec![outline.text(line)]);
        let are_names = names.iter().all(|n| is_person(n) && n.contains(char::is_lowercase));
        (!names.is_empty() && are_names && stands_at_an_end(line)).then_some(names)
    };
    let bold: Vec<usize> = outline.tagged("p").filter(|i| is_bold(outline, *i)).collect();
    let mut tried = bold.iter().take(MOST).chain(bold.iter().rev().take(MOST));
    tried.find_map(|line| names(*line)).unwrap_or_default()
}

/// A full name in which every word begins with a capital, but for what stands before a surname.
fn is_person(text: &str) -> bool {
    const PARTICLES: [&str; 14] =
        ["al", "bin", "da", "de", "del", "den", "der", "di", "dos", "el", "la", "le", "van", "von"];
    let mut words = text.split_whitespace();
    is_full_name(text)
        && may_be_name(text)
        && text.chars().all(|c| c.is_alphabetic() || " .'’-".contains(c))
        && words.all(|w| w.starts_with(char::is_uppercase) || PARTICLES.contains(&w))
}

/// Whether all that an element says is short and bold.
fn is_bold(outline: &Outline<'_>, index: usize) -> bool {
    const LARGEST: usize = 4;
    const LONGEST: usize = 60;
    let element = &outline.elements[index];
    let size = |i: usize| outline.elements[i].node.text().map(|t| t.trim().len()).sum::<usize>();
    let mut bold = (index + 1..element.end).filter(|i| matches!(outline.elements[*i].tag, "strong" | "b"));
    element.end - index <= LARGEST
        && bold.next().is_some_and(|b| (1..=LONGEST).contains(&size(b)) && size(b) == size(index))
}

/// Names are short, have few words without a capital, and say neither what to do nor what else there is.
fn may_be_name(text: &str) -> bool {
    const MOST_WORDS: usize = 6;
    const MOST_SMALL: usize = 2;
    let words = text.split_whitespace().count();
    let small = text.split_whitespace().filter(|w| w.starts_with(char::is_lowercase)).count();
    words <= MOST_WORDS && (words == 1 || small <= MOST_SMALL) && !NO_NAME.is_match(text)
}

/// Two words or more, all but particles with a capital.
fn is_full_name(text: &str) -> bool {
    let (mut words, mut capitals) = (0, 0);
    for word in text.split_whitespace() {
        words += 1;
        capitals += usize::from(word.starts_with(char::is_uppercase));
    }
    words >= 2 && capitals >= 2 && words - capitals <= 2
}

/// Why an element is taken for one that names the writer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// A link to a writer's page.
    Link,
    /// Its class or property says byline or author.
    Label,
    /// It begins with "by", or with a date that the name follows.
    Led,
    /// It says "Author:" and nothing else; the name stands behind it.
    Heading,
}

impl Sign {
    fn of(outline: &Outline<'_>, index: usize) -> Option<Sign> {
        const LARGEST: usize = 12;
        let element = outline.elements.get(index).filter(|e| e.end - index <= LARGEST)?;
        let label = || outline.class_label(element).or(element.itemprop().map(Label::of).unwrap_or_default());
        let names_writer = || label().has(Label::WRITER) || matches!(element.tag, "author" | "byline");
        let within = &outline.elements[index..element.end];
        let of_licence = |class: &str| class.contains("license") || class.contains("licence");
        let is_licence = || within.iter().any(|e| e.class.is_some_and(of_licence));
        let own =
            || element.node.children().find_map(|c| c.value().as_text().map(|t| t.trim()).filter(|t| !t.is_empty()));
        if element.tag == "a" {
            let is_author = element.rel().is_some_and(|r| r.split_whitespace().any(|w| w == "author"))
                || element.attr("href").is_some_and(|h| WRITERS_PAGE.is_match(h));
            is_author.then_some(Sign::Link)
        } else if is_silent(element.tag)
            || matches!(element.tag, "input" | "label" | "form" | "meta" | "figcaption" | "img")
        {
            None
        } else {
            let text = own();
            let is_dated = |text: &str| DATED.find(text).is_some_and(|date| is_person(&text[date.end()..]));
            match text {
                Some(text) if element.end == index + 1 && HEADING.is_match(text) => Some(Sign::Heading),
                _ if names_writer() => (!is_licence()).then_some(Sign::Label),
                Some(text) if LED.is_match(text) || is_dated(text) => Some(Sign::Led),
                _ => None,
            }
        }
    }

    fn read(self, outline: &Outline<'_>, index: usize) -> Vec<String> {
        const LONGEST: usize = 80;
        const SHORTEST: usize = 4;
        if self == Sign::Link {
            return links_beside(outline, index);
        }
        if self == Sign::Heading {
            return clean(vec![text_behind(outline, index)]).into_iter().filter(|name| is_person(name)).collect();
        }
        let text = outline.text(index);
        let is_short = SHORTEST <= text.len() || agency::by_name(&text).is_some();
        let is_short = is_short && text.len() < LONGEST && !COMMENTER.is_match(&text);
        is_short.then_some(text).into_iter().collect()
    }
}

/// The text right behind an element, as it stands or in an element of its own.
fn text_behind(outline: &Outline<'_>, index: usize) -> String {
    let behind = outline.elements[index].node.next_siblings();
    let mut next = outline.elements[index].end;
    for node in behind {
        match node.value() {
            Node::Text(text) if !text.trim().is_empty() => return normal::line(text),
            Node::Element(element) if element.name() == "br" => next += 1,
            Node::Element(_) => return outline.text(next),
            _ => {}
        }
    }
    String::new()
}

/// A link to a writer's page, and those beside it: further down stand other stories' writers.
fn links_beside(outline: &Outline<'_>, first: usize) -> Vec<String> {
    const NEAR: usize = 200;
    let beside = outline.ancestors(first).nth(1).unwrap_or(outline.body);
    let end = outline.elements.get(beside).map_or(first, |e| e.end);
    let links = (first..end.min(first + NEAR)).filter(|i| Sign::of(outline, *i) == Some(Sign::Link));
    links.map(|i| outline.text(i)).collect()
}

/// Addresses of writers' own pages.
static WRITERS_PAGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)/(authors?|autor(?:in|en|es)?|auteurs?|staff|newsteam|writers?|contributors?|profil|journalists?)/[^/]{3,}")
        .expect("the pattern is a constant that a test compiles")
});
/// "By" and a name in capitals, and little else.
static LED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:By|BY|Von|von|Par|Por|Di|Text|Autor(?:in)?):? (?:\p{Lu}[\p{L}.’'-]*)(?: (?:\p{Lu}[\p{L}.’'-]*|v[ao]n|de[rl]?|und|and|et|y)){1,6}$")
        .expect("the pattern is a constant that a test compiles")
});
/// "03.11.2026 | 10:00 Uhr | ": a date and what sets it apart from the name behind it.
static DATED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d(?: ?[|,·–-] ?\d{1,2}[:.]\d\d(?: Uhr)?)? ?[|·–-] ?")
        .expect("the pattern is a constant that a test compiles")
});
/// What stands before the writer's name in an element of its own.
static HEADING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?i)(?:author|by|written by|autor(?:in)?|von|text|auteure?|par|autore|di|door) ?:$")
        .expect("the pattern is a constant that a test compiles")
});
/// What stands in bylines and is no name.
static NO_NAME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(follow|stand|name( \*)?|name .erforderlich|archiv .*|alle artikel|(written|posted|published|article|recipe|publiziert|veröffentlicht|geschrieben|erstellt|autorenseite)( (by|on|von|am))?|quelle|folgen|more|share|teilen|replying to|author|autor|admin|publisher|e-?mail|website|datum.*)$")
        .expect("the pattern is a constant that a test compiles")
});

/// "Ann Lee The Gull", "Ann Lee Gull Staff", "Ann Lee For Gull", "The Gull - Ann Lee": the name.
fn without_site(name: &str, is_site: impl Fn(&str) -> bool) -> &str {
    let parts = name.match_indices(' ').map(|(at, _)| (&name[..at], &name[at + 1..]));
    let mut signed =
        parts.filter(|(name, site)| is_full_name(name) && is_site(site.strip_suffix(" Staff").unwrap_or(site)));
    let behind = || name.split_once(" - ").filter(|(site, _)| is_site(site)).map(|(_, name)| name);
    let name = signed.next().map(|(name, _)| name).or_else(behind).unwrap_or(name);
    [" for", " For"].into_iter().find_map(|joint| name.strip_suffix(joint)).unwrap_or(name)
}

/// "gull.example" is the site of "Gull".
fn without_domain(name: &str) -> &str {
    if DOMAIN.is_match(name) { name.rsplit_once('.').map_or(name, |(site, _)| site) } else { name }
}

/// A site's address for a name.
static DOMAIN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,4}$").expect("the pattern is a constant that a test compiles")
});
static SPLIT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\s*[;,|/•]\s*(?:(?:and|und|et|y)\s+)?|\s+(?:and|with|und|et|y|og|och|en|i|&)\s+")
        .expect("the pattern is a constant that a test compiles")
});
static LEAD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)^(?:(?:",
        r"(?:erstellt|eingestellt|veröffentlicht|geschrieben|verfasst|publiziert|gespeichert|ein beitrag|artikel|alle artikel|mehr|",
        r"rezept|autorenseite|zum profil) (?:von|am)|",
        r"(?:propos recueillis|entretien réalisé) par|(?:analysis|article|comment|opinion|recipe|review) by|",
        r"(?:written|posted|published|reported|submitted|contributed|story|text|photo|(?:more |all )?(?:articles|posts)) (?:by|from|on)|post author(?: by)?|",
        r"escrito por|publicado por|publié par|écrit par|scritto da|by|von|vom|par|por|di|door|av|af|przez|from",
        r")(?::\s*|\s+)|(?:interview|auteure?|autore|text|words|autor(?:in)?|authors?|redaktion|quelle|source|fuente|авторы?|редактор|текст|pisze|piše|tekst):\s*|(?:autor(?:in)?|author)\s+|veröffentlicht von)",
    ))
    .expect("the pattern is a constant that a test compiles")
});
/// Dates and roles behind a name.
static TAIL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)\s*(?:(?:\s(?:am|um|on|le|el|vor|fr|mo|di|mi|do|sa|so))?,?\s+(?:stand:?\s*)?\d.*|\d{1,2}\. \p{L}.*|",
        r"(?: on)?[\s,](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d.*|",
        r"[\s.]+(?:photos?|pictures?|fotos?|bilder|video|illustrations?)(?: by|:).*|",
        r"\s(?:stand|veröffentlicht|(?:last )?updated|published|aktualisiert|alle artikel):?.*|\s(?:기자|記者|记者|특파원)|",
        r"\s(?:for|pred|prije|před|vor)|\s(?:edited|illustrated|photographed|translated) by.*|\s(?:send|sende|senden) .*e-?mail.*|",
        r"\s✉.*|:\s?(?-i:[A-Z]{2}))$",
    ))
    .expect("the pattern is a constant that a test compiles")
});
/// Where mail or messages reach the writer, pages, and what is left of markup.
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\s*[<(\[]?[\w.+-]*@[\w.-]+[>)\]]?|</?[a-z][^>]*>|\s*(?:https?://\S+|[\w.-]+\.[a-z]{2,8}/\S*)")
        .expect("the pattern is a constant that a test compiles")
});
/// Someone who comments on the story.
static COMMENTER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\s(says|said|sagt|schreibt|dit|dice)(:|\s*$)")
        .expect("the pattern is a constant that a test compiles")
});
/// Who made the picture.
static CREDIT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:(?:foto|bild|photo|credit|image|picture|illustration|фото|снимка|снимки)s?:|фото из )")
        .expect("the pattern is a constant that a test compiles")
});
static ROLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(staff( writer| reporter)?|senior .*|correspondent|.* correspondent|.* (editor|reporter|writer|producer)|editor|.*-in-chief|reporter|reporters|journalist|columnist|contributor|freelance.*|.*redakteur(in)?|.*korrespondent(in)?|redaktion|journaliste|envoyée? spéciale?.*|correspondante?.*|rédact(eur|rice).*|corresponsal.*|enviad[oa] especial.*|special to .*|updated.*|published.*)$")
        .expect("the pattern is a constant that a test compiles")
});

/// Each name once, without what stands around it.
fn clean(names: Vec<String>) -> Vec<String> {
    clean_beside(names, |_| false)
}

/// As [`clean`]; a site's name may read like those of two writers. No story has more than `MOST`.
fn clean_beside(names: Vec<String>, is_site: impl Fn(&str) -> bool) -> Vec<String> {
    const MOST: usize = 50;
    let mut known: HashSet<String> = HashSet::default();
    let parts = names.into_iter().map(|name| normal::line(&name));
    let parts = parts.flat_map(|name| if is_site(&name) && !is_address(&name) { vec![name] } else { parts_of(&name) });
    parts.filter(|part| known.insert(normal::fold(part))).take(MOST).collect()
}

/// The names in a byline.
fn parts_of(byline: &str) -> Vec<String> {
    if is_address(byline) || CREDIT.is_match(byline) {
        return Vec::new();
    }
    let line = ADDRESS.replace_all(byline, "");
    let line = DATED.replace(&line, "");
    let line = LEAD.replace(without_genre(&line), "");
    let line = TAIL.replace(&line, "");
    let bare = |part: &str| {
        let part = LEAD.replace(part.trim(), "");
        let part = TAIL.replace(bare_ends(&part), "");
        // What is counted behind a name is no part of it.
        let part = if is_full_name(&part) { part.trim_end_matches(|c: char| c.is_ascii_digit()) } else { &part };
        with_agency(without_place(part)).map(str::to_owned).collect::<Vec<String>>()
    };
    SPLIT.split(&line).flat_map(bare).filter(|part| is_writer(part)).collect()
}

/// A name without signs around it, but for the full stop of an initial and brackets within.
fn bare_ends(name: &str) -> &str {
    let is_sign = |c: char| matches!(c, '.' | '·' | '-' | '–' | ':' | '(' | ')' | '✉') || c.is_whitespace();
    let mut name = name.trim_start_matches(is_sign);
    while let Some(last) = name.chars().next_back().filter(|c| is_sign(*c)) {
        let rest = &name[..name.len() - last.len_utf8()];
        let closes = last == ')' && rest.contains('(');
        let is_initial = last == '.' && rest.rsplit([' ', '.']).next().is_some_and(|w| w.chars().count() == 1);
        if closes || is_initial && rest.contains(' ') {
            break;
        }
        name = rest;
    }
    name
}

/// „Ein Kommentar von Anna Klein“, "Una crónica de Ana Ruiz", „Von unserem Redakteur Jens Dahl“: the name.
fn without_genre(byline: &str) -> &str {
    const GENRES: [&str; 18] = [
        "analyse",
        "bericht",
        "gastbeitrag",
        "glosse",
        "interview",
        "kommentar",
        "reportage",
        "article",
        "chronique",
        "enquête",
        "entretien",
        "tribune",
        "análisis",
        "artículo",
        "crónica",
        "entrevista",
        "reportaje",
        "essay",
    ];
    let mut words = byline.splitn(4, ' ');
    let [Some(first), Some(second), Some(third), Some(rest)] = std::array::from_fn(|_| words.next()) else {
        return byline;
    };
    let is_genre = matches!(first, "Ein" | "Eine" | "Un" | "Une" | "Una")
        && matches!(third, "de" | "par" | "por" | "von")
        && GENRES.contains(&second.to_lowercase().as_str());
    let is_ours = matches!(first, "Von" | "von") && matches!(second, "unserem" | "unserer");
    if is_genre || is_ours { rest } else { byline }
}

fn is_address(text: &str) -> bool {
    text.starts_with("http") || text.starts_with("www.")
}

fn is_writer(part: &str) -> bool {
    const LONGEST: usize = 80;
    part.len() < LONGEST
        && !is_address(part)
        && !part.starts_with(|c: char| c.is_ascii_digit())
        && !ROLE.is_match(part)
        && !CREDIT.is_match(part)
        && part.chars().any(char::is_alphabetic)
}

/// "ANN LEE Associated Press", "Le Courrier avec AFP": the writer, and the agency behind the name.
fn with_agency(part: &str) -> impl Iterator<Item = &str> {
    const LONGEST: usize = 3;
    let spaces = part.rmatch_indices(' ').map(|(at, _)| part.split_at(at)).take(LONGEST);
    let signed = spaces.filter(|(name, agency)| is_full_name(name) && agency::by_name(agency).is_some()).last();
    let (name, agency) = signed.map_or((part, None), |(name, agency)| (name, Some(agency.trim())));
    let joint = [" avec", " con", " mit"].into_iter().find_map(|joint| name.strip_suffix(joint));
    [Some(joint.filter(|_| agency.is_some()).unwrap_or(name)), agency].into_iter().flatten()
}

/// "Ann Lee in Kelsund", "Ann Lee for The Gull": the name.
fn without_place(part: &str) -> &str {
    let before = |joint: &str| part.split_once(joint).map(|(name, _)| name).filter(|name| is_full_name(name));
    [" in ", " for The ", " for the "].into_iter().find_map(before).unwrap_or(part)
}

fn kind(name: &str, site: &[String]) -> BylineKind {
    const NEWSROOM: &[&str] = &[
        "agence",
        "agencia",
        "agencies",
        "agency",
        "agenzia",
        "bureau",
        "courier",
        "daily",
        "desk",
        "editorial",
        "editors",
        "gazette",
        "herald",
        "journal",
        "media",
        "news",
        "newsroom",
        "online",
        "post",
        "press",
        "redacción",
        "redactie",
        "redaktion",
        "redazione",
        "rédaction",
        "staff",
        "team",
        "times",
        "tribune",
    ];
    const ARTICLES: [&str; 8] = ["The ", "Der ", "Die ", "Das ", "El ", "Il ", "La ", "Les "];
    let lower = name.to_lowercase();
    let says_newsroom = lower.split(|c: char| !c.is_alphanumeric()).any(|w| NEWSROOM.contains(&w))
        || ARTICLES.iter().any(|article| name.starts_with(article));
    if says_newsroom || site.contains(&normal::fold(name)) || agency::by_name(name).is_some() {
        BylineKind::Organisation
    } else {
        BylineKind::Person
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use scraper::Html;

    fn names(html: &str) -> Vec<String> {
        let html = Html::parse_document(html);
        let outline = Outline::new(&html);
        let found = bylines(&outline, &Meta::read(&outline), &Linked::read(&outline), Some("Harbour reopens"));
        found.into_iter().map(|b| b.name).collect()
    }

    #[test]
    fn the_writer_is_named_near_the_headline() {
        let head = "<a class=author href='/author/other'>Ola Nord</a>".repeat(20) + "<h1>Harbour reopens</h1>";
        assert_eq!(names(&format!("{head}<p class=byline>By Ann Lee | 3 May 2025</p>")), ["Ann Lee"]);
        assert_eq!(names(&format!("{head}<a href='/team/x'>Team</a><a href='/staff/ann'>Ann Lee</a>")), ["Ann Lee"]);
        assert_eq!(names("<h1>Harbour reopens</h1><p>Von Ann Lee und Bo Hansen</p>"), ["Ann Lee", "Bo Hansen"]);
        // Behind a label, or behind the date.
        for shown in [
            "<p><b>Datum: </b>3.11.2026 <b>Autorin: </b>Ann Lee<br></p>",
            "<p><span class=author>By:</span> <br><br>Ann Lee <i>on tides</i></p>",
            "<p><span>By:</span> <i>Ann Lee</i> on tides</p>",
            "<p>03.11.2026 | 10:00 Uhr | Ann Lee</p>",
            "<p>3.11.2026 - Ann Lee</p>",
            "<h5>Autorin: </h5>Ann Lee/KC-X",
            "<byline>By Ann Lee</byline>",
        ] {
            assert_eq!(names(&format!("<h1>Harbour reopens</h1>{shown}")), ["Ann Lee"], "{shown}");
        }
        // Neither a credit nor a form, nor who comments, nor prose.
        for other in [
            "<span class=author>Photo: Bo Hansen</span>",
            "<span class=author-name><a class=license-author>Bo Hansen</a></span>",
            "<form><label class=author>Name (required)</label></form>",
            "<div class=comments><span class=author>Bo Hansen</span></div>",
            "<p>By Monday the harbour was open.</p>",
            "<p>3.11.2026 - the harbour reopens</p>",
            "<p>3.11.2026 | Law and Order on the Sea</p>",
            "<p class=author-note>She writes of ships and tides and what they carry home.</p>",
        ] {
            assert_eq!(names(&format!("<h1>Harbour reopens</h1>{other}")), [""; 0], "{other}");
        }
    }

    #[test]
    fn the_site_is_its_own_author_only_where_nobody_else_is() {
        let meta = "<meta property='og:site_name' content='The Gull'><meta name=author content='The Gull'>";
        assert_eq!(names(&format!("{meta}<h1>Harbour reopens</h1>")), ["The Gull"]);
        assert_eq!(names(&format!("{meta}<h1>Harbour reopens</h1><i class=byline>Ann Lee</i>")), ["Ann Lee"]);
        assert_eq!(names(&format!("{meta}<h1>Harbour reopens</h1><i class=byline>Follow us</i>")), ["The Gull"]);
        let card = "<meta name='twitter:label1' content='Written by'><meta name='twitter:data1' content='Bo Hansen'>";
        assert_eq!(names(&format!("{meta}{card}<h1>Harbour reopens</h1>")), ["Bo Hansen"]);
        for named in ["Ann Lee The Gull", "Ann Lee The Gull Staff", "Ann Lee For The Gull"] {
            assert_eq!(names(&format!("{meta}<h1>Harbour reopens</h1><i class=byline>{named}</i>")), ["Ann Lee"]);
        }
        // In bold, above the first paragraph or below the last; between two it is a heading.
        let long = format!("<p>{}</p>", "Ships sailed into the harbour again. ".repeat(5));
        let bold = "<p><strong>Ann Lee / Bo Hansen</strong></p>";
        for body in [format!("<div>{bold}{long}{long}</div>"), format!("<div>{long}{bold}<p>Ends.</p></div>")] {
            assert_eq!(names(&format!("{meta}<h1>Harbour reopens</h1>{body}")), ["Ann Lee", "Bo Hansen"], "{body}");
        }
        for other in [
            "<p><b>Two new Harbours</b></p>",
            "<p><b>HARBOUR OF THE YEAR (Off Season)</b></p>",
            "<p><b>Ann Lee</b> says</p>",
            "<p><b>Kelsund</b></p>",
        ] {
            assert_eq!(
                names(&format!("{meta}<h1>Harbour reopens</h1><div>{other}{long}</div>")),
                ["The Gull"],
                "{other}"
            );
        }
        assert_eq!(names(&format!("{meta}<h1>Harbour reopens</h1><div>{long}{bold}{long}</div>")), ["The Gull"]);
    }

    #[test]
    fn the_fullest_statement_counts_and_no_login() {
        let linked = |author: &str| {
            format!(
                "<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",{author}}}</script><h1>Harbour reopens</h1>"
            )
        };
        let one = linked("\"author\":{\"name\":\"Ann Lee\"}");
        assert_eq!(names(&format!("{one}<meta name=author content='Ann Lee, Bo Hansen'>")), ["Ann Lee", "Bo Hansen"]);
        assert_eq!(names(&format!("{one}<meta name=author content='Ida Holm, Bo Hansen'>")), ["Ann Lee"]);
        assert_eq!(names(&format!("{one}<meta name=author content='Ann Lee, Kelsund'>")), ["Ann Lee"]);
        let both = linked("\"author\":{\"name\":\"Ann Lee\"},\"creator\":[\"Bo Hansen\",\"Ann Lee\"]");
        assert_eq!(names(&both), ["Bo Hansen", "Ann Lee"]);
        for login in ["ann-lee", "ann.lee"] {
            let stated = format!("<meta name=author content={login}><h1>Harbour reopens</h1>");
            assert_eq!(names(&stated), [login]);
            assert_eq!(names(&format!("{stated}<i class=byline>By Ann Lee</i>")), ["Ann Lee"], "{login}");
        }
        let agency = "<h1>Harbour reopens</h1><meta name=author content='Ann Lee, dpa-afx'>";
        assert_eq!(names(agency), ["Ann Lee", "dpa-afx"]);
        let site = "<meta property='og:site_name' content='Ship & Tide'><h1>Harbour reopens</h1>";
        assert_eq!(names(&format!("{site}<meta name=author content='Ship & Tide'>")), ["Ship & Tide"]);
        let site = "<meta property='og:site_name' content='The Gull'><h1>Harbour reopens</h1>";
        assert_eq!(names(&format!("{site}<meta name=author content='The Gull - Ann Lee'>")), ["Ann Lee"]);
        assert_eq!(names("<h1>Harbour reopens</h1><meta name=author content=admin>"), [""; 0]);
    }

    #[test]
    fn names_are_cleaned_and_split() {
        let check = |names: &[&str], expected: &[&str]| {
            assert_eq!(clean(names.iter().map(|n| (*n).to_owned()).collect()), expected)
        };
        check(&["By Ann Lee and Bo Hansen"], &["Ann Lee", "Bo Hansen"]);
        check(&["Von Anna Klein, Redakteurin"], &["Anna Klein"]);
        check(&["Ida Holm og Jens Dahl 05.01.2025", "김민수 기자"], &["Ida Holm", "Jens Dahl", "김민수"]);
        check(&["Erstellt von Ida Holm am 3. Mai", "Interview: Jens Dahl", "05:00 Uhr"], &["Ida Holm", "Jens Dahl"]);
        check(&["Posted by: Ann Lee on May 3, 2025", "Alle Artikel von Bo Hansen"], &["Ann Lee", "Bo Hansen"]);
        check(&["Ann Lee Dec 12, 2025", "Written by"], &["Ann Lee", "Written by"]);
        check(&["https://example.org/ann", "Ann Lee", "ann lee"], &["Ann Lee"]);
        check(&["By Ann Lee with Bo Hansen in Kelsund"], &["Ann Lee", "Bo Hansen"]);
        check(&["Ann Lee <ann@gull.example>, Reuters", "Bo Hansen (@bo)"], &["Ann Lee", "Reuters", "Bo Hansen"]);
        check(&["Words: Ann Lee. Photos: Bo Hansen", "Ida Holm, Editor-in-Chief"], &["Ann Lee", "Ida Holm"]);
        check(&["By ANN LEE Associated Press"], &["ANN LEE", "Associated Press"]);
        check(&["Ann Lee, Political Editor, and Bo Hansen"], &["Ann Lee", "Bo Hansen"]);
        check(&["By Ann Lee for The Gull", "Ida Holm, Special to The Gull"], &["Ann Lee", "Ida Holm"]);
        check(&["Von unserem Redakteur Jens Dahl", "Ein Kommentar von Anna Klein"], &["Jens Dahl", "Anna Klein"]);
        check(
            &["Anne Petit, envoyée spéciale à Kelsund", "Par Le Courrier avec AFP"],
            &["Anne Petit", "Le Courrier", "AFP"],
        );
        check(&["Propos recueillis par Anne Petit", "Una crónica de Ana Ruiz"], &["Anne Petit", "Ana Ruiz"]);
        check(&["<a href='/ann' rel=author>Ann Lee</a>, <a href='/bo'>Bo Hansen</a>"], &["Ann Lee", "Bo Hansen"]);
        check(&["The Gull https://gull.example/", "Ann Lee", "social.example/gull"], &["The Gull", "Ann Lee"]);
        check(
            &["Фото: Ида Хольм", "Анна Ли, Фото: Ида Хольм", "Автор: Анна Ли", "Piše: Ana Prado prije"],
            &["Анна Ли", "Ana Prado"],
        );
        check(&["Ann Lee For", "Bo Hansen Edited by Ida Holm", "Jens Dahl22"], &["Ann Lee", "Bo Hansen", "Jens Dahl"]);
        check(&["Gull Team Sende uns eine E-Mail", "✉ Ann Lee ✉ Corresponding author"], &["Gull Team", "Ann Lee"]);
        check(
            &["Ana Prado C.", "Bo Hansen (Tide)", "(Ann Lee)", "Ida Holm: EN"],
            &["Ana Prado C.", "Bo Hansen (Tide)", "Ann Lee", "Ida Holm"],
        );
        check(&["Una Maria de Souza"], &["Una Maria de Souza"]);
        check(&["Ana Ruiz / Redacción", "By Ann Lee ·"], &["Ana Ruiz", "Redacción", "Ann Lee"]);
        for name in ["The Gull", "Redacción", "La Rédaction", "Kelsund Courier"] {
            assert_eq!(kind(name, &[]), BylineKind::Organisation, "{name}");
        }
        assert_eq!(kind("Reuters", &[]), BylineKind::Organisation);
        assert_eq!(kind("News Desk", &[]), BylineKind::Organisation);
        assert_eq!(kind("Ann Lee", &[]), BylineKind::Person);
    }
}
