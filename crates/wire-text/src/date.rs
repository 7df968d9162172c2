//! The dates that feeds and pages write.
//!
//! RFC 3339, RFC 822 with all its accidents, asctime, and the forms that
//! content systems print in a dozen languages. One reader takes them all: the
//! text is cut into numbers and words, a year-first or day-first group gives
//! the date, colons give the time, and what is left must be a zone, a weekday
//! or filler. A part out of range refuses the whole text: a wrong date is
//! worse than none.

use jiff::civil::{Date, DateTime, Time as CivilTime};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};
use wire_model::{Precision, Time, TimeSource, Timed};

/// A date that was read, before its source is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// The instant; local time is taken as UTC where `zone_unknown`.
    pub at: Timestamp,
    /// What the text stated.
    pub precision: Precision,
    /// The text gave no zone.
    pub zone_unknown: bool,
    /// The offset from UTC that the text gave, minutes east.
    pub offset_minutes: Option<i16>,
}

impl Parsed {
    /// The date with its source.
    pub fn from_source(self, source: TimeSource) -> Timed {
        Timed {
            at: Time(self.at),
            source,
            precision: self.precision,
            zone_unknown: self.zone_unknown,
            offset_minutes: self.offset_minutes,
            clamped: false,
        }
    }
}

/// Longest text that is looked at, in bytes: a date is short.
const MAX_LENGTH: usize = 120;

/// What comes first in `02/10/2020`, where both could be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Slashes {
    /// The United States.
    #[default]
    MonthFirst,
    /// Everybody else.
    DayFirst,
}

impl Slashes {
    /// The order that it is not.
    pub fn other(self) -> Slashes {
        match self {
            Slashes::MonthFirst => Slashes::DayFirst,
            Slashes::DayFirst => Slashes::MonthFirst,
        }
    }
}

/// Reads a date, or refuses the text.
pub fn parse(text: &str) -> Option<Parsed> {
    parse_with(text, Slashes::MonthFirst)
}

/// As [`parse`], where it is known what comes first between slashes.
pub fn parse_with(text: &str, slashes: Slashes) -> Option<Parsed> {
    let text = text.trim();
    if text.is_empty() || text.len() > MAX_LENGTH {
        return None;
    }
    epoch(text).or_else(|| compact(text)).or_else(|| week_date(text)).or_else(|| Reader::new(text, slashes)?.read())
}

/// Seconds or milliseconds since 1970.
fn epoch(text: &str) -> Option<Parsed> {
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i64 = text.parse().ok()?;
    let at = match text.len() {
        9 | 10 => Timestamp::from_second(number),
        13 => Timestamp::from_millisecond(number),
        _ => return None,
    };
    at.ok().map(|at| Parsed { at, precision: Precision::Second, zone_unknown: false, offset_minutes: None })
}

/// `YYYY`, `YYYYMMDD`, `YYYYMMDDTHHMMSS` with or without `Z`, and NITF's
/// `YYYYMMDDTHHMMSS+HHMM` (ISO 8601 basic format).
fn compact(text: &str) -> Option<Parsed> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<i16>().ok();
    match (digits, text.len()) {
        (4, 4) => finish(civil(number(0, 4)?, 1, 1)?, None, None),
        (8, 8) => finish(civil(number(0, 4)?, number(4, 6)?, number(6, 8)?)?, None, None),
        (6, 6) => {
            let year = number(0, 2)?;
            finish(civil(if year < 70 { 2000 + year } else { 1900 + year }, number(2, 4)?, number(4, 6)?)?, None, None)
        }
        (8, 15..) if text.as_bytes().get(8) == Some(&b'T') => {
            let time = text.get(9..15).filter(|t| t.bytes().all(|b| b.is_ascii_digit()))?;
            let (hour, minute, second) =
                (time.get(..2)?.parse().ok()?, time.get(2..4)?.parse().ok()?, time.get(4..)?.parse().ok()?);
            let clock = Clock { hour, minute, second: Some(second), nanos: 0 };
            let zone = match text.get(15..)? {
                "" => None,
                tail => Some(numeric_zone(tail)?),
            };
            finish(civil(number(0, 4)?, number(4, 6)?, number(6, 8)?)?, Some(clock), zone)
        }
        _ => None,
    }
}

