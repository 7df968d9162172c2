//! Damaged feeds and pages by the thousand: each is read or refused, in good time, without a
//! panic, and every span of what comes out holds its text.

use std::time::{Duration, Instant};

use wire_annotate::Annotator;
use wire_extract::Page;
use wire_feed::{Source, read};
use wire_model::{Article, QuoteSegment};
use wire_tests::corpus;

const MUTATIONS: usize = 100_000;
const PAGE_MUTATIONS: usize = 6_000;
/// Longer documents only make the same mistakes more slowly.
const LONGEST: usize = 32 * 1024;
/// No document may take longer, whatever is done to it.
const SLOWEST: Duration = Duration::from_secs(2);

/// Does `work` and says how long it took: the shorter of two runs where the first took longer than
/// `bound`, since a machine that was busy elsewhere (or looked up the names of a caught panic's
/// backtrace) says nothing of the document.
fn timed<T>(bound: Duration, mut work: impl FnMut() -> T) -> (T, Duration) {
    let mut once = || {
        let start = Instant::now();
        (work(), start.elapsed())
    };
    let (result, first) = once();
    let took = if first < bound { first } else { first.min(once().1) };
    (result, took)
}

/// One document of every format, for clones without corpora.
const OWN: &[&str] = &[
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>Wire</title><link>https://example.org/</link><item><guid>1</guid><title>Harbour &amp; bridge</title><link>/1</link><dc:creator>Ann Reed</dc:creator><pubDate>Mon, 06 May 2024 07:00:00 GMT</pubDate><content:encoded><![CDATA[<p>Text with a <a href=\"x\">link</a>.</p>]]></content:encoded></item></channel></rss>",
    "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:base=\"https://example.org/\"><title type=\"html\">A &lt;b&gt;wire&lt;/b&gt;</title><entry><id>urn:x:1</id><link href=\"a\"/><updated>2024-05-06T07:00:00Z</updated><content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><p>Body</p></div></content></entry></feed>",
    "<rdf:RDF xmlns=\"http://purl.org/rss/1.0/\" xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><channel rdf:about=\"https://example.org/\"><title>Wire</title></channel><item rdf:about=\"https://example.org/1\"><title>Story</title></item></rdf:RDF>",
    "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"Wire\",\"items\":[{\"id\":\"1\",\"url\":\"https://example.org/1\",\"content_html\":\"<p>Body</p>\",\"date_published\":\"2024-05-06T07:00:00Z\"}]}",
    "{\"uri\":\"urn:x:1\",\"type\":\"text\",\"headline\":\"Story\",\"body_html\":\"<p>Body</p>\",\"pubstatus\":\"usable\"}",
    "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\"><url><loc>https://example.org/1</loc><news:news><news:title>Story</news:title></news:news></url></urlset>",
    "<nitf><head><docdata><doc-id id-string=\"1\"/></docdata></head><body><body.head><hedline><hl1>Story</hl1></hedline></body.head><body.content><p>Body</p></body.content></body></nitf>",
    "\u{1}xyz0042 3 i 31  nwa 0107\r\n\r\nAldern/bank/\r\n\u{2}Story =\r\n\r\nAldern (nwa) - Body.\r\n\u{3}212322 GMT Nov 18\r\n\u{4}",
];

/// What breaks readers.
const POISON: &[&[u8]] = &[
    b"<",
    b">",
    b"&",
    b"&#x0;",
    b"&#xFFFFFFFF;",
    b"]]>",
    b"<![CDATA[",
    b"<!--",
    b"<?",
    b"\"",
    b"'",
    b"\0",
    b"\xFF\xFE",
    b"\xEF\xBB\xBF",
    b"<item>",
    b"</item>",
    b"<!DOCTYPE x [<!ENTITY a \"&a;&a;\">]>&a;",
    b"\xE2\x80\x9C",
    b"{",
    b"[",
    b"xmlns:a=\"",
    b"\x1B$B",
    b"\x1F\x8B\x08",
    b"99999999999999999999",
    b"<a:b:c/>",
    b"type=\"application/x\"",
];

/// xorshift: the same damage on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound.max(1) as u64) as usize
    }
}

fn documents() -> Vec<Vec<u8>> {
    let mut out: Vec<Vec<u8>> = OWN.iter().map(|d| d.as_bytes().to_vec()).collect();
    let Some(folder) = corpus::folder().map(|f| f.join("feeds")) else { return out };
    for list in ["expected.jsonl", "wire_expected.jsonl"] {
        let cases = std::fs::read_to_string(folder.join(list)).expect("the cases");
        for line in cases.lines() {
            let case: serde_json::Value = serde_json::from_str(line).expect("JSON");
            let bytes = std::fs::read(folder.join(case["file"].as_str().expect("a file"))).expect("a document");
            out.extend((bytes.len() <= LONGEST).then_some(bytes));
        }
    }
    out
}

fn damage(document: &[u8], other: &[u8], random: &mut Random) -> Vec<u8> {
    let mut out = document.to_vec();
    for _ in 0..=random.below(4) {
        let at = random.below(out.len());
        let end = (at + random.below(200)).min(out.len());
        match random.below(7) {
            0 => out.truncate(at),
            1 => drop(out.drain(at..end)),
            2 => out.iter_mut().skip(at).take(1).for_each(|b| *b ^= 1 << random.below(8)),
            3 => drop(out.splice(at..at, POISON[random.below(POISON.len())].iter().copied())),
            4 => {
                let copy = out[at..end].to_vec();
                drop(out.splice(at..at, copy.iter().copied().cycle().take(copy.len() * 20)));
            }
            5 => {
                let from = random.below(other.len());
                let piece = other[from..(from + 300).min(other.len())].to_vec();
                drop(out.splice(at..end, piece));
            }
            _ => out[at..end].reverse(),
        }
    }
    out
}

