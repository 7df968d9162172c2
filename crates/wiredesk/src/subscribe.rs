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
