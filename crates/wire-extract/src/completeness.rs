//! Whether the whole story was to be had, and what says that it was not.

use wire_model::Completeness;

use crate::body::{Decision, of_story};
use crate::jsonld::Linked;
use crate::meta::Meta;
use crate::phrase;
use crate::survey::has_words;

/// Words that a story has which is no excerpt.
const WHOLE: usize = 250;

/// Words that no excerpt has.
const LONGEST_EXCERPT: usize = 500;

/// What is said of paying from the first line of the story on.
fn wall(decisions: &[Decision]) -> Option<&str> {
    of_story(decisions).iter().find_map(|line| phrase::asks_to_pay(&line.text))
}

/// How much of the story a page holds, and why it is not all: the page's own data, what is said among the lines of the
/// story or right below them, or how the text ends.
pub(crate) fn completeness(
    text: &str,
    decisions: &[Decision],
    meta: &Meta,
    linked: &Linked,
) -> (Completeness, Option<String>) {
    let is_short = !has_words(text, WHOLE);
    let paywalled = |reason: String| (Completeness::Paywalled, Some(reason));
    if is_short && linked.is_paywalled() {
        return paywalled("JSON-LD says isAccessibleForFree: false, and the text is short".to_owned());
    }
    let is_closed = |tier: &String| ["locked", "paid", "subscriber"].contains(&tier.to_ascii_lowercase().as_str());
    if let Some(tier) = meta.first(&["article:content_tier"]).filter(|tier| is_short && is_closed(tier)) {
        return paywalled(format!("the page says article:content_tier: {tier}, and the text is short"));
    }
    if let Some(said) = Some(decisions).filter(|_| is_short).and_then(wall) {
        return paywalled(format!("the page says “{said}” below the text, which is short"));
    }
    // A long story may end as its writer likes.
    if (text.ends_with('…') || text.ends_with("...")) && !has_words(text, LONGEST_EXCERPT) {
        return (Completeness::Partial, Some("the text ends in an ellipsis".to_owned()));
    }
    (Completeness::Full, None)
}
