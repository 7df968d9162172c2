//! Which pending entry is worked on next: one queue per host, so that a slow
//! host delays itself only.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use url::Url;
use wire_fetch::politeness_key;
use wire_store::Pending;

use crate::clock;
use crate::desk::{Desk, Work};

/// Workers for entries that have no page: they wait for no host.
const WITHOUT_PAGE: usize = 8;

pub(crate) struct Dispatcher {
    desk: Arc<Desk>,
    per_host: usize,
    hosts: HashMap<String, Host>,
    /// Entries that are not due yet, by time.
    later: BinaryHeap<Reverse<(i64, i64, String)>>,
    waiting: usize,
}

#[derive(Default)]
struct Host {
    queue: VecDeque<Work>,
    workers: usize,
}

/// What a worker reports: its host, and the entry where it is to be tried again.
struct Done {
    key: String,
    again: Option<Pending>,
}

impl Dispatcher {
    pub(crate) fn new(desk: Arc<Desk>, per_host: usize) -> Dispatcher {
        Dispatcher { desk, per_host, hosts: HashMap::new(), later: BinaryHeap::new(), waiting: 0 }
    }

    /// Works on entries until shutdown, then waits for those in work.
    pub(crate) async fn run(
        mut self,
        pending: Vec<Pending>,
        mut polls: mpsc::Receiver<Vec<Work>>,
        shutdown: CancellationToken,
    ) {
        let tracker = TaskTracker::new();
        let (done, mut finished) = mpsc::channel::<Done>(1024);
        for pending in pending {
            self.add(Work { pending, received: None });
        }
        self.start_all(&tracker, &done);
        loop {
            self.desk.metrics.pending.set(i64::try_from(self.waiting).unwrap_or(i64::MAX));
            let wait = self.later.peek().map_or(Duration::from_secs(3600), |Reverse((due, ..))| {
                clock::until(wire_model::Time::from_millis(*due))
            });
            tokio::select! {
                () = shutdown.cancelled() => break,
                Some(works) = polls.recv() => {
                    let keys: Vec<String> = works.into_iter().map(|work| self.add(work)).collect();
                    for key in keys {
                        self.start(&key, &tracker, &done);
                    }
                }
                Some(Done { key, again }) = finished.recv() => {
                    self.waiting = self.waiting.saturating_sub(1);
                    if let Some(host) = self.hosts.get_mut(&key) {
                        host.workers = host.workers.saturating_sub(1);
                    }
                    if let Some(pending) = again {
                        self.add(Work { pending, received: None });
                    }
                    self.start(&key, &tracker, &done);
                }
                () = tokio::time::sleep(wait) => self.wake(&tracker, &done),
            }
        }
        // Workers that end now find the channel open but nobody listening; it has room, or its close frees them.
        drop(finished);
        drop(polls);
        tracker.close();
        tracker.wait().await;
    }

    /// Queues an entry and returns the key of its host.
    fn add(&mut self, work: Work) -> String {
        self.waiting += 1;
        let key = host_key(&work.pending.host);
        if work.pending.due > clock::now() {
            self.later.push(Reverse((work.pending.due.millis(), work.pending.row, work.pending.host)));
        } else {
            self.hosts.entry(key.clone()).or_default().queue.push_back(work);
        }
        key
    }

    fn wake(&mut self, tracker: &TaskTracker, done: &mpsc::Sender<Done>) {
        let now = clock::now();
        while let Some(Reverse((due, ..))) = self.later.peek() {
            if *due > now.millis() {
                break;
            }
            let Some(Reverse((_, row, host))) = self.later.pop() else { break };
            self.waiting -= 1;
            let key = self.add(Work { pending: Pending { row, host, due: now }, received: None });
            self.start(&key, tracker, done);
        }
    }

    fn start_all(&mut self, tracker: &TaskTracker, done: &mpsc::Sender<Done>) {
        let keys: Vec<String> = self.hosts.keys().cloned().collect();
        for key in keys {
            self.start(&key, tracker, done);
        }
    }

    fn start(&mut self, key: &str, tracker: &TaskTracker, done: &mpsc::Sender<Done>) {
        let Some(host) = self.hosts.get_mut(key) else { return };
        let places = if key.is_empty() { WITHOUT_PAGE } else { self.per_host };
        while host.workers < places {
            let Some(work) = host.queue.pop_front() else { break };
            host.workers += 1;
            let (desk, done, key) = (self.desk.clone(), done.clone(), key.to_owned());
            tracker.spawn(async move {
                let again = desk.work(work).await;
                // At shutdown nobody listens; the entry is pending in the ledger.
                let _ = done.send(Done { key, again }).await;
            });
        }
        if host.workers == 0 && host.queue.is_empty() {
            self.hosts.remove(key);
        }
    }
}

/// Entries without a page share no queue with any host.
fn host_key(host: &str) -> String {
    Url::parse(&format!("http://{host}/")).map(|u| politeness_key(&u, None)).unwrap_or_default()
}
