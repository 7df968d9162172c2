//! Invented publishers on loopback, each with a habit of its own.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::stories::Story;

/// A publisher that is being served.
pub(super) struct Served {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) about: &'static str,
    pub(super) url: String,
}

#[derive(Clone, Copy, PartialEq)]
enum Habit {
    Rss,
    Atom,
    Ninjs,
    Slow,
    OneGuid,
    Tangled,
}

struct Publisher {
    id: &'static str,
    title: &'static str,
    about: &'static str,
    habit: Habit,
}

const PUBLISHERS: &[Publisher] = &[
    Publisher {
        id: "harbour-post",
        title: "The Harbour Post",
        about: "RSS; stories come, change and are corrected",
        habit: Habit::Rss,
    },
    Publisher {
        id: "northern-wire",
        title: "Northern Wire",
        about: "an agency's ninjs; one story is killed",
        habit: Habit::Ninjs,
    },
    Publisher {
        id: "inland-courier",
        title: "Inland Courier",
        about: "Atom; prints a copy of a wire story",
        habit: Habit::Atom,
    },
    Publisher {
        id: "patient-observer",
        title: "The Patient Observer",
        about: "RSS from a slow host",
        habit: Habit::Slow,
    },
    Publisher {
        id: "twin-times",
        title: "Twin Times",
        about: "RSS; one GUID for all its items",
        habit: Habit::OneGuid,
    },
    Publisher {
        id: "tangled-gazette",
        title: "The Tangled Gazette",
        about: "RSS that is not well-formed and breaks off",
        habit: Habit::Tangled,
    },
];

struct Site {
    publisher: &'static Publisher,
    stories: Vec<Story>,
    started: Instant,
    opened: Timestamp,
    base: String,
}

/// Serves every publisher on an address of its own until `shutdown`.
pub(super) async fn start(stories: Vec<Story>, shutdown: CancellationToken) -> anyhow::Result<Vec<Served>> {
    let mut served = Vec::new();
    for (index, publisher) in PUBLISHERS.iter().enumerate() {
        // Systems other than Linux have one loopback address; there the ports tell publishers apart.
        let own = Ipv4Addr::new(127, 0, 0, u8::try_from(10 + index).unwrap_or(10));
        let listener = match TcpListener::bind((own, 0)).await {
            Ok(listener) => listener,
            Err(_) => TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?,
        };
        let base = format!("http://{}", listener.local_addr()?);
        let own_stories = stories.iter().filter(|s| s.feed == publisher.id).cloned().collect();
        let site = Arc::new(Site {
            publisher,
            stories: own_stories,
            started: Instant::now(),
            opened: Timestamp::now(),
            base: base.clone(),
        });
        let app = Router::new()
            .route("/feed", get(feed))
            .route("/story/{slug}", get(page))
            .route("/robots.txt", get(|| async { "User-agent: *\nDisallow: /private/\n" }))
            .with_state(site);
        let stop = shutdown.clone();
        tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, app).with_graceful_shutdown(stop.cancelled_owned()).await {
                tracing::error!(%error, "a publisher of the demo ended");
            }
        });
        served.push(Served {
            id: publisher.id,
            title: publisher.title,
            about: publisher.about,
            url: format!("{base}/feed"),
        });
    }
    Ok(served)
}

impl Site {
    /// The newest version of each story that has appeared, newest story first.
    fn out_now(&self) -> Vec<(&Story, usize)> {
        let elapsed = self.started.elapsed().as_secs_f64();
        let mut out: Vec<(&Story, usize)> = Vec::new();
        for story in self.stories.iter().filter(|s| s.at <= elapsed) {
            match out.iter_mut().find(|(s, _)| s.slug == story.slug) {
                Some(known) => *known = (story, known.1 + 1),
                None => out.push((story, 1)),
            }
        }
        out.sort_by(|a, b| b.0.at.total_cmp(&a.0.at));
        out
    }

    fn published(&self, story: &Story) -> Timestamp {
        let first = self.stories.iter().find(|s| s.slug == story.slug).map_or(story.at, |s| s.at);
        self.time(first)
    }

    fn time(&self, at: f64) -> Timestamp {
        let whole = Timestamp::from_second(self.opened.as_second()).unwrap_or(self.opened);
        whole.checked_add(SignedDuration::from_secs(at as i64)).unwrap_or(whole)
    }

    fn link(&self, story: &Story) -> String {
        format!("{}/story/{}", self.base, story.slug)
    }
}

async fn feed(State(site): State<Arc<Site>>) -> Response {
    let (kind, body) = match site.publisher.habit {
        Habit::Atom => ("application/atom+xml", atom(&site)),
        Habit::Ninjs => ("application/json", ninjs(&site).to_string()),
        _ => ("application/rss+xml", rss(&site)),
    };
    ([(header::CONTENT_TYPE, kind)], body).into_response()
}

