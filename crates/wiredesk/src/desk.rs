//! Work on one entry: fetch its page, extract, annotate, commit.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use tokio::sync::{Semaphore, mpsc};
use url::Url;
use wire_annotate::Annotator;
use wire_extract::Page;
use wire_fetch::{Client, FetchError, Request};
use wire_model::{Annotations, Article, ContentSource, Entry, Event, FeedId, PublishingStatus, Reject};
use wire_store::{Ledger, Pending, StoreError, Task, Writer};

use crate::clock;
use crate::config::{Config, Feed};
use crate::metrics::{Ending, Metrics};
use crate::relay::RelayBell;
use crate::revision::{self, Draft};
use crate::tracked::Tracked;

const ACCEPT: &str = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1";
/// Extraction and annotation of one page end within this or not at all.
const COMPUTE_DEADLINE: Duration = Duration::from_secs(60);
/// Entries that were begun so often beyond their tries must be ending the process.
const CRASHES: u32 = 3;
/// A host that is to be left alone for longer gets its entries back later.
const LONG_HOLD: Duration = Duration::from_secs(5);

/// A pending entry on its way.
pub(crate) struct Work {
    pub(crate) pending: Pending,
    /// When the feed's response was there, for entries of this run.
    pub(crate) received: Option<Instant>,
}

/// Everything that polls and entries share.
pub(crate) struct Desk {
    pub(crate) client: Client,
    pub(crate) writer: Writer,
    pub(crate) annotator: Annotator,
    /// As many places as cores, for work that computes.
    pub(crate) compute: Arc<Semaphore>,
    /// Pages fetched at the same time.
    pub(crate) fetches: Semaphore,
    pub(crate) metrics: Metrics,
    pub(crate) observer: Option<Observer>,
    pub(crate) relay: Option<RelayBell>,
    pub(crate) dispatch: mpsc::Sender<Vec<Work>>,
    pub(crate) feeds: HashMap<FeedId, Feed>,
    pub(crate) config: Config,
}

/// Sees events after their commit.
pub type Observer = Arc<dyn Fn(&[Event]) + Send + Sync>;

/// How work on an entry ended, and the entry where it is to be tried again.
type Worked = Result<(Ending, Option<Pending>), StoreError>;

/// What became of the page of an entry.
enum PageOutcome {
    /// Its bytes.
    Page { body: bytes::Bytes, page: Page },
    /// The feed's own content stands for it.
    Feed(&'static str, String),
    /// The entry carries the whole story.
    Wire,
    /// To be tried again.
    Later(String),
}

impl Desk {
    /// Whether so much waits that polling must pause.
    pub(crate) fn is_full(&self) -> bool {
        let outbox_full = self.relay.as_ref().is_some_and(|r| r.full.load(Ordering::Relaxed));
        let pending = usize::try_from(self.metrics.pending.get()).unwrap_or(0);
        outbox_full || pending > self.config.poll.max_waiting
    }

    /// Tells the relay that there are events.
    pub(crate) fn ring(&self) {
        if let Some(relay) = &self.relay {
            relay.bell.notify_one();
        }
    }

    pub(crate) async fn hand_over(&self, works: Vec<Work>) {
        if !works.is_empty() {
            // Closed only at shutdown; the entries are pending in the ledger then.
            let _ = self.dispatch.send(works).await;
        }
    }

