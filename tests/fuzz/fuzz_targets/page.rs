#![no_main]
//! Any bytes are an article or are refused with a reason; whatever is marked in an
//! article's text slices to what it says.

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use wire_annotate::Annotator;
use wire_extract::{Page, extract};

static ANNOTATOR: LazyLock<Annotator> = LazyLock::new(|| Annotator::new().with_indirect_speech());

fuzz_target!(|bytes: &[u8]| {
    let Ok(found) = extract(bytes, &Page::default()) else { return };
    let text: Vec<char> = found.article.text.chars().collect();
    let annotations = ANNOTATOR.annotate_text(&found.article.text, "en", None);
    let segments = annotations.quotes.iter().flat_map(|q| q.segments.iter().chain(&q.clause).chain(&q.cue));
    for segment in segments {
        let held: String = text[segment.span.start..segment.span.end].iter().collect();
        assert_eq!(held, segment.text);
    }
    for mention in annotations.entities.iter().flat_map(|e| &e.mentions) {
        let held: String = text[mention.span.start..mention.span.end].iter().collect();
        assert_eq!(held, mention.text);
    }
});
