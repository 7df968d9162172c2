//! The line that opens a wire story: "PARIS, Nov 3 (Reuters) –", "MOSCOW, November 3. /TASS/.", "Madrid, 3 nov (EFE).-".
//!
//! The forms are those of the agencies' own style books (AP Stylebook, "datelines"; Reuters Handbook, "datelines") and of
//! what papers make of them.

use std::ops::Range;

use crate::agency;
use crate::date::month;

/// What a dateline says, each part as bytes of the paragraph that it opens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dateline {
    /// Where the story was written: "KYIV/BRUSSELS", "ST. LOUIS".
    pub place: Option<Range<usize>>,
    /// What the place lies in: the Ohio of "COLUMBUS, Ohio", the Bihar of "MARWA (Bihar)".
    pub region: Option<Range<usize>>,
    /// The day, as written.
    pub date: Option<Range<usize>>,
    /// Who sent it.
    pub agency: Option<Range<usize>>,
    /// Where the dateline ends, its dash or colon included, and the story begins.
    pub end: usize,
}

/// The dateline at the head of a text, of which an empty line ends the first paragraph. A place without capitals needs a
/// day or an agency that is known, or to be a city that news comes from: "Kelsund – The harbour" may be any sentence.
pub fn read(text: &str) -> Option<Dateline> {
    let (paragraph, others) = text.split_once("\n\n").unwrap_or((text, ""));
    let mut reader = Reader { text: paragraph, at: 0, found: Dateline::default() };
    reader.read()?;
    let found = reader.found;
    let slice = |part: &Option<Range<usize>>| part.clone().and_then(|p| paragraph.get(p));
    let place = slice(&found.place).unwrap_or_default();
    let head = paragraph.get(..found.end)?.trim_end();
    let is_known = slice(&found.agency).is_some_and(|name| agency::by_name(name).is_some());
    let is_dated = found.date.is_some() && !place.is_empty() && !is_weekday(place);
    let is_evident = match (&found.region, &found.date, &found.agency) {
        (None, None, None) => stands_alone(place, head, text),
        (Some(_), None, None) => is_shouted(place) && !is_transcript(head, others),
        _ => is_shouted(place),
    };
    (is_known || is_dated || is_evident).then_some(found)
}

/// "CAIRO —", "NEW DELHI:", "Wien – Der Hafen": whether a place alone makes a dateline. Anything may stand in capitals
/// before a colon or a hyphen, so there it is a city that news comes from, or the text names it again.
fn stands_alone(place: &str, head: &str, text: &str) -> bool {
    const LONGEST: usize = 3;
    let is_dash = head.ends_with(['–', '—', '_']) || head.ends_with("--") || head.ends_with(".-");
    let is_city = CITIES.iter().any(|city| city.eq_ignore_ascii_case(place) || city.to_uppercase() == place);
    let behind = text.get(head.len()..).unwrap_or_default().trim_start();
    match is_shouted(place) {
        true => is_city || place.split([' ', '/']).count() <= LONGEST && (is_dash || text.contains(&title(place))),
        false => is_city && is_dash && behind.starts_with(char::is_uppercase),
    }
}

/// "WEST PALM BEACH" as "West Palm Beach".
fn title(shouted: &str) -> String {
    let mut is_first = true;
    let letter = |c: char| {
        let small = if is_first { c.to_string() } else { c.to_lowercase().to_string() };
        is_first = !c.is_alphabetic();
        small
    };
    shouted.chars().map(letter).collect()
}

/// "LEE: Who was there? ¶ HANSEN: Nobody." are turns.
fn is_transcript(head: &str, others: &str) -> bool {
    let is_turn = |p: &str| p.split_once(':').is_some_and(|(speaker, _)| is_shouted(speaker));
    head.ends_with(':') && others.split("\n\n").any(is_turn)
}

