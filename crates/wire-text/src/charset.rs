//! Which encoding a document is in, and its text.
//!
//! Order: byte-order mark, shape of the first bytes (UTF-16 and UTF-32 without
//! a mark), valid UTF-8, the HTTP charset, the document's own declaration,
//! detection. Valid UTF-8 goes before any declaration because text in a
//! legacy encoding is almost never valid UTF-8 by chance, while wrong
//! declarations are everyday. Text that was UTF-8 already when it was encoded
//! ("â€œ" for a quotation mark) is read as it was meant.

use std::borrow::Cow;
use std::io::Read;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// The text of a document.
#[derive(Debug, PartialEq, Eq)]
pub struct Decoded<'b> {
    /// The text, without a byte-order mark.
    pub text: Cow<'b, str>,
    /// The encoding's name in the WHATWG Encoding Standard.
    pub encoding: &'static str,
    /// Some bytes were malformed and stand as U+FFFD.
    pub malformed: bool,
    /// A declaration named another encoding.
    pub misdeclared: bool,
    /// Some of the text was encoded twice.
    pub twice: bool,
}

/// Decodes a document. `content_type` is the HTTP header's value; `declared`
/// finds the document's own label in its first bytes.
pub fn decode<'b>(
    bytes: &'b [u8],
    content_type: Option<&str>,
    declared: impl Fn(&[u8]) -> Option<String>,
) -> Decoded<'b> {
    let decoded = decode_once(bytes, content_type, declared);
    if decoded.encoding == UTF_8.name() && is_encoded_twice(&decoded.text) {
        Decoded { text: Cow::Owned(decoded_again(&decoded.text)), twice: true, ..decoded }
    } else {
        decoded
    }
}

fn decode_once<'b>(
    bytes: &'b [u8],
    content_type: Option<&str>,
    declared: impl Fn(&[u8]) -> Option<String>,
) -> Decoded<'b> {
    if let Some(text) = utf32(bytes) {
        return Decoded {
            text: Cow::Owned(text),
            encoding: "UTF-32",
            malformed: false,
            misdeclared: false,
            twice: false,
        };
    }
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return decode_as(encoding, bytes.get(length..).unwrap_or_default(), false);
    }
    if let Some(encoding) = utf16_shape(bytes) {
        return decode_as(encoding, bytes, false);
    }
    let labels = || -> Vec<&Encoding> {
        let http = content_type.and_then(charset_parameter);
        let own = declared(bytes.get(..bytes.len().min(HEAD)).unwrap_or_default());
        let named = [http, own].into_iter().flatten();
        named.filter_map(|label| Encoding::for_label(label.trim().as_bytes())).collect()
    };
    let is_7_bit_stateful = memchr::memchr(0x1B, bytes).is_some();
    if let (Ok(text), false) = (simdutf8::basic::from_utf8(bytes), is_7_bit_stateful) {
        let misdeclared = !bytes.is_ascii() && labels().iter().any(|e| *e != UTF_8);
        return Decoded { text: Cow::Borrowed(text), encoding: "UTF-8", malformed: false, misdeclared, twice: false };
    }
    let mut misdeclared = false;
    for encoding in labels() {
        // A UTF-16 label on bytes that did not look like UTF-16 is a mistake.
        if encoding == UTF_16BE || encoding == UTF_16LE {
            misdeclared = true;
            continue;
        }
        if encoding == UTF_8 && mostly_utf8(bytes) {
            return decode_as(UTF_8, bytes, misdeclared);
        }
        let decoded = decode_as(encoding, bytes, misdeclared);
        if !decoded.malformed && encoding != UTF_8 {
            return decoded;
        }
        misdeclared = true;
    }
    if mostly_utf8(bytes) {
        return decode_as(UTF_8, bytes, misdeclared);
    }
    decode_as(detect(bytes), bytes, misdeclared)
}

/// How far into a document its own declaration is looked for, in bytes.
const HEAD: usize = 4096;
/// Detection reads this much; more adds time, not certainty.
const SAMPLE: usize = 256 * 1024;

fn decode_as<'b>(encoding: &'static Encoding, bytes: &'b [u8], misdeclared: bool) -> Decoded<'b> {
    let (text, malformed) = encoding.decode_without_bom_handling(bytes);
    Decoded { text, encoding: encoding.name(), malformed, misdeclared, twice: false }
}

/// Whether a text holds what is left of a quotation mark, a dash or a copyright sign when its bytes in UTF-8 are read as
/// Latin-1 or as windows-1252, and which nobody writes: "â" before a control character or a euro sign, "Â©".
fn is_encoded_twice(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_next = |at: usize, next: &str| bytes[at + "â".len()..].starts_with(next.as_bytes());
    memchr::memmem::find_iter(bytes, "â").any(|at| is_next(at, "\u{80}") || is_next(at, "€"))
        || memchr::memmem::find(bytes, "Â©".as_bytes()).is_some()
}