async fn page(State(site): State<Arc<Site>>, Path(slug): Path<String>) -> Response {
    if site.publisher.habit == Habit::Slow {
        tokio::time::sleep(Duration::from_millis(1500)).await;
    }
    match site.out_now().into_iter().find(|(s, _)| s.slug == slug) {
        Some((story, _)) => ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], html(&site, story)).into_response(),
        None => (StatusCode::NOT_FOUND, "no such story").into_response(),
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn rss(site: &Site) -> String {
    let tangled = site.publisher.habit == Habit::Tangled;
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\"><channel><title>{}</title><link>{}</link>",
        escape(site.publisher.title),
        site.base
    );
    for (story, _) in site.out_now() {
        // The tangled gazette has never heard of escaping.
        let text = |t: &str| if tangled { t.to_owned() } else { escape(t) };
        let guid = if site.publisher.habit == Habit::OneGuid { "item".to_owned() } else { story.slug.clone() };
        out.push_str(&format!(
            "<item><title>{}</title><link>{}</link><guid isPermaLink=\"false\">{guid}</guid><pubDate>{}</pubDate><description>{}</description></item>",
            text(&story.headline),
            site.link(story),
            site.published(story).strftime("%a, %d %b %Y %H:%M:%S GMT"),
            text(&story.standfirst),
        ));
    }
    if tangled {
        out.push_str("<item><title>A story that breaks off in the midd");
    } else {
        out.push_str("</channel></rss>");
    }
    out
}

fn atom(site: &Site) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>{}</title><id>urn:demo:{}</id><updated>{}</updated>",
        escape(site.publisher.title),
        site.publisher.id,
        site.opened
    );
    for (story, _) in site.out_now() {
        out.push_str(&format!(
            "<entry><title>{}</title><id>urn:demo:{}:{}</id><link href=\"{}\"/><published>{}</published><updated>{}</updated><summary>{}</summary></entry>",
            escape(&story.headline),
            site.publisher.id,
            story.slug,
            site.link(story),
            site.published(story),
            site.time(story.at),
            escape(&story.standfirst)
        ));
    }
    out.push_str("</feed>");
    out
}

fn ninjs(site: &Site) -> Value {
    let item = |(story, version): (&Story, usize)| {
        json!({
            "uri": format!("urn:demo:{}:{}", site.publisher.id, story.slug),
            "type": "text",
            "version": version.to_string(),
            "pubstatus": story.status.as_deref().unwrap_or("usable"),
            "versioncreated": site.time(story.at).to_string(),
            "firstcreated": site.published(story).to_string(),
            "headline": story.headline,
            "byline": story.authors.join(", "),
            "language": "en",
            "urgency": 4,
            "slugline": story.slug,
            "description_text": story.standfirst,
            "body_html": story.paragraphs.iter().map(|p| format!("<p>{}</p>", escape(p))).collect::<String>(),
        })
    };
    Value::Array(site.out_now().into_iter().map(item).collect())
}

/// A page with the furniture that pages have.
fn html(site: &Site, story: &Story) -> String {
    let linked = json!({
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.headline,
        "datePublished": site.published(story).to_string(),
        "author": story.authors.iter().map(|a| json!({"@type": "Person", "name": a})).collect::<Vec<_>>(),
        "publisher": {"@type": "Organization", "name": site.publisher.title},
        "articleSection": story.section,
    });
    let paragraphs: String = story.paragraphs.iter().map(|p| format!("<p>{}</p>\n", escape(p))).collect();
    let figure = story.caption.as_ref().map(|caption| {
        let credit = story.credit.as_deref().unwrap_or_default();
        format!(
            "<figure><img src=\"/images/{}.jpg\" alt=\"\"><figcaption>{} Photo: {}</figcaption></figure>\n",
            story.slug,
            escape(caption),
            escape(credit)
        )
    });
    let others: String = site
        .out_now()
        .into_iter()
        .filter(|(s, _)| s.slug != story.slug)
        .map(|(s, _)| format!("<li><a href=\"{}\">{}</a></li>", site.link(s), escape(&s.headline)))
        .collect();
    format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{headline} | {site_title}</title>\
         <meta property=\"og:site_name\" content=\"{site_title}\"><meta property=\"og:title\" content=\"{headline}\">\
         <meta name=\"description\" content=\"{standfirst}\"><link rel=\"canonical\" href=\"{link}\">\
         <script type=\"application/ld+json\">{linked}</script></head><body>\
         <header><nav><a href=\"/\">Home</a> <a href=\"/news\">News</a> <a href=\"/sport\">Sport</a></nav></header>\
         <main><article><h1>{headline}</h1><p class=\"standfirst\">{standfirst}</p><div class=\"byline\">By {authors}</div>\
         <div class=\"meta\">3 Min Read</div>{figure}<div class=\"story-text\">\n{paragraphs}</div></article>\
         <aside class=\"related\"><h3>More stories</h3><ul>{others}</ul></aside></main>\
         <div class=\"newsletter\"><p>Sign up for our morning letter and never miss a story again.</p></div>\
         <footer><p>© {site_title}. All rights reserved.</p></footer></body></html>\n",
        headline = escape(&story.headline),
        site_title = escape(site.publisher.title),
        standfirst = escape(&story.standfirst),
        link = site.link(story),
        authors = escape(&story.authors.join(" and ")),
        figure = figure.unwrap_or_default(),
    )
}