/// Cities that stand alone in datelines (AP Stylebook, "datelines"), and others that papers write from, as their readers
/// spell them.
const CITIES: &[&str] = &[
    "Abuja",
    "Accra",
    "Addis Ababa",
    "Amsterdam",
    "Ankara",
    "Athens",
    "Athènes",
    "Atlanta",
    "Baghdad",
    "Baltimore",
    "Bangkok",
    "Barcelona",
    "Beijing",
    "Beirut",
    "Bengaluru",
    "Berlin",
    "Bern",
    "Bhopal",
    "Bogotá",
    "Boston",
    "Brasília",
    "Bruselas",
    "Brussels",
    "Bruxelles",
    "Brüssel",
    "Bucharest",
    "Budapest",
    "Buenos Aires",
    "Cairo",
    "Canberra",
    "Cape Town",
    "Caracas",
    "Chennai",
    "Chicago",
    "Cincinnati",
    "Ciudad de México",
    "Cleveland",
    "Colombo",
    "Copenhagen",
    "Dallas",
    "Denver",
    "Detroit",
    "Dhaka",
    "Djibouti",
    "Doha",
    "Dubai",
    "Dublin",
    "Frankfurt",
    "Gaza",
    "Geneva",
    "Genf",
    "Genève",
    "Gibraltar",
    "Graz",
    "Guatemala City",
    "Hamburg",
    "Hannover",
    "Hanoi",
    "Havana",
    "Helsinki",
    "Hong Kong",
    "Honolulu",
    "Houston",
    "Hyderabad",
    "Indianapolis",
    "Innsbruck",
    "Islamabad",
    "Istanbul",
    "Jakarta",
    "Jerusalem",
    "Johannesburg",
    "Jérusalem",
    "Kabul",
    "Kairo",
    "Kampala",
    "Karachi",
    "Kathmandu",
    "Khartoum",
    "Kiew",
    "Kolkata",
    "Kuala Lumpur",
    "Kuwait City",
    "Kyiv",
    "Köln",
    "La Habana",
    "Lagos",
    "Lahore",
    "Las Vegas",
    "Le Caire",
    "Leipzig",
    "Lima",
    "Linz",
    "Lisbon",
    "London",
    "Londres",
    "Los Angeles",
    "Lucknow",
    "Luxembourg",
    "Lyon",
    "Macau",
    "Madrid",
    "Mailand",
    "Manila",
    "Marseille",
    "Melbourne",
    "Mexico City",
    "Miami",
    "Milan",
    "Milwaukee",
    "Minneapolis",
    "Monaco",
    "Montevideo",
    "Montreal",
    "Moscou",
    "Moscow",
    "Moscú",
    "Moskau",
    "Mumbai",
    "Munich",
    "München",
    "Nairobi",
    "New Delhi",
    "New Orleans",
    "New York",
    "Nueva York",
    "Oklahoma City",
    "Oslo",
    "Ottawa",
    "Panama City",
    "Paris",
    "Patna",
    "Peking",
    "Pekín",
    "Peshawar",
    "Philadelphia",
    "Phoenix",
    "Pittsburgh",
    "Prag",
    "Prague",
    "Pretoria",
    "Pékin",
    "Quebec City",
    "Quetta",
    "Quito",
    "Rabat",
    "Rio de Janeiro",
    "Riyadh",
    "Rom",
    "Roma",
    "Rome",
    "Salt Lake City",
    "Salzburg",
    "San Antonio",
    "San Diego",
    "San Francisco",
    "San Marino",
    "Santiago",
    "Sao Paulo",
    "Sarajevo",
    "Seattle",
    "Seoul",
    "Sevilla",
    "Shanghai",
    "Singapore",
    "Sofia",
    "Srinagar",
    "St. Louis",
    "Stockholm",
    "Stuttgart",
    "Sydney",
    "São Paulo",
    "Taipei",
    "Tallinn",
    "Tehran",
    "Tel Aviv",
    "Tokyo",
    "Toronto",
    "Tripoli",
    "Tunis",
    "Valencia",
    "Vatican City",
    "Vienna",
    "Vilnius",
    "Warsaw",
    "Warschau",
    "Washington",
    "Wien",
    "Zurich",
    "Zürich",
];

