//! The pure stages, on this one thread.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::time::Instant;

use anyhow::Result;
use scraper::Html;
use wire_annotate::Annotator;
use wire_extract::Page;

use super::{median, quantile, time};
use crate::corpus;

const MB: f64 = 1e6;

/// The feed documents of a corpus, or one of the project's own.
fn documents(corpora: Option<&Path>) -> Result<Vec<Vec<u8>>> {
    let Some(folder) = corpora.map(|c| c.join("feeds")) else {
        let items: Vec<(String, String, String)> = (0..500)
            .map(|n| (format!("g{n}"), format!("Story number {n}"), format!("https://example.org/{n}")))
            .collect();
        return Ok(vec![wire_tests::origin::rss(&items).into_bytes()]);
    };
    let cases = corpus::lines(&folder.join("expected.jsonl"))?;
    let real = cases.iter().filter(|c| c["category"] == "realworld").filter_map(|c| c["file"].as_str());
    Ok(real.filter_map(|f| fs::read(folder.join(f)).ok()).collect())
}

pub(crate) fn feeds(corpora: Option<&Path>, rounds: usize) -> Result<()> {
    let documents = documents(corpora)?;
    let bytes: usize = documents.iter().map(Vec::len).sum();
    let source = wire_feed::Source::default();
    let (mut ours, mut alone) = (Vec::new(), Vec::new());
    for _ in 0..=rounds {
        ours.push(time(|| documents.iter().for_each(|d| drop(std::hint::black_box(wire_feed::read(d, &source))))));
        alone.push(time(|| {
            for document in &documents {
                let parse = || feed_rs::parser::parse(document.as_slice());
                drop(std::hint::black_box(std::panic::catch_unwind(parse)));
            }
        }));
    }
    let (ours, alone) = (median(&mut ours[1..]), median(&mut alone[1..]));
    println!(
        "feeds      {} documents, {:.1} MB: {:.0} MB/s; feed-rs alone {:.0} MB/s; ratio of times {:.2}",
        documents.len(),
        bytes as f64 / MB,
        bytes as f64 / MB / ours,
        bytes as f64 / MB / alone,
        ours / alone
    );
    Ok(())
}

/// Decoded pages of a corpus, or the project's own.
fn pages(corpora: Option<&Path>) -> Result<Vec<String>> {
    let Some(corpora) = corpora else {
        return Ok(wire_tests::corpus::own_pages()
            .into_iter()
            .map(|p| String::from_utf8_lossy(&p.body).into_owned())
            .collect());
    };
    let mut out = Vec::new();
    for corpus in ["fundus", "aeb", "wcxb"] {
        let mut paths: Vec<_> = fs::read_dir(corpora.join("articles").join(corpus).join("pages"))?
            .filter_map(|e| Some(e.ok()?.path()))
            .collect();
        paths.sort();
        for path in paths {
            let mut bytes = Vec::new();
            flate2::read::MultiGzDecoder::new(fs::File::open(path)?).read_to_end(&mut bytes)?;
            out.push(String::from_utf8_lossy(&bytes).into_owned());
        }
    }
    Ok(out)
}

pub(crate) fn extract(corpora: Option<&Path>, rounds: usize) -> Result<()> {
    let pages = pages(corpora)?;
    let bytes: usize = pages.iter().map(String::len).sum();
    let page = Page::default();
    let mut ratios = Vec::new();
    let (mut total, mut parsing) = (0.0, 0.0);
    for text in &pages {
        let (mut whole, mut alone) = (Vec::new(), Vec::new());
        for _ in 0..rounds {
            whole.push(time(|| drop(std::hint::black_box(wire_extract::extract(text.as_bytes(), &page)))));
            alone.push(time(|| drop(std::hint::black_box(Html::parse_document(text)))));
        }
        let (whole, alone) = (median(&mut whole), median(&mut alone));
        total += whole;
        parsing += alone;
        ratios.push(whole / alone);
    }
    println!(
        "extract    {} pages, {:.1} MB: {:.0} pages/s, {:.1} MB/s; over parsing alone: median {:.2}, p99 {:.2}, worst {:.2}, sum {:.2}",
        pages.len(),
        bytes as f64 / MB,
        pages.len() as f64 / total,
        bytes as f64 / MB / total,
        quantile(&mut ratios, 0.5),
        quantile(&mut ratios, 0.99),
        quantile(&mut ratios, 1.0),
        total / parsing
    );
    #[cfg(feature = "peers")]
    super::peers::extract(&pages);
    Ok(())
}

pub(crate) fn annotate(corpora: Option<&Path>, rounds: usize) -> Result<()> {
    let texts: Vec<String> = match corpora {
        Some(corpora) => {
            let records = corpus::lines(&corpora.join("quotes/polnear/dev.jsonl"))?;
            records.iter().filter_map(|r| r["text"].as_str().map(str::to_owned)).collect()
        }
        None => {
            let own = wire_tests::corpus::own_pages();
            own.iter()
                .filter_map(|p| Some(wire_extract::extract(&p.body, &Page::default()).ok()?.article.text))
                .collect()
        }
    };
    let bytes: usize = texts.iter().map(String::len).sum();
    let start = Instant::now();
    let annotator = Annotator::new();
    let loading = start.elapsed();
    let thorough = Annotator::new().with_indirect_speech();
    let (mut names, mut both, mut all) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        names.push(time(|| texts.iter().for_each(|t| drop(std::hint::black_box(annotator.names(t, "en"))))));
        for (annotator, times) in [(&annotator, &mut both), (&thorough, &mut all)] {
            times.push(time(|| {
                texts.iter().for_each(|t| drop(std::hint::black_box(annotator.annotate_text(t, "en", None))))
            }));
        }
    }
    let (names, both, all) = (median(&mut names), median(&mut both), median(&mut all));
    println!(
        "annotate   {} texts, {:.1} MB: names {:.1} MB/s; names and quotes {:.1} MB/s, {:.0} texts/s; reported speech too {:.1} MB/s; loading {:.1} ms",
        texts.len(),
        bytes as f64 / MB,
        bytes as f64 / MB / names,
        bytes as f64 / MB / both,
        texts.len() as f64 / both,
        bytes as f64 / MB / all,
        loading.as_secs_f64() * 1e3
    );
    Ok(())
}
