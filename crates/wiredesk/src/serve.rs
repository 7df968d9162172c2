//! The admin server: metrics and health, on loopback unless told otherwise.

use std::net::SocketAddr;

use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::clock;
use crate::metrics::Metrics;

/// Ready also means that some feed was read within this time.
const READY_WITHIN_MS: u64 = 2 * 3600 * 1000;

/// Starts the server.
///
/// # Errors
/// When the address cannot be listened on.
pub(crate) async fn start(
    address: SocketAddr,
    metrics: Metrics,
    feeds: usize,
    shutdown: CancellationToken,
) -> std::io::Result<JoinHandle<()>> {
    let listener =
        TcpListener::bind(address).await.map_err(|e| std::io::Error::new(e.kind(), format!("{address}: {e}")))?;
    let ready_metrics = metrics.clone();
    let stopping = shutdown.clone();
    let app = Router::new()
        .route("/livez", get(|| async { "alive\n" }))
        .route("/readyz", get(move || ready(ready_metrics.clone(), feeds, stopping.is_cancelled())))
        .route("/metrics", get(move || render(metrics.clone())));
    tracing::info!(%address, "metrics and health checks");
    Ok(tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, app).with_graceful_shutdown(shutdown.cancelled_owned()).await {
            tracing::error!(%error, "the admin server ended");
        }
    }))
}

async fn render(metrics: Metrics) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], metrics.render())
}

async fn ready(metrics: Metrics, feeds: usize, stopping: bool) -> impl IntoResponse {
    let last = metrics.last_ok_poll_ms();
    let now = u64::try_from(clock::now().millis()).unwrap_or(0);
    if stopping {
        (StatusCode::SERVICE_UNAVAILABLE, "stopping\n")
    } else if feeds > 0 && last == 0 {
        (StatusCode::SERVICE_UNAVAILABLE, "no feed has been read yet\n")
    } else if feeds > 0 && now.saturating_sub(last) > READY_WITHIN_MS {
        (StatusCode::SERVICE_UNAVAILABLE, "no feed has been read for two hours\n")
    } else {
        (StatusCode::OK, "ready\n")
    }
}