/// Whether a place stands in capitals and is no label of the newsroom's.
fn is_shouted(place: &str) -> bool {
    const LABELS: &[&str] = &[
        "ANALYSE",
        "ANALYSIS",
        "BREAKING",
        "CORRECTION",
        "DIRECT",
        "EDITOR'S NOTE",
        "EDITORIAL",
        "EILMELDUNG",
        "EXCLUSIVE",
        "FACT CHECK",
        "INTERVIEW",
        "KOMMENTAR",
        "LIVE",
        "LIVE UPDATES",
        "MEINUNG",
        "NEW",
        "NOTE",
        "OPINION",
        "OPINIÓN",
        "PHOTOS",
        "PODCAST",
        "QUIZ",
        "REVIEW",
        "SPOILER",
        "SPONSORED",
        "UPDATE",
        "UPDATED",
        "URGENT",
        "VIDEO",
        "VIDÉO",
        "WARNING",
        "WATCH",
        "ÚLTIMA HORA",
    ];
    let letters = || place.chars().filter(|c| c.is_alphabetic());
    letters().count() > 2 && letters().all(char::is_uppercase) && !LABELS.contains(&place)
}

/// "Tuesday", „Dienstag“, « mardi », «martes».
fn is_weekday(word: &str) -> bool {
    const OTHERS: [&str; 13] = [
        "dimanche",
        "domingo",
        "jeudi",
        "jueves",
        "lundi",
        "lunes",
        "mardi",
        "martes",
        "mercredi",
        "mittwoch",
        "samedi",
        "sonnabend",
        "vendredi",
    ];
    let word = word.to_lowercase();
    word.ends_with("day") || word.ends_with("tag") || OTHERS.contains(&word.as_str())
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    found: Dateline,
}

impl<'t> Reader<'t> {
    /// Bytes from the head of the paragraph to the end of its dateline.
    const LONGEST: usize = 110;

    fn read(&mut self) -> Option<()> {
        if self.is_east_asian() {
            return Some(());
        }
        let Some(agency) = self.bracket('(', ')') else { return self.place_and_rest() };
        self.found.agency = Some(agency);
        self.separator(true)?;
        self.found.end = self.at;
        // "(ANSA) - ROMA, 03 NOV - "
        let mut behind = Reader { found: self.found.clone(), ..*self };
        if behind.place_and_rest().is_some() && behind.found.date.is_some() {
            self.found = behind.found;
        }
        Some(())
    }

    /// "新华社北京11月3日电", "【北京共同】", "(서울=연합뉴스) ": takes what opens Chinese, Japanese and Korean stories.
    fn is_east_asian(&mut self) -> bool {
        const LONGEST: usize = 40;
        let rest = self.text;
        let signed = |from: usize, to: usize| {
            let inside = rest.get(from..to)?;
            let names = inside.char_indices().map(|(at, _)| at);
            // The place stands before who signs.
            names.into_iter().find(|at| agency::by_name(&inside[*at..]).is_some()).map(|at| from + at)
        };
        let bracket = [("【", "】"), ("(", ")"), ("（", "）")].iter().find_map(|(open, close)| {
            let to = rest.strip_prefix(open)?.find(close)? + open.len();
            let at = signed(open.len(), to).filter(|_| to <= LONGEST)?;
            let place = open.len()..open.len() + rest[open.len()..at].trim_end_matches('=').len();
            Some((place, None, at..to, to + close.len()))
        });
        let report = || {
            let to = rest.find(['电', '電']).filter(|to| *to <= LONGEST)?;
            let day = rest[..to].find(|c: char| c.is_ascii_digit()).filter(|_| rest[..to].ends_with('日'))?;
            let agency =
                rest[..day].char_indices().map(|(at, _)| at).find(|at| agency::by_name(&rest[..*at]).is_some())?;
            Some((agency..day, Some(day..to), 0..agency, to + '电'.len_utf8()))
        };
        let Some((place, date, agency, end)) = bracket.or_else(report).filter(|(place, ..)| !place.is_empty()) else {
            return false;
        };
        self.at = end;
        let _ = self.skip(" ");
        self.found = Dateline { place: Some(place), region: None, date, agency: Some(agency), end: self.at };
        true
    }

