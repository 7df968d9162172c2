//! Which feed is due when.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Semaphore, mpsc};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use wire_model::{FeedId, Time};
use wire_store::FeedState;

use crate::config::Feed;
use crate::desk::Desk;
use crate::{clock, pace, poll};

/// How long to wait before looking again whether there is room for more entries.
const FULL_PAUSE: Duration = Duration::from_millis(500);
/// A feed whose poll ended without a due time is looked at again after this.
const AFTER_TROUBLE: Duration = Duration::from_secs(30);

pub(crate) struct Scheduler {
    desk: Arc<Desk>,
    feeds: Vec<Arc<Feed>>,
    polls: Arc<Semaphore>,
}

impl Scheduler {
    pub(crate) fn new(desk: Arc<Desk>, polls: usize) -> Scheduler {
        let feeds = desk.config.feeds.iter().cloned().map(Arc::new).collect();
        Scheduler { desk, feeds, polls: Arc::new(Semaphore::new(polls)) }
    }

    /// Polls feeds when they are due until shutdown, then waits for polls under way.
    pub(crate) async fn run(self, shutdown: CancellationToken) {
        let mut due = self.first_due_times().await;
        let tracker = TaskTracker::new();
        let (done, mut finished) = mpsc::channel::<(usize, Option<Time>)>(self.feeds.len().max(1));
        loop {
            let wait = due.peek().map_or(Duration::MAX, |Reverse((at, _))| clock::until(*at));
            tokio::select! {
                () = shutdown.cancelled() => break,
                Some((index, next)) = finished.recv() => {
                    // No time means that polling this feed has ended.
                    due.extend(next.map(|at| Reverse((at, index))));
                }
                () = tokio::time::sleep(wait.min(Duration::from_secs(3600))), if wait < Duration::MAX => {
                    self.start_due(&mut due, &tracker, &done, &shutdown).await;
                }
            }
        }
        tracker.close();
        tracker.wait().await;
    }

    async fn start_due(
        &self,
        due: &mut BinaryHeap<Reverse<(Time, usize)>>,
        tracker: &TaskTracker,
        done: &mpsc::Sender<(usize, Option<Time>)>,
        shutdown: &CancellationToken,
    ) {
        let Some(Reverse((at, index))) = due.peek().copied() else { return };
        if at > clock::now() {
            return;
        }
        if self.desk.is_full() {
            // A full outbox stops polling; nothing is dropped.
            tokio::time::sleep(FULL_PAUSE).await;
            return;
        }
        let permit = tokio::select! {
            () = shutdown.cancelled() => return,
            permit = self.polls.clone().acquire_owned() => permit,
        };
        due.pop();
        let (Some(feed), Ok(permit)) = (self.feeds.get(index).cloned(), permit) else { return };
        let (desk, done) = (self.desk.clone(), done.clone());
        tracker.spawn(async move {
            let next = match poll::poll(&desk, &feed).await {
                Ok(next) => next,
                Err(error) => {
                    tracing::error!(feed = %feed.id, %error, "poll could not be recorded; it will be repeated");
                    Some(clock::later(clock::now(), AFTER_TROUBLE))
                }
            };
            drop(permit);
            // The channel has room for every feed; it is closed only when the daemon stops.
            let _ = done.send((index, next)).await;
        });
    }

    /// Due times from the ledger; feeds without one are spread.
    async fn first_due_times(&self) -> BinaryHeap<Reverse<(Time, usize)>> {
        let states = self.desk.writer.run(|ledger| ledger.feed_states()).await.unwrap_or_else(|error| {
            tracing::error!(%error, "feed states cannot be read; all feeds start anew");
            Vec::new()
        });
        let now = clock::now();
        let states: HashMap<&FeedId, &FeedState> = states.iter().map(|s| (&s.feed, s)).collect();
        let mut heap = BinaryHeap::with_capacity(self.feeds.len());
        for (index, feed) in self.feeds.iter().enumerate() {
            let state = states.get(&feed.id).filter(|s| s.url == feed.url.as_str());
            match state {
                Some(state) if state.gone => {
                    tracing::info!(feed = %feed.id, "not polled: the origin said that it is gone")
                }
                Some(state) => heap.push(Reverse((state.next_due, index))),
                None => heap.push(Reverse((pace::first_due(now, index), index))),
            }
        }
        heap
    }
}
