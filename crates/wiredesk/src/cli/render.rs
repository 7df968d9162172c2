//! Articles for a person at a terminal.

use std::io::IsTerminal;

use serde_json::Value;
use wire_model::{
    Annotations, Article, ArticleRevision, Byline, BylineKind, Entity, EntityKind, Medium, Quote, QuoteKind, Speaker,
    Timed,
};

/// Colours, or signs that do without.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Colour,
    Plain,
}

impl Style {
    /// Colour on a terminal, unless `NO_COLOR` is set (no-color.org).
    pub(super) fn detect() -> Style {
        let wanted = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        if wanted { Style::Colour } else { Style::Plain }
    }

    fn paint(self, code: &str, text: &str) -> String {
        match self {
            Style::Colour => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
            Style::Plain => text.to_owned(),
        }
    }
}

const BOLD: &str = "1";
const DIM: &str = "2";
const QUOTE: &str = "33";
const SPEAKER: &str = "1;36";
const WIDTH: usize = 96;

/// Text from feeds and pages must not steer the terminal.
fn safe(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || *c == '\n').collect()
}

fn date(time: Option<Timed>) -> Option<String> {
    time.map(|t| match t.precision {
        wire_model::Precision::Day => t.at.0.strftime("%Y-%m-%d").to_string(),
        _ => t.at.0.strftime("%Y-%m-%d %H:%MZ").to_string(),
    })
}

/// One published revision in a few lines: headline, quotes, entities.
pub(super) fn story(revision: &ArticleRevision, kind: &str, style: Style) -> String {
    let article = &revision.article;
    let headline = safe(article.headline.as_deref().unwrap_or("(no headline)"));
    let label = kind.strip_prefix("article.").unwrap_or(kind);
    let mut out = format!(
        "{} {}  {}\n",
        style.paint(DIM, &format!("[{}]", revision.provenance.feed)),
        style.paint(BOLD, &headline),
        style.paint(DIM, &format!("{label}, revision {}", revision.revision)),
    );
    let names: Vec<String> = article.bylines.iter().map(|b| safe(&b.name)).collect();
    let mut facts = Vec::new();
    if !names.is_empty() {
        facts.push(format!("by {}", names.join(", ")));
    }
    facts.extend(article.dateline.as_ref().and_then(|d| d.place.clone()));
    facts.extend(date(article.published));
    facts.extend(article.agency.as_ref().map(|a| format!("text: {}", a.name)));
    facts.push(format!("{} words", article.word_count));
    if let Some(reason) = &revision.provenance.content_source_reason {
        facts.push(format!("from the feed ({reason})"));
    }
    if let Some(copy) = &revision.syndication {
        facts.push(format!("{:.0} % the text of {}", copy.similarity * 100.0, copy.first));
    }
    out.push_str(&format!("    {}\n", style.paint(DIM, &safe(&facts.join(" · ")))));
    for quote in quote_lines(&revision.annotations, style) {
        out.push_str(&format!("    {quote}\n"));
    }
    let entities = entity_line(&revision.annotations.entities);
    if !entities.is_empty() {
        out.push_str(&format!("    {}\n", style.paint(DIM, &entities)));
    }
    out
}

fn quote_lines(annotations: &Annotations, style: Style) -> Vec<String> {
    let shown = annotations.quotes.iter().filter(|q| q.kind != QuoteKind::Indirect);
    shown
        .map(|quote| {
            let words: Vec<String> = quote.segments.iter().map(|s| safe(&s.text)).collect();
            let said = clip(&words.join(" … "), WIDTH);
            format!("{}  {}", style.paint(SPEAKER, &format!("{}:", safe(&speakers(quote)))), style.paint(QUOTE, &said))
        })
        .collect()
}