/// `2025-W24-2` (ISO 8601 week date).
fn week_date(text: &str) -> Option<Parsed> {
    let (year, rest) = text.split_once("-W")?;
    let (week, day) = rest.split_once('-').unwrap_or((rest, "1"));
    let weekday = jiff::civil::Weekday::from_monday_one_offset(day.parse().ok()?).ok()?;
    let date = jiff::civil::ISOWeekDate::new(year.parse().ok()?, week.parse().ok()?, weekday).ok()?;
    finish(date.date(), None, None)
}

#[derive(Clone, Copy)]
struct Clock {
    hour: i8,
    minute: i8,
    second: Option<i8>,
    nanos: i32,
}

fn civil(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn finish(date: Date, clock: Option<Clock>, zone: Option<TimeZone>) -> Option<Parsed> {
    let precision = match clock {
        None => Precision::Day,
        Some(Clock { second: None, .. }) => Precision::Minute,
        Some(_) => Precision::Second,
    };
    let clock = clock.unwrap_or(Clock { hour: 0, minute: 0, second: None, nanos: 0 });
    // RFC 3339 §5.7 allows a leap second, which Unix time counts as the next one;
    // 24:00 is ISO 8601's midnight at the end of a day.
    let leap = clock.second == Some(60);
    let second = if leap { 59 } else { clock.second.unwrap_or(0) };
    let (hour, next_day) = if clock.hour == 24 && clock.minute == 0 { (0, true) } else { (clock.hour, false) };
    let time = CivilTime::new(hour, clock.minute, second, clock.nanos).ok()?;
    let date = if next_day { date.tomorrow().ok()? } else { date };
    let local = DateTime::from_parts(date, time);
    let zone_unknown = zone.is_none() && precision != Precision::Day;
    let offset_seconds = zone.as_ref().and_then(|z| Some(z.to_offset(z.to_timestamp(local).ok()?).seconds()));
    let offset_minutes = offset_seconds.and_then(|s| i16::try_from(s / 60).ok());
    let at = zone.unwrap_or(TimeZone::UTC).to_timestamp(local).ok()?;
    let at = if leap { at.checked_add(SignedDuration::from_secs(1)).ok()? } else { at };
    Some(Parsed { at, precision, zone_unknown, offset_minutes })
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Token<'t> {
    Number(&'t str),
    Word(&'t str),
    Mark(char),
}

fn tokens(text: &str) -> Vec<(Token<'_>, usize)> {
    let mut out = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let same: fn(char) -> bool = if c.is_ascii_digit() {
            |c| c.is_ascii_digit()
        } else if c.is_alphabetic() {
            |c| c.is_alphabetic() || c == '_'
        } else {
            out.push((Token::Mark(c), start));
            continue;
        };
        let mut end = start + c.len_utf8();
        while let Some(&(i, c)) = chars.peek() {
            if !same(c) {
                break;
            }
            end = i + c.len_utf8();
            chars.next();
        }
        let part = &text[start..end];
        out.push((if c.is_ascii_digit() { Token::Number(part) } else { Token::Word(part) }, start));
    }
    out
}

struct Reader<'t> {
    text: &'t str,
    slashes: Slashes,
    tokens: Vec<(Token<'t>, usize)>,
    at: usize,
    clock: Option<Clock>,
    zone: Option<TimeZone>,
    month: Option<i16>,
    numbers: Vec<i16>,
    date: Option<Date>,
    afternoon: Option<bool>,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, slashes: Slashes) -> Option<Reader<'t>> {
        let tokens = tokens(text);
        if tokens.len() > 40 {
            return None;
        }
        Some(Reader {
            text,
            slashes,
            tokens,
            at: 0,
            clock: None,
            zone: None,
            month: None,
            numbers: Vec::new(),
            date: None,
            afternoon: None,
        })
    }

    fn peek(&self, ahead: usize) -> Option<Token<'t>> {
        self.tokens.get(self.at + ahead).map(|t| t.0)
    }

    /// Whether the token `ahead` follows its predecessor without white space.
    fn glued(&self, ahead: usize) -> bool {
        let Some(&(_, start)) = self.tokens.get(self.at + ahead) else { return false };
        start > 0 && !self.text[..start].ends_with(char::is_whitespace)
    }

    fn read(mut self) -> Option<Parsed> {
        while let Some(token) = self.peek(0) {
            match token {
                Token::Number(digits) => self.number(digits)?,
                Token::Word(word) => self.word(word)?,
                Token::Mark(sign @ ('+' | '-' | '−')) if self.clock.is_some() && self.zone_follows() => {
                    self.offset(if sign == '+' { 1 } else { -1 })?;
                }
                Token::Mark(
                    ',' | '.' | '-' | '/' | '(' | ')' | '|' | '–' | '—' | '·' | '•' | '\\' | '@' | ':' | '年' | '月',
                ) => {
                    self.at += 1;
                }
                Token::Mark(_) => return None,
            }
        }
        let date = self.date.or_else(|| self.day_and_year())?;
        let mut clock = self.clock;
        if let (Some(clock), Some(afternoon)) = (clock.as_mut(), self.afternoon) {
            if clock.hour > 12 && !afternoon {
                return None;
            }
            clock.hour = clock.hour % 12 + if afternoon || clock.hour > 12 { 12 } else { 0 };
        }
        finish(date, clock, self.zone)
    }

    fn zone_follows(&self) -> bool {
        matches!(self.peek(1), Some(Token::Number(_))) && self.glued(1)
    }

    fn number(&mut self, digits: &str) -> Option<()> {
        if self.clock.is_none()
            && matches!(self.peek(1), Some(Token::Mark(':')))
            && matches!(self.peek(2), Some(Token::Number(_)))
        {
            return self.time(digits);
        }
        if let Some(date) = self.joined_date(digits) {
            self.date = Some(date?);
            return Some(());
        }
        // "3pm", "3 p.m."
        if let (Some(Token::Word(word)), true, None) = (self.peek(1), digits.len() <= 2, self.clock) {
            let word = word.to_lowercase();
            let meridiem = matches!(word.as_str(), "am" | "pm")
                || (matches!(word.as_str(), "a" | "p") && matches!(self.peek(3), Some(Token::Word("m" | "M"))));
            if meridiem {
                self.clock = Some(Clock { hour: digits.parse().ok()?, minute: 0, second: None, nanos: 0 });
                self.at += 1;
                return Some(());
            }
        }
        if digits.len() > 4 || self.numbers.len() >= 3 {
            return None;
        }
        self.numbers.push(digits.parse().ok()?);
        self.at += 1;
        // Ordinals: "16th", "1er", "2º".
        if let Some(Token::Word("st" | "nd" | "rd" | "th" | "er" | "º" | "ª")) = self.peek(0) {
            self.at += 1;
        }
        Some(())
    }

    fn time(&mut self, hour: &str) -> Option<()> {
        let two = |t: Option<Token>| match t {
            Some(Token::Number(n)) if n.len() <= 2 => n.parse::<i8>().ok(),
            _ => None,
        };
        let mut clock = Clock { hour: hour.parse().ok()?, minute: two(self.peek(2))?, second: None, nanos: 0 };
        self.at += 3;
        if let (Some(Token::Mark(':')), Some(Token::Number(_))) = (self.peek(0), self.peek(1)) {
            clock.second = Some(two(self.peek(1))?);
            self.at += 2;
            if let (Some(Token::Mark('.' | ',')), Some(Token::Number(fraction)), true) =
                (self.peek(0), self.peek(1), self.glued(1))
            {
                clock.nanos = format!("{fraction:0<9}").get(..9)?.parse().ok()?;
                self.at += 2;
            }
            if matches!((self.peek(0), self.peek(1)), (Some(Token::Mark(':')), Some(Token::Number(_)))) {
                return None;
            }
        }
        if clock.hour > 24 || clock.minute > 59 || clock.second.is_some_and(|s| s > 60) {
            return None;
        }
        self.clock = Some(clock);
        Some(())
    }

    /// Three numbers joined by one mark: `2024-05-06`, `06.05.2024`, `05/06/2024`;
    /// with CJK marks `2024年05月06日`. The outer option says whether it is such a group.
    fn joined_date(&mut self, first: &str) -> Option<Option<Date>> {
        if self.date.is_some() || self.month.is_some() || !self.numbers.is_empty() {
            return None;
        }
        let (second, third, consumed) = match (self.peek(1), self.peek(2), self.peek(3), self.peek(4)) {
            (
                Some(Token::Mark(a @ ('-' | '/' | '.'))),
                Some(Token::Number(second)),
                Some(Token::Mark(b)),
                Some(Token::Number(third)),
            ) if a == b => (second, third, 5),
            (
                Some(Token::Word("年" | "년")),
                Some(Token::Number(second)),
                Some(Token::Word("月" | "월")),
                Some(Token::Number(third)),
            ) => (second, third, 5),
            // "2004-05" is a month; its first day stands for it.
            (Some(Token::Mark('-')), Some(Token::Number(second)), None, None)
                if first.len() == 4 && second.len() == 2 =>
            {
                self.at += 3;
                return Some(civil(first.parse().ok()?, second.parse().ok()?, 1));
            }
            _ => return None,
        };
        let slash = self.peek(1) == Some(Token::Mark('/'));
        let (Ok(a), Ok(b), Ok(c)) = (first.parse::<i16>(), second.parse::<i16>(), third.parse::<i16>()) else {
            return Some(None);
        };
        self.at += consumed;
        if let Some(Token::Word("日" | "일")) = self.peek(0) {
            self.at += 1;
        }
        Some(match (first.len(), third.len()) {
            (4, 1 | 2) => civil(a, b, c),
            (4, 3) if third.starts_with('0') => civil(a, b, c),
            // Dots and hyphens are day first everywhere.
            (1 | 2, 4) if slash && self.slashes == Slashes::MonthFirst => civil(c, a, b).or_else(|| civil(c, b, a)),
            (1 | 2, 4) => civil(c, b, a).or_else(|| civil(c, a, b)),
            (1 | 2, 2) => civil(century(c), b, a).or_else(|| civil(century(c), a, b)),
            _ => None,
        })
    }

    fn word(&mut self, word: &str) -> Option<()> {
        let lower = word.to_lowercase();
        self.at += 1;
        match lower.as_str() {
            "am" | "午前" | "上午" | "오전" => self.afternoon = Some(false),
            "pm" | "午後" | "下午" | "오후" => self.afternoon = Some(true),
            "a" | "p" if matches!(self.peek(1), Some(Token::Word("m" | "M"))) => {
                self.afternoon = Some(lower == "p");
                self.at += 2;
            }
            // The T between date and time, and words that carry nothing.
            "t" | "at" | "um" | "uhr" | "à" | "às" | "h" | "de" | "del" | "den" | "the" | "on" | "of" | "le" | "il"
            | "klo" | "kl" | "o" | "od" | "om" | "alle" | "ore" | "a" | "las" | "el" | "日" | "일" => {}
            _ => return self.month_weekday_or_zone(word, &lower),
        }
        Some(())
    }

    fn month_weekday_or_zone(&mut self, word: &str, lower: &str) -> Option<()> {
        // "mar" is Tuesday in French where another month follows.
        let another = || {
            self.tokens[self.at..]
                .iter()
                .any(|(t, _)| matches!(t, Token::Word(w) if month(&w.to_lowercase()).is_some()))
        };
        if let (None, Some(month)) = (self.month, month(lower))
            && !(is_weekday(lower) && another())
        {
            self.month = Some(month);
            return Some(());
        }
        if is_weekday(lower) {
            return Some(());
        }
        self.named_zone(word)
    }

    fn named_zone(&mut self, word: &str) -> Option<()> {
        // "America/Los_Angeles", "Etc/GMT"
        if let (Some(Token::Mark('/')), Some(Token::Word(city))) = (self.peek(0), self.peek(1)) {
            self.zone = Some(TimeZone::get(&format!("{word}/{city}")).ok()?);
            self.at += 2;
            return Some(());
        }
        let hours = zone_hours(&word.to_ascii_uppercase())?;
        self.zone = Some(fixed(hours)?);
        // "GMT+01:00" states the offset behind the name.
        if let Some(Token::Mark(sign @ ('+' | '-'))) = self.peek(0)
            && self.zone_follows()
        {
            self.offset(if sign == '+' { 1 } else { -1 })?;
        }
        Some(())
    }

    fn offset(&mut self, sign: i32) -> Option<()> {
        let Some(Token::Number(digits)) = self.peek(1) else { return None };
        self.at += 2;
        let (hours, minutes): (i32, i32) = match digits.len() {
            4 => (digits[..2].parse().ok()?, digits[2..].parse().ok()?),
            1 | 2 => {
                let hours = digits.parse().ok()?;
                match (self.peek(0), self.peek(1)) {
                    (Some(Token::Mark(':')), Some(Token::Number(m))) => {
                        self.at += 2;
                        (hours, m.parse().ok()?)
                    }
                    (Some(Token::Mark(':')), Some(_)) => return None,
                    _ => (hours, 0),
                }
            }
            _ => return None,
        };
        if minutes > 59 {
            return None;
        }
        self.zone = Some(fixed(f64::from(sign) * (f64::from(hours) + f64::from(minutes) / 60.0))?);
        Some(())
    }

    /// The date from a month's name and one or two numbers, or from two numbers alone.
    fn day_and_year(&self) -> Option<Date> {
        let year_of = |n: i16| if n > 31 { if n < 100 { century(n) } else { n } } else { century(n) };
        match (self.month, self.numbers.as_slice()) {
            (Some(month), &[a, b]) if a > 31 => civil(a, month, b),
            (Some(month), &[a, b]) => civil(year_of(b), month, a),
            (Some(month), &[year]) if year > 1000 => civil(year, month, 1),
            // "Sat, 11 04 2020": day, month, year in RFC 822 order.
            (None, &[a, b, c]) if c > 31 => civil(c, b, a),
            _ => None,
        }
    }
}

