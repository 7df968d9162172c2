//! WebSub (W3C Recommendation, 23 January 2018): hubs push what feeds publish.
//!
//! Where the operator gives a public callback address and a feed names a hub,
//! the feed is subscribed to. The hub verifies the intent, signs what it
//! pushes, and forgets after a lease, which is renewed when a third of it is
//! left. What it pushes is read and reconciled like a polled document; polling
//! goes on at the longest interval as a safety net.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::routing::get;
use hmac::{Hmac, Mac};
use serde::Deserialize;
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use url::Url;
use wire_feed::Source;
use wire_model::{FeedDocument, Time};
use wire_store::{StoreError, Subscription};

use crate::config::Feed;
use crate::desk::Desk;
use crate::{clock, poll};

/// The lease that is asked for; hubs may grant another.
const LEASE_SECS: u64 = 10 * 86_400;
/// No lease is believed to be longer.
const LONGEST_LEASE_SECS: u64 = 30 * 86_400;
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

/// Starts the server that hubs call back.
///
/// # Errors
/// When the address cannot be listened on.
pub(crate) async fn start(
    listen: std::net::SocketAddr,
    desk: Arc<Desk>,
    shutdown: CancellationToken,
) -> std::io::Result<tokio::task::JoinHandle<()>> {
    let listener =
        TcpListener::bind(listen).await.map_err(|e| std::io::Error::new(e.kind(), format!("{listen}: {e}")))?;
    let cap = desk.config.fetch.max_feed_bytes;
    // Proxies may keep the callback's path or strip it: the token is the last part either way.
    let app =
        Router::new().route("/{*path}", get(verify).post(push)).layer(DefaultBodyLimit::max(cap)).with_state(desk);
    tracing::info!(%listen, "callbacks of hubs");
    Ok(tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, app).with_graceful_shutdown(shutdown.cancelled_owned()).await {
            tracing::error!(%error, "the callback server ended");
        }
    }))
}

/// What a hub asks before it pushes (§5.3).
#[derive(Deserialize)]
struct Verification {
    #[serde(rename = "hub.mode")]
    mode: String,
    #[serde(rename = "hub.topic", default)]
    topic: String,
    #[serde(rename = "hub.challenge", default)]
    challenge: String,
    #[serde(rename = "hub.lease_seconds", default)]
    lease_seconds: Option<u64>,
    #[serde(rename = "hub.reason", default)]
    reason: String,
}

async fn known(desk: &Desk, path: &str) -> Result<Option<Subscription>, StoreError> {
    let token = path.rsplit('/').next().unwrap_or_default().to_owned();
    let found = desk.writer.run(move |ledger| ledger.subscription_of_token(&token)).await?;
    Ok(found.filter(|s| desk.feeds.contains_key(&s.feed)))
}

async fn verify(
    State(desk): State<Arc<Desk>>,
    Path(path): Path<String>,
    Query(asked): Query<Verification>,
) -> (StatusCode, String) {
    let refused = || (StatusCode::NOT_FOUND, String::new());
    let subscription = match known(&desk, &path).await {
        Ok(Some(subscription)) if subscription.topic == asked.topic => subscription,
        Ok(_) => return refused(),
        Err(error) => return broken(&error),
    };
    let feed = subscription.feed.clone();
    let done = match asked.mode.as_str() {
        "subscribe" => {
            let lease = asked.lease_seconds.unwrap_or(LEASE_SECS).min(LONGEST_LEASE_SECS);
            let until = clock::later(clock::now(), std::time::Duration::from_secs(lease));
            tracing::info!(%feed, hub = subscription.hub, lease_seconds = lease, "the hub pushes this feed");
            let verified = Subscription { until: Some(until), ..subscription };
            desk.writer.run(move |ledger| ledger.save_subscription(&verified)).await
        }
        "denied" => {
            tracing::warn!(%feed, hub = subscription.hub, reason = asked.reason, "the hub denied the subscription; the feed is polled");
            let denied = Subscription { until: None, ..subscription };
            desk.writer.run(move |ledger| ledger.save_subscription(&denied)).await
        }
        // Nothing here ever asks to unsubscribe.
        _ => return refused(),
    };
    match done {
        Ok(()) => (StatusCode::OK, asked.challenge),
        Err(error) => broken(&error),
    }
}

