//! What the words beside a name say of its kind, wherever it stands in a text: "the newspaper Gazeta", "Aldern, Ohio".

mod place;

use rustc_hash::FxHashSet;
use wire_model::EntityKind;

pub(crate) use place::places;

use crate::Name;
use crate::entity::introduced_acronym;
use crate::firm::is_listed_place;
use crate::lexicon::{GIVEN_LIST, Language, NATION_LIST, PERSON_LISTS, PLACE_LISTS, class};
use crate::token::{Document, Token};
use crate::whole::with_wholes;

/// The words by which storms and ships go: "Hurricane Wilma", "the ferry Aurora", „Orkan ‚Tilda‘“.
pub(crate) fn christened<'t>(document: &Document<'t>, names: &[Name]) -> FxHashSet<&'t str> {
    let tokens = &document.tokens;
    // Not "to storm Aldern".
    let is_verb = |k: usize| document.token_text(k) == "storm";
    let is_mark = |t: &Token| matches!(t.first, '"' | '“' | '„' | '«' | '‚' | '‘');
    let noun = |at: usize| {
        let noun = at.checked_sub(1)?;
        let noun = if is_mark(&tokens[noun]) { noun.checked_sub(1)? } else { noun };
        Some(noun).filter(|k| tokens[*k].is(class::CHRISTENED))
    };
    let is_borne = |k: &usize| tokens[*k].capitalised && noun(*k).is_some_and(|k| !is_verb(k));
    let words =
        (1..tokens.len()).filter(is_borne).filter(|k| !tokens[*k].is(class::SMALL)).map(|k| document.token_text(k));
    let bears = |n: &&Name| {
        let noun = noun(document.token_at(n.start));
        noun.is_some_and(|k| n.kind == EntityKind::Person || !is_verb(k) && document.language == Language::German)
    };
    words.chain(names.iter().filter(bears).map(|n| document.slice(n.start, n.end))).collect()
}

/// The token before a name.
fn lead<'d>(document: &'d Document<'_>, name: &Name) -> Option<&'d Token> {
    document.token_at(name.start).checked_sub(1).and_then(|k| document.tokens.get(k))
}

/// The first of the names that are told in a row with one: "Aldern, Turner and Karin".
fn first_in_row(document: &Document<'_>, names: &[Name], k: usize) -> usize {
    const MOST: usize = 4;
    let is_joined = |k: &usize| *k > 0 && matches!(document.slice(names[k - 1].end, names[*k].start), ", " | " and ");
    (0..=k).rev().take(MOST).find(|k| !is_joined(k)).unwrap_or(k)
}

/// The names, as written, that the words beside one of them make firms or bodies, and single words of which nothing was
/// known.
pub(crate) fn bodies<'t>(document: &Document<'t>, names: &[Name]) -> FxHashSet<&'t str> {
    let mut found = called_bodies(document, names);
    found.extend(labelled_bodies(document, names));
    found.extend(names.iter().filter_map(|n| introduced_acronym(document, n)));
    found.extend(listeners(document, names));
    found.extend(homes(document, names));
    let may_be = |k: &usize| match names[*k].kind {
        EntityKind::Person => true,
        EntityKind::Place => !is_listed_place(document, &names[*k]),
        EntityKind::Organisation | EntityKind::Other => false,
    };
    let is_body = |k: &usize| {
        is_headed(document, &names[*k])
            || may_be(k) && (is_beside_label(document, names, *k) || has_results(document, &names[*k]))
    };
    let told = (0..names.len()).filter(is_body);
    found.extend(told.map(|k| document.slice(names[k].start, names[k].end)));
    // "Mr. Lee" is nobody's firm.
    let titled = names.iter().filter(|n| lead(document, n).is_some_and(|t| t.is(class::TITLE)));
    titled.for_each(|n| _ = found.remove(document.slice(n.start, n.end)));
    found
}

/// "told Kestrella": words that are nobody's name on any list, and that the text only tells are spoken to, are papers.
fn listeners<'t>(document: &Document<'t>, names: &[Name]) -> FxHashSet<&'t str> {
    let is_told = |n: &Name| {
        let own = &document.tokens[document.token_at(n.start)];
        let is_led = lead(document, n).is_some_and(|t| document.slice(t.start, t.end) == "told");
        is_led && n.kind == EntityKind::Person && own.end == n.end && own.lists & PERSON_LISTS == 0
    };
    if document.language != Language::English {
        return FxHashSet::default();
    }
    let (told, others): (Vec<&Name>, Vec<&Name>) = names.iter().partition(|n| is_told(n));
    let mut told: FxHashSet<&str> = told.into_iter().map(|n| document.slice(n.start, n.end)).collect();
    if !told.is_empty() {
        let words = others.into_iter().flat_map(|n| document.slice(n.start, n.end).split(' '));
        words.for_each(|word| _ = told.remove(word));
    }
    told
}

