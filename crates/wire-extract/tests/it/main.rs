//! One invented story in the manner of many real layouts: the body that comes
//! out is the story, whatever stands around it.

use serde_json::json;
use wire_extract::{NotAnArticle, Page, extract};
use wire_model::{Completeness, Medium};

const HEADLINE: &str = "Kelsund reopens its harbour after the winter storm";

/// The paragraphs of the story.
const STORY: &[&str] = &[
    "KELSUND (Northern Wire) - The harbour of Kelsund opened to ships again on Monday, three weeks after a storm broke its outer wall and sank two of the port's tugs.",
    "“We have worked day and night, and I am proud of everybody who was out there,” said Marta Lindqvist, the director of the port authority, as the first ferry came in.",
    "The storm of 14 February was the strongest on this coast since records began in 1901, according to the national weather service. Waves of eleven metres were measured off the cape.",
    "Repairs have cost 38 million crowns so far. The government has promised to pay two thirds of that sum, and the rest will come from the port's own reserves.",
    "Fishermen, who had to land their catch in Aldern, seventy kilometres to the south, said that the detour had eaten up most of what they earned.",
    "“Another month of this and half of the boats would have been for sale,” said Olav Brenner, who heads the fishermen's cooperative in Kelsund.",
    "Engineers will go on working on the outer wall until the autumn. Ships of more than two hundred metres are not admitted until that work is done.",
    "The council is to decide in May whether the wall will be raised by a further two metres, which would cost at least 120 million crowns.",
];

fn wrapped(open: &str, close: &str) -> String {
    STORY.iter().map(|p| format!("{open}{p}{close}\n")).collect()
}

/// A page with the furniture that most pages have.
fn page(head: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><title>{HEADLINE} | The Coast Courier</title>\
         <meta property=\"og:title\" content=\"{HEADLINE}\"><meta property=\"og:site_name\" content=\"The Coast Courier\">{head}</head><body>\
         <header><a href=\"/\">The Coast Courier</a><nav><ul><li><a href=\"/news\">News</a></li><li><a href=\"/sport\">Sport</a></li><li><a href=\"/weather\">Weather</a></li></ul></nav></header>\
         {body}\
         <footer><p>© 2026 The Coast Courier. All rights reserved. Contact the newsroom at the address below.</p><ul><li><a href=\"/imprint\">Imprint</a></li><li><a href=\"/privacy\">Privacy</a></li></ul></footer></body></html>"
    )
}

const TEASERS: &str = "<section class=\"related\"><h3>More from the coast</h3><ul><li><a href=\"/a\">Ferry fares to rise in June after a year of debate</a></li><li><a href=\"/b\">Council wants more trams for the old town</a></li><li><a href=\"/c\">Aldern's lighthouse is for sale again</a></li></ul></section>";