fn century(year: i16) -> i16 {
    match year {
        0..=68 => 2000 + year,
        69..=99 => 1900 + year,
        _ => year,
    }
}

fn fixed(hours: f64) -> Option<TimeZone> {
    let seconds = (hours * 3600.0).round() as i32;
    // The widest offset in use is 14 hours.
    if seconds.abs() > 15 * 3600 {
        return None;
    }
    Offset::from_seconds(seconds).ok().map(TimeZone::fixed)
}

fn numeric_zone(text: &str) -> Option<TimeZone> {
    if text == "Z" || text == "z" {
        return Some(TimeZone::UTC);
    }
    let sign = match text.chars().next()? {
        '+' => 1.0,
        '-' => -1.0,
        _ => return None,
    };
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let (hours, minutes): (f64, f64) = (digits.get(..2)?.parse().ok()?, digits.get(2..4).unwrap_or("0").parse().ok()?);
    fixed(sign * (hours + minutes / 60.0))
}

/// RFC 822 §5.1 zones and those that newsrooms write.
fn zone_hours(name: &str) -> Option<f64> {
    Some(match name {
        "Z" | "UT" | "UTC" | "GMT" | "WET" => 0.0,
        "BST" | "IST" | "WEST" | "CET" | "MET" | "MEZ" => 1.0,
        "CEST" | "MEST" | "MESZ" | "EET" | "SAST" => 2.0,
        "EEST" | "MSK" | "EAT" => 3.0,
        "GST" => 4.0,
        "PKT" => 5.0,
        "WIB" | "ICT" => 7.0,
        "HKT" | "SGT" | "AWST" | "PHT" => 8.0,
        "JST" | "KST" => 9.0,
        "AEST" => 10.0,
        "AEDT" => 11.0,
        "NZST" => 12.0,
        "NZDT" => 13.0,
        "NST" => -3.5,
        "NDT" => -2.5,
        "AST" | "AT" | "EDT" => -4.0,
        "ADT" | "BRT" | "ART" => -3.0,
        "EST" | "ET" | "CDT" => -5.0,
        "CST" | "CT" | "MDT" => -6.0,
        "MST" | "MT" | "PDT" => -7.0,
        "PST" | "PT" | "AKDT" => -8.0,
        "AKST" => -9.0,
        "HST" => -10.0,
        _ => return None,
    })
}