/// "Ann Lee of Corvid": what somebody is of is nobody.
fn homes<'t>(document: &Document<'t>, names: &[Name]) -> impl Iterator<Item = &'t str> {
    let is_of = |pair: &&[Name]| {
        let [bearer, home] = pair else { return false };
        let own = &document.tokens[document.token_at(home.start)];
        let is_person = |n: &Name| n.kind == EntityKind::Person;
        let is_full = is_person(bearer) && document.slice(bearer.start, bearer.end).contains(' ');
        let is_single = is_person(home) && own.end == home.end && own.lists & PERSON_LISTS == 0;
        is_full && is_single && document.slice(bearer.end, home.start) == " of "
    };
    names.windows(2).filter(is_of).map(|pair| document.slice(pair[1].start, pair[1].end))
}

/// "the board of Lakselund", "le patron de Novalis": what only a firm has, and no place that is known.
fn is_headed(document: &Document<'_>, name: &Name) -> bool {
    const OF_FIRMS: &[&str] = &["CEO", "acquisition", "board", "customers", "shareholders", "subsidiary", "takeover"];
    let at = document.token_at(name.start);
    const FRENCH: &[&str] = &["PDG", "actionnaires", "clients", "filiale", "patron", "salariés"];
    const SPANISH: &[&str] = &["accionistas", "clientes", "delegado", "filial"];
    let (nouns, small): (&[&str], &[&str]) = match document.language {
        Language::English => (OF_FIRMS, &["of"]),
        Language::French => (FRENCH, &["d'", "d’", "de"]),
        Language::Spanish => (SPANISH, &["de"]),
        Language::German => (&[], &[]),
    };
    let text = |back: usize| document.token_text(at - back);
    let is_of_firm = at >= 2 && small.contains(&text(1)) && nouns.contains(&text(2));
    let lists = document.tokens[at].lists & (PLACE_LISTS | NATION_LIST | PERSON_LISTS);
    let is_country = document.slice(name.start, name.end).contains('.');
    is_of_firm && lists == 0 && !is_country
}

/// Whether a name of several words begins with a given name.
fn has_given(document: &Document<'_>, name: &Name) -> bool {
    let first = &document.tokens[document.token_at(name.start)];
    first.lists & GIVEN_LIST != 0 && first.end < name.end
}

/// "FoldAI, a startup backed by", "her publisher, Corvid, said": what is called a firm or a body right beside its name
/// is one.
fn called_bodies<'t>(document: &Document<'t>, names: &[Name]) -> FxHashSet<&'t str> {
    let tokens = &document.tokens;
    let mut called = FxHashSet::default();
    for comma in (1..tokens.len()).filter(|k| tokens[*k].first == ',') {
        // The last word of the name.
        let last = if leads_to(document, comma + 1, class::FIRM | class::BODY) {
            comma - 1
        } else if follows_body(document, comma) {
            comma + 1
        } else {
            continue;
        };
        let end = tokens[last].end;
        let at = names.partition_point(|n| n.end < end);
        if let Some(name) = names.get(at).filter(|n| n.start < end) {
            let first = &tokens[document.token_at(name.start)];
            if name.end == end && first.lists & (GIVEN_LIST | PLACE_LISTS) == 0 {
                called.insert(document.slice(name.start, name.end));
            }
        } else if tokens[last].capitalised && !tokens[last].is(class::SMALL) && !goes_on_from(document, last) {
            called.insert(document.token_text(last));
        }
    }
    called
}

/// Whether a word is not the first of a name: "Club for Growth", "Russia Today".
fn goes_on_from(document: &Document<'_>, at: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).and_then(|k| document.tokens.get(k));
    let is_name = |t: Option<&Token>| t.is_some_and(|t| t.capitalised && !t.is(class::SMALL));
    is_name(before(1)) || is_name(before(2)) && matches!(document.token_text(at - 1), "for" | "of")
}

