//! `predict`: one JSON line per truth line, ids as in the truth file.

use std::fs;
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::{Parser, ValueEnum};
use serde_json::{Value, json};
use wire_annotate::Annotator;
use wire_model::{EntityKind, Entry, FeedDocument, Precision, QuoteKind, ScalarIndex, Timed};

#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    Articles,
    Quotes,
    Entities,
    Feeds,
}

#[derive(Parser)]
pub(crate) struct Args {
    kind: Kind,
    /// The truth file; pages and feed files are found beside it.
    #[arg(long)]
    truth: PathBuf,
    /// Where the predictions go.
    #[arg(long)]
    out: PathBuf,
}

/// Predictions for a truth file of feeds.
pub(crate) fn feeds(truth: &Path, out: &Path) -> Result<()> {
    run(&Args { kind: Kind::Feeds, truth: truth.to_owned(), out: out.to_owned() })
}

/// Predictions for a truth file of pages.
pub(crate) fn articles_of(truth: &Path, out: &Path) -> Result<()> {
    run(&Args { kind: Kind::Articles, truth: truth.to_owned(), out: out.to_owned() })
}

/// Predictions for a truth file of names.
pub(crate) fn entities_of(truth: &Path, out: &Path) -> Result<()> {
    run(&Args { kind: Kind::Entities, truth: truth.to_owned(), out: out.to_owned() })
}

/// Predictions for a truth file of quotes.
pub(crate) fn quotes_of(truth: &Path, out: &Path) -> Result<()> {
    run(&Args { kind: Kind::Quotes, truth: truth.to_owned(), out: out.to_owned() })
}

pub(crate) fn run(args: &Args) -> Result<()> {
    let truth = fs::read_to_string(&args.truth).with_context(|| format!("reading {}", args.truth.display()))?;
    let folder = args.truth.parent().unwrap_or(Path::new("."));
    let file = fs::File::create(&args.out).with_context(|| format!("creating {}", args.out.display()))?;
    let mut out = BufWriter::new(file);
    let annotator = Annotator::new().with_indirect_speech();
    for (number, line) in truth.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let case: Value = serde_json::from_str(line).with_context(|| format!("line {}", number + 1))?;
        let prediction = match args.kind {
            Kind::Feeds => feed(&case, folder)?,
            Kind::Articles => article(&case, folder)?,
            Kind::Quotes => quotes(&annotator, &case)?,
            Kind::Entities => entities(&annotator, &case)?,
        };
        serde_json::to_writer(&mut out, &prediction)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(())
}

fn field<'v>(case: &'v Value, name: &str) -> Result<&'v str> {
    case.get(name).and_then(Value::as_str).with_context(|| format!("a line of the truth file has no {name:?}"))
}

fn article(case: &Value, folder: &Path) -> Result<Value> {
    let (bytes, page) = page_of(case, folder)?;
    article_line(field(case, "id")?, wire_extract::extract(&bytes, &page))
}

/// The bytes and the address of a case's page.
pub(crate) fn page_of(case: &Value, folder: &Path) -> Result<(Vec<u8>, wire_extract::Page)> {
    let packed = fs::read(folder.join("pages").join(format!("{}.html.gz", field(case, "id")?)))?;
    let mut bytes = Vec::new();
    flate2::read::MultiGzDecoder::new(packed.as_slice()).read_to_end(&mut bytes)?;
    let url = case.get("url").and_then(Value::as_str).and_then(|u| u.parse().ok());
    Ok((bytes, wire_extract::Page { url, ..Default::default() }))
}

pub(crate) fn article_line(
    id: &str,
    extraction: Result<wire_extract::Extraction, wire_extract::NotAnArticle>,
) -> Result<Value> {
    Ok(match extraction {
        Ok(extraction) => {
            let article = extraction.article;
            let authors: Vec<&str> = article.bylines.iter().map(|b| b.name.as_str()).collect();
            json!({
                "id": id,
                "text": article.text,
                "title": article.headline,
                "authors": authors,
                "published": article.published.map(published),
                "medium": article.medium,
            })
        }
        Err(reason) => json!({"id": id, "text": "", "error": reason.to_string()}),
    })
}

