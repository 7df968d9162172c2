//! Reading feeds: documents written for these tests, and bytes that are none.

use proptest::prelude::*;
use wire_feed::{ReadError, Source, read};
use wire_model::{DefectKind, Entry, FeedDocument, FeedKind, PublishingStatus};

fn document(text: &str) -> FeedDocument {
    let source = Source { url: "https://example.org/dir/feed".parse().ok(), ..Source::default() };
    read(text.as_bytes(), &source).unwrap_or_else(|e| panic!("{e}: {text}")).0
}

/// The only entry of a document.
fn entry(text: &str) -> Entry {
    let mut entries = document(text).entries;
    assert_eq!(entries.len(), 1, "{text}");
    entries.remove(0)
}

fn rss(item: &str) -> String {
    format!("<rss version=\"2.0\"><channel><title>T</title><item>{item}</item></channel></rss>")
}

fn atom(item: &str) -> String {
    format!("<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>T</title><entry>{item}</entry></feed>")
}

fn check(text: &str, field: impl Fn(&Entry) -> Option<String>, expected: &str) {
    assert_eq!(field(&entry(text)).as_deref(), Some(expected), "{text}");
}

#[test]
fn fields_are_found_where_publishers_put_them() {
    let published = |e: &Entry| e.published.map(|t| t.at.to_string());
    let author = |e: &Entry| e.authors.first().cloned();
    let link = |e: &Entry| e.link.clone();
    check(&rss("<pubDate>Mon, 06 May 2024 07:08:09 +0200</pubDate>"), published, "2024-05-06T05:08:09Z");
    check(&rss("<dc:date>2024-05-06T07:08:09Z</dc:date>"), published, "2024-05-06T07:08:09Z");
    check(&rss("<dc:creator>Ann Lee</dc:creator>"), author, "Ann Lee");
    check(&rss("<author>ann@example.org (Ann Lee)</author>"), author, "Ann Lee");
    check(&rss("<link>/story</link>"), link, "https://example.org/story");
    check(&rss("<guid>https://example.org/story</guid>"), link, "https://example.org/story");
    check(&rss("<atom:link href=\"https://example.org/story\"/>"), link, "https://example.org/story");
    check(&rss("<content:encoded><![CDATA[<p>Text</p>]]></content:encoded>"), |e| e.content.clone(), "<p>Text</p>");
    check(
        &rss("<media:group><media:content url=\"https://example.org/v.mp4\"/></media:group>"),
        |e| Some(e.enclosures[0].url.clone()),
        "https://example.org/v.mp4",
    );
    check(&atom("<author><name>Ann Lee</name></author>"), author, "Ann Lee");
    check(&atom("<link rel=\"alternate\" href=\"story\" xml:base=\"/base/\"/>"), link, "https://example.org/dir/story");
    check(
        &atom("<content type=\"xhtml\"><div>A <b>b</b></div></content>"),
        |e| e.content.clone(),
        "<div>A <b>b</b></div>",
    );
    check(&atom("<title mode=\"base64\">SGFyYm91cg==</title>"), |e| e.title.clone(), "Harbour");
}

#[test]
fn what_is_broken_is_mended() {
    let title = |e: &Entry| e.title.clone();
    check(&rss("<title>A & B &copy; &#8217; &nosuch;</title>"), title, "A & B © ’ &nosuch;");
    check(&rss("<title>1 < 2</title>"), title, "1 < 2");
    check(&rss("<title>Bold <b>words</title>"), title, "Bold <b>words</b>");
    check("<RSS><channel><item><title>No version</title></item></channel></RSS>", title, "No version");
    check(
        "<br/>Warning: line 3\n<rss version=\"2.0\"><channel><item><title>After junk</title></item></channel></rss>",
        title,
        "After junk",
    );
    check(
        "<feed version=\"0.3\" xmlns=\"http://purl.org/atom/ns#\"><entry><title>Old</title><issued>2004-01-01T00:00:00Z</issued></entry></feed>",
        title,
        "Old",
    );
    let (whole, defects) =
        read(b"<rss><channel><item><title>Whole</title></item><item><title>Cut o", &Source::default()).expect("a feed");
    assert_eq!(whole.entries.len(), 1);
    assert!(defects.iter().any(|d| d.kind == DefectKind::Truncated));
}