    fn place_and_rest(&mut self) -> Option<()> {
        let place = self.place()?;
        // "MOSCOW. Nov 3", not "WASHINGTON, D.C."
        let name = self.text[place.clone()].strip_suffix('.').filter(|name| !name.contains('.'));
        self.found.place = Some(name.map_or(place.clone(), |name| place.start..place.start + name.len()));
        while self.part() {
            (self.at <= Self::LONGEST).then_some(())?;
        }
        let is_known = self.found.agency.clone().is_some_and(|a| agency::by_name(&self.text[a]).is_some());
        self.separator(is_known)?;
        self.found.end = self.at;
        Some(())
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Words with capitals, with what joins them: "RIO DE JANEIRO", "KYIV/BRUSSELS", "Frankfurt am Main", "ST. LOUIS".
    fn place(&mut self) -> Option<Range<usize>> {
        const MOST: usize = 5;
        const LONGEST_ABBREVIATION: usize = 4;
        const JOINTS: [&str; 11] = ["am", "an", "da", "de", "del", "der", "do", "dos", "la", "of", "sur"];
        let start = self.at;
        let mut end = None;
        for _ in 0..MOST {
            let word = self.word();
            let is_joint = end.is_some() && JOINTS.contains(&word);
            if word.is_empty() || !is_joint && (!word.starts_with(char::is_uppercase) || self.names_agency(word)) {
                break;
            }
            self.at += word.len();
            if !is_joint {
                end = Some(self.at);
            }
            // "MOSCOW. Nov 3", not "ST. LOUIS"
            if word.ends_with('.') && word.len() > LONGEST_ABBREVIATION {
                break;
            }
            match self.rest().chars().next() {
                Some(' ' | '/') if self.rest()[1..].starts_with(char::is_alphabetic) => self.at += 1,
                _ => break,
            }
        }
        self.at = end?;
        Some(start..self.at)
    }

    /// The letters at this point, with what stands inside words: "Coeur-d'Alene", "D.C.".
    fn word(&self) -> &'t str {
        let rest = self.rest();
        let is_inside = |c: char| c.is_alphabetic() || matches!(c, '.' | '\'' | '’');
        let follows = |at: usize| rest[at + 1..].starts_with(char::is_alphabetic);
        let end = rest.char_indices().find(|(at, c)| !(is_inside(*c) || *c == '-' && follows(*at)));
        let word = &rest[..end.map_or(rest.len(), |(at, _)| at)];
        // "KELSUND.- "
        let is_followed = rest[word.len()..].starts_with('-');
        word.strip_suffix('.').filter(|_| is_followed).unwrap_or(word)
    }

    /// "Washington [CNN] —", "Lagos, Nigeria | [AFP] |": an agency without brackets.
    fn names_agency(&self, word: &str) -> bool {
        let behind = self.text.get(self.at + word.len()..).unwrap_or_default().trim_start();
        agency::by_name(word).is_some() && behind.starts_with(['-', '–', '—', '|', ':'])
    }