fn layouts() -> Vec<(&'static str, String)> {
    let h1 = format!("<h1>{HEADLINE}</h1>");
    let plain = wrapped("<p>", "</p>");
    let (first, second) = STORY.split_at(4);
    let part = |paragraphs: &[&str]| paragraphs.iter().map(|p| format!("<p>{p}</p>")).collect::<String>();
    let between = |what: &str| format!("{}{what}{}", part(first), part(second));
    let article = |inner: &str| page("", &format!("<main><article>{h1}{inner}</article></main>"));
    vec![
        ("paragraphs in an article", article(&plain)),
        ("paragraphs in a div", page("", &format!("<div id=\"content\">{h1}<div class=\"text\">{plain}</div></div>"))),
        (
            "a div for each paragraph",
            page("", &format!("{h1}<div class=\"story\">{}</div>", wrapped("<div class=\"par\">", "</div>"))),
        ),
        ("a span in each paragraph", article(&wrapped("<p><span class=\"t\">", "</span></p>"))),
        ("breaks between paragraphs", page("", &format!("{h1}<div class=\"body\">{}</div>", STORY.join("<br><br>")))),
        (
            "breaks by style between paragraphs",
            page("", &format!("{h1}<div class=\"text\">{}</div>", STORY.join(&"<span class=\"br\"></span>".repeat(2)))),
        ),
        (
            "a glued copy that style hides",
            article(&format!("{}<div class=o-paywall style=\"display:none\">{}</div>", wrapped("<p>", "</p>"), STORY.join("").repeat(2))),
        ),
        (
            "breaks in a table cell",
            page(
                "",
                &format!(
                    "<table><tr><td width=160><a href=\"/\">Home</a></td><td>{h1}{}</td></tr></table>",
                    STORY.join("<br><br>\n")
                ),
            ),
        ),
        (
            "sections of one class",
            page(
                "",
                &format!(
                    "{h1}{}",
                    STORY
                        .chunks(2)
                        .map(|c| format!("<section class=\"block\">{}</section>", part(c)))
                        .collect::<String>()
                ),
            ),
        ),
        (
            "two containers with an advertisement between",
            page(
                "",
                &format!(
                    "<div class=\"wrap\">{h1}<div class=\"text-part\">{}</div><div class=\"ad-slot\"><p>Advertisement</p></div><div class=\"text-part\">{}</div></div>",
                    part(first),
                    part(second)
                ),
            ),
        ),
        ("teasers inside the text", article(&between(TEASERS))),
        (
            "a pointer to another story",
            article(&between(
                "<p><strong>Read also: <a href=\"/x\">Ferry fares to rise in June after a year of debate</a></strong></p>",
            )),
        ),
        (
            "a newsletter box",
            article(&between(
                "<div class=\"newsletter-signup\"><h4>The morning briefing</h4><p>Get the most important stories of the coast every morning in your inbox.</p><form><input type=email><button>Sign up</button></form></div>",
            )),
        ),
        (
            "a figure with caption and credit",
            article(&between(
                "<figure><img src=\"/harbour.jpg\" alt=\"\"><figcaption>The first ferry enters the harbour of Kelsund on Monday. Photo: Jens Dahl / Northern Wire</figcaption></figure>",
            )),
        ),
        (
            "a caption in a plain paragraph",
            article(&between(
                "<div class=\"image\"><img src=\"/h.jpg\"><p class=\"caption\">The outer wall of the harbour. | Photo Credit: Jens Dahl</p></div>",
            )),
        ),
        (
            "share buttons and a reading time",
            article(&format!(
                "<div class=\"meta\"><span>4 min read</span><span>Updated: March 6, 2026</span></div><div class=\"share\"><a href=\"#\">Share on X</a><a href=\"#\">Copy link</a></div>{plain}"
            )),
        ),
        (
            "comments below",
            article(&format!(
                "{plain}<div id=\"comments\"><h3>3 comments</h3><p>I was there on Monday and it was a wonderful sight to see the ferry come in again.</p><p>And who is going to pay for all of this, if not the people who live here?</p></div>"
            )),
        ),
        (
            "a biography of the author",
            article(&format!(
                "{plain}<div class=\"author-bio\"><p>Ida Holm has reported on the northern coast since 2009 and lives in Kelsund with her family.</p></div>"
            )),
        ),
        (
            "the headline and the byline again",
            article(&format!("<p class=\"byline\">By Ida Holm</p><h2>{HEADLINE}</h2>{plain}")),
        ),
        ("no article, no main, no classes", page("", &format!("<div><div>{h1}<div>{plain}</div></div></div>"))),
        (
            "links in the text",
            article(
                &plain
                    .replace("port authority", "<a href=\"https://example.org/port\">port authority</a>")
                    .replace("Aldern", "<a href=\"/aldern\">Aldern</a>"),
            ),
        ),
        (
            "a paywall class around the rest",
            article(&format!("{}<div class=\"paywall\">{}</div>", part(first), part(second))),
        ),
        (
            "a second copy for small screens",
            page(
                "",
                &format!("<article>{h1}{plain}</article><div class=\"mobile\" style=\"display: none\">{plain}</div>"),
            ),
        ),
        (
            "a sidebar with texts",
            page(
                "",
                &format!(
                    "<div class=\"row\"><div class=\"main-col\">{h1}{plain}</div><aside class=\"sidebar\"><h3>Opinion</h3><p>The council should think twice before it spends another hundred million on a wall that nobody asked for.</p><p>What the coast needs is a plan, and it needs one before the next winter comes.</p></aside></div>"
                ),
            ),
        ),
        (
            "a payload for the browser",
            page(
                "",
                &format!(
                    "<div id=\"root\"></div><script>window.__DATA__ = {};</script>",
                    json!({"story": {"id": 7, "html": plain}})
                ),
            ),
        ),
        (
            "old markup with fonts",
            page(
                "",
                &format!(
                    "<center><table><tr><td><font size=5><b>{HEADLINE}</b></font></td></tr><tr><td>{}</td></tr></table></center>",
                    wrapped("<p><font face=arial size=2>", "</font></p>")
                ),
            ),
        ),
        (
            "paragraphs that are never closed",
            page("", &format!("<div class=\"entry-content\">{h1}{}</div>", wrapped("<p>", ""))),
        ),
        (
            "a cookie banner first",
            page(
                "",
                &format!(
                    "<div class=\"cookie-consent\"><p>We use cookies and similar techniques to make this site better for you and to show you advertisements that suit you.</p><button>Accept</button></div><article>{h1}{plain}</article>"
                ),
            ),
        ),
        ("all of it in one heading", page("", &format!("{h1}<h4><div>{}</div></h4>", STORY.join("<br><br>")))),
        ("each paragraph a heading", page("", &format!("{h1}{}", wrapped("<h3>", "</h3>")))),
        ("elements of its own", page("", &format!("{h1}<x-story>{}</x-story>", wrapped("<x-par>", "</x-par>")))),
        ("text in the body itself", page("", &format!("{h1}{}", STORY.join("<br><br>")))),
        ("a list of descriptions", page("", &format!("{h1}<dl>{}</dl>", wrapped("<dd>", "</dd>")))),
        (
            "a show of numbered slides",
            article(&between(
                &["The old mill", "A tram in the snow", "The mayor's dog"]
                    .iter()
                    .enumerate()
                    .map(|(n, slide)| {
                        format!("<h4>{}/3 {slide}</h4><p>{slide}, as a reader saw it on the last day of winter in Aldern.</p>", n + 1)
                    })
                    .collect::<String>(),
            )),
        ),
        (
            "who else worked on it",
            article(&format!("{plain}<p>___ Holm reported from Kelsund. Ann Lee contributed to this report.</p><p>(iho/nw)</p>")),
        ),
        (
            "pages' numbers and tags below",
            article(&format!("{plain}<p>#kelsund #harbour</p><p>1</p><p>2</p><p>3</p>")),
        ),
        (
            "a notice of rights and a form below",
            article(&format!(
                "{plain}<p>(Copyright (c) 2026 Northern Wire. All Rights Reserved. This may not be redistributed.)</p><p>Your message (optional)</p>"
            )),
        ),
        (
            "the same line over and over",
            article(&format!("{plain}{}", "<p>yesterday · Coast · Harbours</p>".repeat(4))),
        ),
        ("its date and a list of contents above", article(&format!("<p>March 9, 2026</p><p>Table of contents</p>{plain}"))),
        (
            "pictures with their makers between paragraphs",
            article(&between("<p>The harbour of Kelsund as seen from the cape. © Port of Kelsund / M. Lindqvist</p>")),
        ),
        (
            "words for screen readers",
            article(
                &plain
                    .replace("port authority", "<a href=\"https://example.org/port\">port authority<span class=\"sr-only\">, opens a new tab</span></a>")
                    .replace("Aldern", "<a href=\"/aldern\">Aldern<span style=\"clip: rect(0 0 0 0); position: absolute\"> (link)</span></a>"),
            ),
        ),
        ("a long list of links below", article(&format!("{plain}{TEASERS}{TEASERS}{TEASERS}"))),
        (
            "an advertisement after every paragraph",
            article(&wrapped("<p>", "</p><div class=\"advert\">Advertisement</div>")),
        ),
    ]
}

