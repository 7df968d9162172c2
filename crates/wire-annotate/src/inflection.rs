//! German names of bodies as a dictionary has them: "der Süddeutschen Zeitung" is the Süddeutsche Zeitung.

/// The last nouns of bodies' names, by gender, with the ending of an adjective before them.
const NOUNS: &[(&str, &str)] = &[
    (
        "e",
        "agentur akademie armee bahn bank behörde bewegung bibliothek feuerwehr front gesellschaft gewerkschaft hilfe \
         hochschule kirche kommission liga partei polizei post presse regierung rundschau stiftung union universität \
         versammlung welt wehr zeitung",
    ),
    (
        "es",
        "amt blatt fernsehen gericht hilfswerk institut komitee kreuz ministerium museum parlament präsidium theater \
         werk zentrum",
    ),
    (
        "er",
        "bund bundestag club dienst fonds gerichtshof hof klub konzern kreis rat rundfunk senat städtetag verband \
         verein",
    ),
];

/// What the stems of adjectives in such names end in.
const STEMS: &[&str] = &[
    "allgemein",
    "al",
    "alt",
    "deutsch",
    "ell",
    "erst",
    "frei",
    "groß",
    "grün",
    "ig",
    "isch",
    "jung",
    "lich",
    "neu",
    "rot",
    "schwarz",
    "vereint",
    "weiß",
    "zweit",
];

/// A body's name in the first case; none where it stands in it, or its last noun is not known.
pub(crate) fn nominative(name: &str) -> Option<String> {
    let (adjectives, noun) = name.rsplit_once(' ')?;
    let (noun, ending) = noun_in_nominative(noun)?;
    let mut is_inflected = false;
    let mut words = Vec::new();
    for word in adjectives.split(' ') {
        let stem = stem(word);
        is_inflected |= stem.is_some();
        words.push(stem.map_or_else(|| word.to_owned(), |stem| format!("{stem}{ending}")));
    }
    let found = format!("{} {noun}", words.join(" "));
    (is_inflected && found != name).then_some(found)
}

/// A noun without the ending of its second case, and the ending that its gender asks of an adjective.
fn noun_in_nominative(noun: &str) -> Option<(&str, &'static str)> {
    let forms = [Some(noun), noun.strip_suffix("es"), noun.strip_suffix('s')];
    forms.into_iter().flatten().find_map(|form| {
        let lower = form.to_lowercase();
        let is_of = |nouns: &str| nouns.split_whitespace().any(|n| lower.ends_with(n));
        NOUNS.iter().find(|(_, nouns)| is_of(nouns)).map(|(ending, _)| (form, *ending))
    })
}

/// The stem of an inflected adjective.
fn stem(word: &str) -> Option<&str> {
    const ENDINGS: [&str; 5] = ["en", "em", "er", "es", "e"];
    let stems = ENDINGS.iter().filter_map(|ending| word.strip_suffix(ending));
    let is_adjective = |stem: &&str| {
        let lower = stem.to_lowercase();
        STEMS.iter().any(|end| lower.ends_with(end))
    };
    stems.filter(|s| s.len() > 2).find(is_adjective)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_named_in_the_first_case() {
        let check = |name: &str, expected: Option<&str>| assert_eq!(nominative(name).as_deref(), expected, "{name}");
        check("Süddeutschen Zeitung", Some("Süddeutsche Zeitung"));
        check("Rheinischen Post", Some("Rheinische Post"));
        check("Frankfurter Allgemeinen Zeitung", Some("Frankfurter Allgemeine Zeitung"));
        check("Statistischen Bundesamts", Some("Statistisches Bundesamt"));
        check("Technische Hilfswerk", Some("Technisches Hilfswerk"));
        check("Roten Kreuzes", Some("Rotes Kreuz"));
        check("Deutschen Städtetages", Some("Deutscher Städtetag"));
        check("Süddeutsche Zeitung", None);
        check("Berliner Morgenpost", None);
        check("Halvern Bank", None);
        check("Baden Werk", None);
        check("Zeitung", None);
        check("Jungen Bühne", None);
    }
}