fn entity_line(entities: &[Entity]) -> String {
    let name = |e: &Entity| {
        format!(
            "{}{}",
            safe(&e.name),
            if e.id.0.starts_with("wd:") { format!(" ({})", &e.id.0[3..]) } else { String::new() }
        )
    };
    let group = |kind: EntityKind, label: &str| {
        let names: Vec<String> = entities.iter().filter(|e| e.kind == kind).map(name).collect();
        (!names.is_empty()).then(|| format!("{label}: {}", names.join(", ")))
    };
    let parts = [
        (EntityKind::Person, "people"),
        (EntityKind::Organisation, "organisations"),
        (EntityKind::Place, "places"),
        (EntityKind::Other, "other"),
    ];
    parts.into_iter().filter_map(|(kind, label)| group(kind, label)).collect::<Vec<_>>().join(" · ")
}

fn clip(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let head: String = text.chars().take(width - 1).collect();
    format!("{head}…")
}

/// A value of another topic in one line.
pub(super) fn brief(value: &Value) -> String {
    let field = |name: &str| value.get(name).and_then(Value::as_str).map(safe);
    let count = |name: &str| value.get(name).and_then(Value::as_array).map(|l| format!("{} {name}", l.len()));
    [
        field("outcome"),
        field("stage"),
        field("reason"),
        field("detail"),
        count("quotes"),
        count("entities"),
        field("headline"),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join(" · ")
}

/// The body with quotes and entities marked, for `try`.
pub(super) fn marked_body(article: &Article, annotations: &Annotations, style: Style) -> String {
    let marks = marks(annotations, style);
    let mut out = String::new();
    let mut next = marks.iter().peekable();
    for (position, c) in article.text.chars().enumerate() {
        while let Some((at, _, text)) = next.peek() {
            if *at > position {
                break;
            }
            out.push_str(text);
            next.next();
        }
        if !c.is_control() || c == '\n' {
            out.push(c);
        }
    }
    for (_, _, text) in next {
        out.push_str(text);
    }
    out
}

/// What is written before which scalar: ends before starts at one place.
fn marks(annotations: &Annotations, style: Style) -> Vec<(usize, u8, String)> {
    let mut marks: Vec<(usize, u8, String)> = Vec::new();
    for quote in annotations.quotes.iter().filter(|q| q.kind != QuoteKind::Indirect) {
        let label = safe(&speakers(quote));
        for segment in &quote.segments {
            match style {
                Style::Colour => {
                    marks.push((segment.span.start, 1, format!("\u{1b}[{QUOTE}m")));
                    marks.push((
                        segment.span.end,
                        0,
                        format!("\u{1b}[0m{}", style.paint(SPEAKER, &format!("⟨{label}⟩"))),
                    ));
                }
                Style::Plain => {
                    marks.push((segment.span.start, 1, "⟦".to_owned()));
                    marks.push((segment.span.end, 0, format!("⟧⟨{label}⟩")));
                }
            }
        }
    }
    for entity in &annotations.entities {
        for mention in &entity.mentions {
            match style {
                Style::Colour => {
                    marks.push((mention.span.start, 2, "\u{1b}[4m".to_owned()));
                    marks.push((mention.span.end, 0, "\u{1b}[24m".to_owned()));
                }
                Style::Plain => {
                    marks.push((mention.span.start, 2, "[".to_owned()));
                    marks.push((mention.span.end, 0, "]".to_owned()));
                }
            }
        }
    }
    marks.sort_by_key(|m| (m.0, m.1));
    marks
}

/// The fields above the body, for `try`.
pub(super) fn head(article: &Article, style: Style) -> String {
    let mut out = String::new();
    let mut field = |label: &str, value: Option<String>| {
        if let Some(value) = value.filter(|v| !v.is_empty()) {
            out.push_str(&format!("{} {}\n", style.paint(DIM, &format!("{label:<12}")), safe(&value)));
        }
    };
    field("kicker", article.kicker.clone());
    field("headline", article.headline.clone());
    field("standfirst", article.standfirst.clone());
    let kind = |b: &Byline| if b.kind == BylineKind::Organisation { " (organisation)" } else { "" };
    let names: Vec<String> = article.bylines.iter().map(|b| format!("{}{}", b.name, kind(b))).collect();
    field("byline", Some(names.join(", ")));
    field("dateline", article.dateline.as_ref().map(|d| d.text.clone()));
    let timed = |t: Option<Timed>| t.map(|t| format!("{} ({:?}, to the {:?})", t.at, t.source, t.precision));
    field("published", timed(article.published));
    field("updated", timed(article.updated));
    let live = article.live_entries.len();
    field("live blog", (live > 0).then(|| format!("{live} entries")));
    field("medium", (article.medium != Medium::Text).then(|| format!("{:?}", article.medium)));
    field("section", article.section.clone());
    field("language", article.language.clone());
    field("canonical", article.canonical_url.clone());
    field("text agency", article.agency.as_ref().map(|a| format!("{} ({}: {})", a.name, a.evidence, a.words)));
    field("rights", article.rights.clone());
    field(
        "complete",
        Some(format!(
            "{:?}{}",
            article.completeness,
            article.completeness_reason.as_ref().map(|r| format!(": {r}")).unwrap_or_default()
        )),
    );
    for image in &article.images {
        let caption = image.caption.as_deref().unwrap_or("no caption");
        let credit = image.credit.as_ref().map(|c| format!(" [credit: {c}]")).unwrap_or_default();
        field("image", Some(format!("{caption}{credit} {}", image.url)));
    }
    out
}

/// The quotes and entities below the body, for `try`.
pub(super) fn lists(annotations: &Annotations, style: Style) -> String {
    let mut out = String::new();
    for quote in &annotations.quotes {
        let words: Vec<String> = quote.segments.iter().map(|s| safe(&s.text)).collect();
        let speaker = quote.speaker.as_ref();
        let is_named = speaker.is_some_and(|s| s.name.is_some());
        let name = if is_named { speakers(quote) } else { "?".to_owned() };
        let via = quote.via.as_ref().map(|s| format!(", by way of {}", s.mention.text)).unwrap_or_default();
        let how = speaker.map(|s| format!("{:?}: {}{via}", s.method, s.mention.text));
        let how = how.unwrap_or_else(|| "no speaker".to_owned());
        out.push_str(&format!(
            "{:>3}. {} {} {}\n     {}\n",
            quote.id,
            style.paint(SPEAKER, &safe(&name)),
            style.paint(DIM, &safe(&format!("({how})"))),
            style.paint(DIM, &format!("{:?}, {:.0} %", quote.kind, quote.confidence * 100.0)),
            style.paint(QUOTE, &words.join(" … ")),
        ));
    }
    for entity in &annotations.entities {
        let mentions: Vec<String> = entity.mentions.iter().map(|m| safe(&m.text)).fold(Vec::new(), |mut seen, m| {
            if !seen.contains(&m) {
                seen.push(m);
            }
            seen
        });
        out.push_str(&format!(
            "  {:<13} {} {} {}\n",
            entity.kind.as_str(),
            style.paint(BOLD, &safe(&entity.name)),
            style.paint(DIM, &entity.id.0),
            style.paint(
                DIM,
                &format!(
                    "×{} {}{}",
                    entity.mentions.len(),
                    mentions.join(", "),
                    if entity.about { ", about" } else { "" }
                )
            ),
        ));
    }
    out
}
/// Who says a quote: "Ann Lee, Bo Hansen and Carl Brenner".
fn speakers(quote: &Quote) -> String {
    let names: Vec<String> = quote.speaker.iter().chain(&quote.co_speakers).map(speaker_name).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => "?".to_owned(),
    }
}

/// The name, else the words that stand for it; "who" alone tells nothing.
fn speaker_name(speaker: &Speaker) -> String {
    let words = || if speaker.mention.text == "who" { "unnamed" } else { &speaker.mention.text }.to_owned();
    speaker.name.clone().unwrap_or_else(words)
}