#[test]
fn the_story_comes_out_of_every_layout() {
    let expected = STORY.join("\n\n");
    let mut wrong = Vec::new();
    for (name, html) in layouts() {
        match extract(html.as_bytes(), &Page::default()) {
            Ok(extraction) => {
                let article = extraction.article;
                assert_eq!(article.headline.as_deref(), Some(HEADLINE), "{name}");
                if article.text != expected {
                    wrong.push(format!("{name}:\n{}", article.text));
                }
            }
            Err(reason) => wrong.push(format!("{name}: {reason}")),
        }
    }
    assert!(wrong.is_empty(), "{} layouts:\n{}", wrong.len(), wrong.join("\n----\n"));
}

#[test]
fn what_is_no_story_is_refused_with_its_reason() {
    let check = |html: &[u8], reason: NotAnArticle| {
        assert_eq!(
            extract(html, &Page::default()).err(),
            Some(reason),
            "{}",
            String::from_utf8_lossy(&html[..html.len().min(80)])
        );
    };
    check(b"", NotAnArticle::Empty);
    check(b"  \n ", NotAnArticle::Empty);
    check(b"<html><body></body></html>", NotAnArticle::Empty);
    check(b"%PDF-1.7 \xE2\xE3", NotAnArticle::NotHtml);
    check(b"{\"a\": 1}", NotAnArticle::NotHtml);
    check(b"<title>404 - Page not found</title><h1>Page not found</h1><p>We are sorry, but the page that you were looking for is not here any more.</p>", NotAnArticle::SoftError);
    check(b"<title>News</title><p>Please enable JavaScript and cookies to continue reading on this site, thank you very much.</p>", NotAnArticle::Wall);
    let index: String = (0..80).map(|n| format!("<li><a href=\"/{n}\">Story number {n} of the day</a></li>")).collect();
    check(format!("<title>News</title><ul>{index}</ul>").as_bytes(), NotAnArticle::NoStory);
    check("<div>".repeat(100_000).as_bytes(), NotAnArticle::TooComplex);
}

