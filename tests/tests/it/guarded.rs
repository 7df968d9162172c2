//! The one client against hostile addresses and hostile answers.

use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use url::Url;
use wire_fetch::{Client, ClientConfig, FetchError, Request, Response};
use wire_tests::desk::program;
use wire_tests::origin::{Origin, Served};

const CAP: usize = 1 << 20;

/// Trusts the origin's addresses and nothing else.
fn client() -> Client {
    Client::new(ClientConfig {
        user_agent: "wire-tests".to_owned(),
        allow_addresses: vec!["127.1.0.0/16".parse().expect("a network")],
        proxy: None,
        deadline: Duration::from_secs(2),
        min_spacing: Duration::ZERO,
        per_host: 4,
        robots: false,
    })
    .expect("a client")
}

async fn get(client: &Client, url: &str) -> Result<Response, FetchError> {
    let url = Url::parse(url).expect("a URL");
    let request = Request {
        url: &url,
        validators: None,
        accept: "*/*",
        max_bytes: CAP,
        obey_robots: false,
        group: None,
        headers: &[],
    };
    client.get(&request).await
}

/// A listener that answers every connection with `answer`, and counts them.
async fn raw<F, R>(ip: Ipv4Addr, answer: F) -> (SocketAddr, Arc<AtomicUsize>)
where
    F: Fn(TcpStream) -> R + Send + 'static,
    R: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind((ip, 0)).await.expect("an address");
    let address = listener.local_addr().expect("an address");
    let connections = Arc::new(AtomicUsize::new(0));
    let counted = connections.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::Relaxed);
            tokio::spawn(answer(stream));
        }
    });
    (address, connections)
}

/// Reads a request's head and writes `bytes`.
async fn reply(mut stream: TcpStream, bytes: Vec<u8>) {
    let mut head = [0u8; 4096];
    let _ = stream.read(&mut head).await;
    let _ = stream.write_all(&bytes).await;
}