/// "collapsed lender Halcyon", "el diario Sandvalla": the words, one each, that a noun for a firm stands before, where nobody's name begins.
fn labelled_bodies<'t>(document: &Document<'t>, names: &[Name]) -> FxHashSet<&'t str> {
    let tokens = &document.tokens;
    // German has capitals for all its nouns.
    if document.language == Language::German {
        return FxHashSet::default();
    }
    let may_be = |t: &Token| {
        t.capitalised && !t.sentence_start && !t.is(class::SMALL) && t.lists & (PLACE_LISTS | NATION_LIST) == 0
    };
    let is_labelled = |k: &usize| {
        let token = &tokens[*k];
        if !tokens[k - 1].is(class::FIRM) || !may_be(token) {
            return false;
        }
        let is_alone = tokens.get(k + 1).is_none_or(|t| !t.capitalised || t.sentence_start);
        let held = names.get(names.partition_point(|n| n.end <= token.start)).filter(|n| n.start < token.end);
        is_alone && held.is_none_or(|n| n.start == token.start && n.end == token.end)
    };
    (1..tokens.len()).filter(is_labelled).map(|k| document.token_text(k)).collect()
}

/// "the group [Judges Watch], which": names of several words of which nothing was found, behind a noun for a firm or a body.
pub(crate) fn with_labelled(document: &Document<'_>, names: Vec<Name>) -> Vec<Name> {
    const WORDS: std::ops::RangeInclusive<usize> = 2..=4;
    let tokens = &document.tokens;
    if document.language != Language::English {
        return names;
    }
    let is_part = |t: &&Token| t.capitalised && t.is_word() && !t.sentence_start && !t.is(class::SMALL);
    let whole = |label: usize| {
        let run = tokens[label + 1..].iter().take(WORDS.end() + 1).take_while(is_part).count();
        let (first, last) = (tokens.get(label + 1)?, tokens.get(label + run)?);
        let is_clause = || matches!(document.token_text(label + run + 2), "which" | "whose");
        let goes_on = document.token_text(label + run + 1) == "," && is_clause();
        let is_label =
            tokens[label].is(class::FIRM) || is_body(document, label) && (goes_on || is_told(document, label));
        let may_be = WORDS.contains(&run) && is_label && first.lists & GIVEN_LIST == 0;
        // Of what was found nothing but the end of the name.
        let mut held =
            names[names.partition_point(|n| n.end <= first.start)..].iter().take_while(|n| n.start < last.end);
        let is_end = |n: &Name| n.kind == EntityKind::Organisation && n.end == last.end;
        (may_be && held.all(is_end)).then_some(Name {
            start: first.start,
            end: last.end,
            kind: EntityKind::Organisation,
        })
    };
    // With a capital it is a name's: "JD Group".
    let is_noun = |t: &Token| t.is(class::FIRM | class::BODY) && (!t.capitalised || t.sentence_start);
    let labels = (0..tokens.len()).filter(|k| is_noun(&tokens[*k]));
    let wholes = labels.filter_map(whole).collect();
    with_wholes(names, wholes)
}

/// "power firm", not "the firm": whether a word before a noun says which it is.
fn is_told(document: &Document<'_>, noun: usize) -> bool {
    const UNTOLD: u32 = class::DETERMINER | class::FUNCTION | class::PREPOSITION | class::ARTICLE;
    let before = noun.checked_sub(1).and_then(|k| document.tokens.get(k));
    before.is_some_and(|t| t.is_word() && !t.is(UNTOLD))
}

/// Whether a noun is one for a body that nobody is by trade: not "film maker Lee".
fn is_body(document: &Document<'_>, noun: usize) -> bool {
    const TRADES: [&str; 4] = ["employer", "maker", "operator", "publisher"];
    document.tokens[noun].is(class::BODY) && !TRADES.contains(&document.token_text(noun))
}

/// "the newspaper Gazeta Toskane", "Zora daily", "state power firm Eletrosul", „der Autozulieferer Tikkala“.
fn is_beside_label(document: &Document<'_>, names: &[Name], k: usize) -> bool {
    match document.language {
        Language::English => is_labelled(document, names, k) || is_before_paper(document, &names[k]),
        _ => {
            let lead = document.token_at(names[k].start).checked_sub(1);
            let text = document.slice(names[k].start, names[k].end);
            let is_body = |k: usize| document.tokens[k].is(class::FIRM) || is_german_body(document, k);
            // A German genitive is the owner's; of several words the first may be given.
            let is_other = document.language == Language::German && (text.contains(' ') || text.ends_with('s'));
            lead.is_some_and(is_body) && !is_other && !has_given(document, &names[k])
        }
    }
}

