//! From an article to a revision and its events.

use url::Url;
use wire_model::syndication::{Signature, digest};
use wire_model::{
    Annotations, Article, ArticleRevision, Byline, BylineKind, Completeness, ContentSource, EntitySet, Entry, Event,
    EventKind, Provenance, PublishingStatus, QuoteSet, Status, Time, TimeSource, Timed, Topic,
};
use wire_store::{Claim, Ledger, Standing, StoreError, Task};
use wire_text::{entity, normal};

use crate::metrics::Ending;

/// An article before its revision has a number.
pub(crate) struct Draft {
    pub(crate) article: Article,
    pub(crate) annotations: Annotations,
    pub(crate) final_url: Option<String>,
    pub(crate) source: ContentSource,
    pub(crate) reason: Option<String>,
}

impl Draft {
    /// The draft of a killed or withheld story: nothing of its text.
    pub(crate) fn empty() -> Draft {
        Draft {
            article: Article::default(),
            annotations: Annotations::default(),
            final_url: None,
            source: ContentSource::Feed,
            reason: None,
        }
    }
}

/// What the newsroom's own words say of a version.
fn signal(entry: &Entry, headline: Option<&str>) -> Option<&'static str> {
    let texts = [headline, entry.title.as_deref(), entry.slug.as_deref()];
    let upper: Vec<String> = texts.into_iter().flatten().map(|t| t.trim_start().to_uppercase()).collect();
    let starts = |words: &[&str]| {
        upper.iter().any(|t| {
            words.iter().any(|w| t.strip_prefix(w).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphabetic())))
        })
    };
    let holds = |word: &str| upper.iter().any(|t| t.split(|c: char| !c.is_alphanumeric()).any(|w| w == word));
    if starts(&["KILL", "MANDATORY KILL", "BULLETIN KILL", "WITHDRAWN"]) {
        Some("kill")
    } else if starts(&["WITHHOLD", "ADVISORY WITHHOLD"]) {
        Some("withhold")
    } else if starts(&[
        "CORRECTED",
        "CORRECTION",
        "CORRECTS",
        "CLARIFICATION",
        "REFILE-CORRECTED",
        "KORREKTUR",
        "BERICHTIGUNG",
    ]) {
        Some("correction")
    } else if holds("WRITETHRU") {
        Some("writethru")
    } else if starts(&["UPDATE", "UPDATED", "UPDATES", "AKTUALISIERT", "ACTUALISATION"]) {
        Some("update")
    } else {
        None
    }
}

/// The feed's own content as an article.
pub(crate) fn article_from_entry(entry: &Entry, fallback_language: Option<String>) -> Article {
    let body = entry.content.as_deref().or(entry.summary.as_deref()).unwrap_or_default();
    let link = entry.link.as_deref().and_then(|l| Url::parse(l).ok());
    let declared = entry.language.clone().or(fallback_language);
    let mut article = wire_extract::from_fragment(body, link.as_ref(), declared.as_deref());
    article.headline = entry.title.as_deref().and_then(|t| normal::non_empty(&strip_tags(t)));
    // An agency's wire carries the whole story; a feed's content may not.
    let is_wire = entry.wire_id.is_some() && entry.content.is_some();
    article.completeness = if is_wire { Completeness::Full } else { Completeness::Partial };
    article.completeness_reason = (!is_wire).then(|| "the feed's own content".to_owned());
    article.bylines =
        entry.authors.iter().map(|name| Byline { name: name.clone(), kind: BylineKind::Person }).collect();
    article
}

/// Fills what the page does not say with what the entry does.
fn fill_from_entry(article: &mut Article, entry: &Entry, now: Time) {
    let plain = |text: &str| normal::non_empty(&strip_tags(text));
    article.headline = article.headline.take().or_else(|| entry.title.as_deref().and_then(plain));
    article.standfirst =
        article.standfirst.take().or_else(|| entry.summary.as_deref().and_then(plain)).filter(|s| s.len() < 2_000);
    article.published = stated(article.published, entry.published).map(|t| t.clamped_to(now));
    article.updated = stated(article.updated, entry.updated).map(|t| t.clamped_to(now));
    if article.bylines.is_empty() {
        article.bylines =
            entry.authors.iter().map(|name| Byline { name: name.clone(), kind: BylineKind::Person }).collect();
    }
    if article.keywords.is_empty() {
        article.keywords.clone_from(&entry.categories);
    }
    article.rights = article.rights.take().or_else(|| entry.rights.clone());
}

/// The time that the page's markup states, else that of its entry, else the one that the page only shows.
fn stated(page: Option<Timed>, entry: Option<Timed>) -> Option<Timed> {
    let (markup, shown) = (page.filter(|t| t.source != TimeSource::Text), page);
    markup.or(entry).or(shown)
}