#[test]
fn damaged_feeds_are_read_or_refused_in_good_time() {
    let documents = documents();
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let (mut was_read, mut refused, mut slowest) = (0u32, 0u32, Duration::ZERO);
    for n in 0..MUTATIONS {
        let other = &documents[random.below(documents.len())];
        let damaged = damage(&documents[n % documents.len()], other, &mut random);
        // A panic of feed-rs becomes a defect; there must be none of ours.
        let (result, took) = timed(SLOWEST, || read(&damaged, &Source::default()));
        match result {
            Ok(_) => was_read += 1,
            Err(_) => refused += 1,
        }
        slowest = slowest.max(took);
        assert!(took < SLOWEST, "mutation {n} took {took:?}");
    }
    eprintln!(
        "{MUTATIONS} mutations of {} documents: {was_read} read, {refused} refused, slowest {slowest:?}",
        documents.len()
    );
    assert!(was_read > MUTATIONS as u32 / 4 && refused > 0);
}

#[test]
fn damaged_pages_are_read_or_refused_in_good_time() {
    let mut pages: Vec<Vec<u8>> = corpus::own_pages().into_iter().map(|p| p.body).collect();
    pages.extend(corpus::real_pages(60).into_iter().map(|p| p.body).filter(|b| b.len() <= 4 * LONGEST));
    let annotator = Annotator::new().with_indirect_speech();
    let mut random = Random(0x2545_F491_4F6C_DD1D);
    let (mut was_read, mut slowest) = (0u32, Duration::ZERO);
    for n in 0..PAGE_MUTATIONS {
        let other = &pages[random.below(pages.len())];
        let damaged = damage(&pages[n % pages.len()], other, &mut random);
        let (is_read, took) = timed(SLOWEST, || {
            let found = wire_extract::extract(&damaged, &Page::default());
            found.is_ok_and(|found| {
                check_spans(&annotator, &found.article);
                true
            })
        });
        was_read += u32::from(is_read);
        slowest = slowest.max(took);
        assert!(took < SLOWEST, "mutation {n} took {took:?}");
    }
    eprintln!("{PAGE_MUTATIONS} mutations of {} pages: {was_read} read, slowest {slowest:?}", pages.len());
    assert!(was_read > PAGE_MUTATIONS as u32 / 4);
}

/// Whatever the text, every span slices to what it says.
fn check_spans(annotator: &Annotator, article: &Article) {
    let scalars: Vec<char> = article.text.chars().collect();
    let check = |segment: &QuoteSegment| {
        let held: String = scalars[segment.span.start..segment.span.end].iter().collect();
        assert_eq!(held, segment.text);
    };
    let annotations = annotator.annotate(&Article { language: Some("en".to_owned()), ..article.clone() });
    for quote in &annotations.quotes {
        quote.segments.iter().chain(&quote.clause).chain(&quote.cue).for_each(check);
        quote.speaker.iter().for_each(|s| check(&s.mention));
    }
    for mention in annotations.entities.iter().flat_map(|e| &e.mentions) {
        check(&QuoteSegment { span: mention.span, text: mention.text.clone() });
    }
}

#[test]
fn hostile_documents_take_time_in_proportion_to_their_size() {
    const SIZE: usize = 4 << 20;
    const SLOWEST_LARGE: Duration = Duration::from_secs(5);
    let fill = |head: &str, part: &str| format!("{head}{}", part.repeat(SIZE / part.len()));
    let rss = "<rss version=\"2.0\"><channel><item><title>";
    let distinct = |head: &str, part: &dyn Fn(usize) -> String| {
        format!("{head}{}", (0..SIZE / part(0).len()).map(part).collect::<String>())
    };
    let item = "<rss><channel><item><title>x</title>";
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><title>x</title>";
    for (what, document) in [
        ("entries", distinct(atom, &|n| format!("<entry><id>{n}</id><link href='/{n}'/></entry>"))),
        ("entries within entries", fill(atom, "<entry><title>x</title>")),
        ("writers", distinct(item, &|n| format!("<author>Ann Lee {n}</author>"))),
        ("subjects", distinct(item, &|n| format!("<category>{n}</category>"))),
        ("attributes", fill("<rss ", "a='1' b2=\"2\" c ")),
        ("distinct attributes", format!("<rss {}>", (0..SIZE / 8).map(|n| format!("a{n}='' ")).collect::<String>())),
        ("depth", fill("<rss>", "<item>")),
        ("other depth", fill("<rss>", "<a>")),
        ("open tags", fill(rss, "<a b=\"")),
        ("bare signs", fill(rss, "& < &# &; ")),
        ("entities", fill(rss, "&eacute;&#233;&unknown;")),
        ("comments", fill(rss, "<!-- ")),
        ("sections", fill(rss, "<![CDATA[")),
        ("closing tags", fill(rss, "</a></b>")),
        ("doctypes", fill("", "<!DOCTYPE a [<!ENTITY b 'c'>")),
        ("instructions", fill("", "<?xml ")),
        ("namespaces", fill(rss, "<a:b xmlns:a='x'></a:b>")),
        ("JSON brackets", fill("{\"items\":", "[")),
        ("hollow items", fill("<rss><channel>", "<item></item>")),
        ("links", fill("<rss><channel><item>", "<link/>")),
        ("quotes in markup", fill("<rss><channel><item><description>", "&lt;a href=\"")),
    ] {
        let source = Source { url: "https://example.org/".parse().ok(), ..Source::default() };
        let (_, took) = timed(SLOWEST_LARGE, || read(document.as_bytes(), &source));
        assert!(took < SLOWEST_LARGE, "{what}: {took:?} for 4 MB");
    }
}
