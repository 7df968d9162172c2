//! Teams: what is led by a captain, and what a text about sport makes of places.

use rustc_hash::FxHashSet;
use wire_model::EntityKind;

use crate::Name;
use crate::beside::shares;
use crate::firm::is_listed_place;
use crate::lexicon::{COUNTRY_LIST, GIVEN_LIST, Language, PERSON_LISTS, PLACE_PARTS, class};
use crate::tagger::is_about_sport;
use crate::token::Document;

/// "Kestrels boss", "a former Kestrels captain": what has a captain is no person, under its full name or not.
/// Returns the words that have one.
pub(crate) fn make_teams<'t>(document: &Document<'t>, names: &mut [Name]) -> FxHashSet<&'t str> {
    let tokens = &document.tokens;
    let words = |leads: fn(&Document<'_>, usize) -> bool| -> FxHashSet<&'t str> {
        let capitalised = (0..tokens.len()).filter(|k| tokens[*k].capitalised && !tokens[*k].is(class::SMALL));
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

/// "Surrey beat Kent": in a text about a sport of teams a town or a county that plays somewhere in it is its team, unless
/// something is in it, or it tells where another place is. A country stays one. "Chelsea have won": nobody is many, nor
/// does anybody beat Arsenal.
pub(crate) fn make_town_teams(document: &Document<'_>, names: &mut [Name]) {
    if document.language != Language::English || !is_about_sport(document) || !is_about_teams(document) {
        return;
    }
    let text = |k: usize| document.slice(names[k].start, names[k].end);
    let people = || names.iter().filter(|n| n.kind == EntityKind::Person);
    let meets = |n: &Name| meets_team(document, names, n);
    let many: FxHashSet<&str> =
        people().filter(|n| are_many(document, n) || meets(n)).map(|n| document.slice(n.start, n.end)).collect();
    let is_many = |k: usize| names[k].kind == EntityKind::Person && many.contains(text(k));
    let may_be = |k: &usize| is_many(*k) || may_be_team(document, names, *k);
    let may_be: Vec<usize> = (0..names.len()).filter(may_be).collect();
    let plays =
        may_be.iter().filter(|k| is_many(**k) || plays(document, &names[**k]) || has_score(document, names, **k));
    let teams: FxHashSet<&str> = plays.map(|k| text(*k)).collect();
    for k in may_be.into_iter().filter(|k| teams.contains(text(*k))).collect::<Vec<_>>() {
        names[k].kind = EntityKind::Organisation;
    }
}

/// "Chelsea beat Arsenal", "Arsenal beat Chelsea": whether a word that is a given name alone meets a body.
fn meets_team(document: &Document<'_>, names: &[Name], name: &Name) -> bool {
    const MEETS: [&str; 7] = ["beat", "beats", "drew with", "face", "host", "lost to", "thrashed"];
    let own = &document.tokens[document.token_at(name.start)];
    let is_given =
        own.end == name.end && own.lists & GIVEN_LIST != 0 && own.lists & PERSON_LISTS == own.lists & GIVEN_LIST;
    let meets = |a: &Name, b: &Name| MEETS.contains(&document.slice(a.end, b.start).trim());
    let is_body = |n: &&Name| n.kind == EntityKind::Organisation;
    let next = names.partition_point(|n| n.start < name.end);
    let before = names.partition_point(|n| n.start < name.start).checked_sub(1).and_then(|k| names.get(k));
    is_given
        && (names.get(next).filter(is_body).is_some_and(|n| meets(name, n))
            || before.filter(is_body).is_some_and(|n| meets(n, name)))
}

/// "Chelsea have", "Newcastle, who are": whether a single word has a verb of many, though nothing is joined to it.
fn are_many(document: &Document<'_>, name: &Name) -> bool {
    const OF_MANY: [&str; 3] = ["are", "have", "were"];
    let (from, to) = (document.token_at(name.start), document.token_at(name.end));
    let lead = from.checked_sub(1).map_or("", |k| document.token_text(k));
    let is_relative = document.token_text(to) == "," && document.token_text(to + 1) == "who";
    let verb = if is_relative { to + 2 } else { to };
    let is_question = matches!(lead, "If" | "if" | "does" | "do" | "did" | "Does" | "Did" | "Do");
    to == from + 1
        && !matches!(lead, "and" | "or" | "&" | ",")
        && !is_question
        && OF_MANY.contains(&document.token_text(verb))
}

/// Whether most words of sport in a text are of sports that teams play.
fn is_about_teams(document: &Document<'_>) -> bool {
    const SINGLE: &[&str] = &[
        "athlete",
        "athletes",
        "doubles",
        "golf",
        "lap",
        "laps",
        "medal",
        "olympic",
        "olympics",
        "race",
        "races",
        "seeded",
        "singles",
        "sprint",
        "tennis",
        "tournament",
        "unseeded",
    ];
    let words = || document.tokens.iter().filter(|t| t.is(class::SPORT));
    let single = words().filter(|t| SINGLE.contains(&document.slice(t.start, t.end).to_lowercase().as_str())).count();
    single * 2 < words().count()
}

/// Whether nothing about a place shows that it is meant itself.
fn may_be_team(document: &Document<'_>, names: &[Name], k: usize) -> bool {
    const WHERE: &[&str] = &["across", "around", "at", "from", "in", "near", "of", "outside", "through", "to"];
    const NATIONS: &[&str] = &["England", "Scotland", "Wales", "West Indies"];
    let name = &names[k];
    let (from, to) = (document.token_at(name.start), document.token_at(name.end));
    let lead = from.checked_sub(1).map_or("", |k| document.token_text(k));
    let behind = document.tokens.get(to);
    let opens = document.paragraphs.binary_search_by_key(&name.start, |p| p.0).is_ok();
    let is_dateline = || opens && behind.is_some_and(|t| !t.is_word() && !t.numeric || t.numeric && t.length > 4);
    let next = names.get(k + 1).filter(|n| n.kind == EntityKind::Place);
    let in_region = || next.is_some_and(|n| document.slice(name.end, n.start) == ", ");
    name.kind == EntityKind::Place
        && document.tokens[from].lists & COUNTRY_LIST == 0
        && !NATIONS.contains(&document.slice(name.start, name.end))
        && !document.slice(name.start, name.end).contains('.')
        && (!WHERE.contains(&lead.to_lowercase().as_str()) || lead == "AT")
        && lead != "("
        && !behind.is_some_and(|t| matches!(t.first, ':' | ')'))
        && !is_dateline()
        && !in_region()
}

/// "beat Kent", "Kent lost", "Groningen striker Bo Hansen": whether what stands beside a name tells that it plays.
fn plays(document: &Document<'_>, name: &Name) -> bool {
    const BEFORE: &[&str] = &[
        "against",
        "beat",
        "beating",
        "beats",
        "defeated",
        "defeating",
        "face",
        "faced",
        "facing",
        "host",
        "hosted",
        "hosts",
        "v",
        "versus",
        "vs",
    ];
    const BEHIND: &[&str] = &[
        "beat",
        "beats",
        "defeated",
        "drew",
        "edged",
        "face",
        "faced",
        "host",
        "lead",
        "leads",
        "led",
        "lost",
        "scored",
        "swept",
        "thrashed",
        "trail",
        "trailed",
        "trails",
        "win",
        "won",
        "batsman",
        "boss",
        "bowler",
        "captain",
        "coach",
        "defender",
        "forward",
        "fullback",
        "goalkeeper",
        "manager",
        "midfielder",
        "pitcher",
        "quarterback",
        "skipper",
        "striker",
        "winger",
    ];
    let (from, to) = (document.token_at(name.start), document.token_at(name.end));
    let lead = |back: usize| from.checked_sub(back).map_or("", |k| document.token_text(k));
    let is_beaten = lead(1) == "over" && matches!(lead(2), "lead" | "victory" | "win" | "winners" | "wins")
        || lead(1) == "with" && matches!(lead(2), "draw" | "drew");
    BEFORE.contains(&lead(1))
        || is_beaten
        || are_many(document, name)
        || BEHIND.contains(&document.token_text(to))
        || document.token_text(to) == "AT"
}

/// "Pohang 3 Ulsan 2": whether a name stands in a row of names and numbers.
fn has_score(document: &Document<'_>, names: &[Name], k: usize) -> bool {
    const APART: usize = 8;
    let is_score = |at: usize| document.tokens.get(at).is_some_and(|t| t.numeric && t.length <= 3);
    let behind = |k: usize| document.token_at(names[k].end);
    let is_near = |other: usize| {
        let (first, second) = (k.min(other), k.max(other));
        is_score(behind(other)) && document.token_at(names[second].start) - behind(first) <= APART
    };
    let (before, after) = (k.checked_sub(1), Some(k + 1).filter(|k| *k < names.len()));
    is_score(behind(k)) && before.into_iter().chain(after).any(is_near)
}

/// "Kestrels captain": what only a team has, though a country may, stands behind a token.
fn captain(document: &Document<'_>, at: usize) -> bool {
    const CAPTAINS: &[&str] = &["captain", "goalkeeper", "midfielder", "skipper"];
    CAPTAINS.contains(&document.token_text(at + 1))
}