/// Month names by their beginnings, in the languages of the feeds and pages
/// that print them. A longer beginning goes before a shorter one.
const MONTHS: &[(i16, &[&str])] = &[
    (1, &["jan", "jän", "janv", "ene", "gen", "sty", "led", "ιαν", "янв", "січ", "oca", "tammi", "januar", "ianuar"]),
    (2, &["feb", "fév", "fev", "lut", "únor", "φεβ", "фев", "лют", "şub", "helmi"]),
    (3, &["mar", "mär", "mrz", "maa", "mrt", "bře", "μάρ", "μαρ", "мар", "бер", "már"]),
    (4, &["apr", "avr", "abr", "kwi", "dub", "απρ", "апр", "кві", "nis", "huhti", "ápr"]),
    (5, &["may", "mai", "maj", "mei", "mag", "kvě", "μάι", "μαΐ", "μαϊ", "май", "мая", "тра", "máj", "touko"]),
    (6, &["jun", "juin", "giu", "cze", "ιούν", "ιουν", "июн", "чер", "haz", "kesä", "jún"]),
    (7, &["jul", "juil", "lug", "lip", "ιούλ", "ιουλ", "июл", "лип", "tem", "heinä", "júl"]),
    (8, &["aug", "aoû", "aou", "ago", "sie", "srp", "αύγ", "αυγ", "авг", "сер", "ağu", "elo"]),
    (9, &["sep", "set", "wrz", "zář", "σεπ", "сен", "вер", "eyl", "syys", "szept"]),
    (10, &["oct", "okt", "out", "ott", "paź", "říj", "οκτ", "окт", "жов", "eki", "loka"]),
    (11, &["nov", "lis", "νοέ", "νοε", "ноя", "кас", "marras"]),
    (12, &["dec", "dez", "déc", "dic", "gru", "pro", "δεκ", "дек", "гру", "ara", "joulu", "des"]),
];