#[test]
fn a_story_that_breaks_off_before_a_wall_says_so() {
    let beginning: String = STORY[..2].iter().map(|p| format!("<p>{p}</p>")).collect();
    let days = (1..5).flat_map(|day| STORY.iter().map(move |p| format!("<p>On day {day}: {p}</p>")));
    let whole: String = days.collect();
    let check = |body: &str, expected: Completeness, reason: &str| {
        let html = page("", &format!("<article><h1>{HEADLINE}</h1>{body}</article>"));
        let article = extract(html.as_bytes(), &Page::default()).expect("a story").article;
        assert_eq!(article.completeness, expected, "{body:.200}");
        assert!(article.completeness_reason.as_deref().unwrap_or_default().contains(reason), "{body:.200}");
        assert!(!article.text.contains("ubscri"), "{body:.200}");
    };
    let offer = "<div class=offer><p>Subscribe to continue reading this story.</p><p>Three months for one.</p></div>";
    check(&format!("{beginning}{offer}"), Completeness::Paywalled, "“Subscribe to continue”");
    check(&format!("{beginning}<p>La suite est réservée aux abonnés.</p>"), Completeness::Paywalled, "abonné");
    check(&format!("{beginning}<p>And then, three weeks later…</p>"), Completeness::Partial, "ellipsis");
    let closed = json!({"@type": "NewsArticle", "headline": HEADLINE, "hasPart": {"@type": "WebPageElement", "isAccessibleForFree": false}});
    let linked = format!("<script type=\"application/ld+json\">{closed}</script>");
    check(&format!("{linked}{beginning}"), Completeness::Paywalled, "isAccessibleForFree");
    // A newsletter is no wall; what is long is whole, whatever stands below it.
    check(&format!("{beginning}<p>Subscribe to our newsletter.</p>"), Completeness::Full, "");
    check(&format!("{whole}<p>And then, three weeks later…</p>"), Completeness::Full, "");
}

