//! HTML character references (HTML Living Standard §13.2.5.72 ff.).

use std::borrow::Cow;

/// The text of a named reference without `&` and `;` ("eacute", "nbsp"): one character, sometimes two.
pub fn named(name: &str) -> Option<String> {
    let (first, second) = *markup5ever::data::NAMED_ENTITIES.get(format!("{name};").as_str())?;
    let text: String = [first, second].into_iter().filter(|c| *c != 0).filter_map(char::from_u32).collect();
    (!text.is_empty()).then_some(text)
}

/// The character of a numeric reference without `&#` and `;` ("8217", "x2019").
///
/// Numbers 128 to 159 are read as windows-1252, as the standard tells browsers to.
pub fn numeric(digits: &str) -> Option<char> {
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => digits.parse().ok()?,
    };
    if let (0x80..=0x9F, Ok(byte)) = (code, u8::try_from(code)) {
        return encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next();
    }
    char::from_u32(code).filter(|c| *c != '\0')
}

/// Longest reference that is looked for, in bytes.
const MAX_REFERENCE: usize = 34;

/// Splits a reference off the head of `text`, which starts with `&`: its body
/// and the length of the whole.
pub fn reference(text: &str) -> Option<(&str, usize)> {
    let tail = text.get(1..)?;
    let end = tail.bytes().take(MAX_REFERENCE).position(|b| !(b.is_ascii_alphanumeric() || b == b'#'))?;
    (end > 0 && tail.as_bytes().get(end) == Some(&b';')).then(|| (&tail[..end], end + 2))
}

/// Replaces every reference in `text` by its character.
pub fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some((body, length)) = reference(rest) else {
            out.push('&');
            rest = &rest[1..];
            continue;
        };
        match body.strip_prefix('#') {
            Some(digits) => out.extend(numeric(digits)),
            None => match named(body) {
                Some(text) => out.push_str(&text),
                None => out.push_str(&rest[..length]),
            },
        }
        rest = &rest[length..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    #[test]
    fn references_are_decoded() {
        assert_eq!(super::decode("&chi;&tilde;&NotEqualTilde;"), "χ˜≂̸");
        assert_eq!(super::decode("a &amp; b &#8217;&#x201C;&#146; &nosuch; &"), "a & b ’“’ &nosuch; &");
    }
}