#[test]
fn rdf_and_json_and_sitemaps_are_read() {
    let rdf = "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\"><channel/><item rdf:about=\"urn:1\"><title>R</title></item></rdf:RDF>";
    check(rdf, |e| e.guid.clone(), "urn:1");
    let json = r#"{"version":"https://jsonfeed.org/version/1.1","title":"J","items":[{"id":7,"url":"/a","content_text":"x","authors":[{"name":"Ann"}]}]}"#;
    assert_eq!(document(json).kind, FeedKind::JsonFeed);
    check(json, |e| e.link.clone(), "https://example.org/a");
    let sitemap = "<urlset xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\"><url><loc>https://example.org/a</loc><news:news><news:title>S</news:title><news:publication_date>2024-05-06</news:publication_date></news:news></url></urlset>";
    check(sitemap, |e| e.title.clone(), "S");
    let index = document("<sitemapindex><sitemap><loc>https://example.org/1.xml</loc></sitemap></sitemapindex>");
    assert_eq!(index.children, ["https://example.org/1.xml"]);
}

#[test]
fn agency_formats_give_wire_ids_and_standing() {
    let ninjs = r#"{"uri":"urn:x:1","type":"text","version":"3","pubstatus":"canceled","headline":"H","body_html":"<p>B</p>","urgency":2}"#;
    let found = entry(ninjs);
    assert_eq!(
        (found.wire_id.as_deref(), found.wire_version, found.urgency, found.status),
        (Some("urn:x:1"), Some(3), Some(2), PublishingStatus::Canceled)
    );
    let g2 = "<newsItem guid=\"urn:x:2\" version=\"4\"><itemMeta><versionCreated>2024-05-06T07:00:00Z</versionCreated><pubStatus qcode=\"stat:withheld\"/></itemMeta>\
              <contentMeta><urgency>3</urgency><headline>G</headline><slugline>slug</slugline></contentMeta>\
              <contentSet><inlineXML><html><body><p>Body</p></body></html></inlineXML></contentSet></newsItem>";
    let found = entry(g2);
    assert_eq!(
        (found.wire_id.as_deref(), found.title.as_deref(), found.slug.as_deref()),
        (Some("urn:x:2"), Some("G"), Some("slug"))
    );
    assert_eq!((found.content.as_deref(), found.status), (Some("<p>Body</p>"), PublishingStatus::Withheld));
    let nitf = "<nitf><head><docdata><doc-id id-string=\"n1\"/><urgency ed-urg=\"5\"/></docdata></head><body><body.head><hedline><hl1>N</hl1></hedline><byline>By Ann</byline></body.head>\
                <body.content><p>Text</p></body.content></body></nitf>";
    let found = entry(nitf);
    assert_eq!(
        (found.wire_id.as_deref(), found.title.as_deref(), found.content.as_deref()),
        (Some("n1"), Some("N"), Some("<p>Text</p>"))
    );
}

#[test]
fn what_is_no_feed_is_refused_by_name() {
    let check = |bytes: &[u8], expected: ReadError| assert_eq!(read(bytes, &Source::default()).err(), Some(expected));
    check(b"", ReadError::Empty);
    check(b"  \n", ReadError::Empty);
    check(b"<!DOCTYPE html><html><body>Hi</body></html>", ReadError::Html);
    check(b"{\"a\":1}", ReadError::OtherJson);
    check(b"{\"a\":", ReadError::BrokenJson);
    check(b"<svg><path/></svg>", ReadError::OtherXml);
    check(b"just words", ReadError::NotMarkup);
}

proptest! {
    /// Whatever the bytes, reading ends with a document or a reason.
    #[test]
    fn no_bytes_end_the_process(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes, &Source::default());
    }

    #[test]
    fn no_markup_ends_the_process(pieces in proptest::collection::vec(prop_oneof![
        Just("<rss>"), Just("<channel>"), Just("<item>"), Just("</item>"), Just("<title>"), Just("</title>"), Just("<![CDATA["), Just("]]>"),
        Just("&amp;"), Just("&#x;"), Just("<a href='"), Just("\u{201C}x@y"), Just("<managingEditor>"), Just("<feed xmlns='http://www.w3.org/2005/Atom'>"),
        Just("<entry>"), Just("<!--"), Just("-->"), Just("<!DOCTYPE ["), Just("é"), Just("\""),
    ], 0..40)) {
        let text: String = pieces.concat();
        let _ = read(text.as_bytes(), &Source::default());
    }
}
