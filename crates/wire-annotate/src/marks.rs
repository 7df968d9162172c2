//! Quotation marks: which regions of a text they enclose.
//!
//! Marks are paired paragraph by paragraph, so that one that is missing spoils
//! no more than its paragraph. A region that is not closed ends with its
//! paragraph; the next paragraph then opens anew, as typographers do.

use crate::lexicon::Language;
use crate::token::Document;

/// What stands between two marks, the marks included. Byte offsets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Region {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// The closing mark is there.
    pub(crate) closed: bool,
    pub(crate) paragraph: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Open,
    Close,
}

/// The double marks that a language pairs, and how.
fn side(mark: &str, language: Language, is_open: bool, opener: Option<&str>, before: char, after: char) -> Side {
    if language == Language::German {
        // „ “ and » «: the same sign “ closes here and opens in English.
        return match mark {
            "„" => Side::Open,
            _ if is_open => Side::Close,
            _ => Side::Open,
        };
    }
    match mark {
        "“" | "„" | "«" | "``" => Side::Open,
        "”" | "»" => Side::Close,
        _ => {
            let outside = before.is_whitespace() || matches!(before, '(' | '[' | '—' | '–' | '-' | '‘' | '\'');
            let opens = if outside { !is_open || !after.is_whitespace() } else { !is_open };
            if opens && is_open && opener == Some(mark) {
                Side::Close
            } else if opens {
                Side::Open
            } else {
                Side::Close
            }
        }
    }
}

/// The regions of a document, in order. Regions without a letter or digit are none.
///
/// Where English is set in the British manner, single marks enclose speech and double ones
/// what is quoted in it.
pub(crate) fn regions(document: &Document<'_>, language: Language) -> Vec<Region> {
    let mut double = Vec::new();
    for (paragraph, &(start, end)) in document.paragraphs.iter().enumerate() {
        pair(document.text, start, end, paragraph, language, &mut double);
    }
    double.retain(|r| document.slice(r.start, r.end).chars().any(char::is_alphanumeric));
    let single = if language == Language::English { single_regions(document) } else { Vec::new() };
    let ends_speech = |r: &&Region| {
        let before_mark = document.slice(r.start, r.end).chars().rev().nth(1);
        r.closed && before_mark.is_some_and(|c| matches!(c, ',' | '.' | '!' | '?' | '…'))
    };
    let speech = single.iter().filter(ends_speech).filter(|s| !is_inside(s, &double)).count();
    let outer = || double.iter().filter(|d| !is_inside(d, &single)).count();
    if speech > 0 && speech > outer() { single } else { double }
}

/// Whether a region stands in one of `others`, which are in order.
fn is_inside(region: &Region, others: &[Region]) -> bool {
    let before = others.partition_point(|o| o.start <= region.start);
    before.checked_sub(1).and_then(|k| others.get(k)).is_some_and(|o| region.end <= o.end)
}

/// What stands between single marks. An apostrophe may look like a closing mark: the one behind
/// a plural ("the boys’ day") closes only where no other does.
fn single_regions(document: &Document<'_>) -> Vec<Region> {
    let mut out = Vec::new();
    for (paragraph, &(start, end)) in document.paragraphs.iter().enumerate() {
        let body = &document.text[start..end];
        let mut region = |from: usize, to: usize, closed: bool| {
            out.push(Region { start: start + from, end: start + to, closed, paragraph });
        };
        let mut open: Option<usize> = None;
        let mut doubtful: Option<usize> = None;
        for (at, c) in body.char_indices().filter(|(_, c)| matches!(c, '‘' | '’' | '\'')) {
            let behind = at + c.len_utf8();
            let before = body[..at].chars().next_back().unwrap_or(' ');
            let after = body[behind..].chars().next().unwrap_or(' ');
            let is_outside = before.is_whitespace() || matches!(before, '(' | '[' | '—' | '–' | '“' | '"');
            if c != '’' && is_outside && after.is_alphabetic() {
                if let (Some(from), Some(to)) = (open, doubtful) {
                    region(from, to, true);
                }
                (open, doubtful) = (Some(at), None);
            } else if let Some(from) = open.filter(|_| c != '‘' && !is_outside && !after.is_alphanumeric()) {
                if before == 's' && after == ' ' {
                    doubtful = doubtful.or(Some(behind));
                } else {
                    region(from, behind, true);
                    (open, doubtful) = (None, None);
                }
            }
        }
        match (open, doubtful) {
            (Some(from), Some(to)) => region(from, to, true),
            (Some(0), None) => region(0, body.len(), false),
            _ => {}
        }
    }
    out
}