#[test]
fn what_a_feed_says_wins_over_what_a_page_shows() {
    let html = page(
        "",
        &format!("<article><h1>{HEADLINE}</h1>{}<a rel=tag href=/t>Boats</a></article>", wrapped("<p>", "</p>")),
    );
    let article = |page: &Page| extract(html.as_bytes(), page).expect("a story").article;
    let shown = article(&Page::default());
    assert_eq!(shown.keywords, ["Boats"]);
    assert!(shown.rights.is_some_and(|r| r.starts_with("© 2026 The Coast Courier")));
    let told = Page { rights: Some("Northern Wire".into()), keywords: vec!["Harbours".into()], ..Page::default() };
    let told = article(&told);
    assert_eq!((told.rights.as_deref(), told.keywords), (Some("Northern Wire"), vec!["Harbours".to_owned()]));
}

#[test]
fn hostile_pages_take_time_in_proportion_to_their_size() {
    const SIZE: usize = 4 << 20;
    let fill = |head: &str, part: &str| format!("<html><body>{head}{}", part.repeat(SIZE / part.len()));
    let distinct = |part: &dyn Fn(usize) -> String| (0..SIZE / part(0).len()).map(part).collect::<String>();
    let sentence =
        |n: usize| format!("The harbour of Kelsund opened to {n} ships of {} lines again on Monday. ", n * 7);
    let text = distinct(&sentence);
    let paragraphs = distinct(&|n| format!("<p>{}", sentence(n)));
    let headings = distinct(&|n| format!("<h1>Ship {n} is back</h1>"));
    let linked = |data: serde_json::Value| format!("<script type=\"application/ld+json\">{data}</script>");
    let deep = format!("<p>one<p>two{}", "<div>".repeat(SIZE / 5));
    let writers: Vec<String> = (0..SIZE / 20).map(|n| format!("Ann Lee {n}")).collect();
    for (what, html) in [
        ("a long summary", format!("<meta name=description content=\"{text}\">{paragraphs}")),
        ("a long body in linked data", linked(json!({"@type": "NewsArticle", "articleBody": text})) + &paragraphs),
        ("a long headline", linked(json!({"@type": "NewsArticle", "headline": text})) + &headings),
        ("a long title", format!("<title>{text}</title>{headings}")),
        (
            "parts of a title",
            format!("<title>{}</title>{}", "ab|".repeat(SIZE / 3), "<h2>babababababa</h2>".repeat(99)),
        ),
        (
            "bold names",
            format!(
                "<meta property=og:site_name content=Gull><meta name=author content=Gull><p>{text}</p>{}",
                "<p><b>Ann Lee</b>".repeat(SIZE / 18)
            ),
        ),
        ("labels of writers", fill("", "<b>By:</b><br>")),
        ("elements of its own", fill("", "<a-b>harbour</a-b> ")),
        ("drawings in a paragraph", fill("<p>", "<svg></svg> <b>sea</b>")),
        ("text encoded twice", fill("", "<p>â€œThe harbourâ€\u{9d}")),
        ("headings within headings", format!("{}{text}", "<h1><div>".repeat(450))),
        ("kickers within kickers", format!("{}{text}", "<h1><i class=kicker>".repeat(450))),
        ("figures within figures", format!("{}{text}", "<figure><img src=x><figcaption>".repeat(450))),
        ("links to writers", distinct(&|n| format!("<a rel=author href=/x>Ann Lee {n}</a>"))),
        ("writers in fields", distinct(&|n| format!("<meta name=author content=\"Ann Lee {n}\">")) + &paragraphs),
        ("writers in linked data", linked(json!({"@type": "NewsArticle", "author": {"name": writers}})) + &paragraphs),
        ("parts in linked data", linked(json!(vec![json!({"hasPart": {"a": 1}}); SIZE / 22])) + &paragraphs),
        ("depth in a script", format!("<body><script>x = {}</script>", json!(deep))),
        (
            "depth in a live blog",
            linked(json!({"@type": "LiveBlogPosting", "liveBlogUpdate": [{"articleBody": deep}]})) + &paragraphs,
        ),
        ("siblings", fill("", "<i></i>")),
        ("captions", fill("<article>", "<i class=caption></i>")),
        ("captions and images", fill("<article>", "<div><img src=x><i class=caption>A ship.</i></div>")),
        ("links that are tags", fill("<article>", "<a rel=tag href=x>Ships</a>")),
        ("breadcrumbs", fill("<article>", "<i class=breadcrumb><a href=x>Ships</a></i>")),
        ("changes", fill("<h1>Ships</h1>", "<i class=date>Updated 3 May 2024, 10:00</i>")),
        ("rights", fill("<article>", "<p>© 2024 Northern Wire. All rights reserved.</p>")),
        ("walls", fill("<article>", "<p>Subscribe to continue reading this story.</p>")),
        ("paragraphs", fill("", "<p>The same words, over and over again, until the page is full of them.</p>")),
        ("unclosed paragraphs", fill("", "<p>The same words, over and over again.")),
        ("unclosed links", fill("", "<a href=x>y")),
        ("unclosed bold", fill("<p>", "<b>x</b> ")),
        ("classes", (0..SIZE / 40).map(|n| format!("<div class=\"c{n} ad-{n}\">x</div>")).collect()),
        ("scripts", fill("", "<script>var a = \"<p>b</p><p>c</p>\";</script>")),
        ("quotes in a script", fill("<script>", "\"\\\"")),
        ("scripts in drawings that never end", fill("<p>one", "<svg><script><!--")),
        ("titles in drawings that never end", fill("<p>one", "<svg><title>")),
        ("texts in drawings", fill("<svg>", "<![CDATA[<b>]]>")),
        ("a text in a drawing that never ends", fill("<svg>", "<![CDATA[")),
        ("scripts that hold another", fill("", "<script type=ld+json><!--<script></script></script>")),
        ("a tag that never ends", format!("<p {}", distinct(&|n| format!("class{n}=a ")))),
        ("attributes", format!("<p {}>one", distinct(&|n| format!("class=a{n} ")))),
        ("comments that never end", fill("<p>", "<!--")),
        ("signs of tags", fill("<p>", "<")),
        ("tables", fill("<table>", "<tr><td>a cell</td></tr>")),
        ("entities", fill("<p>", "&amp;&eacute;&unknown;")),
        ("commas", fill("<p>", ",")),
        ("readings", fill("<p><ruby>", "<!---->港<rt>みなと")),
        ("readings within readings", fill("<p><ruby>", "<rt><rp>")),
        ("one long word", fill("<p>", "x")),
        ("slides", fill("", "<p>1/3 A mill in the snow.<p>2/3 Another mill in the snow.<p>3/3 The mill again.<p>So.")),
        ("hidden words", fill(&"<span class=sr-only>".repeat(900), "<i hidden>x</i>")),
        ("lines of one heading", fill("<h3>", "<div>The same words, over and over again.</div>")),
        (
            "single breaks",
            fill(
                "<p>",
                "The same words, over and over again, until the page is full of them, and then again once more.<br>",
            ),
        ),
    ] {
        let start = std::time::Instant::now();
        let _ = extract(html.as_bytes(), &Page::default());
        assert!(start.elapsed().as_secs() < 10, "{what}: {:?} for 4 MB", start.elapsed());
    }
    let start = std::time::Instant::now();
    assert_eq!(wire_extract::from_fragment(&deep, None, None).text, "");
    assert!(start.elapsed().as_secs() < 10, "{:?} for what a feed nests", start.elapsed());
}

