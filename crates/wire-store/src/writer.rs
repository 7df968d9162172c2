//! The one thread that writes: group commit.

use std::thread::JoinHandle;

use tokio::sync::{mpsc, oneshot};

use crate::{Ledger, Result, StoreError};

/// Gets the ledger inside an open transaction, or why there is none.
type Job = Box<dyn FnOnce(std::result::Result<&Ledger, &StoreError>) -> Reply + Send>;
/// Tells the caller what came of its job, once the commit has or has not happened.
type Reply = Box<dyn FnOnce(Option<&StoreError>) + Send>;

/// Jobs that wait for the writer; more make their callers wait.
const QUEUE: usize = 256;
/// Jobs in one commit.
const GROUP: usize = 256;

/// A handle on the writing thread. Clones share it.
#[derive(Clone)]
pub struct Writer {
    jobs: mpsc::Sender<Job>,
}

impl Writer {
    /// Starts the thread. It ends, with the ledger closed, when the last handle is dropped.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(ledger: Ledger) -> Result<(Writer, JoinHandle<()>)> {
        let (jobs, queue) = mpsc::channel(QUEUE);
        let thread = std::thread::Builder::new()
            .name("ledger".to_owned())
            .spawn(move || write_groups(&ledger, queue))
            .map_err(|e| StoreError::Sqlite(format!("no thread for the ledger: {e}")))?;
        Ok((Writer { jobs }, thread))
    }

    /// Runs `work` in the next group and returns when the group is committed.
    /// An error of `work` undoes its own changes only.
    ///
    /// # Errors
    /// The error of `work`, or that of the commit.
    ///
    /// # Cancel safety
    /// Once queued, the work is done whether or not the caller waits.
    pub async fn run<R, F>(&self, work: F) -> Result<R>
    where
        R: Send + 'static,
        F: FnOnce(&Ledger) -> Result<R> + Send + 'static,
    {
        let (answer, result) = oneshot::channel();
        let job: Job = Box::new(move |ledger| {
            let outcome = ledger.map_err(StoreError::clone).and_then(|ledger| in_savepoint(ledger, work));
            Box::new(move |commit_error| {
                // The caller may have gone; the work stands all the same.
                let _ = answer.send(match commit_error {
                    Some(error) => Err(error.clone()),
                    None => outcome,
                });
            })
        });
        self.jobs.send(job).await.map_err(|_| StoreError::Closed)?;
        result.await.map_err(|_| StoreError::Closed)?
    }
}

fn in_savepoint<R>(ledger: &Ledger, work: impl FnOnce(&Ledger) -> Result<R>) -> Result<R> {
    let run = |sql: &str| ledger.connection.execute_batch(sql).map_err(StoreError::from);
    run("SAVEPOINT job")?;
    let outcome = work(ledger);
    if outcome.is_err() {
        run("ROLLBACK TO job")?;
    }
    run("RELEASE job")?;
    outcome
}

fn write_groups(ledger: &Ledger, mut queue: mpsc::Receiver<Job>) {
    let mut group = Vec::with_capacity(GROUP);
    while queue.blocking_recv_many(&mut group, GROUP) > 0 {
        commit_group(ledger, &mut group);
    }
    // Folding the log back leaves one tidy file behind; failing to is harmless.
    let _ = ledger.connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)");
}

fn commit_group(ledger: &Ledger, group: &mut Vec<Job>) {
    let run = |sql: &str| ledger.connection.execute_batch(sql).map_err(StoreError::from);
    let mut failure = run("BEGIN IMMEDIATE").err();
    let mut replies = Vec::with_capacity(group.len());
    for job in group.drain(..) {
        replies.push(job(failure.as_ref().map_or(Ok(ledger), Err)));
    }
    if failure.is_none() {
        failure = run("COMMIT").err();
    }
    if let Some(error) = &failure {
        tracing::error!(%error, "ledger commit failed; nothing of it was kept");
        let _ = run("ROLLBACK");
    }
    for reply in replies {
        reply(failure.as_ref());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::EventMode;
    use std::path::Path;

    #[tokio::test]
    async fn a_failing_job_undoes_itself_only() {
        let ledger = Ledger::open(Path::new(":memory:"), EventMode::Log).expect("in memory");
        let (writer, thread) = Writer::start(ledger).expect("a thread");
        let hold = |key: &'static str, fail: bool| {
            writer.run(move |l| {
                l.save_hold(key, wire_model::Time::from_millis(5))?;
                if fail { Err(StoreError::Full) } else { Ok(()) }
            })
        };
        let (good, bad, other) = tokio::join!(hold("good", false), hold("bad", true), hold("other", false));
        assert!(good.is_ok() && bad.is_err() && other.is_ok());
        let kept = writer.run(|l| l.holds(wire_model::Time::from_millis(0))).await.expect("read");
        assert_eq!(kept.iter().map(|(k, _)| k.as_str()).collect::<Vec<_>>(), ["good", "other"]);
        drop(writer);
        thread.join().expect("the thread ends");
    }
}