/// An ISO string that claims no more than the source did.
fn published(time: Timed) -> String {
    match (time.precision, time.zone_unknown) {
        (Precision::Day, _) => time.at.0.strftime("%Y-%m-%d").to_string(),
        (_, true) => time.at.0.strftime("%Y-%m-%dT%H:%M:%S").to_string(),
        (_, false) => {
            let minutes = i32::from(time.offset_minutes.unwrap_or(0));
            let offset = jiff::tz::Offset::from_seconds(minutes * 60).unwrap_or(jiff::tz::Offset::UTC);
            let local = offset.to_datetime(time.at.0).strftime("%Y-%m-%dT%H:%M:%S").to_string();
            let sign = if minutes < 0 { '-' } else { '+' };
            format!("{local}{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
        }
    }
}

fn feed(case: &Value, folder: &Path) -> Result<Value> {
    let id = field(case, "id")?;
    let bytes = fs::read(folder.join(field(case, "file")?))?;
    let header = |name: &str| {
        let headers = case.get("http_headers")?.as_object()?;
        headers.iter().find(|(k, _)| k.eq_ignore_ascii_case(name)).and_then(|(_, v)| v.as_str()).map(str::to_owned)
    };
    let url =
        case.get("base").or(case.get("url")).and_then(Value::as_str).and_then(|u| u.parse::<wire_feed::Address>().ok());
    let content_location = header("content-location").and_then(|l| match &url {
        Some(base) => base.join(&l).ok(),
        None => l.parse().ok(),
    });
    let source = wire_feed::Source { url, content_type: header("content-type"), content_location };
    Ok(match wire_feed::read(&bytes, &source) {
        Ok((document, _)) => feed_line(id, &document),
        Err(error) => json!({"id": id, "ok": false, "error": error.to_string()}),
    })
}

fn feed_line(id: &str, document: &FeedDocument) -> Value {
    json!({
        "id": id,
        "ok": true,
        "feed_title": document.title,
        "feed_link": document.link,
        "feed_description": document.description,
        "feed_language": document.language,
        "feed_id": document.id,
        "feed_updated": document.updated.map(seconds),
        "entries": document.entries.iter().map(entry_line).collect::<Vec<_>>(),
    })
}

fn entry_line(entry: &Entry) -> Value {
    let enclosures: Vec<Value> = entry
        .enclosures
        .iter()
        .map(|e| json!({"url": e.url, "type": e.media_type, "length": e.length.map(|l| l.to_string())}))
        .collect();
    json!({
        "id": entry.guid.as_ref().or(entry.wire_id.as_ref()).or(entry.link.as_ref()),
        "title": entry.title,
        "link": entry.link,
        "published": entry.published.map(seconds),
        "updated": entry.updated.map(seconds),
        "summary": entry.summary,
        "content": entry.content,
        "authors": entry.authors,
        "categories": entry.categories,
        "enclosures": enclosures,
    })
}

fn seconds(time: Timed) -> String {
    time.at.0.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// One line of quotes; offsets are scalars of the text as given.
pub(crate) fn quotes(annotator: &Annotator, case: &Value) -> Result<Value> {
    let text = field(case, "text")?;
    let language = case.get("lang").and_then(Value::as_str).unwrap_or("en");
    let annotations = annotator.annotate_text(text, language, None);
    let mut out = Vec::new();
    for quote in &annotations.quotes {
        // The corpora's speaker is whom the words come from last: "“…,” Lee said, according to CNN" is CNN's.
        let speaker = quote.via.as_ref().or(quote.speaker.as_ref());
        let name = speaker.and_then(|s| s.name.clone());
        let speaker =
            speaker.map(|s| json!({"start": s.mention.span.start, "end": s.mention.span.end, "text": s.mention.text}));
        let cue = quote.cue.as_ref().map(|c| json!({"start": c.span.start, "end": c.span.end, "text": c.text}));
        for (part, segment) in quote.segments.iter().enumerate() {
            // The scorer's mixed quotes are whole clauses; pieces of one clause are one of them.
            let segment = quote.clause.as_ref().unwrap_or(segment);
            if quote.clause.is_some() && out.last().is_some_and(|l: &Value| l["start"] == segment.span.start) {
                continue;
            }
            out.push(json!({
                "start": segment.span.start,
                "end": segment.span.end,
                "text": segment.text,
                "type": match quote.kind {
                    QuoteKind::Direct => "direct",
                    QuoteKind::Mixed => "mixed",
                    QuoteKind::Indirect => "indirect",
                },
                "group": quote.id,
                "part": part + 1,
                "parts": quote.segments.len(),
                "speaker": speaker,
                "speaker_name": name,
                "cue": cue,
                "confidence": quote.confidence,
            }));
        }
    }
    Ok(json!({"id": field(case, "id")?, "quotes": out}))
}

fn entities(annotator: &Annotator, case: &Value) -> Result<Value> {
    let text = field(case, "text")?;
    let index = ScalarIndex::new(text);
    let names: Vec<Value> = annotator
        .names(text, case.get("lang").and_then(Value::as_str).unwrap_or("en"))
        .into_iter()
        .map(|name| {
            let span = index.span(name.start, name.end);
            let kind = match name.kind {
                EntityKind::Person => "PER",
                EntityKind::Organisation => "ORG",
                EntityKind::Place => "LOC",
                EntityKind::Other => "MISC",
            };
            json!({"start": span.start, "end": span.end, "type": kind, "text": text.get(name.start..name.end)})
        })
        .collect();
    Ok(json!({"id": field(case, "id")?, "entities": names}))
}
