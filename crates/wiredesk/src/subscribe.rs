//! Subscriptions at WebSub hubs (W3C Recommendation, 23 January 2018).
//!
//! Where the operator gives a public callback address and a feed names a hub,
//! the feed is subscribed to, and the lease renewed when a third of it is left.
//! Polling goes on at the longest interval as a safety net.

use url::Url;
use wire_model::{FeedDocument, Time};
use wire_store::Subscription;

use crate::clock;
use crate::config::Feed;
use crate::desk::Desk;

/// The lease that is asked for; hubs may grant another.
pub(crate) const LEASE_SECS: u64 = 10 * 86_400;
/// A hub that did not verify is asked again after this.
const ASK_AGAIN_MS: i64 = 6 * 3600 * 1000;
/// Renewal begins when less than this is left.
const RENEW_BEFORE_MS: i64 = (LEASE_SECS as i64) * 1000 / 3;

/// Hub and topic, from the document, else from the answer's `Link` header (§4).
pub(crate) fn hub_of(document: Option<&FeedDocument>, links: Option<(String, String)>) -> Option<(String, String)> {
    let own = document.and_then(|d| Some((d.hubs.first()?.clone(), d.self_link.clone()?)));
    own.or(links)
}

/// Subscribes, or renews, where that is due. Failing is no trouble: polling goes on.
pub(crate) async fn keep(desk: &Desk, feed: &Feed, hub: Option<(String, String)>) {
    let Some(websub) = &desk.config.websub else { return };
    let id = feed.id.clone();
    let known = match desk.writer.run(move |ledger| ledger.subscription(&id)).await {
        Ok(known) => known,
        Err(error) => return tracing::error!(feed = %feed.id, %error, "subscriptions cannot be read"),
    };
    let Some((hub, topic)) = hub.or_else(|| known.as_ref().map(|s| (s.hub.clone(), s.topic.clone()))) else { return };
    let now = clock::now();
    if known.as_ref().is_some_and(|s| s.hub == hub && s.topic == topic && !is_due(s, now)) {
        return;
    }
    if let Err(error) = subscribe(desk, feed, &websub.callback, known, hub, topic, now).await {
        tracing::warn!(feed = %feed.id, %error, "subscribing failed; the feed is polled");
    }
}

fn is_due(subscription: &Subscription, now: Time) -> bool {
    let waited = now.millis() - subscription.asked.millis() > ASK_AGAIN_MS;
    match subscription.until {
        Some(until) => until.millis() - now.millis() < RENEW_BEFORE_MS && waited,
        None => waited,
    }
}

async fn subscribe(
    desk: &Desk,
    feed: &Feed,
    callback: &Url,
    known: Option<Subscription>,
    hub: String,
    topic: String,
    now: Time,
) -> anyhow::Result<()> {
    let address = Url::parse(&hub)?;
    // A renewal keeps token and secret, so that pushes under way stay valid.
    let kept = known.filter(|s| s.hub == hub && s.topic == topic);
    let (token, secret, until) = match kept {
        Some(s) => (s.token, s.secret, s.until),
        None => (random_hex()?, random_hex()?, None),
    };
    let subscription = Subscription { feed: feed.id.clone(), hub, topic, token, secret, asked: now, until };
    let stored = subscription.clone();
    desk.writer.run(move |ledger| ledger.save_subscription(&stored)).await?;
    let lease = LEASE_SECS.to_string();
    let callback = format!("{}/{}", callback.as_str().trim_end_matches('/'), subscription.token);
    let fields = [
        ("hub.mode", "subscribe"),
        ("hub.topic", &subscription.topic),
        ("hub.callback", &callback),
        ("hub.secret", &subscription.secret),
        ("hub.lease_seconds", &lease),
    ];
    let status = desk.client.post_form(&address, &fields).await?;
    anyhow::ensure!((200..300).contains(&status), "the hub {} answered with status {status}", subscription.hub);
    tracing::debug!(feed = %feed.id, hub = subscription.hub, "asked the hub to push");
    Ok(())
}

fn random_hex() -> anyhow::Result<String> {
    let mut bytes = [0u8; 20];
    getrandom::fill(&mut bytes).map_err(|e| anyhow::anyhow!("no random numbers: {e}"))?;
    Ok(bytes.iter().map(|b| format!("{b:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lease_is_renewed_before_it_ends_and_a_silent_hub_asked_again_later() {
        const HOUR: i64 = 3_600_000;
        let check = |asked_hours_ago: i64, left_hours: Option<i64>, due: bool| {
            let now = Time::from_millis(1_000_000 * HOUR);
            let subscription = Subscription {
                feed: wire_model::FeedId::new("one").expect("valid"),
                hub: String::new(),
                topic: String::new(),
                token: String::new(),
                secret: String::new(),
                asked: Time::from_millis(now.millis() - asked_hours_ago * HOUR),
                until: left_hours.map(|h| Time::from_millis(now.millis() + h * HOUR)),
            };
            assert_eq!(is_due(&subscription, now), due, "asked {asked_hours_ago} h ago, {left_hours:?} h left");
        };
        check(1, None, false);
        check(7, None, true);
        check(24, Some(9 * 24), false);
        check(7 * 24, Some(3 * 24), true);
        check(1, Some(3 * 24), false);
        check(20 * 24, Some(-1), true);
    }

    #[test]
    fn hub_and_topic_come_from_the_document_or_the_header() {
        let document = FeedDocument {
            hubs: vec!["https://hub.example.org/".to_owned()],
            self_link: Some("https://example.org/feed".to_owned()),
            ..FeedDocument::default()
        };
        let header = Some(("https://other.example.org/".to_owned(), "https://example.org/feed".to_owned()));
        assert_eq!(hub_of(Some(&document), header.clone()).map(|h| h.0).as_deref(), Some("https://hub.example.org/"));
        assert_eq!(hub_of(Some(&FeedDocument::default()), header.clone()), header);
        assert_eq!(hub_of(None, None), None);
    }
}
