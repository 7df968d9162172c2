//! The normal form of published text: NFC, white space folded, nothing
//! invisible.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Whether `c` is invisible and says nothing: soft hyphen, zero-width marks,
/// byte-order mark, control characters. Joiners that scripts need stay.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
        || (c.is_control() && !c.is_whitespace())
}

/// Canonical composition (Unicode Annex 15).
pub fn nfc(text: &str) -> Cow<'_, str> {
    if never_composes(text.as_bytes()) || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.nfc().collect())
}

/// Whether a text in UTF-8 holds only what never composes: characters below the first combining
/// mark (U+0300), Cyrillic letters, the signs of print, Chinese characters, kana, Korean syllables.
fn never_composes(mut text: &[u8]) -> bool {
    const FIRST_MARK: u8 = 0xCC;
    const MANY: usize = 64;
    loop {
        let ascii = text.chunks(MANY).take_while(|many| many.is_ascii()).count() * MANY;
        text = text.get(ascii..).unwrap_or_default();
        let Some(at) = text.iter().position(|b| *b >= FIRST_MARK) else { return true };
        match text[at..] {
            // Signs that voice a kana stand among them.
            [0xE3, 0x82, 0x99 | 0x9A, ..] => return false,
            [0xD0 | 0xD1, ..]
            | [0xE2, 0x80, 0x82..=0xBF, ..]
            | [0xE3, 0x80, 0x80..=0xA9, ..]
            | [0xE3, 0x81..=0x83, ..]
            | [0xE4..=0xE9, ..]
            | [0xEA, 0xB0..=0xBF, ..]
            | [0xEB | 0xEC, ..]
            | [0xED, 0x80..=0x9D, ..] => text = &text[at + 1..],
            _ => return false,
        }
    }
}

/// One line in normal form: runs of white space become one space, ends are
/// trimmed, invisible characters go.
pub fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Where what is not yet copied begins.
    let mut from = 0;
    let mut gap = false;
    let mut copy = |part: &str, gap: &mut bool| {
        if !part.is_empty() {
            if std::mem::take(gap) && !out.is_empty() {
                out.push(' ');
            }
            out.push_str(part);
        }
    };
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let may_be_space = at > from;
        if byte.is_ascii_graphic() || *byte == b' ' && may_be_space {
            // Nearly all of a text: letters, and one space between two words.
            let plain = plain_start(&bytes[at..]);
            at += plain;
            if plain > 0 {
                continue;
            }
        }
        let Some(c) = text[at..].chars().next() else { break };
        let is_one_space = || may_be_space && bytes.get(at + 1).is_some_and(u8::is_ascii_graphic);
        let is_space = c.is_whitespace();
        if is_space && !(c == ' ' && is_one_space()) || is_invisible(c) {
            copy(&text[from..at], &mut gap);
            gap |= is_space;
            from = at + c.len_utf8();
        }
        at += c.len_utf8();
    }
    copy(&text[from..], &mut gap);
    match nfc(&out) {
        Cow::Borrowed(_) => out,
        Cow::Owned(composed) => composed,
    }
}

/// Whether bytes are ASCII letters, digits and signs with one space between two, whatever follows the last.
fn is_plain(bytes: &[u8; 33]) -> bool {
    let is_strange = |byte: u8| byte.wrapping_sub(b' ') > b'~' - b' ';
    // Without a branch: the compiler compares many at once.
    let pairs = bytes.iter().zip(&bytes[1..]);
    let bad = pairs.map(|(a, b)| is_strange(*a) | (*a == b' ') & (*b == b' '));
    !(bad.fold(false, |all, one| all | one) | is_strange(bytes[32]))
}

/// How many bytes, from the first on, are such; none of the last few that are fewer than eight.
fn plain_start(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(many) = bytes[at..].first_chunk().filter(|many| is_plain(many)) {
        at += many.len() - 1;
    }
    while let Some(eight) = bytes[at..].first_chunk() {
        let plain = plain_start_of_eight(*eight);
        at += plain;
        if plain < eight.len() {
            break;
        }
    }
    at
}

/// As [`plain_start`]. They are compared at once, as the bytes of one number (Warren,
/// Hacker's Delight, 2nd ed., §6-1).
fn plain_start_of_eight(bytes: [u8; 8]) -> usize {
    const ONES: u64 = u64::MAX / 0xFF;
    /// The highest bit of each byte, which tells of the byte below.
    const HIGH: u64 = ONES << 7;
    let all = u64::from_le_bytes(bytes);
    let below_space = all.wrapping_sub(ONES * u64::from(b' ')) & !all;
    let delete = (all & !HIGH) + ONES;
    let strange = (all | below_space | delete) & HIGH;
    let unlike_space = all ^ (ONES * u64::from(b' '));
    let spaces = !(((unlike_space & !HIGH) + !HIGH) | unlike_space) & HIGH;
    // What follows the last byte is not known.
    let is_followed_strangely = (strange | spaces) >> 8 | 1 << 63;
    (strange | spaces & is_followed_strangely).trailing_zeros() as usize / 8
}

/// `line`, or `None` where nothing is left.
pub fn non_empty(text: &str) -> Option<String> {
    Some(line(text)).filter(|t| !t.is_empty())
}