/// Reads each run of characters that are the bytes of one in UTF-8, as Latin-1 or windows-1252 shows them, as that one.
/// Where most of a text was encoded once ("LIBERTÉ" before a space that does not break is such a run, too), only signs of
/// print are read so, which nobody writes otherwise.
fn decoded_again(text: &str) -> String {
    let (mut runs, mut others) = (0usize, 0usize);
    let all = replaced(text, |meant| {
        runs += usize::from(meant.is_some());
        others += usize::from(meant.is_none());
        meant
    });
    const FEW: usize = 10;
    if others * FEW <= runs {
        all
    } else {
        replaced(text, |meant| meant.filter(|(c, _)| matches!(c, '©' | '\u{2000}'..='\u{20CF}')))
    }
}

/// A text with what `choose` makes of what each character beyond ASCII and those behind it may mean, and how many they are;
/// with the character itself where it makes nothing of it.
fn replaced(text: &str, mut choose: impl FnMut(Option<(char, usize)>) -> Option<(char, usize)>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| !byte.is_ascii()) {
        let (plain, strange) = rest.split_at(at);
        let mut signs = strange.chars();
        let Some(first) = signs.next() else { break };
        let (meant, length) = choose(meant_by(first, signs.clone())).unwrap_or((first, 1));
        signs.by_ref().take(length - 1).for_each(drop);
        out.push_str(plain);
        out.push(meant);
        rest = signs.as_str();
    }
    out.push_str(rest);
    out
}

/// The character whose bytes in UTF-8 the next ones are, and how many.
fn meant_by(first: char, rest: std::str::Chars<'_>) -> Option<(char, usize)> {
    let lead = u8::try_from(u32::from(first)).ok()?;
    let length = match lead {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    let mut bytes = [lead, 0, 0, 0];
    let mut behind = rest.clone();
    for byte in &mut bytes[1..length] {
        *byte = behind.next().and_then(windows_1252).unwrap_or_default();
    }
    match std::str::from_utf8(&bytes[..length]) {
        Ok(meant) => Some((meant.chars().next()?, length)),
        Err(_) => closing_mark(first, rest),
    }
}

/// Of the third byte of a closing quotation mark windows-1252 has no sign, so that it is often lost.
fn closing_mark(first: char, mut rest: std::str::Chars<'_>) -> Option<(char, usize)> {
    if (first, rest.next()) != ('â', Some('€')) {
        return None;
    }
    let lost = usize::from(rest.next() == Some(char::REPLACEMENT_CHARACTER));
    Some(('”', "â€".chars().count() + lost))
}

/// The byte that a character is in windows-1252, or in Latin-1 where that has none.
fn windows_1252(c: char) -> Option<u8> {
    if let Ok(byte) = u8::try_from(u32::from(c)) {
        return Some(byte);
    }
    let mut one = [0; 4];
    let (bytes, _, is_lacking) = encoding_rs::WINDOWS_1252.encode(c.encode_utf8(&mut one));
    if is_lacking { None } else { bytes.first().copied() }
}

/// A stray bad byte in a long UTF-8 text does not make it another encoding.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let mut good = 0usize;
    let mut bad = 0usize;
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad * 8
}

fn detect(bytes: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    detector.feed(bytes.get(..bytes.len().min(SAMPLE)).unwrap_or_default(), true);
    detector.guess(None, chardetng::Utf8Detection::Allow)
}

fn utf16_shape(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [0, b'<' | b'{' | b' ' | b'\n', 0, b, ..] if *b != 0 => Some(UTF_16BE),
        [b'<' | b'{' | b' ' | b'\n', 0, b, 0, ..] if *b != 0 => Some(UTF_16LE),
        _ => None,
    }
}

fn utf32(bytes: &[u8]) -> Option<String> {
    let (body, little) = match bytes {
        [0, 0, 0xFE, 0xFF, body @ ..] => (body, false),
        [0xFF, 0xFE, 0, 0, body @ ..] => (body, true),
        [0, 0, 0, b'<', ..] => (bytes, false),
        [b'<', 0, 0, 0, ..] => (bytes, true),
        _ => return None,
    };
    let scalar = |c: &[u8]| {
        let quad: [u8; 4] = c.try_into().unwrap_or_default();
        let code = if little { u32::from_le_bytes(quad) } else { u32::from_be_bytes(quad) };
        char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
    };
    Some(body.chunks_exact(4).map(scalar).collect())
}

/// The `charset` parameter of a media type (RFC 9110 §8.3.2).
pub fn charset_parameter(content_type: &str) -> Option<String> {
    let lower = content_type.to_ascii_lowercase();
    let at = lower.find("charset=")? + "charset=".len();
    let value = lower.get(at..)?.split(';').next()?;
    Some(value.trim_matches([' ', '"', '\'']).to_owned()).filter(|v| !v.is_empty())
}