/// „Autozulieferer“, „Tageszeitung“: German nouns for firms and papers, by what compounds end in.
fn is_german_body(document: &Document<'_>, at: usize) -> bool {
    const ENDS: &[&str] = &[
        "agentur",
        "anbieter",
        "betreiber",
        "firma",
        "gesellschaft",
        "gewerkschaft",
        "gruppe",
        "hersteller",
        "kette",
        "konzern",
        "partei",
        "reederei",
        "sender",
        "unternehmen",
        "verlag",
        "versicherer",
        "zeitung",
        "zulieferer",
    ];
    let word = document.token_text(at).to_lowercase();
    document.language == Language::German && ENDS.iter().any(|end| word.ends_with(end))
}

/// "the airline Corvid", "state power firm Eletrosul", "the newspapers Gazeta Toskane and Zora".
fn is_labelled(document: &Document<'_>, names: &[Name], k: usize) -> bool {
    /// "the rocket company Lee founded"
    const OF_OWNERS: &[&str] = &[
        "chairs",
        "co-founded",
        "controls",
        "created",
        "established",
        "founded",
        "headed",
        "heads",
        "leads",
        "led",
        "managed",
        "manages",
        "owned",
        "owns",
        "ran",
        "runs",
        "worked",
        "works",
    ];
    const OF_MANY: &[&str] = &[
        "airlines",
        "automakers",
        "banks",
        "brewers",
        "broadcasters",
        "carmakers",
        "charities",
        "chipmakers",
        "companies",
        "conglomerates",
        "dailies",
        "firms",
        "insurers",
        "lenders",
        "magazines",
        "newspapers",
        "retailers",
        "startups",
        "steelmakers",
        "tabloids",
    ];
    let lead = |k: usize| document.token_at(names[k].start).checked_sub(1);
    // "the union Kenwork, which"
    let goes_on = || {
        let behind = document.token_at(names[k].end);
        document.token_text(behind) == "," && matches!(document.token_text(behind + 1), "which" | "whose")
    };
    let is_label = |noun: usize| {
        document.tokens[noun].is(class::FIRM) || is_body(document, noun) && (is_told(document, noun) || goes_on())
    };
    let is_in_row =
        || lead(first_in_row(document, names, k)).is_some_and(|noun| OF_MANY.contains(&document.token_text(noun)));
    let is_owner = || OF_OWNERS.contains(&document.token_text(document.token_at(names[k].end)));
    // "its Purepak unit"
    let is_unit = |owner: usize| {
        let is_owned = matches!(document.token_text(owner), "its" | "their");
        is_owned && document.token_text(document.token_at(names[k].end)) == "unit"
    };
    let is_called = || lead(k).is_some_and(|k| is_label(k) || employs(document, k) || is_unit(k)) || is_in_row();
    is_called() && !has_given(document, &names[k]) && !is_owner()
}

/// "an analyst at Indolux": whether people of a trade that only firms have work for what stands behind "at".
fn employs(document: &Document<'_>, at: usize) -> bool {
    const TRADES: &[&str] = &[
        "analyst",
        "analysts",
        "broker",
        "brokers",
        "dealer",
        "dealers",
        "economist",
        "economists",
        "strategist",
        "strategists",
        "trader",
        "traders",
    ];
    let trade = at.checked_sub(1).map_or("", |k| document.token_text(k));
    document.token_text(at) == "at" && TRADES.contains(&trade)
}

/// "Zora daily", "the Gazeta Toskane newspaper"; "the Lee newspaper" is Lee's.
fn is_before_paper(document: &Document<'_>, name: &Name) -> bool {
    const PAPERS: [&str; 5] = ["daily", "magazine", "newspaper", "tabloid", "weekly"];
    let is_several = document.slice(name.start, name.end).contains(' ');
    name.kind == EntityKind::Person
        && PAPERS.contains(&document.token_text(document.token_at(name.end)))
        && (is_several || lead(document, name).is_none_or(|t| !t.is(class::DETERMINER)))
}

/// "Sandvalla reported first-half net profit of".
fn has_results(document: &Document<'_>, name: &Name) -> bool {
    const VERBS: [&str; 6] = ["booked", "posted", "posts", "reported", "reports", "swung"];
    const RESULTS: [&str; 7] = ["earnings", "loss", "profit", "profits", "revenue", "revenues", "turnover"];
    const NEAR: usize = 10;
    let verb = document.token_at(name.end);
    let goes_on = |k: &usize| document.tokens.get(*k).is_some_and(|t| !t.sentence_start && t.first != ',');
    document.language == Language::English
        && VERBS.contains(&document.token_text(verb))
        && !has_given(document, name)
        && (verb + 1..).take(NEAR).take_while(goes_on).any(|k| RESULTS.contains(&document.token_text(k)))
}

