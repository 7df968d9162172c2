//! What the words beside a name say of where it lies: "the villages of Aldern", "60 km south of Aldern".

use rustc_hash::FxHashSet;
use wire_model::EntityKind;

use super::{first_in_row, lead, leads_to};
use crate::Name;
use crate::lexicon::{Language, NATION_LIST, class};
use crate::token::Document;

/// The names, as written, that the words beside one of them make places.
pub(crate) fn places<'t>(document: &Document<'t>, names: &[Name]) -> FxHashSet<&'t str> {
    let text = |n: &Name| document.slice(n.start, n.end);
    let people = names.iter().filter(|n| n.kind == EntityKind::Person);
    let surnames: FxHashSet<&str> = people.filter_map(|n| text(n).rsplit_once(' ').map(|(_, last)| last)).collect();
    let is_told = |k: usize| is_located(document, names, k) || is_from(document, &names[k]);
    let is_place = |k: &usize| {
        let name = &names[*k];
        is_settled(document, name) || !surnames.contains(text(name)) && is_told(*k)
    };
    (0..names.len()).filter(is_place).map(|k| text(&names[k])).collect()
}

/// "the mayor of Halvern", "la maire de Nantes": what has a mayor or an airport, or is called a town, is a place, and so
/// is where somebody of some age is from.
fn is_settled(document: &Document<'_>, name: &Name) -> bool {
    let at = document.token_at(name.start);
    let word = |back: usize| at.checked_sub(back).map_or("", |k| document.token_text(k));
    let is_locality = |back: usize| at.checked_sub(back).is_some_and(|k| document.tokens[k].is(class::LOCALITY));
    let is_single = !document.slice(name.start, name.end).contains(' ');
    let behind = document.token_at(name.end);
    let is_built =
        || name.kind == EntityKind::Person && matches!(document.token_text(behind), "airport" | "airfield" | "stadium");
    // "Ann Lee, 27, from Stirling"
    let is_home = || {
        let years = at.checked_sub(3).and_then(|k| document.tokens.get(k));
        word(1) == "from" && word(2) == "," && years.is_some_and(|t| t.numeric && t.length <= 3)
    };
    if document.language == Language::English && (is_built() || is_single && is_home()) {
        return true;
    }
    is_single
        && match document.language {
            Language::English => {
                let has_people = matches!(word(2), "inhabitants" | "population" | "residents" | "streets");
                let is_governed = matches!(word(2), "mayor" | "Mayor" | "outskirts");
                word(1) == "of" && (is_governed || has_people || is_locality(2))
            }
            // „im Dorf Lunden“
            Language::German => is_locality(1) || word(1) == "von" && word(2).starts_with("Bürgermeister"),
            Language::French => {
                word(1) == "de" && matches!(word(2), "commune" | "habitants" | "maire" | "village" | "ville")
            }
            Language::Spanish => {
                word(1) == "de"
                    && matches!(
                        word(2),
                        "alcalde" | "alcaldesa" | "barrio" | "ciudad" | "habitantes" | "localidad" | "municipio"
                    )
            }
        }
}

/// Whether what the tagger takes for a person, in English, is said to lie somewhere.
fn is_located(document: &Document<'_>, names: &[Name], k: usize) -> bool {
    let may_be = document.language == Language::English && names[k].kind == EntityKind::Person;
    may_be
        && (is_of_places(document, names, k)
            || is_in_region(document, names, k)
            || is_at_a_distance(document, &names[k])
            || is_climbed(document, &names[k])
            || is_called_place(document, &names[k])
            || is_land(document, names, k))
}

/// "the villages of Aldern and Karin Dolnji".
fn is_of_places(document: &Document<'_>, names: &[Name], k: usize) -> bool {
    let noun = |k: usize| {
        let at = document.token_at(names[k].start);
        let noun = at.checked_sub(2).filter(|_| document.token_text(at - 1) == "of");
        noun.map(|k| (&document.tokens[k], document.token_text(k)))
    };
    let is_plural = |noun: &str| {
        noun.strip_suffix('s').is_some_and(|n| PLURALS.contains(&n)) || matches!(noun, "cities" | "counties")
    };
    noun(k).is_some_and(|(t, _)| t.is(class::LOCALITY))
        || noun(first_in_row(document, names, k)).is_some_and(|(_, noun)| is_plural(noun))
}

/// Nouns of which many may be named at once.
const PLURALS: &[&str] = &["district", "hamlet", "island", "port", "province", "suburb", "town", "village"];

/// "near Turner, Arkansas, on Monday".
fn is_in_region(document: &Document<'_>, names: &[Name], k: usize) -> bool {
    let Some(region) = names.get(k + 1).filter(|n| n.kind == EntityKind::Place) else { return false };
    let lead = document.token_at(names[k].start).checked_sub(1).map_or("", |k| document.token_text(k));
    let behind = document.tokens.get(document.token_at(region.end));
    document.slice(names[k].end, region.start) == ", "
        && matches!(lead, "around" | "from" | "in" | "near" | "outside")
        && behind.is_none_or(|t| matches!(t.first, ',' | '.' | ';' | ')'))
}