#[test]
fn a_live_blog_gives_its_entries_newest_first() {
    let linked = r#"<script type="application/ld+json">{"@type":"LiveBlogPosting","headline":"Storm over Kelsund, live",
        "liveBlogUpdate":[
          {"@type":"BlogPosting","headline":"Outer wall breached","datePublished":"2026-02-14T09:05:00+01:00","articleBody":"<p>The outer wall has broken.</p><p>Two tugs are adrift.</p>"},
          {"@type":"BlogPosting","headline":"Tugs recovered","datePublished":"2026-02-14T16:40:00+01:00","articleBody":"Both tugs are back &amp; safe.","url":"https://example.org/live#2"},
          {"@type":"BlogPosting","datePublished":"2026-02-14T17:00:00+01:00"}]}</script>"#;
    let body = format!("<main><article><h1>{HEADLINE}</h1>{}</article></main>", wrapped("<p>", "</p>"));
    let found = extract(page(linked, &body).as_bytes(), &Page::default()).expect("an article").article;
    let entries: Vec<(Option<&str>, &str)> =
        found.live_entries.iter().map(|e| (e.headline.as_deref(), e.text.as_str())).collect();
    assert_eq!(
        entries,
        [
            (Some("Tugs recovered"), "Both tugs are back & safe."),
            (Some("Outer wall breached"), "The outer wall has broken.\n\nTwo tugs are adrift."),
        ]
    );
    assert_eq!(found.live_entries[0].url.as_deref(), Some("https://example.org/live#2"));
    let plain = extract(page("", &body).as_bytes(), &Page::default()).expect("an article").article;
    assert!(plain.live_entries.is_empty());
}