    /// Takes a region, a date or an agency; whether one stood there.
    fn part(&mut self) -> bool {
        let start = self.at;
        // "November 3. /TASS/"
        let _ = self.skip(". ") || self.skip(" ");
        if let Some(content) = self.bracket('(', ')').or_else(|| self.bracket('/', '/')) {
            // "MARWA (Bihar), Nov 25 (Northern Wire)": what stood in brackets before is no agency.
            if let Some(region) = self.found.agency.replace(content) {
                self.found.region = Some(region);
            }
            return true;
        }
        // "LONDON--(BUSINESS WIRE)--"
        if self.rest().starts_with("--(") {
            self.at += 2;
            return true;
        }
        self.skip("| ");
        let is_apart = self.text[..self.at].ends_with([' ', '|']);
        let word = self.word();
        if is_apart && self.found.agency.is_none() && self.names_agency(word) {
            self.found.agency = Some(self.at..self.at + word.len());
            self.at += word.len();
            return true;
        }
        let is_behind = self.skip(", ") || is_apart;
        if is_behind
            && self.found.date.is_none()
            && let Some(date) = self.date()
        {
            self.found.date = Some(date);
            return true;
        }
        if self.text[..self.at].ends_with(", ") {
            if self.names_agency(self.word()) {
                return true;
            }
            if self.found.region.is_none()
                && self.found.date.is_none()
                && let Some(region) = self.place()
            {
                // "KELSUND, Tuesday, Nov 3"
                self.found.region = Some(region).filter(|region| !is_weekday(&self.text[region.clone()]));
                return true;
            }
        }
        self.at = start;
        false
    }

    fn skip(&mut self, sign: &str) -> bool {
        let is_there = self.rest().starts_with(sign);
        self.at += if is_there { sign.len() } else { 0 };
        is_there
    }

