//! Teams: what is led by a captain, and what a text about sport makes of places.

use rustc_hash::FxHashSet;
use wire_model::EntityKind;

use crate::Name;
use crate::beside::shares;
use crate::firm::is_listed_place;
use crate::lexicon::{GIVEN_LIST, PLACE_PARTS};
use crate::tagger::is_about_sport;
use crate::tidy::SMALL;
use crate::token::Document;

/// "Kestrels boss", "a former Kestrels captain": what has a captain is no person, under its full name or not.
/// Returns the words that have one.
pub(crate) fn make_teams<'t>(document: &Document<'t>, names: &mut [Name]) -> FxHashSet<&'t str> {
    let tokens = &document.tokens;
    let words = |leads: fn(&Document<'_>, usize) -> bool| -> FxHashSet<&'t str> {
        let capitalised = (0..tokens.len()).filter(|k| tokens[*k].capitalised && !tokens[*k].is(SMALL));
        capitalised.filter(|k| leads(document, *k)).map(|k| document.token_text(k)).collect()
    };
    let (led, firms) = (words(captain), words(shares));
    for name in names.iter_mut() {
        let text = document.slice(name.start, name.end);
        let last = text.rsplit(' ').next().unwrap_or_default();
        let may_be = match name.kind {
            EntityKind::Person => document.tokens[document.token_at(name.start)].lists & GIVEN_LIST == 0,
            // Not "the German captain".
            EntityKind::Other => last.ends_with('s'),
            EntityKind::Place => !is_listed_place(document, name) && firms.contains(text),
            EntityKind::Organisation => false,
        };
        // "Suresh Vantara" beside "Vantara shares" is who owns it.
        let is_firm = || firms.contains(last) && (name.kind != EntityKind::Person || !text.contains(' '));
        if may_be && (led.contains(last) || is_firm()) {
            name.kind = EntityKind::Organisation;
        }
    }
    led.into_iter().chain(firms).collect()
}

/// "drew at Norwich City": in a text about sport a city that no list has is a club.
pub(crate) fn make_clubs(document: &Document<'_>, names: &mut [Name]) {
    let ends_club = |n: &&mut Name| {
        let text = document.slice(n.start, n.end);
        n.kind == EntityKind::Place && (text.ends_with(" City") || text.ends_with(" Town"))
    };
    let mut clubs = names.iter_mut().filter(ends_club).peekable();
    if clubs.peek().is_none() || !is_about_sport(document) {
        return;
    }
    for name in clubs {
        let last = &document.tokens[document.token_at(name.end) - 1];
        if last.lists & PLACE_PARTS == 0 {
            name.kind = EntityKind::Organisation;
        }
    }
}

/// "Kestrels captain": what only a team has, though a country may, stands behind a token.
fn captain(document: &Document<'_>, at: usize) -> bool {
    const CAPTAINS: &[&str] = &["captain", "goalkeeper", "midfielder", "skipper"];
    CAPTAINS.contains(&document.token_text(at + 1))
}