pub(crate) fn month(word: &str) -> Option<i16> {
    if matches!(word, "červenec" | "července") {
        return Some(7);
    }
    if word.starts_with("červ") || word.starts_with("cerv") {
        return Some(6);
    }
    // Of all beginnings that fit, the longest decides ("marras" is not March).
    MONTHS
        .iter()
        .flat_map(|(month, starts)| starts.iter().map(move |s| (*month, *s)))
        .filter(|(_, start)| word.starts_with(start))
        .max_by_key(|(_, start)| start.len())
        .map(|(month, _)| month)
}

const WEEKDAYS: &[&str] = &[
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "mo",
    "di",
    "mi",
    "do",
    "fr",
    "sa",
    "so",
    "lun",
    "mar",
    "mer",
    "mié",
    "mie",
    "jeu",
    "jue",
    "ven",
    "vie",
    "sam",
    "sáb",
    "sab",
    "dim",
    "dom",
    "gio",
    "seg",
    "ter",
    "qua",
    "qui",
    "sex",
    "pon",
    "wto",
    "śro",
    "czw",
    "pią",
    "sob",
    "nie",
    "пн",
    "вт",
    "ср",
    "чт",
    "пт",
    "сб",
    "вс",
    "κυρ",
    "δευ",
    "τρι",
    "τετ",
    "πεμ",
    "παρ",
    "σαβ",
    "man",
    "tir",
    "ons",
    "tor",
    "lør",
    "søn",
    "mån",
    "tis",
    "lör",
    "sön",
    "maa",
    "mon",
    "понедельник",
    "вторник",
    "среда",
    "четверг",
    "пятница",
    "суббота",
    "воскресенье",
];