    /// What stands between two signs: a name, not a remark.
    fn bracket(&mut self, open: char, close: char) -> Option<Range<usize>> {
        const LONGEST: usize = 40;
        let inside = self.rest().strip_prefix(open)?;
        let length = inside.find(close).filter(|length| (2..=LONGEST).contains(length))?;
        let name = &inside[..length];
        let is_name = name.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '.' | '/' | '&'));
        let start = self.at + open.len_utf8();
        is_name.then(|| self.at = start + length + close.len_utf8())?;
        Some(start..start + length)
    }

    /// "Nov. 3", "3 novembre", "3. November 2026", "3 de noviembre de 2026", "NOV 3, 2026".
    fn date(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        let _ = self.skip("le ");
        let date = (self.month_and_day() || self.day_and_month()).then(|| {
            let end = self.at;
            let _ = self.skip(",");
            let is_year = self.skip(" de ") || self.skip(" ");
            let year = self.digits();
            if !is_year || year != 4 {
                self.at = end;
            }
            start..self.at
        });
        if date.is_none() {
            self.at = start;
        }
        date
    }

    fn month_and_day(&mut self) -> bool {
        let start = self.at;
        let found = self.month() && self.skip(" ") && (1..=2).contains(&self.digits());
        self.at = if found { self.at } else { start };
        found
    }

    fn day_and_month(&mut self) -> bool {
        let start = self.at;
        let is_day = (1..=2).contains(&self.digits());
        let _ = self.skip(".");
        let found = is_day && (self.skip(" de ") || self.skip(" ")) && self.month();
        self.at = if found { self.at } else { start };
        found
    }

    fn month(&mut self) -> bool {
        let word = self.word();
        let is_month = month(&word.trim_end_matches('.').to_lowercase()).is_some();
        self.at += if is_month { word.len() } else { 0 };
        is_month
    }

    /// Takes digits, and tells how many there were.
    fn digits(&mut self) -> usize {
        let count = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        self.at += count;
        count
    }

    /// The dash, colon or bar that ends a dateline, and the space behind it. Behind an agency that is known a full stop
    /// does, or nothing: "MOSCOW, November 3. /TASS/. ", "NEW DELHI, Nov 3 (PTI) ".
    fn separator(&mut self, is_known: bool) -> Option<()> {
        const SIGNS: [&str; 10] = [".--", ".-", "--", "-", "–", "—", "_", ":", "|", "="];
        let start = self.at;
        let spaces = self.rest().len() - self.rest().trim_start().len();
        self.at += spaces;
        let sign = SIGNS.iter().find(|sign| self.rest().starts_with(**sign));
        match sign {
            Some(sign) => self.at += sign.len(),
            None if is_known => {
                self.at = start;
                let _ = self.skip(".");
            }
            None => return None,
        }
        let behind = self.rest().len() - self.rest().trim_start().len();
        // "PARIS–NICE" is a race.
        let is_apart = behind > 0 || self.rest().is_empty() || matches!(sign, Some(&("–" | "—"))) && spaces > 0;
        self.at += behind;
        is_apart.then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Place, region, date and agency of what opens a paragraph, and what the story begins with.
    fn parts(head: &str) -> Option<[String; 5]> {
        let text = format!("{head} The harbour");
        let found = read(&text)?;
        let slice = |part: Option<Range<usize>>| part.map_or_else(|| "-".to_owned(), |p| text[p].to_owned());
        Some([
            slice(found.place),
            slice(found.region),
            slice(found.date),
            slice(found.agency),
            text[found.end..].to_owned(),
        ])
    }

    /// What opens a paragraph; its place, region, date and agency.
    const CASES: &[(&str, [&str; 4])] = &[
        ("PARIS, Nov 3 (Reuters) -", ["PARIS", "-", "Nov 3", "Reuters"]),
        ("KYIV/BRUSSELS, Nov 3 (Reuters) -", ["KYIV/BRUSSELS", "-", "Nov 3", "Reuters"]),
        ("RIO DE JANEIRO (AP) _", ["RIO DE JANEIRO", "-", "-", "AP"]),
        ("ST. LOUIS (AP) —", ["ST. LOUIS", "-", "-", "AP"]),
        ("COLUMBUS, Ohio (AP) —", ["COLUMBUS", "Ohio", "-", "AP"]),
        ("HAYWARD, Calif. (AP) —", ["HAYWARD", "Calif.", "-", "AP"]),
        ("WASHINGTON, D.C. —", ["WASHINGTON", "D.C.", "-", "-"]),
        ("MARWA (Bihar), Nov 25 (Northern Wire):", ["MARWA", "Bihar", "Nov 25", "Northern Wire"]),
        ("NEW DELHI, Nov 3 (PTI)", ["NEW DELHI", "-", "Nov 3", "PTI"]),
        ("NEW DELHI:", ["NEW DELHI", "-", "-", "-"]),
        ("CAIRO —", ["CAIRO", "-", "-", "-"]),
        ("KELSUND —", ["KELSUND", "-", "-", "-"]),
        ("Wien –", ["Wien", "-", "-", "-"]),
        ("Kathmandu, Nov 3:", ["Kathmandu", "-", "Nov 3", "-"]),
        ("Tehran, Nov 3, IRNA –", ["Tehran", "-", "Nov 3", "IRNA"]),
        ("BEIJING, Nov. 3 (Xinhua) --", ["BEIJING", "-", "Nov. 3", "Xinhua"]),
        ("MOSCOW, November 3. /TASS/.", ["MOSCOW", "-", "November 3", "TASS"]),
        ("MOSCOW. Nov 3 (Interfax) -", ["MOSCOW", "-", "Nov 3", "Interfax"]),
        ("Berlin (dpa) –", ["Berlin", "-", "-", "dpa"]),
        ("Kelsund (dpa/lno) -", ["Kelsund", "-", "-", "dpa/lno"]),
        ("Berlin/Brüssel (dpa).", ["Berlin/Brüssel", "-", "-", "dpa"]),
        ("Frankfurt am Main (dpa-AFX) -", ["Frankfurt am Main", "-", "-", "dpa-AFX"]),
        ("BERLIN dpa |", ["BERLIN", "-", "-", "dpa"]),
        ("Paris, 3 nov 2026 (AFP) -", ["Paris", "-", "3 nov 2026", "AFP"]),
        ("Lagos, Nigeria | AFP |", ["Lagos", "Nigeria", "-", "AFP"]),
        ("Madrid, 3 nov (EFE).-", ["Madrid", "-", "3 nov", "EFE"]),
        ("Paris, le 3 novembre 2026 (AFP) –", ["Paris", "-", "le 3 novembre 2026", "AFP"]),
        ("KELSUND, Tuesday, Nov 3 –", ["KELSUND", "-", "Nov 3", "-"]),
        ("MADRID, 3 de noviembre de 2026 (EUROPA PRESS) -", ["MADRID", "-", "3 de noviembre de 2026", "EUROPA PRESS"]),
        ("(ANSA) - ROMA, 03 NOV -", ["ROMA", "-", "03 NOV", "ANSA"]),
        ("新华社北京11月3日电", ["北京", "-", "11月3日", "新华社"]),
        ("【北京共同】", ["北京", "-", "-", "共同"]),
        ("(서울=연합뉴스)", ["서울", "-", "-", "연합뉴스"]),
        ("KELSUND, DENMARK.-", ["KELSUND", "DENMARK", "-", "-"]),
        ("(CNN) —", ["-", "-", "-", "CNN"]),
        ("Washington CNN —", ["Washington", "-", "-", "CNN"]),
        ("KELSUND, Nov. 3, 2026 /PRNewswire/ --", ["KELSUND", "-", "Nov. 3, 2026", "PRNewswire"]),
        ("LONDON--(BUSINESS WIRE)--", ["LONDON", "-", "-", "BUSINESS WIRE"]),
        ("OSLO, Norway, Nov. 03, 2026 (GLOBE NEWSWIRE) --", ["OSLO", "Norway", "Nov. 03, 2026", "GLOBE NEWSWIRE"]),
    ];

    #[test]
    fn agencies_open_their_stories_in_many_ways() {
        for (head, expected) in CASES {
            let found = parts(head);
            let found = found.as_ref().map(|f| f.each_ref().map(String::as_str));
            let [place, region, date, agency] = *expected;
            assert_eq!(found, Some([place, region, date, agency, "The harbour"]), "{head}");
        }
    }

    #[test]
    fn whatever_is_cut_off_every_part_is_inside() {
        for (head, _) in CASES {
            for (at, _) in head.char_indices() {
                for text in [&head[at..], &head[..at], &format!("{}\n\n{}", &head[..at], &head[at..])] {
                    let found = read(text).unwrap_or_default();
                    assert!(found.end <= text.len());
                    for part in [found.place, found.region, found.date, found.agency].into_iter().flatten() {
                        assert!(part.end <= found.end && text.get(part).is_some_and(|p| !p.is_empty()), "{text}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_place_that_is_named_again_is_one() {
        assert_eq!(read("KELSUND: The harbour of Kelsund is closed.").map(|d| d.place), Some(Some(0..7)));
        assert_eq!(title("WEST PALM-BEACH"), "West Palm-Beach");
    }

    #[test]
    fn sentences_are_no_datelines() {
        for text in [
            "The harbour - closed for years - reopened.",
            "Everything else: nothing.",
            "Washington – the town, not the state – has a harbour.",
            "Tuesday, Nov 3: The harbour opens.",
            "BREAKING: The harbour is closed.",
            "PARIS–NICE is a race.",
            "US - The harbour is closed.",
            "BOOM: The harbour is closed.",
            "A NOTE ABOUT HARBOURS – The harbour is closed.",
            "HOLIDAY HOUSE - The harbour is near.",
            "Kelsund – The harbour is closed.",
            "Paris – the city of light – has no harbour.",
            "Lee (Reuters has seen the letter) - a lawyer - said so.",
            "Ann Lee (Labour) said so.",
            "Kelsund (pop. 900) is small.",
            "LEE: Who was there?\n\nHANSEN: Nobody.",
            "ANN LEE, HOST: Who was there?\n\nHANSEN: Nobody.",
            "",
            "(",
            "A",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