/// "her publisher, Corvid, said": whether a noun for a body that is somebody's stands before a comma, and a single
/// word between it and the next.
fn follows_body(document: &Document<'_>, comma: usize) -> bool {
    let word = |back: usize| comma.checked_sub(back).map_or("", |k| document.token_text(k));
    let is_owned = ["his", "her", "its", "their", "parent"].iter().any(|w| word(2).eq_ignore_ascii_case(w));
    let is_closed = document.tokens.get(comma + 2).is_some_and(|t| t.first == ',');
    document.language == Language::English
        && is_owned
        && is_closed
        && document.tokens[comma - 1].is(class::FIRM | class::BODY)
}

/// "a", "the world's largest", "an Oslo-based" and one of some nouns for things, with nothing behind that would make it
/// somebody's: "a startup founder".
fn leads_to(document: &Document<'_>, at: usize, nouns: u32) -> bool {
    const LONGEST: usize = 6;
    let tokens = &document.tokens;
    if document.language != Language::English || !matches!(document.token_text(at), "a" | "an" | "the") {
        return false;
    }
    // "the official Al-Akhbar newspaper": another one.
    let is_other = |k: usize| {
        document.token_text(at) == "the" && tokens[k].has_capital && !document.token_text(k).ends_with("-based")
    };
    let is_part = |k: &usize| {
        let token = &tokens[*k];
        token.is_possessive()
            || token.is_word() && !is_other(*k) && !token.is(class::FUNCTION | class::PREPOSITION | class::RELATIVE)
    };
    let is_noun = |k: &usize| tokens[*k].is(nouns);
    let noun = (at + 1..tokens.len()).take(LONGEST).take_while(is_part).find(is_noun);
    noun.is_some_and(|noun| {
        let behind = document.token_text(noun + 1);
        let is_verb = behind.ends_with("ed") || behind.ends_with("ing");
        matches!(behind, "whose" | "where")
            || tokens.get(noun + 1).is_none_or(|t| !t.is_word() && !t.is_possessive() || t.is_closed() || is_verb)
    })
}

/// Whether a name that does not begin with a person's is one that [`shares`] stand beside; a single word may be
/// anybody's.
pub(crate) fn has_shares(document: &Document<'_>, name: &Name) -> bool {
    let (first, last) = (document.token_at(name.start), document.token_at(name.end).saturating_sub(1));
    let is_nobody = || document.tokens[first].lists & PERSON_LISTS == 0;
    first <= last && (first == last || is_nobody()) && shares(document, last)
}

/// What only a firm has stands beside a token: "Ryanair shares", "shares of Nordfjord", "Castellan
/// chief executive".
pub(crate) fn shares(document: &Document<'_>, at: usize) -> bool {
    const OF_FIRMS: &[&str] = &[
        "analyst",
        "analysts",
        "boss",
        "co-founder",
        "economist",
        "executives",
        "founder",
        "shareholders",
        "shares",
        "stock",
        "strategist",
        "subsidiary",
    ];
    const CHIEFS: &[&str] = &["executive", "financial", "operating"];
    /// What a firm's are: "Atria's profit".
    const OWNED: &[&str] = &[
        "board",
        "earnings",
        "employees",
        "factories",
        "factory",
        "headquarters",
        "profit",
        "profits",
        "revenue",
        "revenues",
        "sales",
        "shareholders",
        "shares",
        "stock",
        "stores",
        "subsidiary",
        "workforce",
    ];
    let word = |at: Option<usize>| at.map_or("", |k| document.token_text(k));
    let own = word(Some(at + 1));
    let is_share = || {
        matches!(word(at.checked_sub(1)), "of" | "in")
            && matches!(word(at.checked_sub(2)), "shares" | "Shares" | "stake")
    };
    let is_owned =
        || document.tokens.get(at + 1).is_some_and(Token::is_possessive) && OWNED.contains(&word(Some(at + 2)));
    OF_FIRMS.contains(&own)
        || own == "chief" && CHIEFS.contains(&word(Some(at + 2)))
        || own == "CEO"
        || is_owned()
        || is_share()
}
