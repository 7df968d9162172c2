//! Words, marks and sentences.

use crate::lexicon::{Clusters, GOES_ON, LISTS, Language, Lexicon, NO_CLUSTERS, Words, class, phrase_hash};
use crate::table::{finish, hash_chars};

/// A word or a mark, with what is known of it alone.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    /// Byte offsets.
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) first: char,
    /// Hashes of the word as written, in lower case, and of its shape ("Xx", "d").
    pub(crate) word: u64,
    pub(crate) lower: u64,
    pub(crate) shape: u64,
    pub(crate) clusters: Clusters,
    /// Two bits a list: the whole of a listed name, a part of one.
    pub(crate) lists: u32,
    pub(crate) class: u32,
    pub(crate) cue: u8,
    pub(crate) paragraph: u32,
    pub(crate) capitalised: bool,
    /// At least two letters, all capitals.
    pub(crate) capitals: bool,
    pub(crate) has_capital: bool,
    pub(crate) numeric: bool,
    pub(crate) sentence_start: bool,
    /// Scalars.
    pub(crate) length: u32,
}

impl Token {
    pub(crate) fn is(&self, class: u32) -> bool {
        self.class & class != 0
    }

    pub(crate) fn is_word(&self) -> bool {
        self.first.is_alphabetic()
    }

    /// "'s"
    pub(crate) fn is_possessive(&self) -> bool {
        matches!(self.first, '\'' | '’') && self.length == 2
    }

    /// A small word or a verb that reports: what no one has.
    pub(crate) fn is_closed(&self) -> bool {
        self.is(class::FUNCTION | class::PREPOSITION) || self.cue >= 20
    }

    pub(crate) fn ends_sentence(&self) -> bool {
        matches!(self.first, '.' | '!' | '?' | '…')
    }
}

/// "VIII": whether a word is a number in Roman letters.
pub(crate) fn is_numeral(text: &str) -> bool {
    text.len() > 1 && text.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'))
}

/// A tokenised text.
pub(crate) struct Document<'t> {
    pub(crate) text: &'t str,
    pub(crate) language: Language,
    pub(crate) tokens: Vec<Token>,
    /// Byte ranges of the paragraphs.
    pub(crate) paragraphs: Vec<(usize, usize)>,
}

impl<'t> Document<'t> {
    pub(crate) fn new(text: &'t str, lexicon: &Lexicon, language: Language) -> Document<'t> {
        let paragraphs = paragraphs(text);
        let words = lexicon.words(language);
        let mut tokens = Vec::with_capacity(text.len() / 5);
        for (number, (start, end)) in paragraphs.iter().enumerate() {
            let mut scanner = Scanner {
                text: &text[..*end],
                begin: *start,
                at: *start,
                sentence_start: true,
                paragraph: number as u32,
                elides: language == Language::French,
                words,
            };
            while let Some(token) = scanner.next(lexicon) {
                tokens.push(token);
            }
        }
        let mut document = Document { text, language, tokens, paragraphs };
        document.mark_lists(lexicon);
        document
    }

    pub(crate) fn slice(&self, start: usize, end: usize) -> &'t str {
        self.text.get(start..end).unwrap_or_default()
    }

