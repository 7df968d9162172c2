//! The normal form of published text: NFC, white space folded, nothing
//! invisible.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Whether `c` is invisible and says nothing: soft hyphen, zero-width marks,
/// byte-order mark, control characters. Joiners that scripts need stay.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
        || (c.is_control() && !c.is_whitespace())
}

/// Canonical composition (Unicode Annex 15).
pub fn nfc(text: &str) -> Cow<'_, str> {
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => Cow::Borrowed(text),
        _ => Cow::Owned(text.nfc().collect()),
    }
}

/// One line in normal form: runs of white space become one space, ends are
/// trimmed, invisible characters go.
pub fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    if text.bytes().all(|b| b.is_ascii_graphic() || b.is_ascii_whitespace()) {
        for word in text.split_ascii_whitespace() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
        return out;
    }
    let mut gap = false;
    for c in text.chars() {
        if c.is_whitespace() {
            gap = !out.is_empty();
        } else if c.is_ascii_graphic() || !is_invisible(c) {
            if gap {
                out.push(' ');
                gap = false;
            }
            out.push(c);
        }
    }
    match nfc(&out) {
        Cow::Borrowed(_) => out,
        Cow::Owned(composed) => composed,
    }
}

/// `line`, or `None` where nothing is left.
pub fn non_empty(text: &str) -> Option<String> {
    Some(line(text)).filter(|t| !t.is_empty())
}

/// Letters and digits only, lower case: the form under which two headlines are the same.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !c.is_ascii() && c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn white_space_and_invisible_marks() {
        assert_eq!(super::line(" a\u{AD}b \n\t c\u{200B}\u{A0}d "), "ab c d");
        assert_eq!(super::line("e\u{301}"), "é");
        assert_eq!(super::fold("It’s 5 o'clock!"), "its5oclock");
    }
}