/// "Aldern, some 30 km north of", "Rameswara is 15 miles off", "south of Dahshour".
fn is_at_a_distance(document: &Document<'_>, name: &Name) -> bool {
    const UNITS: [&str; 6] = ["km", "kilometers", "kilometres", "mi", "miles", "metres"];
    /// Words between the name and the number, and behind the unit: "some", "(19 miles)".
    const BETWEEN: usize = 3;
    let word = |k: usize| document.token_text(k);
    let at = document.token_at(name.start);
    if at >= 2 && word(at - 1) == "of" && is_direction(word(at - 2)) {
        return true;
    }
    let lead = document.token_at(name.end);
    let number = (lead + 1..).take(BETWEEN).find(|k| document.tokens.get(*k).is_none_or(|t| t.numeric));
    let is_lead = matches!(word(lead), "," | "is" | "lies" | "was");
    let Some(number) = number.filter(|k| is_lead && UNITS.contains(&word(k + 1))) else { return false };
    let in_brackets = word(number + 2) == "(";
    let rest = if in_brackets { number + 2 + 2 * BETWEEN } else { number + 2 };
    (number + 2..=rest).any(|k| is_direction(word(k)) || matches!(word(k), "from" | "off" | "outside" | "inland"))
}

/// "had summited Nanga Parvat".
fn is_climbed(document: &Document<'_>, name: &Name) -> bool {
    let verb = document.token_at(name.start).checked_sub(1).map_or("", |k| document.token_text(k));
    matches!(verb, "climbed" | "climbing" | "scaled" | "scaling" | "summited" | "summiting")
}

fn is_direction(word: &str) -> bool {
    ["north", "south", "east", "west"].iter().any(|d| word.ends_with(d))
}

/// "A Kelsund man": where somebody is from, who is told of by it. Nationalities end otherwise.
fn is_from(document: &Document<'_>, name: &Name) -> bool {
    const PEOPLE: &[&str] = &[
        "boy",
        "dad",
        "girl",
        "man",
        "mother",
        "mum",
        "pensioner",
        "resident",
        "residents",
        "schoolboy",
        "schoolgirl",
        "teenager",
        "woman",
    ];
    let text = document.slice(name.start, name.end);
    let is_nation = document.tokens[document.token_at(name.start)].lists & NATION_LIST != 0
        || ["an", "ian", "ish", "ese", "ic", "i", "ch"].iter().any(|end| text.ends_with(end));
    let is_led =
        lead(document, name).is_some_and(|t| matches!(document.slice(t.start, t.end), "A" | "An" | "a" | "an"));
    let may_be = name.kind == EntityKind::Person && !text.contains(' ');
    may_be && is_led && !is_nation && PEOPLE.contains(&document.token_text(document.token_at(name.end)))
}

/// "the Ravi and Chenab rivers", "held in Adel prison".
fn is_land(document: &Document<'_>, names: &[Name], k: usize) -> bool {
    const LANDS: &[&str] = &[
        "checkpoint",
        "dam",
        "district",
        "glacier",
        "governorate",
        "island",
        "mine",
        "oilfield",
        "peninsula",
        "prefecture",
        "province",
        "reservoir",
        "river",
        "valley",
        "volcano",
    ];
    let noun = |k: usize| document.token_text(document.token_at(names[k].end));
    let lead = document.token_at(names[k].start).checked_sub(1).map_or("", |k| document.token_text(k));
    let is_held = matches!(lead, "at" | "from" | "in" | "inside" | "outside") && matches!(noun(k), "jail" | "prison");
    let is_led = matches!(lead, "lake" | "river" | "town" | "village" | "volcano");
    let row = document.token_at(names[first_in_row(document, names, k)].start).checked_sub(1);
    let is_in_row = || row.is_some_and(|k| matches!(document.token_text(k), "lakes" | "rivers" | "towns" | "villages"));
    let of_many = |k: usize| noun(k).strip_suffix('s').is_some_and(|n| LANDS.contains(&n));
    let next = names.get(k + 1).filter(|next| document.slice(names[k].end, next.start) == " and ");
    LANDS.contains(&noun(k)) || of_many(k) || next.is_some_and(|_| of_many(k + 1)) || is_held || is_led || is_in_row()
}

/// "Barentsholm, a mining town on the fjord", "Aldern is a village".
fn is_called_place(document: &Document<'_>, name: &Name) -> bool {
    let behind = document.token_at(name.end);
    matches!(document.token_text(behind), "," | "is" | "was")
        && matches!(document.token_text(behind + 1), "a" | "an")
        && leads_to(document, behind + 1, class::LOCALITY)
}