    pub(crate) fn token_text(&self, index: usize) -> &'t str {
        self.tokens.get(index).map_or("", |t| self.slice(t.start, t.end))
    }

    /// The age by which a token names somebody: "the 19-year-old", „der 53-Jährige“.
    pub(crate) fn age(&self, index: usize) -> Option<u32> {
        self.tokens.get(index).filter(|t| t.numeric)?;
        let (years, what) = self.token_text(index).split_once('-')?;
        let is_person = match self.language {
            Language::English => what == "year-old",
            Language::German => matches!(what, "Jährige" | "Jähriger" | "Jährigen"),
            Language::French | Language::Spanish => false,
        };
        years.parse().ok().filter(|_| is_person)
    }

    /// Whether a token makes what stands before it a possessor: "Lee's", "the workers' lawyer".
    pub(crate) fn is_possessive(&self, index: usize) -> bool {
        let Some(mark) = self.tokens.get(index).filter(|t| matches!(t.first, '\'' | '’')) else { return false };
        let of_many = || {
            let owner = index.checked_sub(1).filter(|k| self.tokens[*k].end == mark.start);
            let owned = self.tokens.get(index + 1).filter(|t| t.start > mark.end && t.paragraph == mark.paragraph);
            owner.is_some_and(|k| self.token_text(k).ends_with('s'))
                && owned.is_some_and(|t| t.is_word() && t.cue < 20 && !t.is(class::PRONOUN | class::FUNCTION))
        };
        mark.length == 2 || of_many()
    }

    /// Index of the first token that starts at or after byte `at`.
    pub(crate) fn token_at(&self, at: usize) -> usize {
        self.tokens.partition_point(|t| t.start < at)
    }

    /// Whether a sentence begins with a token, a dateline before it or not: "BASEL, Switzerland (Northern
    /// Wire) — Ann Lee".
    pub(crate) fn opens_sentence(&self, at: usize) -> bool {
        const LONGEST: usize = 14;
        let Some(dash) = at.checked_sub(1).and_then(|k| self.tokens.get(k)) else { return true };
        let opens = |k: usize| k == 0 || self.tokens[k - 1].paragraph != dash.paragraph;
        let is_here = |k: &usize| self.tokens[*k].paragraph == dash.paragraph;
        let first = || (0..at).rev().take(LONGEST).take_while(is_here).last();
        let is_dateline = || first().is_some_and(|k| opens(k) && self.tokens[k].capitals);
        self.tokens[at].sentence_start || matches!(dash.first, '-' | '–' | '—') && is_dateline()
    }

    /// Ranges of tokens that are sentences.
    pub(crate) fn sentences(&self) -> Vec<(usize, usize)> {
        let mut out = Vec::new();
        let mut start = 0;
        for i in 1..=self.tokens.len() {
            if i == self.tokens.len() || self.tokens[i].sentence_start {
                if i > start {
                    out.push((start, i));
                }
                start = i;
            }
        }
        out
    }

    /// Marks the tokens of listed names, longest first from each start.
    fn mark_lists(&mut self, lexicon: &Lexicon) {
        const LONGEST: usize = 6;
        for i in 0..self.tokens.len() {
            let mut phrase = 0;
            for j in i..(i + LONGEST).min(self.tokens.len()) {
                if j > i && self.tokens[j].sentence_start {
                    break;
                }
                phrase = phrase_hash(phrase, self.tokens[j].lower);
                let found = lexicon.listed(phrase);
                let lists = found & (GOES_ON - 1);
                if lists != 0 && (self.tokens[i].capitalised || self.tokens[j].capitalised) {
                    let part = u32::from(i != j);
                    for token in &mut self.tokens[i..=j] {
                        for bit in (0..LISTS.len() as u32).filter(|b| lists >> b & 1 == 1) {
                            token.lists |= 1 << (bit * 2 + part);
                        }
                    }
                }
                if found & GOES_ON == 0 {
                    break;
                }
            }
        }
    }
}

/// Paragraphs are what lies between line breaks.
fn paragraphs(text: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.trim_end_matches('\n').len();
        if !text[start..end].trim().is_empty() {
            out.push((start, end));
        }
        start += line.len();
    }
    out
}

struct Scanner<'t, 'w> {
    text: &'t str,
    /// Where the paragraph begins.
    begin: usize,
    at: usize,
    sentence_start: bool,
    paragraph: u32,
    /// As French does: "l'union", "dit-il".
    elides: bool,
    words: &'w Words,
}

fn is_quote_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '’' | '‘' | '\'' | '‚' | '‹' | '›')
}

impl Scanner<'_, '_> {
    fn next(&mut self, lexicon: &Lexicon) -> Option<Token> {
        let rest = self.text.get(self.at..)?;
        let skipped = rest.len() - rest.trim_start().len();
        let start = self.at + skipped;
        let rest = &rest[skipped..];
        let first = rest.chars().next()?;
        let length = match first.is_alphanumeric() {
            true if is_network(&self.text[..start], rest) => 1,
            true => word_length(rest, self.words, self.elides),
            false if self.elides => inverted_length(rest).unwrap_or_else(|| mark_length(rest, first)),
            false => mark_length(rest, first),
        };
        let end = start + length;
        // A closing mark behind a full stop belongs to the sentence that it closes.
        let closes = self.sentence_start && skipped == 0 && start > self.begin && is_quote_mark(first);
        let token = self.token(start, end, first, self.sentence_start && !closes, lexicon);
        self.sentence_start = (length <= 3 && token.ends_sentence() && first != '…') || closes;
        self.at = end;
        Some(token)
    }

