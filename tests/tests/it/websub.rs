//! A hub that subscribes, verifies, pushes, forges and comes late.

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use url::Url;
use url::form_urlencoded::parse;
use wire_tests::desk::{Folder, Running, eventually, feed};
use wire_tests::origin::{Origin, Served};

type Asked = Arc<Mutex<Vec<HashMap<String, String>>>>;

/// A hub that remembers what it was asked.
async fn hub() -> (SocketAddr, Asked) {
    let asked = Asked::default();
    let listener = TcpListener::bind((Ipv4Addr::new(127, 1, 9, 1), 0)).await.expect("an address");
    let address = listener.local_addr().expect("an address");
    let app = Router::new().route("/", post(remember)).with_state(asked.clone());
    tokio::spawn(async move { axum::serve(listener, app).await });
    (address, asked)
}

async fn remember(State(asked): State<Asked>, body: String) -> StatusCode {
    asked.lock().expect("unpoisoned").push(parse(body.as_bytes()).into_owned().collect());
    StatusCode::ACCEPTED
}

/// One request on a connection of its own: status and body.
async fn call(to: SocketAddr, method: &str, target: &str, headers: &str, body: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(to).await.expect("a connection");
    let request = format!(
        "{method} {target} HTTP/1.1\r\nhost: {to}\r\nconnection: close\r\ncontent-length: {}\r\n{headers}\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("an answer");
    let status = answer.split(' ').nth(1).and_then(|s| s.parse().ok()).expect("a status");
    (status, answer.split("\r\n\r\n").nth(1).unwrap_or_default().to_owned())
}

fn document(hub: SocketAddr, topic: &str, story: &str) -> String {
    format!(
        "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\"><channel><title>Wire</title>\
         <atom:link rel=\"hub\" href=\"http://{hub}/\"/><atom:link rel=\"self\" href=\"{topic}\"/>\
         <item><guid isPermaLink=\"false\">{story}</guid><title>Story {story}</title>\
         <description>What there is to say of {story}.</description></item></channel></rss>"
    )
}

fn signature(secret: &str, body: &str) -> String {
    let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key").chain_update(body);
    let hex: String = mac.finalize().into_bytes().iter().map(|b| format!("{b:02x}")).collect();
    format!("x-hub-signature: sha256={hex}\r\ncontent-type: application/rss+xml\r\n")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hub_pushes_what_it_signed_and_nothing_else() {
    let (hub, asked) = hub().await;
    let origin = Origin::start(1).await.expect("an origin");
    let topic = origin.url(0, "/feed");
    origin.serve(0, "/feed", Served::new("application/rss+xml", document(hub, &topic, "polled")));
    let folder = Folder::new("websub").expect("a folder");
    let port = TcpListener::bind("127.0.0.1:0").await.expect("a port").local_addr().expect("an address").port();
    let desk_address = SocketAddr::from(([127, 0, 0, 1], port));
    let config = folder
        .configure(&format!(
            "[websub]\ncallback = \"http://desk.example.org/hubs\"\nlisten = \"{desk_address}\"\n{}",
            feed("one", &topic)
        ))
        .expect("a configuration");
    let desk = Running::start(&config).expect("a daemon");
    eventually("the subscription", || !asked.lock().expect("unpoisoned").is_empty()).await;
    let request = asked.lock().expect("unpoisoned")[0].clone();
    assert_eq!((request["hub.mode"].as_str(), request["hub.topic"].as_str()), ("subscribe", topic.as_str()));
    let callback = Url::parse(&request["hub.callback"]).expect("a URL");
    let (path, secret) = (callback.path().to_owned(), request["hub.secret"].clone());
    assert!(path.starts_with("/hubs/") && secret.len() >= 32);

    let pushed = document(hub, &topic, "pushed");
    let signed = signature(&secret, &pushed);
    let early = call(desk_address, "POST", &path, &signed, &pushed).await;
    assert_eq!(early.0, 410, "a push before the verification");
    let verify = |topic: &str, lease: u64| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("hub.mode", "subscribe").append_pair("hub.topic", topic);
        query.append_pair("hub.challenge", "c4a11enge").append_pair("hub.lease_seconds", &lease.to_string());
        format!("{path}?{}", query.finish())
    };
    assert_eq!(call(desk_address, "GET", &verify("http://elsewhere.example/", 60), "", "").await.0, 404);
    assert_eq!(call(desk_address, "GET", "/hubs/guess?hub.mode=subscribe", "", "").await.0, 404);
    let verified = call(desk_address, "GET", &verify(&topic, 3600), "", "").await;
    assert_eq!((verified.0, verified.1.as_str()), (200, "c4a11enge"));

    let forged = document(hub, &topic, "forged");
    assert_eq!(call(desk_address, "POST", &path, &signed, &forged).await.0, 202);
    assert_eq!(call(desk_address, "POST", &path, "", &forged).await.0, 202);
    assert_eq!(call(desk_address, "POST", &path, &signed, &pushed).await.0, 204);
    let published = "wiredesk_articles_total{outcome=\"published\"}";
    eventually("the pushed story", || desk.metric(published) == 2).await;
    assert_eq!(desk.metric("wiredesk_hub_pushes_total{outcome=\"forged\"}"), 2);
    assert_eq!(desk.metric("wiredesk_hub_pushes_total{outcome=\"taken\"}"), 1);

    // The lease ends.
    assert_eq!(call(desk_address, "GET", &verify(&topic, 1), "", "").await.0, 200);
    tokio::time::sleep(Duration::from_millis(1100)).await;
    assert_eq!(call(desk_address, "POST", &path, &signed, &pushed).await.0, 410);
    let polls = origin.hits_of("/feed");
    eventually("polling goes on", || origin.hits_of("/feed") > polls).await;
    assert_eq!(asked.lock().expect("unpoisoned").len(), 1, "asked again too soon");
    desk.stop().await.expect("an orderly stop");
}