/// The letters of a text without what stands on, below or through them: "Erdogan" for "Erdoğan".
pub fn without_accents(text: &str) -> impl Iterator<Item = char> + '_ {
    text.nfd().filter(|c| !is_combining_mark(*c)).map(|c| match c {
        'ø' => 'o',
        'Ø' => 'O',
        'ł' => 'l',
        'Ł' => 'L',
        'đ' => 'd',
        'Đ' => 'D',
        'ı' => 'i',
        c => c,
    })
}

/// [`char::is_alphanumeric`], without its tables for what most texts are written in.
#[inline]
pub fn is_word(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphanumeric(),
        'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ÿ' | 'А'..='я' | '一'..='鿿' | '가'..='힣' => true,
        _ => c.is_alphanumeric(),
    }
}

/// Letters and digits only, lower case: the form under which two headlines are the same.
pub fn fold(text: &str) -> String {
    /// The folded form of ASCII; nothing is left of a zero.
    const ASCII: [u8; 128] = {
        let mut all = [0; 128];
        let mut byte = 0u8;
        while byte < 128 {
            if byte.is_ascii_alphanumeric() {
                all[byte as usize] = byte.to_ascii_lowercase();
            }
            byte += 1;
        }
        all
    };
    if text.is_ascii() {
        let mut out = vec![0; text.len()];
        let mut held = 0;
        for byte in text.bytes() {
            out[held] = ASCII[usize::from(byte)];
            held += usize::from(out[held] != 0);
        }
        out.truncate(held);
        return String::from_utf8(out).unwrap_or_default();
    }
    let mut out = String::with_capacity(text.len());
    // Written without a branch on what the text says, and copied together.
    let mut ascii = [0; 64];
    let mut held = 0;
    let copied = |ascii: &[u8], out: &mut String| out.push_str(str::from_utf8(ascii).unwrap_or_default());
    for c in text.chars() {
        if c.is_ascii() {
            ascii[held] = ASCII[c as usize];
            held += usize::from(ascii[held] != 0);
        }
        if !c.is_ascii() || held == ascii.len() {
            copied(&ascii[..held], &mut out);
            held = 0;
        }
        match c {
            '\0'..='\x7f' => {}
            'ß'..='ö' | 'ø'..='ÿ' | 'а'..='я' | '一'..='鿿' | '가'..='힣' => out.push(c),
            // In these alphabets a capital stands 32 before its small letter.
            'À'..='Ö' | 'Ø'..='Þ' | 'А'..='Я' => out.extend(char::from_u32(u32::from(c) + 32)),
            c if c.is_alphanumeric() => out.extend(c.to_lowercase()),
            _ => {}
        }
    }
    copied(&ascii[..held], &mut out);
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn white_space_and_invisible_marks() {
        assert_eq!(super::line(" a\u{AD}b \n\t c\u{200B}\u{A0}d "), "ab c d");
        assert_eq!(super::line("e\u{301}"), "é");
        assert_eq!(super::line("\u{AD} é \u{200B} \u{301}"), "é \u{301}");
        let long = "The harbour of Kelsund opened to ships again on Monday.";
        for broken in 0..long.len() {
            let (before, behind) = long.split_at(broken);
            for (gap, one) in
                [("  ", " "), ("\n", " "), ("\u{AD}", ""), ("–", "–"), ("é", "é"), ("e\u{301}", "é"), ("\u{7F}", "")]
            {
                let expected = format!("{before}{one}{behind}").replace("  ", " ");
                assert_eq!(super::line(&format!("{before}{gap}{behind}")), expected.trim(), "{broken} {gap:?}");
            }
        }
        assert_eq!(super::fold("It’s 5 o'clock!"), "its5oclock");
    }

    #[test]
    fn what_never_composes_is_in_composed_form() {
        use unicode_normalization::UnicodeNormalization;
        for c in '\0'..=char::MAX {
            let text = format!("e{c}e");
            if super::never_composes(text.as_bytes()) {
                assert!(text.chars().eq(text.nfc()), "{c:?}");
            }
        }
        assert!(super::never_composes("“Hafen” – гавань 港口、ハーバー 항구".as_bytes()));
        assert!(!super::never_composes("か\u{3099}".as_bytes()) && !super::never_composes("가\u{11A8}".as_bytes()));
    }

    #[test]
    fn accents_are_left_out() {
        let check = |text: &str, bare: &str| assert_eq!(super::without_accents(text).collect::<String>(), bare);
        check("Erdoğan, Łódź, Türkiye, Møller", "Erdogan, Lodz, Turkiye, Moller");
        check("Киев й", "Киев и");
    }

    #[test]
    fn words_are_of_letters_and_digits() {
        assert!(('\0'..=char::MAX).all(|c| super::is_word(c) == c.is_alphanumeric()));
    }

    #[test]
    fn folding_leaves_letters_and_digits_in_lower_case() {
        for c in ('\0'..='\u{2FFF}').filter(|c| c.is_alphanumeric()) {
            assert_eq!(super::fold(&c.to_string()), c.to_lowercase().collect::<String>(), "{c}");
        }
        for c in ('\0'..='\u{2FFF}').filter(|c| !c.is_alphanumeric()) {
            assert_eq!(super::fold(&c.to_string()), "", "{c:?}");
        }
    }
}
