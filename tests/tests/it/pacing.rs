//! A hundred thousand feeds for a week, on a clock of the test's own.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fmt::Write;
use std::process::{Command, Stdio};
use std::time::Duration;

use wire_model::{FeedDocument, FeedId, Time};
use wire_store::FeedState;
use wire_tests::desk::{Folder, program};
use wiredesk::pace::{Bounds, Seen, advance, first_due, note_document};

const FEEDS: usize = 100_000;
const BOUNDS: Bounds = Bounds { min: Duration::from_secs(300), max: Duration::from_secs(3600) };
const SECOND: i64 = 1000;
const HOUR: i64 = 3600 * SECOND;
const WEEK: i64 = 7 * 24 * HOUR;
/// The most that jitter adds.
const JITTER: f64 = 1.1001;

/// How a feed behaves, by its number.
#[derive(Clone, Copy)]
struct Behaviour {
    /// Milliseconds between two stories.
    cadence: i64,
    /// Stories in its document.
    window: i64,
    /// Down from the second to the third day.
    fails: bool,
    /// Asks the host to wait two hours on every 50th poll.
    throttles: bool,
    /// Not to be polled between midnight and six.
    sleeps: bool,
    /// RSS `ttl`.
    ttl: Option<u64>,
}

fn behaviour(number: usize) -> Behaviour {
    let cadence = match number % 20 {
        0 => 45 * SECOND,
        1..=6 => 20 * 60 * SECOND,
        _ => 26 * HOUR,
    };
    Behaviour {
        cadence,
        window: 30,
        fails: number.is_multiple_of(31),
        throttles: number.is_multiple_of(37),
        sleeps: number.is_multiple_of(41),
        ttl: (number.is_multiple_of(43)).then_some(1800),
    }
}

struct Simulated {
    state: FeedState,
    behaviour: Behaviour,
    polls: u32,
    gaps: u32,
    hold: Option<Time>,
    was_failing: bool,
}

impl Simulated {
    fn new(number: usize, start: Time) -> Simulated {
        let id = FeedId::new(&format!("feed-{number}")).expect("valid");
        let due = first_due(start, number);
        let mut state = FeedState::new(id, String::new(), due, BOUNDS.min.as_millis() as i64);
        state.etag = Some(b"\"x\"".to_vec());
        Simulated { state, behaviour: behaviour(number), polls: 0, gaps: 0, hold: None, was_failing: false }
    }

    /// Polls at its due time and checks what must hold of when that is.
    fn poll(&mut self, start: Time) {
        let now = self.state.next_due;
        self.check(now);
        let day = (now.millis() - start.millis()) / (24 * HOUR);
        let failing = self.behaviour.fails && day == 2;
        self.polls += 1;
        self.hold = (self.behaviour.throttles && self.polls.is_multiple_of(50))
            .then(|| Time::from_millis(now.millis() + 2 * HOUR));
        let worked = !failing && self.hold.is_none();
        let last = self.state.last_ok.map_or(now.millis() - HOUR, |t| t.millis());
        let published = now.millis() / self.behaviour.cadence - last / self.behaviour.cadence;
        let gap = worked && self.state.last_ok.is_some() && published >= self.behaviour.window;
        self.gaps += u32::from(gap && !self.was_failing);
        if worked {
            let document = FeedDocument {
                skip_hours: if self.behaviour.sleeps { (0..6).collect() } else { Vec::new() },
                min_interval_secs: self.behaviour.ttl,
                ..FeedDocument::default()
            };
            note_document(&mut self.state, &document);
            self.state.span_ms = Some(self.behaviour.cadence * self.behaviour.window);
        }
        let seen = Seen {
            now,
            worked,
            entries: self.behaviour.window as usize,
            new: if worked { published.min(self.behaviour.window) as usize } else { 0 },
            gap,
            max_age: Duration::ZERO,
            hold: self.hold,
        };
        advance(&mut self.state, BOUNDS, &seen);
        self.was_failing = !worked || (self.behaviour.sleeps && gap);
    }