fn pair(text: &str, start: usize, end: usize, paragraph: usize, language: Language, out: &mut Vec<Region>) {
    let body = &text[start..end];
    let mut open: Option<(usize, &str)> = None;
    let mut skip_to = 0;
    for (at, c) in body.char_indices() {
        if at < skip_to {
            continue;
        }
        let Some(mut mark) = double_mark(&body[at..], c, language) else { continue };
        let mut at = at;
        // ''' closes an inner quotation and then the outer one.
        if mark == "''" && body[at..].starts_with("'''") && open.is_some_and(|(_, m)| m == "''") {
            at += 1;
            mark = &body[at..at + 2];
        }
        skip_to = at + mark.len();
        let before = body[..at].chars().next_back().unwrap_or(' ');
        let after = body[skip_to..].chars().next().unwrap_or(' ');
        match (side(mark, language, open.is_some(), open.map(|o| o.1), before, after), open) {
            (Side::Open, None) => open = Some((at, mark)),
            (Side::Close, Some((from, _))) => {
                out.push(Region { start: start + from, end: start + skip_to, closed: true, paragraph });
                open = None;
            }
            _ => {}
        }
    }
    if let Some((from, _)) = open {
        out.push(Region { start: start + from, end, closed: false, paragraph });
    }
}

fn double_mark(rest: &str, c: char, language: Language) -> Option<&str> {
    match c {
        '“' | '”' | '„' | '«' | '»' | '"' => Some(&rest[..c.len_utf8()]),
        '\'' | '`' if language != Language::German && rest[1..].starts_with(c) => Some(&rest[..2]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;
    use proptest::prelude::*;

    fn check(text: &str, language: Language, expected: &[&str]) {
        let lexicon = Lexicon::embedded();
        let document = Document::new(text, &lexicon, language);
        let found: Vec<&str> = regions(&document, language).iter().map(|r| document.slice(r.start, r.end)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn marks_are_paired_by_language() {
        check("“A,” he said, “b.”", Language::English, &["“A,”", "“b.”"]);
        check("He said \"a b\" and \"c\".", Language::English, &["\"a b\"", "\"c\""]);
        check("''No,'' he said. ''Yes 'so'''", Language::English, &["''No,''", "''Yes 'so'''"]);
        check("„Ja“, sagte er. »Nein«, sagte sie.", Language::German, &["„Ja“", "»Nein«"]);
        check("“Not closed\n“but going on,” she said.", Language::English, &["“Not closed", "“but going on,”"]);
        check("CNN‘s “State of the Union.” It’s on.", Language::English, &["“State of the Union.”"]);
        check(
            "‘It’s the boys’ day,’ he said. ‘Not “ours”.’",
            Language::English,
            &["‘It’s the boys’ day,’", "‘Not “ours”.’"],
        );
        check("It was 'absurd', he said. 'No way.'", Language::English, &["'absurd'", "'No way.'"]);
        check(
            "‘No end\n‘and on,’ she said of the ‘ports’ fees.",
            Language::English,
            &["‘No end", "‘and on,’", "‘ports’"],
        );
        check("“He said ‘No.’ to me,” she said.", Language::English, &["“He said ‘No.’ to me,”"]);
        check("The boys' day of '68 isn't over. ‘Big’ words.", Language::English, &[]);
    }

    proptest! {
        #[test]
        fn regions_are_ordered_and_on_borders(text in "[a-c\"“”„«»‘’', \n]{0,200}") {
            let lexicon = Lexicon::embedded();
            let document = Document::new(&text, &lexicon, Language::English);
            for language in [Language::English, Language::German, Language::French] {
                let mut last = 0;
                for region in regions(&document, language) {
                    prop_assert!(region.start >= last && region.end > region.start);
                    prop_assert!(text.is_char_boundary(region.start) && text.is_char_boundary(region.end));
                    last = region.end;
                }
            }
        }
    }
}