#[test]
fn a_page_with_few_words_says_what_tells_its_story() {
    let medium_of = |head: &str, body: &str| {
        let found = extract(page(head, body).as_bytes(), &Page::default()).expect("an article").article;
        (found.medium, found.text)
    };
    let few = STORY[0];
    let main = |inner: &str| format!("<main><article><h1>{HEADLINE}</h1><p>{few}</p>{inner}</article></main>");
    let picture = |n: usize| {
        format!(
            "<figure><img src=\"https://example.org/{n}.jpg\"><figcaption>The harbour of Kelsund at dawn, picture {n} of the storm.</figcaption></figure>"
        )
    };
    let pictures = (1..=6).map(picture).collect::<String>();
    let film = r#"<script type="application/ld+json">{"@type":"VideoObject","name":"Harbour","description":"Ships come in."}</script>"#;
    for (what, head, body, medium) in [
        ("a player", "", main("<video src=\"a.mp4\"></video>"), Medium::Video),
        (
            "a player of another site",
            "",
            main("<iframe src=\"https://www.youtube.com/embed/x\"></iframe>"),
            Medium::Video,
        ),
        ("linked data", film, main(""), Medium::Video),
        ("a recording", "", main("<audio src=\"a.mp3\"></audio>"), Medium::Audio),
        ("pictures", "", main(&pictures), Medium::Gallery),
        ("a player beside the story", "", main("<aside><video src=\"a.mp4\"></video></aside>"), Medium::Text),
        ("one picture", "", main(&picture(1)), Medium::Text),
        ("a player in a story", film, main(&wrapped("<p>", "</p>")), Medium::Text),
    ] {
        let (found, text) = medium_of(head, &body);
        assert_eq!(found, medium, "{what}");
        assert!(text.starts_with(few), "{what}: {text}");
    }
}

#[test]
fn beginnings_of_other_stories_are_cut() {
    let excerpt = |n: usize| {
        format!(
            "<h3>Story {n}</h3><p>The council of Aldern has sat for {n} nights over the plans for a tram to the old town, which would cross the …</p>"
        )
    };
    let others = (1..=4).map(excerpt).collect::<String>();
    let body = format!("<main><h1>{HEADLINE}</h1>{}{others}</main>", wrapped("<p>", "</p>"));
    let found = extract(page("", &body).as_bytes(), &Page::default()).expect("an article").article;
    assert_eq!(found.text, STORY.join("\n\n"));
    // One line that breaks off is the author's.
    let body = format!("<main><h1>{HEADLINE}</h1>{}{}</main>", wrapped("<p>", "</p>"), excerpt(1));
    let found = extract(page("", &body).as_bytes(), &Page::default()).expect("an article").article;
    assert!(found.text.ends_with('…'), "{}", found.text);
}