    fn check(&self, now: Time) {
        let Some(last) = self.state.last_poll else { return };
        let feed = &self.state.feed;
        let wait = now.millis() - last.millis();
        let (min, max) = (BOUNDS.min.as_millis() as i64, BOUNDS.max.as_millis() as i64);
        assert!(wait >= min, "{feed}: two polls within the shortest interval");
        assert!(self.hold.is_none_or(|until| now >= until), "{feed}: polled while its host was to be left alone");
        let longest = if self.state.failures > 0 { 4 * max } else { max };
        let asleep = if self.behaviour.sleeps { 6 * HOUR + HOUR / 3 } else { 0 };
        let held = if self.hold.is_some() { 2 * HOUR } else { 0 };
        assert!(wait <= (longest as f64 * JITTER) as i64 + asleep + held, "{feed}: waited {} minutes", wait / 60_000);
        if self.behaviour.sleeps && self.polls > 1 && self.hold.is_none() {
            assert!(now.millis().rem_euclid(24 * HOUR) >= 6 * HOUR, "{feed}: polled in its sleep");
        }
        if let Some(ttl) = self.behaviour.ttl.filter(|_| self.state.failures == 0 && self.polls > 1) {
            assert!(wait >= (ttl as i64) * SECOND, "{feed}: polled before its ttl");
        }
    }
}

#[test]
fn a_hundred_thousand_feeds_keep_every_rule_for_a_week() {
    let start = Time(("2026-03-02T10:00:00Z").parse().expect("a time"));
    let end = start.millis() + WEEK;
    let mut feeds: Vec<Simulated> = (0..FEEDS).map(|n| Simulated::new(n, start)).collect();
    let mut queue: BinaryHeap<Reverse<(Time, usize)>> =
        feeds.iter().enumerate().map(|(n, f)| Reverse((f.state.next_due, n))).collect();
    let (mut second, mut in_second, mut busiest, mut polls) = (0, 0u32, 0u32, 0u64);
    while let Some(Reverse((now, number))) = queue.pop() {
        if now.millis() >= end {
            break;
        }
        if now.millis() / SECOND != second {
            (second, in_second) = (now.millis() / SECOND, 0);
        }
        in_second += 1;
        polls += 1;
        busiest = busiest.max(in_second);
        feeds[number].poll(start);
        queue.push(Reverse((feeds[number].state.next_due, number)));
    }
    let never = feeds.iter().filter(|f| f.polls == 0).count();
    let failing = feeds.iter().filter(|f| f.state.failures > 0 && !f.behaviour.throttles).count();
    // Where the origin itself asks for long waits, stories may be missed, and the feed's status says so.
    let is_free = |b: &Behaviour| !b.sleeps && !b.throttles && b.ttl.is_none();
    let gaps: u32 = feeds.iter().filter(|f| is_free(&f.behaviour)).map(|f| f.gaps).sum();
    eprintln!("{FEEDS} feeds, a week: {polls} polls, {busiest} in the busiest second, {gaps} gaps");
    assert_eq!((never, failing, gaps), (0, 0, 0));
    // All feeds begin at the shortest interval, which is the most that they may ask for together.
    let most = FEEDS as u64 / BOUNDS.min.as_secs();
    assert!(u64::from(busiest) <= most, "{busiest} polls in one second, {most} would be one interval's share");
}

/// What the program holds in memory for each feed, entries aside.
#[cfg(target_os = "linux")]
#[test]
fn a_feed_takes_little_memory() {
    let resident = |feeds: usize| {
        let folder = Folder::new(&format!("memory-{feeds}")).expect("a folder");
        let mut tables = String::new();
        for n in 0..feeds {
            // Nothing listens at these addresses.
            let host = format!("127.{}.{}.{}", 2 + n / 65_536, n / 256 % 256, n % 256);
            let _ =
                writeln!(tables, "[[feed]]\nid = \"feed-{n}\"\nurl = \"http://{host}:9/feed\"\ntitle = \"Feed {n}\"");
        }
        let config = folder.configure(&tables).expect("a configuration");
        let mut daemon = Command::new(program())
            .args(["run", "--config"])
            .arg(config)
            .stderr(Stdio::null())
            .spawn()
            .expect("the daemon starts");
        std::thread::sleep(Duration::from_secs(6));
        let status = std::fs::read_to_string(format!("/proc/{}/status", daemon.id())).expect("its status");
        daemon.kill().expect("it ends");
        daemon.wait().expect("it ends");
        let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:")).expect("a resident size");
        line.trim().trim_end_matches(" kB").parse::<u64>().expect("a number") * 1024
    };
    let per_feed = resident(FEEDS).saturating_sub(resident(1)) / FEEDS as u64;
    eprintln!("{per_feed} bytes resident for each of {FEEDS} feeds");
    assert!(per_feed > 0 && per_feed <= 4096, "{per_feed} bytes a feed");
}
