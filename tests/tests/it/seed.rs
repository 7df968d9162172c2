//! One wire story in page furniture: the body, and nothing but the body.

use wire_annotate::Annotator;
use wire_extract::{Page, extract};
use wire_model::BlockKind;
use wire_tests::corpus;

/// The story where it lies beside the checkout: headline, furniture, captions, body.
fn page(text: &str) -> (String, String) {
    let parts: Vec<&str> = text.split("\n\n").map(str::trim).filter(|p| !p.is_empty()).collect();
    let headline = parts[0];
    let escape = |t: &str| t.replace('&', "&amp;").replace('<', "&lt;");
    let mut html = format!(
        "<!doctype html><html lang=\"en\"><head><title>{0} - The Daily Example</title><meta property=\"og:title\" content=\"{0}\"></head><body>\
         <nav><a href=\"/\">Home</a> <a href=\"/world\">World</a></nav><article><h1>{0}</h1>",
        escape(headline)
    );
    for part in &parts[1..] {
        let lines: Vec<&str> = part.lines().collect();
        let is_story = lines.len() == 1 && part.len() > 60 && !part.ends_with("File");
        if is_story {
            html.push_str(&format!("<p>{}</p>", escape(part)));
        } else {
            lines.iter().for_each(|line| html.push_str(&format!("<div>{}</div>", escape(line))));
        }
    }
    html.push_str("</article><footer><p>© The Daily Example</p></footer></body></html>");
    (headline.to_owned(), html)
}

#[test]
fn the_seed_story_comes_out_clean() {
    let Some(folder) = corpus::folder() else {
        eprintln!("SKIPPED-CORPUS: no corpora beside the checkout");
        return;
    };
    let text = std::fs::read_to_string(folder.join("quotes/seed/seed.txt")).expect("the story");
    let (headline, html) = page(&text);
    let article = extract(html.as_bytes(), &Page::default()).expect("an article").article;
    assert_eq!(article.headline.as_deref(), Some(headline.as_str()));
    let paragraphs = article.blocks.iter().filter(|b| b.kind == BlockKind::Paragraph).count();
    assert_eq!(paragraphs, 14, "{}", article.text);
    for furniture in
        ["Min Read", "Photo Credit", "Share This", "Leave a Comment", "Mr. Jindal", "File", "Daily Example"]
    {
        assert!(!article.text.contains(furniture), "{furniture} is in the body");
    }
    assert_eq!(article.agency, None, "a photo credit is no text credit");
    let annotations = Annotator::new().annotate(&article);
    let names: Vec<&str> = annotations.quotes.iter().filter_map(|q| q.speaker.as_ref()?.name.as_deref()).collect();
    for speaker in ["Steve Witkoff", "Marco Rubio", "Volodymyr Zelenskyy"] {
        assert!(names.contains(&speaker), "{speaker} speaks in {names:?}");
    }
}