fn broken(error: &StoreError) -> (StatusCode, String) {
    tracing::error!(%error, "a hub's call could not be recorded");
    (StatusCode::SERVICE_UNAVAILABLE, String::new())
}

/// Content distribution (§7). A wrong signature is acknowledged and ignored (§8).
async fn push(
    State(desk): State<Arc<Desk>>,
    Path(path): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, String) {
    let answer = |status| (status, String::new());
    let subscription = match known(&desk, &path).await {
        Ok(Some(subscription)) => subscription,
        Ok(None) => return refuse(&desk, "unknown", StatusCode::GONE),
        Err(error) => return broken(&error),
    };
    if subscription.until.is_none_or(|until| until <= clock::now()) {
        return refuse(&desk, "late", StatusCode::GONE);
    }
    let signature = headers.get("x-hub-signature").and_then(|s| s.to_str().ok()).unwrap_or_default();
    if !is_signed(signature, subscription.secret.as_bytes(), &body) {
        tracing::warn!(feed = %subscription.feed, "a push with a wrong signature was ignored");
        return refuse(&desk, "forged", StatusCode::ACCEPTED);
    }
    let Some(feed) = desk.feeds.get(&subscription.feed) else { return answer(StatusCode::GONE) };
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|t| t.to_str().ok()).map(str::to_owned);
    let source = Source { url: Url::parse(&subscription.topic).ok(), content_type, content_location: None };
    let read = desk.compute(move || wire_feed::read(&body, &source)).await;
    let Ok(Ok((document, _))) = read else { return refuse(&desk, "not_a_feed", StatusCode::ACCEPTED) };
    match poll::take_push(&desk, feed, document).await {
        Ok(()) => {
            desk.metrics.push("taken");
            answer(StatusCode::NO_CONTENT)
        }
        Err(error) => broken(&error),
    }
}

fn refuse(desk: &Desk, outcome: &'static str, status: StatusCode) -> (StatusCode, String) {
    desk.metrics.push(outcome);
    (status, String::new())
}

/// `method=hex` (§8): the HMAC of the body under the secret, compared in constant time.
fn is_signed(signature: &str, secret: &[u8], body: &[u8]) -> bool {
    let Some((method, hex)) = signature.split_once('=') else { return false };
    let Some(expected) = unhex(hex.trim()) else { return false };
    match method.trim().to_ascii_lowercase().as_str() {
        "sha1" => {
            Hmac::<Sha1>::new_from_slice(secret).is_ok_and(|m| m.chain_update(body).verify_slice(&expected).is_ok())
        }
        "sha256" => {
            Hmac::<Sha256>::new_from_slice(secret).is_ok_and(|m| m.chain_update(body).verify_slice(&expected).is_ok())
        }
        "sha384" => {
            Hmac::<Sha384>::new_from_slice(secret).is_ok_and(|m| m.chain_update(body).verify_slice(&expected).is_ok())
        }
        "sha512" => {
            Hmac::<Sha512>::new_from_slice(secret).is_ok_and(|m| m.chain_update(body).verify_slice(&expected).is_ok())
        }
        _ => false,
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2);
    pairs.map(|p| u8::from_str_radix(std::str::from_utf8(p).ok()?, 16).ok().filter(|_| p.len() == 2)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_checked() {
        // RFC 2202 §3 and RFC 4231 §4.3: key "Jefe".
        let body = b"what do ya want for nothing?";
        let sha1 = "sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79";
        let sha256 = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert!(is_signed(sha1, b"Jefe", body) && is_signed(sha256, b"Jefe", body));
        for wrong in ["", "sha1=", "sha1=zz", "md5=00", &sha1[..30], "sha256=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"]
        {
            assert!(!is_signed(wrong, b"Jefe", body), "{wrong}");
        }
        assert!(!is_signed(sha1, b"jefe", body) && !is_signed(sha1, b"Jefe", b"what"));
    }
}
