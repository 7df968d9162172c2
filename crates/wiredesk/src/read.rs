//! A response to a document, on a computing thread.

use wire_feed::{ReadError, Source};
use wire_fetch::Response;
use wire_model::syndication::digest;
use wire_model::{Defect, FeedDocument};

use crate::desk::Desk;

/// What feeds are asked for as.
pub(crate) const ACCEPT: &str = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5";

/// What bytes came to.
pub(crate) enum Parsed {
    /// The same bytes as the last time.
    Same,
    Document {
        hash: String,
        document: Box<FeedDocument>,
        defects: Vec<Defect>,
    },
    Refused(ReadError),
}

/// Reads a document on a computing thread, unless its bytes are those of `known_hash`.
pub(crate) async fn parse(
    desk: &Desk,
    response: &Response,
    known_hash: Option<String>,
) -> Result<Parsed, &'static str> {
    let source = Source {
        url: Some(response.final_url.clone()),
        content_type: response.content_type.clone(),
        content_location: response.content_location.clone(),
    };
    let body = response.body.clone();
    desk.compute(move || {
        let hash = body_hash(&body);
        if known_hash.as_deref() == Some(hash.as_str()) {
            return Parsed::Same;
        }
        match wire_feed::read(&body, &source) {
            Ok((document, defects)) => Parsed::Document { hash, document: Box::new(document), defects },
            Err(error) => Parsed::Refused(error),
        }
    })
    .await
}

fn body_hash(body: &[u8]) -> String {
    // Lossy text is enough for equality here: the same bytes give the same text.
    digest([String::from_utf8_lossy(body).as_ref()])
}