fn strip_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut inside = false;
    for c in text.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                out.push(' ');
            }
            c if !inside => out.push(c),
            _ => {}
        }
    }
    entity::decode(&out).into_owned()
}

/// What is the same where a story is. A story without live entries has the hash that it
/// always had, so that a newer version of the program publishes nothing anew.
fn content_hash(article: &Article, status: Status) -> String {
    let bylines: Vec<&str> = article.bylines.iter().map(|b| b.name.as_str()).collect();
    let bylines = bylines.join("\u{1f}");
    let story = [
        article.headline.as_deref().unwrap_or_default(),
        article.standfirst.as_deref().unwrap_or_default(),
        article.text.as_str(),
        &bylines,
        match status {
            Status::Usable => "usable",
            Status::Withheld => "withheld",
            Status::Canceled => "canceled",
        },
    ];
    let live = article.live_entries.iter().flat_map(|e| [e.headline.as_deref().unwrap_or_default(), e.text.as_str()]);
    digest(story.into_iter().chain(live))
}

/// Commits a draft as the next revision, with its events, and ends its entry.
/// A draft that says nothing new ends the entry without a revision.
pub(crate) fn commit(
    ledger: &Ledger,
    task: &Task,
    mut draft: Draft,
    labels: Vec<String>,
    compacted: bool,
    now: Time,
) -> Result<(Ending, Vec<Event>), StoreError> {
    let standing = ledger.standing(task.article_id)?;
    let signal = signal(&task.entry, draft.article.headline.as_deref());
    let status = match (task.entry.status, signal) {
        (PublishingStatus::Canceled, _) | (_, Some("kill")) => Status::Canceled,
        (PublishingStatus::Withheld, _) | (_, Some("withhold")) => Status::Withheld,
        _ => Status::Usable,
    };
    if status == Status::Usable {
        fill_from_entry(&mut draft.article, &task.entry, now);
    } else {
        let headline = task.entry.title.as_deref().and_then(|t| normal::non_empty(&strip_tags(t)));
        draft = Draft { article: Article { headline, ..Article::default() }, ..Draft::empty() };
    }
    let content_hash = content_hash(&draft.article, status);
    if standing.content_hash.as_deref() == Some(content_hash.as_str()) {
        ledger.finish(task.row)?;
        return Ok((Ending::Unchanged, Vec::new()));
    }
    let revision = revise(task, draft, &standing, status, signal, content_hash, labels, now);
    let revision = record(ledger, revision, now)?;
    let kind = kind_of(&revision);
    let events = events(&revision, kind, compacted)?;
    ledger.store_events(&events, now)?;
    ledger.finish(task.row)?;
    Ok((ending_of(kind), events))
}

#[expect(clippy::too_many_arguments, reason = "one constructor for one struct; every argument is a field's source")]
fn revise(
    task: &Task,
    draft: Draft,
    standing: &Standing,
    status: Status,
    signal: Option<&'static str>,
    content_hash: String,
    labels: Vec<String>,
    now: Time,
) -> ArticleRevision {
    let entry = &task.entry;
    ArticleRevision {
        article_id: task.article_id,
        revision: standing.revision + 1,
        supersedes: (standing.revision > 0).then_some(standing.revision),
        status,
        signal: signal.map(str::to_owned),
        content_hash,
        first_seen: standing.first_seen.unwrap_or(task.first_seen),
        fetched: now,
        urgency: entry.urgency,
        slug: entry.slug.clone(),
        embargo: entry.embargo.map(|e| e.at),
        article: draft.article,
        annotations: draft.annotations,
        provenance: Provenance {
            feed: task.feed.clone(),
            seen_in: standing.seen_in.clone(),
            labels,
            request_url: entry.link.clone(),
            final_url: draft.final_url,
            guid: entry.guid.clone(),
            wire_id: entry.wire_id.clone(),
            content_source: draft.source,
            content_source_reason: draft.reason,
            extractor: wire_extract::EXTRACTOR.to_owned(),
        },
        syndication: None,
    }
}

fn record(ledger: &Ledger, mut revision: ArticleRevision, now: Time) -> Result<ArticleRevision, StoreError> {
    ledger.record_revision(&Claim {
        article_id: revision.article_id,
        revision: revision.revision,
        content_hash: &revision.content_hash,
        first_seen: revision.first_seen,
        fetched: revision.fetched,
    })?;
    if let Some(signature) = Signature::of(&revision.article.text) {
        revision.syndication = ledger.cluster(revision.article_id, &signature, now)?;
    }
    Ok(revision)
}