const TRUSTED: Ipv4Addr = Ipv4Addr::new(127, 1, 0, 1);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_form_of_a_private_address_is_connected_to_directly_or_by_redirect() {
    let (canary, connections) = raw(Ipv4Addr::LOCALHOST, |s| reply(s, Vec::new())).await;
    let origin = Origin::start(1).await.expect("an origin");
    let client = client();
    let port = canary.port();
    for (number, host) in [
        "127.0.0.1",
        "2130706433",
        "0x7f.1",
        "0177.0.0.1",
        "127.1",
        "[::ffff:127.0.0.1]",
        "0",
        "0.0.0.0",
        "[::1]",
        "[::]",
        "169.254.169.254",
        "[fd00::1]",
        "[fe80::1]",
        "100.64.0.1",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[2001:0:7f00:1::]",
        "localhost",
        "LOCALHOST",
    ]
    .into_iter()
    .enumerate()
    {
        let target = format!("http://{host}:{port}/");
        let direct = get(&client, &target).await;
        assert!(matches!(direct, Err(FetchError::Refused(_))), "{host}: {direct:?}");
        let path = format!("/to/{number}");
        origin.serve(0, &path, Served::new("text/plain", "").with_status(302).with_header("location", &target));
        let redirected = get(&client, &origin.url(0, &path)).await;
        assert!(matches!(redirected, Err(FetchError::Refused(_))), "{host} by redirect: {redirected:?}");
    }
    assert_eq!(connections.load(Ordering::Relaxed), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn proxies_of_the_environment_are_not_used() {
    let (canary, connections) = raw(Ipv4Addr::LOCALHOST, |s| reply(s, Vec::new())).await;
    let origin = Origin::start(1).await.expect("an origin");
    origin.serve(0, "/page", Served::new("text/html", "<p>nothing</p>"));
    let url = origin.url(0, "/page");
    let proxy = format!("http://{canary}");
    let run = tokio::task::spawn_blocking(move || {
        let mut command = Command::new(program());
        for name in ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
            command.env(name, &proxy);
        }
        command.args(["try", &url, "--allow", "127.1.0.0/16"]).output().expect("the program runs")
    });
    run.await.expect("it ends");
    assert_eq!(connections.load(Ordering::Relaxed), 0);
    assert_eq!(origin.hits_of("/page"), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bombs_stop_at_the_cap() {
    let zeros = vec![0u8; 64 << 20];
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(&zeros).expect("packed");
    let gzip = gzip.finish().expect("packed");
    let zstd = zstd::encode_all(zeros.as_slice(), 3).expect("packed");
    let mut brotli = Vec::new();
    brotli::CompressorReader::new(zeros.as_slice(), 1 << 16, 3, 22).read_to_end_into(&mut brotli);
    let origin = Origin::start(1).await.expect("an origin");
    for (encoding, body) in [("gzip", gzip), ("zstd", zstd), ("br", brotli)] {
        assert!(body.len() < CAP, "{encoding} does not pack");
        let path = format!("/{encoding}");
        origin.serve(0, &path, Served::new("text/html", body).with_header("content-encoding", encoding));
        let answer = get(&client(), &origin.url(0, &path)).await;
        assert!(matches!(answer, Err(FetchError::TooLarge(CAP))), "{encoding}: {answer:?}");
    }
    origin.serve(0, "/plain", Served::new("text/html", zeros));
    let answer = get(&client(), &origin.url(0, "/plain")).await;
    assert!(matches!(answer, Err(FetchError::TooLarge(CAP))), "plain: {answer:?}");
}

trait ReadToEndInto {
    fn read_to_end_into(&mut self, out: &mut Vec<u8>);
}

impl<R: std::io::Read> ReadToEndInto for R {
    fn read_to_end_into(&mut self, out: &mut Vec<u8>) {
        self.read_to_end(out).expect("packed");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_drip_ends_at_the_deadline() {
    let (address, _) = raw(TRUSTED, |mut stream| async move {
        let mut head = [0u8; 4096];
        let _ = stream.read(&mut head).await;
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n").await;
        while stream.write_all(b"x").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    })
    .await;
    let start = Instant::now();
    let answer = get(&client(), &format!("http://{address}/")).await;
    assert!(matches!(answer, Err(FetchError::TimedOut(_))), "{answer:?}");
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redirect_loops_end() {
    let origin = Origin::start(1).await.expect("an origin");
    for (from, to) in [("/a", "/b"), ("/b", "/a")] {
        origin.serve(0, from, Served::new("text/html", "").with_status(301).with_header("location", to));
    }
    let answer = get(&client(), &origin.url(0, "/a")).await;
    assert!(matches!(answer, Err(FetchError::BadRedirect(_))), "{answer:?}");
    assert!(origin.hits().len() <= 11);
    origin.serve(0, "/c", Served::new("text/html", "").with_status(302).with_header("location", "file:///etc/passwd"));
    assert!(matches!(get(&client(), &origin.url(0, "/c")).await, Err(FetchError::Refused(_))));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn malformed_answers_are_errors_with_a_reason() {
    let check = async |what: &str, bytes: Vec<u8>, scheme: &str| {
        let (address, _) = raw(TRUSTED, move |s| reply(s, bytes.clone())).await;
        let answer = get(&client(), &format!("{scheme}://{address}/")).await;
        assert!(matches!(answer, Err(FetchError::Unreachable(_))), "{what}: {answer:?}");
    };
    let huge = format!("HTTP/1.1 200 OK\r\nx-huge: {}\r\n\r\n", "x".repeat(1 << 20));
    check("a header of 1 MB", huge.into_bytes(), "http").await;
    check("no HTTP", b"SSH-2.0-OpenSSH_9.6\r\n".to_vec(), "http").await;
    check("nothing", Vec::new(), "http").await;
    check("no TLS", b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec(), "https").await;
    check("a body that breaks off", b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf".to_vec(), "http").await;
    check(
        "a broken stream",
        b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 9\r\n\r\nnot gzip!".to_vec(),
        "http",
    )
    .await;
}
