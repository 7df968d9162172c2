//! An HTTP origin in this process, on as many loopback addresses as it has hosts.

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Response, StatusCode};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// What is served at one path.
#[derive(Clone, Debug)]
pub struct Served {
    /// The status.
    pub status: u16,
    /// Headers.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// Waits so long before it answers.
    pub delay: Duration,
}

impl Served {
    /// A body with its media type.
    pub fn new(content_type: &str, body: impl Into<Vec<u8>>) -> Served {
        Served {
            status: 200,
            headers: vec![("content-type".to_owned(), content_type.to_owned())],
            body: body.into(),
            delay: Duration::ZERO,
        }
    }

    /// The same with another status.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Served {
        self.status = status;
        self
    }

    /// The same with one more header.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Served {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// A request that came in.
#[derive(Clone, Debug)]
pub struct Hit {
    /// `host:port` of the listener.
    pub host: SocketAddr,
    /// Its path and query.
    pub path: String,
    /// Its headers.
    pub headers: HeaderMap,
    /// When it came, milliseconds since 1970.
    pub at: u128,
}

#[derive(Default)]
struct Shared {
    pages: HashMap<(SocketAddr, String), Served>,
    hits: Vec<Hit>,
    unexpected: Vec<String>,
}

/// A running origin with one or more hosts.
pub struct Origin {
    shared: Arc<Mutex<Shared>>,
    hosts: Vec<SocketAddr>,
    servers: Vec<JoinHandle<()>>,
}

#[derive(Clone)]
struct Host {
    shared: Arc<Mutex<Shared>>,
    address: SocketAddr,
}

impl Origin {
    /// Starts `hosts` listeners on 127.1.0.1, 127.1.0.2, …
    ///
    /// # Errors
    /// When an address cannot be listened on.
    pub async fn start(hosts: usize) -> Result<Origin> {
        let shared: Arc<Mutex<Shared>> = Arc::default();
        let mut origin = Origin { shared: shared.clone(), hosts: Vec::new(), servers: Vec::new() };
        for number in 0..hosts {
            let ip = Ipv4Addr::new(127, 1, (number / 250) as u8, (number % 250 + 1) as u8);
            let listener = TcpListener::bind((ip, 0)).await.with_context(|| format!("listening on {ip}"))?;
            let address = listener.local_addr()?;
            let app = Router::new().fallback(answer).with_state(Host { shared: shared.clone(), address });
            origin.hosts.push(address);
            origin.servers.push(tokio::spawn(async move {
                // Ends with the process or with the origin.
                let _ = axum::serve(listener, app).await;
            }));
        }
        Ok(origin)
    }

    /// The address of a host.
    pub fn url(&self, host: usize, path: &str) -> String {
        format!("http://{}{path}", self.hosts[host % self.hosts.len()])
    }

    /// Serves something at a path of a host; robots.txt is absent unless served.
    pub fn serve(&self, host: usize, path: &str, served: Served) {
        let address = self.hosts[host % self.hosts.len()];
        self.lock().pages.insert((address, path.to_owned()), served);
    }

    /// Every hit so far.
    pub fn hits(&self) -> Vec<Hit> {
        self.lock().hits.clone()
    }

    /// Path and time of every hit, in order.
    pub fn timed_hits(&self) -> Vec<(String, u128)> {
        self.lock().hits.iter().map(|h| (h.path.clone(), h.at)).collect()
    }

    /// Hits of one path.
    pub fn hits_of(&self, path: &str) -> usize {
        self.lock().hits.iter().filter(|h| h.path == path).count()
    }

    /// Fails where a request came for something that is not served.
    pub fn assert_expected(&self) {
        let unexpected = self.lock().unexpected.clone();
        assert!(unexpected.is_empty(), "unexpected requests: {unexpected:?}");
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Origin {
    fn drop(&mut self) {
        for server in &self.servers {
            server.abort();
        }
    }
}

fn now_millis() -> u128 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_millis())
}

async fn answer(State(host): State<Host>, request: Request) -> Response<Body> {
    let path = request.uri().path_and_query().map(|p| p.as_str().to_owned()).unwrap_or_default();
    let served = {
        let mut shared = host.shared.lock().unwrap_or_else(PoisonError::into_inner);
        shared.hits.push(Hit {
            host: host.address,
            path: path.clone(),
            headers: request.headers().clone(),
            at: now_millis(),
        });
        let served = shared.pages.get(&(host.address, path.clone())).cloned();
        if served.is_none() && path != "/robots.txt" {
            shared.unexpected.push(format!("{}{path}", host.address));
        }
        served
    };
    let served = served.unwrap_or_else(|| Served::new("text/plain", "not here").with_status(404));
    tokio::time::sleep(served.delay).await;
    respond(served, request.headers())
}

/// Conditional requests are answered as RFC 9110 §13 says.
fn respond(served: Served, asked: &HeaderMap) -> Response<Body> {
    let header =
        |name: &str| served.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.as_str());
    let same = |asked_name: &str, own: Option<&str>| {
        own.is_some() && asked.get(asked_name).and_then(|v| v.to_str().ok()) == own
    };
    let fresh = same("if-none-match", header("etag"))
        || (header("etag").is_none() && same("if-modified-since", header("last-modified")));
    let status = if fresh {
        StatusCode::NOT_MODIFIED
    } else {
        StatusCode::from_u16(served.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    };
    let mut response = Response::builder().status(status);
    for (name, value) in &served.headers {
        response = response.header(name, value);
    }
    response.body(if fresh { Body::empty() } else { Body::from(served.body) }).unwrap_or_default()
}

/// An RSS document of (guid, title, link).
pub fn rss(items: &[(String, String, String)]) -> String {
    let escape = |t: &str| t.replace('&', "&amp;").replace('<', "&lt;");
    let mut out = String::from("<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Test wire</title>");
    for (guid, title, link) in items {
        out.push_str(&format!(
            "<item><guid isPermaLink=\"false\">{}</guid><title>{}</title><link>{}</link></item>",
            escape(guid),
            escape(title),
            escape(link)
        ));
    }
    out.push_str("</channel></rss>");
    out
}