/// The encoding named in an XML declaration.
pub fn xml_declaration(head: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(head);
    let start = text.find("<?xml")?;
    let declaration = text.get(start..)?.split("?>").next()?;
    let value = declaration.split("encoding").nth(1)?.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value.get(1..)?.split(quote).next().map(str::to_owned)
}

/// The encoding named in a `<meta charset>` or `http-equiv` element, or in an XML declaration.
pub fn html_declaration(head: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(head).to_ascii_lowercase();
    let at = text.match_indices("charset").find_map(|(i, m)| {
        let value = text.get(i + m.len()..)?.trim_start().strip_prefix('=')?.trim_start();
        let value = value.trim_start_matches(['"', '\'']);
        let end = value.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':')))?;
        value.get(..end).filter(|v| !v.is_empty()).map(str::to_owned)
    });
    at.or_else(|| xml_declaration(head))
}

/// Unpacks gzip where the magic bytes are there, up to `cap` bytes; what could
/// be read of a broken stream is kept. The flag says that something is missing.
pub fn gunzip(bytes: &[u8], cap: usize) -> (Cow<'_, [u8]>, bool) {
    if !bytes.starts_with(&[0x1F, 0x8B]) {
        return (Cow::Borrowed(bytes), false);
    }
    let mut out = Vec::new();
    let mut reader = flate2::read::MultiGzDecoder::new(bytes).take(cap as u64 + 1);
    let failed = reader.read_to_end(&mut out).is_err();
    let over = out.len() > cap;
    out.truncate(cap);
    (Cow::Owned(out), failed || over)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_evidence_is_used() {
        let check = |bytes: &[u8], content_type: Option<&str>, text: &str, encoding: &str| {
            let decoded = decode(bytes, content_type, xml_declaration);
            assert_eq!((decoded.text.as_ref(), decoded.encoding), (text, encoding));
        };
        check(b"\xEF\xBB\xBFabc", None, "abc", "UTF-8");
        check(b"<\0?\0x\0", None, "<?x", "UTF-16LE");
        check(b"\0<\0?\0x", None, "<?x", "UTF-16BE");
        check("ä".as_bytes(), Some("text/xml; charset=iso-8859-1"), "ä", "UTF-8");
        check(b"\xE4", Some("text/xml; charset=\"iso-8859-1\""), "ä", "windows-1252");
        check(
            b"<?xml version='1.0' encoding='windows-1251'?>\xCF",
            None,
            "<?xml version='1.0' encoding='windows-1251'?>П",
            "windows-1251",
        );
        check(b"\0\0\0<\0\0\0a", None, "<a", "UTF-32");
    }

    #[test]
    fn what_was_encoded_twice_is_read_as_meant() {
        let said = "“The harbour – Kelsund’s – is open”, José Díaz said … 5\u{a0}€";
        let latin: String = said.bytes().map(char::from).collect();
        let windows = encoding_rs::WINDOWS_1252.decode_without_bom_handling(said.as_bytes()).0;
        for shown in [latin.as_str(), windows.as_ref()] {
            let decoded = decode(shown.as_bytes(), None, |_| None);
            assert_eq!((decoded.text.as_ref(), decoded.twice), (said, true));
        }
        for plain in [said, "NÃO há pânico à mesa: 5 € pela Ângela", "Çà et là, câ", "Ã©tait seul"] {
            let decoded = decode(plain.as_bytes(), None, |_| None);
            assert_eq!((decoded.text.as_ref(), decoded.twice), (plain, false));
        }
        let marked = format!("\u{feff}{windows}");
        assert_eq!(decode(marked.as_bytes(), None, |_| None).text, said);
        // One slip on a page that is right.
        let right = "LIBERTÉ\u{a0}: « ÉTÉ» — Spaß\u{a0}€";
        assert_eq!(decoded_again(&format!("{right} â€œOpenâ€\u{9d}")), format!("{right} “Open”"));
        assert_eq!(decode(format!("{right} Â© 2026").as_bytes(), None, |_| None).text, format!("{right} © 2026"));
        // What windows-1252 has no sign for was lost.
        assert_eq!(decoded_again("â€œOpen,â€ she said: â€œcafÃ©â€\u{fffd}."), "“Open,” she said: “café”.");
        assert_eq!(decoded_again("â€œOpenâ€"), "“Open”");
    }

    #[test]
    fn a_gzip_bomb_stops_at_the_cap() {
        use std::io::Write;
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(&vec![b'a'; 1 << 20]).expect("in memory");
        let packed = packer.finish().expect("in memory");
        let (text, cut) = gunzip(&packed, 1000);
        assert_eq!((text.len(), cut), (1000, true));
        assert_eq!(gunzip(b"plain", 3).0.as_ref(), b"plain");
    }
}
