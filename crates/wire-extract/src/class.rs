//! What `class` and `id` say of an element: one table of the words that anything here asks
//! for, all of which are looked for in one pass (Aho and Corasick 1975).

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

/// What the names of an element say: a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Label(u16);

impl Label {
    /// It is furniture.
    pub(crate) const FURNITURE: Label = Label(1);
    /// It holds readers' comments.
    pub(crate) const COMMENTS: Label = Label(1 << 1);
    /// It is the body itself, which wins over furniture words beside it.
    pub(crate) const BODY: Label = Label(1 << 2);
    /// It is an embedded post.
    pub(crate) const EMBED: Label = Label(1 << 3);
    /// Only a screen reader has its text.
    pub(crate) const UNSEEN: Label = Label(1 << 4);
    /// It holds a date.
    pub(crate) const DATE: Label = Label(1 << 5);
    /// It names the writer.
    pub(crate) const WRITER: Label = Label(1 << 6);
    /// It is a picture's caption.
    pub(crate) const CAPTION: Label = Label(1 << 7);
    /// It names who made a picture.
    pub(crate) const CREDIT: Label = Label(1 << 8);
    /// It holds breadcrumbs.
    pub(crate) const CRUMBS: Label = Label(1 << 9);
    /// It is the large first letter of a text.
    pub(crate) const INITIAL: Label = Label(1 << 10);

    pub(crate) fn of(names: &str) -> Label {
        let found = TABLE.automaton.find_overlapping_iter(names);
        let said = found.filter_map(|found| {
            let (place, label) = TABLE.words.get(found.pattern().as_usize())?;
            place.fits(names.as_bytes(), found.range()).then_some(*label)
        });
        said.fold(Label::default(), Label::or)
    }

    pub(crate) fn has(self, other: Label) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) fn or(self, other: Label) -> Label {
        Label(self.0 | other.0)
    }
}

/// Where in a name a word counts.
#[derive(Clone, Copy)]
enum Place {
    /// As a whole word: words end at white space, `-` or `_`.
    Word,
    /// At the start of a word.
    Start,
    Anywhere,
}

impl Place {
    fn fits(self, names: &[u8], at: Range<usize>) -> bool {
        let is_border = |b: Option<&u8>| b.is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'-' | b'_'));
        let starts = || is_border(names[..at.start].last());
        match self {
            Place::Word => starts() && is_border(names.get(at.end)),
            Place::Start => starts(),
            Place::Anywhere => true,
        }
    }
}

