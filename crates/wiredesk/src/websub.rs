//! The callbacks of WebSub hubs (W3C Recommendation, 23 January 2018): a hub
//! verifies the intent to subscribe, then pushes what it signs until its lease
//! ends. What it pushes is read and reconciled like a polled document.

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
use wire_store::{StoreError, Subscription};

use crate::desk::Desk;
use crate::subscribe::LEASE_SECS;
use crate::{clock, poll};

/// No lease is believed to be longer.
const LONGEST_LEASE_SECS: u64 = 30 * 86_400;

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
    if desk.is_full() {
        // As with polls: nothing is taken that has no room. Hubs try again.
        return refuse(&desk, "full", StatusCode::SERVICE_UNAVAILABLE);
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