fn kind_of(revision: &ArticleRevision) -> EventKind {
    match (revision.status, revision.signal.as_deref(), revision.supersedes) {
        (Status::Canceled, ..) => EventKind::ArticleKilled,
        (Status::Withheld, ..) => EventKind::ArticleWithheld,
        (_, Some("correction"), Some(_)) => EventKind::ArticleCorrected,
        (_, _, Some(_)) => EventKind::ArticleUpdated,
        (_, _, None) => EventKind::ArticlePublished,
    }
}

fn ending_of(kind: EventKind) -> Ending {
    match kind {
        EventKind::ArticleKilled => Ending::Killed,
        EventKind::ArticleWithheld => Ending::Withheld,
        EventKind::ArticleCorrected => Ending::Corrected,
        EventKind::ArticleUpdated => Ending::Updated,
        _ => Ending::Published,
    }
}

fn events(revision: &ArticleRevision, kind: EventKind, compacted: bool) -> Result<Vec<Event>, StoreError> {
    let headline = revision.article.headline.clone();
    let url = revision
        .article
        .canonical_url
        .clone()
        .or_else(|| revision.provenance.final_url.clone())
        .or_else(|| revision.provenance.request_url.clone());
    let quotes = QuoteSet {
        article_id: revision.article_id,
        revision: revision.revision,
        headline: headline.clone(),
        url: url.clone(),
        quotes: revision.annotations.quotes.clone(),
    };
    let entities = EntitySet {
        article_id: revision.article_id,
        revision: revision.revision,
        headline,
        url,
        entities: revision.annotations.entities.clone(),
    };
    let mut events = vec![
        Event::of_article(Topic::Articles, kind, revision, revision)?,
        Event::of_article(Topic::Quotes, EventKind::Quotes, revision, &quotes)?,
        Event::of_article(Topic::Entities, EventKind::Entities, revision, &entities)?,
    ];
    if compacted && revision.status == Status::Canceled {
        events.push(Event::tombstone(Topic::Articles, kind, revision));
    }
    Ok(events)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entrys_time_wins_over_one_that_is_only_shown() {
        let at = |source: TimeSource| Timed {
            at: Time::from_millis(0),
            source,
            precision: wire_model::Precision::Second,
            zone_unknown: false,
            offset_minutes: None,
            clamped: false,
        };
        let check = |page, entry, expected| assert_eq!(stated(page, entry).map(|t: Timed| t.source), expected);
        let (shown, markup, feed) = (at(TimeSource::Text), at(TimeSource::Meta), at(TimeSource::Feed));
        check(Some(shown), Some(feed), Some(TimeSource::Feed));
        check(Some(shown), None, Some(TimeSource::Text));
        check(Some(markup), Some(feed), Some(TimeSource::Meta));
        check(None, Some(feed), Some(TimeSource::Feed));
    }

    #[test]
    fn a_new_entry_of_a_live_blog_is_a_new_revision() {
        let plain = Article { headline: Some("Storm".to_owned()), text: "It blows.".to_owned(), ..Article::default() };
        let hash = |article: &Article| content_hash(article, Status::Usable);
        assert_eq!(hash(&plain), digest(["Storm", "", "It blows.", "", "usable"]), "ledgers hold hashes of this form");
        let entry = wire_model::LiveEntry { text: "The wall is broken.".to_owned(), ..Default::default() };
        let live = Article { live_entries: vec![entry], ..plain.clone() };
        assert_ne!(hash(&live), hash(&plain));
    }

    #[test]
    fn the_text_wins_over_the_language_that_its_feed_declares() {
        let german = "Der Hafen ist wieder offen, sagte die Ministerin am Montag in Hamburg, und die ersten Schiffe sind schon da.";
        let entry = |content: &str| Entry {
            content: Some(content.to_owned()),
            language: Some("en-us".to_owned()),
            ..Entry::default()
        };
        assert_eq!(article_from_entry(&entry(german), None).language.as_deref(), Some("de"));
        assert_eq!(article_from_entry(&entry("Hafen offen"), None).language.as_deref(), Some("en-US"));
    }

    #[test]
    fn the_newsrooms_words_are_read() {
        let check = |title: &str, expected: Option<&str>| {
            let entry = Entry { title: Some(title.to_owned()), ..Entry::default() };
            assert_eq!(signal(&entry, None), expected, "{title}");
        };
        check("UPDATE 2-Harbour reopens", Some("update"));
        check("CORRECTED-Harbour reopens", Some("correction"));
        check("Correction: Harbour story", Some("correction"));
        check("KILL: Harbour reopens", Some("kill"));
        check("BC-Harbour, 2nd Writethru", Some("writethru"));
        check("Killer whale seen in harbour", None);
        check("Updates", Some("update"));
        check("Correctional officers strike", None);
    }

    #[test]
    fn tags_and_references_leave_plain_text() {
        assert_eq!(strip_tags("<p>A &amp; B</p>"), " A & B ");
    }
}