#[test]
fn a_last_sentence_may_begin_like_furniture() {
    for last in ["#KelsundReopens is what they write.", "Contact the writers had none with the port."] {
        let body = format!("<main><h1>{HEADLINE}</h1>{}<p>{last}</p></main>", wrapped("<p>", "</p>"));
        let found = extract(page("", &body).as_bytes(), &Page::default()).expect("an article").article;
        assert!(found.text.ends_with(last), "{}", found.text);
    }
}

#[test]
fn a_story_without_spaces_is_a_story() {
    let film = r#"<script type="application/ld+json">{"@type":"VideoObject","name":"港"}</script>"#;
    let metered = r#"<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script>"#;
    let told =
        "港は三週間ぶりに船に開かれた。嵐が外側の壁を壊し、二隻の船を沈めたためである。市長は工事を急ぐと述べた。";
    let read = |head: &str, days: usize| {
        let paragraphs: String = (1..=days).map(|n| format!("<p>{n}日目、{told}</p>")).collect();
        let body = format!("<main><article><h1>港が再開</h1>{paragraphs}</article></main>");
        extract(page(head, &body).as_bytes(), &Page::default()).expect("an article").article
    };
    let found = read(film, 9);
    assert!(found.word_count < 150, "{} words", found.word_count);
    assert_eq!(found.medium, Medium::Text, "{}", found.text);
    assert_eq!(read(metered, 14).completeness, Completeness::Full);
    assert_eq!(read(metered, 3).completeness, Completeness::Paywalled);
}

#[test]
fn readings_beside_characters_stay_out_unless_set_in_brackets() {
    let told =
        "船は<ruby>港<rt>みなと</rt></ruby>に入り、<ruby>堀<rp>（</rp><rt>ほり</rt><rp>）</rp></ruby>市長が迎えた。";
    let rest: String =
        (1..=9).map(|n| format!("<p>{n}日目、港は三週間ぶりに船に開かれ、市長は工事を急ぐと述べた。</p>")).collect();
    let headline = "<h1><ruby>港<rt>みなと</rt></ruby>が再開</h1>";
    let html = page("", &format!("<main><article>{headline}<p>{told}</p>{rest}</article></main>"))
        .replace(HEADLINE, "港が再開");
    let found = extract(html.as_bytes(), &Page::default()).expect("an article").article;
    assert_eq!(found.text.lines().next(), Some("船は港に入り、堀（ほり）市長が迎えた。"));
    assert_eq!(found.headline.as_deref(), Some("港が再開"));
}

#[test]
fn what_stands_for_a_post_until_readers_agree_is_no_story() {
    let (first, second) = STORY.split_at(4);
    let part = |paragraphs: &[&str]| paragraphs.iter().map(|p| format!("<p>{p}</p>")).collect::<String>();
    let asked = "<div class=\"box\"><p>Allow Kelsund Video content?</p><p>This article contains content provided by \
                 Kelsund Video. It may set cookies, so we ask before anything is loaded.</p></div>";
    let body = format!("<main><article><h1>{HEADLINE}</h1>{}{asked}{}</article></main>", part(first), part(second));
    let found = extract(page("", &body).as_bytes(), &Page::default()).expect("an article").article;
    assert_eq!(found.text, STORY.join("\n\n"));
}

#[test]
fn a_video_without_any_text_is_told_by_its_description() {
    let head = r#"<meta property="og:description" content="The first ships come in after three weeks.">
        <script type="application/ld+json">{"@type":"VideoObject","name":"Harbour"}</script>"#;
    let found = extract(page(head, &format!("<h1>{HEADLINE}</h1>")).as_bytes(), &Page::default()).expect("an article");
    assert_eq!(found.article.medium, Medium::Video);
    assert_eq!(found.article.text, "The first ships come in after three weeks.");
    let silent = extract(page("", &format!("<h1>{HEADLINE}</h1>")).as_bytes(), &Page::default());
    assert_eq!(silent.map(|e| e.article.text), Err(NotAnArticle::NoStory));
}