    fn token(&self, start: usize, end: usize, first: char, sentence_start: bool, lexicon: &Lexicon) -> Token {
        let text = &self.text[start..end];
        let word = hash_chars(text.chars());
        let lower = hash_chars(text.chars().flat_map(char::to_lowercase));
        let clusters = if first.is_alphanumeric() && text.ends_with('.') {
            let found = lexicon.clusters(lower);
            if found == NO_CLUSTERS {
                lexicon.clusters(hash_chars(text.trim_end_matches('.').chars().flat_map(char::to_lowercase)))
            } else {
                found
            }
        } else {
            lexicon.clusters(lower)
        };
        let letters = || text.chars().filter(|c| c.is_alphabetic());
        // "l’" is "l'".
        let plain = |c: char| if c == '’' { '\'' } else { c };
        let is_curly = self.elides && text.contains('’');
        let listed = if is_curly { hash_chars(text.chars().map(plain).flat_map(char::to_lowercase)) } else { lower };
        Token {
            start,
            end,
            first,
            word,
            lower,
            shape: shape(text),
            clusters,
            lists: 0,
            class: self.words.classes(listed),
            cue: self.words.cue(listed),
            paragraph: self.paragraph,
            capitalised: first.is_uppercase(),
            capitals: end - start > 1 && letters().next().is_some() && letters().all(char::is_uppercase),
            has_capital: text.chars().any(char::is_uppercase),
            numeric: first.is_numeric(),
            sentence_start,
            length: text.chars().count() as u32,
        }
    }
}

/// Runs of one class of character become one sign: "Mc-Donald" is "Xx-Xx".
fn shape(text: &str) -> u64 {
    let mut out = 0xcbf2_9ce4_8422_2325u64;
    let (mut last, mut repeated) = ('\0', false);
    for c in text.chars() {
        let sign = if c.is_uppercase() {
            'X'
        } else if c.is_alphabetic() {
            'x'
        } else if c.is_numeric() {
            'd'
        } else {
            c
        };
        if sign == last && repeated {
            continue;
        }
        repeated = sign == last;
        last = sign;
        out = (out ^ u64::from(sign as u32)).wrapping_mul(0x100_0000_01b3);
    }
    finish(out)
}

/// The length of the word that starts `rest`, in bytes. Hyphens, inner
/// ampersands, decimal points, initials and abbreviations belong to it; a
/// possessive does not.
fn word_length(rest: &str, words: &Words, elides: bool) -> usize {
    let mut chars = rest.char_indices().peekable();
    let (mut before, mut end) = (' ', 0);
    while let Some((i, c)) = chars.next() {
        let next = chars.peek().map(|(_, n)| *n).unwrap_or(' ');
        let joins = match c {
            c if c.is_alphanumeric() => true,
            '\'' | '’' if elides && next.is_alphanumeric() && is_elided(&rest[..i]) => return i + c.len_utf8(),
            '-' if elides && inverted_length(&rest[i..]).is_some() => false,
            '-' | '&' => next.is_alphanumeric() && before.is_alphanumeric(),
            '.' | ',' if next.is_ascii_digit() && before.is_ascii_digit() => true,
            // O'Brien, d'Estaing, Kang'ata; not Reuters's.
            '\'' | '’' => before.is_alphabetic() && (next.is_uppercase() || !elides && is_within_name(rest, i, c)),
            '.' => is_abbreviation(&rest[..i], words),
            _ => false,
        };
        if !joins {
            break;
        }
        before = c;
        end = i + c.len_utf8();
    }
    end
}