    /// Runs work that computes on one of as many threads as there are cores.
    /// A panic or a run over the deadline is an error with its description.
    pub(crate) async fn compute<R: Send + 'static>(
        &self,
        work: impl FnOnce() -> R + Send + 'static,
    ) -> Result<R, &'static str> {
        let place = self.compute.clone().acquire_owned().await;
        let running = tokio::task::spawn_blocking(move || {
            let _place = place;
            work()
        });
        match tokio::time::timeout(COMPUTE_DEADLINE, running).await {
            Ok(Ok(result)) => Ok(result),
            Ok(Err(_)) => Err("panic"),
            Err(_) => Err("timeout"),
        }
    }

    /// Works on one entry. Returns it where it is to be tried again.
    pub(crate) async fn work(self: &Arc<Self>, work: Work) -> Option<Pending> {
        let row = work.pending.row;
        let tracked = Tracked::new(row, &self.metrics);
        let (ending, again) = match self.try_work(&work).await {
            Ok(outcome) => outcome,
            Err(StoreError::Closed) => (Ending::Interrupted, None),
            Err(error) => {
                tracing::error!(row, %error, "the ledger did not take an entry's outcome; it will be tried again");
                (
                    Ending::Interrupted,
                    Some(Pending { due: clock::later(clock::now(), Duration::from_secs(30)), ..work.pending }),
                )
            }
        };
        if let (Some(received), Ending::Published | Ending::Updated | Ending::Corrected) = (work.received, ending) {
            self.metrics.latency.observe(received.elapsed().as_secs_f64());
        }
        tracked.end(ending);
        again
    }

    async fn try_work(self: &Arc<Self>, work: &Work) -> Worked {
        let row = work.pending.row;
        let url = Url::parse(&format!("http://{}/", work.pending.host)).ok();
        if let Some(held) = url.and_then(|u| self.client.held_until(&u, None)).map(wire_model::Time)
            && clock::until(held) > LONG_HOLD
        {
            return self.postpone(work, held).await;
        }
        let Some(task) = self.writer.run(move |ledger| ledger.begin(row)).await? else {
            return Ok((Ending::AlreadyDone, None));
        };
        if task.attempts > self.config.fetch.attempts + CRASHES {
            return self.reject(&task, "work", "crashes", "the process ended each time this entry was worked on").await;
        }
        let Some(feed) = self.feeds.get(&task.feed).cloned() else {
            return self.reject(&task, "work", "feed_removed", "its feed is not in the configuration any more").await;
        };
        if task.entry.status != PublishingStatus::Usable {
            return self.commit(&feed, task, Draft::empty()).await;
        }
        if let Some(embargo) = task.entry.embargo.map(|e| e.at).filter(|at| *at > clock::now()) {
            return self.postpone(work, embargo).await;
        }
        match self.page(&feed, &task.entry).await {
            PageOutcome::Later(reason) if task.attempts < self.config.fetch.attempts => {
                let pause = self.config.fetch.retry_after.0.saturating_mul(1 << (task.attempts - 1).min(10));
                tracing::debug!(feed = %task.feed, link = task.entry.link, reason, "page not fetched; it will be tried again");
                self.postpone(work, clock::later(clock::now(), pause)).await
            }
            PageOutcome::Later(reason) => self.from_feed(&feed, task, Some(("unreachable", reason))).await,
            PageOutcome::Feed(label, reason) => self.from_feed(&feed, task, Some((label, reason))).await,
            PageOutcome::Wire => self.from_feed(&feed, task, None).await,
            PageOutcome::Page { body, page } => self.from_page(&feed, task, body, page).await,
        }
    }

    async fn postpone(&self, work: &Work, until: wire_model::Time) -> Worked {
        let row = work.pending.row;
        self.writer.run(move |ledger| ledger.postpone(row, until)).await?;
        Ok((Ending::Postponed, Some(Pending { due: until, ..work.pending.clone() })))
    }

    async fn page(&self, feed: &Feed, entry: &Entry) -> PageOutcome {
        // An agency's wire carries the story itself.
        if entry.wire_id.is_some() && entry.content.is_some() {
            return PageOutcome::Wire;
        }
        let Some(link) = entry.link.as_deref() else {
            return PageOutcome::Feed("no_link", "the entry has no link".to_owned());
        };
        let url = match Url::parse(link) {
            Ok(url) if matches!(url.scheme(), "http" | "https") => url,
            _ => return PageOutcome::Feed("bad_link", format!("the entry's link {link:?} is no http address")),
        };
        let same_host = url.host_str() == feed.url.host_str();
        let request = Request {
            url: &url,
            validators: None,
            accept: ACCEPT,
            max_bytes: self.config.fetch.max_page_bytes,
            obey_robots: true,
            group: feed.group.as_deref(),
            headers: if same_host { &feed.headers } else { &[] },
        };
        // The semaphore is never closed; without a permit the request is made all the same.
        let _permit = self.fetches.acquire().await.ok();
        match self.client.get(&request).await {
            Ok(response) if (200..300).contains(&response.status) => PageOutcome::Page {
                body: response.body,
                page: Page {
                    url: Some(response.final_url),
                    content_type: response.content_type,
                    fetched: Some(clock::now()),
                    ..Page::default()
                },
            },
            Ok(response) => match response.status {
                status @ (408 | 425 | 429 | 500..=599) => PageOutcome::Later(format!("status {status}")),
                status => PageOutcome::Feed("http_error", format!("the page answered with status {status}")),
            },
            Err(error) if error.is_transient() => PageOutcome::Later(error.to_string()),
            Err(error @ FetchError::RobotsDisallowed) => PageOutcome::Feed("robots", error.to_string()),
            Err(error) => PageOutcome::Feed(error.as_str(), error.to_string()),
        }
    }

    fn annotate(&self, article: &Article) -> Annotations {
        let annotations = self.annotator.annotate(article);
        if let Some(reason) = self.annotator.take_failure() {
            tracing::warn!(reason, "the model of [entities] failed on a text; the embedded one marked its names");
        }
        annotations
    }

    async fn from_page(self: &Arc<Self>, feed: &Feed, task: Task, body: bytes::Bytes, page: Page) -> Worked {
        let final_url = page.url.clone();
        let page = Page { rights: task.entry.rights.clone(), keywords: task.entry.categories.clone(), ..page };
        let desk = self.clone();
        let fallback_language = feed.language.clone();
        let computed = self
            .compute(move || {
                let mut article = wire_extract::extract(&body, &page)?.article;
                article.language = article.language.or(fallback_language);
                let annotations = desk.annotate(&article);
                Ok::<_, wire_extract::NotAnArticle>((article, annotations))
            })
            .await;
        match computed {
            Ok(Ok((article, annotations))) => {
                let draft = Draft {
                    article,
                    annotations,
                    final_url: final_url.map(String::from),
                    source: ContentSource::Page,
                    reason: None,
                };
                self.commit(feed, task, draft).await
            }
            Ok(Err(not_an_article)) => {
                self.from_feed(feed, task, Some((not_an_article.as_str(), not_an_article.to_string()))).await
            }
            Err(trouble) => {
                tracing::error!(feed = %task.feed, link = task.entry.link, trouble, "extraction failed; the feed's own content is published");
                self.from_feed(feed, task, Some((trouble, format!("extraction failed: {trouble}")))).await
            }
        }
    }

    /// Publishes what the feed itself says, with the reason why it stands for the page.
    async fn from_feed(self: &Arc<Self>, feed: &Feed, task: Task, reason: Option<(&'static str, String)>) -> Worked {
        let entry = task.entry.clone();
        let desk = self.clone();
        let fallback_language = feed.language.clone();
        let computed = self
            .compute(move || {
                let article = revision::article_from_entry(&entry, fallback_language);
                let annotations = desk.annotate(&article);
                (article, annotations)
            })
            .await;
        let (article, annotations) = computed.unwrap_or_else(|trouble| {
            tracing::error!(feed = %task.feed, trouble, "reading the feed's own content failed");
            (Article::default(), Annotations::default())
        });
        if article.headline.is_none() && article.text.is_empty() {
            let detail = reason.map_or_else(|| "the entry is empty".to_owned(), |(_, reason)| reason);
            return self.reject(&task, "extract", "no_content", &detail).await;
        }
        if let Some((label, _)) = &reason {
            self.metrics.fallback(label);
        }
        let reason = reason.map(|(_, reason)| reason);
        let draft = Draft { article, annotations, final_url: None, source: ContentSource::Feed, reason };
        self.commit(feed, task, draft).await
    }

    async fn commit(self: &Arc<Self>, feed: &Feed, task: Task, draft: Draft) -> Worked {
        let now = clock::now();
        let compacted = self.config.articles_compacted;
        let labels = feed.labels.clone();
        let (ending, events, counts) = self
            .writer
            .run(move |ledger| {
                let counts = (draft.annotations.quotes.len(), draft.annotations.entities.len());
                let (ending, events) = revision::commit(ledger, &task, draft, labels, compacted, now)?;
                Ok((ending, events, counts))
            })
            .await?;
        if !events.is_empty() {
            self.metrics.quotes.inc_by(counts.0 as u64);
            self.metrics.entities.inc_by(counts.1 as u64);
            self.after_commit(&events);
        }
        Ok((ending, None))
    }

    fn after_commit(&self, events: &[Event]) {
        if let Some(observer) = &self.observer {
            observer(events);
        }
        self.ring();
    }

    async fn reject(&self, task: &Task, stage: &str, reason: &str, detail: &str) -> Worked {
        let now = clock::now();
        let reject = Reject {
            key: task.article_id.to_string(),
            feed: task.feed.clone(),
            stage: stage.to_owned(),
            reason: reason.to_owned(),
            detail: Some(detail.to_owned()),
            attempts: task.attempts,
            at: now,
            reference: task.entry.link.clone(),
        };
        tracing::warn!(feed = %task.feed, link = task.entry.link, reason, detail, "entry set aside");
        let row = task.row;
        let event = Event::of_reject(&reject)?;
        let stored = event.clone();
        self.writer
            .run(move |ledger: &Ledger| {
                ledger.store_events(std::slice::from_ref(&stored), now)?;
                ledger.reject(row)
            })
            .await?;
        self.after_commit(std::slice::from_ref(&event));
        Ok((Ending::Rejected, None))
    }
}