fn is_weekday(word: &str) -> bool {
    WEEKDAYS.contains(&word)
        || WEEKDAYS.iter().any(|w| w.chars().count() >= 3 && word.starts_with(w) && word.chars().count() > 4)
        || matches!(word, "tues" | "thur" | "thurs" | "월" | "화" | "수" | "목" | "금" | "토")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        parse(text).map(|p| p.at.to_string())
    }

    #[test]
    fn slashes_mean_what_they_mean_where_the_page_is() {
        let day = |slashes| parse_with("02/10/2020", slashes).map(|p| p.at.to_string());
        assert_eq!(day(Slashes::MonthFirst).as_deref(), Some("2020-02-10T00:00:00Z"));
        assert_eq!(day(Slashes::DayFirst).as_deref(), Some("2020-10-02T00:00:00Z"));
        assert!(parse_with("02/13/2020", Slashes::DayFirst).is_some(), "only one of them is a date");
    }

    #[test]
    fn the_forms_that_feeds_write() {
        for (text, utc) in [
            ("2024-05-06T07:08:09Z", "2024-05-06T07:08:09Z"),
            ("2024-05-06T07:08:09.250+02:00", "2024-05-06T05:08:09.25Z"),
            ("2024-05-06 07:08", "2024-05-06T07:08:00Z"),
            ("Mon, 06 May 2024 07:08:09 +0200", "2024-05-06T05:08:09Z"),
            ("Mon, 6 May 24 07:08 EST", "2024-05-06T12:08:00Z"),
            ("Mon May  6 07:08:09 2024", "2024-05-06T07:08:09Z"),
            ("Fri, 31 Mar 2023 20:19:00 America/Los_Angeles", "2023-04-01T03:19:00Z"),
            ("6. Mai 2024, 07:08 Uhr", "2024-05-06T07:08:00Z"),
            ("lundi 6 mai 2024 à 07:08", "2024-05-06T07:08:00Z"),
            ("Jan. 4, 2016, 12:37 p.m.", "2016-01-04T12:37:00Z"),
            ("Friday, December 22, 2017 - 3:09pm", "2017-12-22T15:09:00Z"),
            ("20240506T070809+0200", "2024-05-06T05:08:09Z"),
            ("06.05.2024", "2024-05-06T00:00:00Z"),
            ("2024年05月06日", "2024-05-06T00:00:00Z"),
            ("1714979289", "2024-05-06T07:08:09Z"),
        ] {
            assert_eq!(read(text).as_deref(), Some(utc), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "yesterday",
            "Sun, 16 zzz 2012 11:47:32 GMT",
            "2003-12-31T10:61:55Z",
            "2013-xx-27",
            "2013-01-28T11:30:00-06:00Textra",
            "99",
            "2003-02-30",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
