//! Extraction beside other crates on the same pages, and the memory that it takes.
//! The allocator that counts is in this build alone; it slows all of them alike.

use std::hint::black_box;
use std::panic::{AssertUnwindSafe, catch_unwind};

use peak_alloc::PeakAlloc;
use scraper::Html;
use wire_extract::Page;

use super::time;
use super::{median, quantile};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Seconds of each extractor over those of parsing, one round, interleaved.
pub(super) fn extract(pages: &[String]) {
    type Work = fn(&str);
    let peers: [(&str, Work); 3] = [
        ("wire-extract", |p| drop(black_box(wire_extract::extract(p.as_bytes(), &Page::default())))),
        ("dom_smoothie", |p| drop(black_box(dom_smoothie::Readability::new(p, None, None).map(|mut r| r.parse())))),
        ("rs-trafilatura", |p| drop(black_box(rs_trafilatura::extract(p)))),
    ];
    let mut ratios = vec![Vec::new(); peers.len()];
    let mut memory = Vec::new();
    for page in pages {
        let alone = time(|| drop(black_box(Html::parse_document(page))));
        for ((_, work), ratios) in peers.iter().zip(&mut ratios) {
            // A page on which a crate panics takes as long as it took until then.
            ratios.push(time(|| drop(catch_unwind(AssertUnwindSafe(|| work(page))))) / alone);
        }
        MEMORY.reset_peak_usage();
        let before = MEMORY.current_usage();
        drop(black_box(wire_extract::extract(page.as_bytes(), &Page::default())));
        memory.push((MEMORY.peak_usage().saturating_sub(before)) as f64 / page.len() as f64);
    }
    for ((name, _), ratios) in peers.iter().zip(&mut ratios) {
        let (p99, worst) = (quantile(ratios, 0.99), quantile(ratios, 1.0));
        println!("  {name:<15} over parsing: median {:.2}, p99 {p99:.2}, worst {worst:.1}", median(ratios));
    }
    let (p99, worst) = (quantile(&mut memory, 0.99), quantile(&mut memory, 1.0));
    println!("  memory over the page's bytes: median {:.1}, p99 {p99:.1}, worst {worst:.1}", median(&mut memory));
}