const NAMES: &[(Label, Place, &[&str])] = &[
    (
        Label::FURNITURE,
        Place::Word,
        &[
            "nav",
            "navbar",
            "menu",
            "footer",
            "breadcrumb",
            "breadcrumbs",
            "sidebar",
            "related",
            "teaser",
            "teasers",
            "newsletter",
            "newsletters",
            "signup",
            "promo",
            "promotion",
            "ad",
            "ads",
            "advert",
            "advertisement",
            "advertising",
            "adslot",
            "sponsor",
            "sponsored",
            "comment",
            "comments",
            "disqus",
            "share",
            "shares",
            "sharing",
            "caption",
            "captions",
            "credit",
            "byline",
            "bio",
            "cookie",
            "cookies",
            "consent",
            "outbrain",
            "taboola",
            "mostread",
            "popular",
            "trending",
            "tag",
            "tags",
            "topics",
            "readmore",
            "infobox",
            "factbox",
            "tooltip",
            "modal",
            "popup",
            "banner",
            "copyright",
            "timestamp",
            "dateline",
            "toolbar",
            "player",
            "gallery",
            "slideshow",
            "widget",
            "hidden",
            "paging",
            "pagination",
            "rating",
            "print",
        ],
    ),
    (Label::FURNITURE, Place::Start, &["recommend", "recirc", "subscri", "social", "author"]),
    (Label::COMMENTS, Place::Word, &["comment", "comments", "disqus"]),
    (
        Label::BODY,
        Place::Anywhere,
        &[
            "articlebody",
            "article-body",
            "article_body",
            "article__body",
            "storybody",
            "story-body",
            "story_body",
            "story__body",
            "entry-content",
            "post-content",
            "body-content",
            "paywall",
        ],
    ),
    // Names that widgets give to the posts they embed.
    (Label::EMBED, Place::Anywhere, &["twitter-tweet", "instagram-media", "bluesky-embed", "tiktok-embed"]),
    (Label::UNSEEN, Place::Anywhere, &["visually-hidden", "visuallyhidden", "sr-only", "screen-reader"]),
    (
        Label::DATE,
        Place::Anywhere,
        &["date", "datum", "time", "publi", "posted", "submitted", "meta", "byline", "fecha", "data", "info"],
    ),
    (Label::WRITER, Place::Anywhere, &["byline", "author", "autor", "auteur"]),
    (Label::CAPTION, Place::Anywhere, &["caption"]),
    (Label::CREDIT, Place::Anywhere, &["credit", "copyright", "photographer"]),
    (Label::INITIAL, Place::Word, &["initial"]),
    (Label::INITIAL, Place::Start, &["dropcap", "drop-cap", "drop_cap", "first-letter", "initial-letter", "lettrine"]),
    (Label::CRUMBS, Place::Anywhere, &["breadcrumb"]),
];
/// Two words on end that name furniture together.
const FURNITURE_PAIRS: &[(&str, &str)] = &[
    ("sign", "up"),
    ("most", "read"),
    ("read", "more"),
    ("more", "on"),
    ("twitter", "tweet"),
    ("instagram", "media"),
    ("visually", "hidden"),
    ("sr", "only"),
    ("screen", "reader"),
];
const BETWEEN_WORDS: [&str; 5] = ["-", "_", " ", "--", "__"];

struct Table {
    automaton: AhoCorasick,
    /// What each of its patterns says, and where.
    words: Vec<(Place, Label)>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let single = NAMES.iter().flat_map(|(label, place, words)| words.iter().map(|w| (*place, *label, (*w).to_owned())));
    let pairs = FURNITURE_PAIRS.iter().flat_map(|(first, second)| {
        BETWEEN_WORDS.map(|between| (Place::Word, Label::FURNITURE, format!("{first}{between}{second}")))
    });
    let all: Vec<(Place, Label, String)> = single.chain(pairs).collect();
    let mut builder = AhoCorasick::builder();
    let builder = builder.ascii_case_insensitive(true).kind(Some(AhoCorasickKind::DFA));
    let automaton = builder.build(all.iter().map(|(_, _, word)| word)).expect("a test builds the constants");
    Table { automaton, words: all.into_iter().map(|(place, label, _)| (place, label)).collect() }
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_say_what_they_name() {
        let check =
            |names: &str, label: Label, expected: bool| assert_eq!(Label::of(names).has(label), expected, "{names}");
        for names in
            ["main-menu", "js_related box", "Subscribe", "read-more", "screen-reader-text", "ad-slot", "c-sign__up"]
        {
            check(names, Label::FURNITURE, true);
        }
        for names in ["headline", "advance", "story-text", "reader", "up sign", "coauthor"] {
            check(names, Label::FURNITURE, false);
        }
        check("c-Article__Body share", Label::BODY, true);
        check("c-Article__Body share", Label::FURNITURE, true);
        check("article-footer", Label::BODY, false);
        check("user-comments", Label::COMMENTS, true);
        check("commentary", Label::COMMENTS, false);
        check("x-twitter-tweet", Label::EMBED, true);
        check("sr-only", Label::UNSEEN, true);
        check("entry-Date", Label::DATE, true);
        check("wp-caption-text", Label::CAPTION, true);
        assert_eq!(Label::of(""), Label::default());
    }
}