/// Whether the mark at `at` stands within a name: "Kang'ata"; in "Trump'll" it does not.
fn is_within_name(word: &str, at: usize, mark: char) -> bool {
    const CONTRACTED: [&str; 3] = ["ll", "re", "ve"];
    let behind = &word[at + mark.len_utf8()..];
    let tail = &behind[..behind.find(|c: char| !c.is_alphabetic()).unwrap_or(behind.len())];
    word.starts_with(char::is_uppercase) && tail.chars().count() > 1 && !CONTRACTED.contains(&tail)
}

/// "He wrote on X. Then": the network, whose full stop is its sentence's; no initial.
fn is_network(before: &str, rest: &str) -> bool {
    rest.starts_with("X.") && before.ends_with(" on ")
}

/// French words that lose their vowel before another: "l'", "d'", "qu'", "lorsqu'".
fn is_elided(word: &str) -> bool {
    let mut letters = word.chars();
    match (letters.next().map(|c| c.to_ascii_lowercase()), letters.next()) {
        (Some('l' | 'd' | 'j' | 'm' | 't' | 's' | 'n' | 'c'), None) => true,
        _ => word.get(word.len().saturating_sub(2)..).is_some_and(|end| end.eq_ignore_ascii_case("qu")),
    }
}

/// The length of the hyphen, with its "t", that joins a French verb to its subject:
/// "dit-il", "confie-t-elle".
fn inverted_length(rest: &str) -> Option<usize> {
    const SUBJECTS: &[&str] = &["il", "elle", "on", "ils", "elles", "je", "nous", "vous"];
    let joint = if rest.starts_with("-t-") { 3 } else { rest.starts_with('-').then_some(1)? };
    let subject = &rest[joint..];
    let end = subject.find(|c: char| !c.is_alphanumeric()).unwrap_or(subject.len());
    SUBJECTS.contains(&&subject[..end]).then_some(joint)
}

fn is_abbreviation(word: &str, words: &Words) -> bool {
    let tail: Vec<char> = word.chars().rev().take_while(|c| c.is_alphanumeric()).take(2).collect();
    let single = tail.len() == 1 && tail[0].is_alphabetic() && (tail[0].is_uppercase() || word.contains('.'));
    let starts_upper = word.starts_with(char::is_uppercase);
    single
        || (starts_upper
            && word.len() <= 5
            && words.classes(hash_chars(word.chars().flat_map(char::to_lowercase))) & class::ABBREVIATION != 0)
}

fn mark_length(rest: &str, first: char) -> usize {
    if first == '.' {
        return rest.bytes().take_while(|b| *b == b'.').count();
    }
    let tail = &rest[first.len_utf8()..];
    let possessive =
        matches!(first, '\'' | '’') && tail.starts_with('s') && !tail[1..].starts_with(char::is_alphanumeric);
    if possessive {
        return first.len_utf8() + 1;
    }
    // Two ASCII apostrophes, or two backticks, are one double mark.
    if matches!(first, '\'' | '`') && tail.starts_with(first) { 2 } else { first.len_utf8() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let lexicon = Lexicon::embedded();
        let document = Document::new(text, &lexicon, Language::English);
        let words: Vec<&str> = (0..document.tokens.len()).map(|i| document.token_text(i)).collect();
        assert_eq!(words, expected);
    }

    #[test]
    fn words_and_marks() {
        check(
            "Mr. O’Brien's U.S. deal (AT&T) cost 3.5 billion.",
            &["Mr.", "O’Brien", "'s", "U.S.", "deal", "(", "AT&T", ")", "cost", "3.5", "billion", "."],
        );
        check(
            "''No,'' he said... “Well-known.”",
            &["''", "No", ",", "''", "he", "said", "...", "“", "Well-known", ".", "”"],
        );
    }

    #[test]
    fn a_network_of_one_letter_ends_a_sentence() {
        check(
            "A post on X. Ann said X. Lee left.",
            &["A", "post", "on", "X", ".", "Ann", "said", "X.", "Lee", "left", "."],
        );
    }

    #[test]
    fn a_closing_mark_ends_its_own_sentence() {
        let lexicon = Lexicon::embedded();
        let document = Document::new("“It is.” She left.", &lexicon, Language::English);
        let starts: Vec<&str> = document.sentences().iter().map(|(s, _)| document.token_text(*s)).collect();
        assert_eq!(starts, ["“", "She"]);
    }
}
