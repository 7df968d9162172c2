//! Whom a description names: "the mayor" is the person who was called mayor.
//!
//! Only where that is safe: the phrase is definite and ends with its noun, every
//! word of it was said of the person, and of no other person of the story.

use rustc_hash::{FxHashMap, FxHashSet};
use wire_model::EntityKind;

use crate::entity::Story;
use crate::lexicon::{Language, class};
use crate::pronoun::{Last, Pronouns};
use crate::scene::{Candidate, Kind};
use crate::sex::Sex;
use crate::table::hash_chars;
use crate::token::{Document, Token};

/// What a text says of its people.
#[derive(Default)]
pub(crate) struct Descriptions {
    /// By the noun that a description ends in, of whom it is said, and from which byte on: each
    /// person once, in text order.
    bearers: FxHashMap<u64, Vec<(usize, usize)>>,
    /// When a word was said of a person first.
    first: FxHashMap<(u64, usize), usize>,
    /// Who is of an age; nobody where several are.
    of_age: FxHashMap<u32, Option<usize>>,
    /// Those whose age is told.
    aged: FxHashSet<usize>,
}

impl Descriptions {
    pub(crate) fn new(document: &Document<'_>, story: &Story) -> Descriptions {
        let mut found = Descriptions::default();
        let mut known = FxHashSet::default();
        let people = story.mentions.iter().filter(|m| story.clusters[m.2].kind == EntityKind::Person);
        for &(start, end, cluster) in people {
            let (from, to) = (document.token_at(start), document.token_at(end));
            if let Some(age) = age_behind(document, to) {
                let only = found.of_age.entry(age).or_insert(Some(cluster));
                *only = only.filter(|c| *c == cluster);
                found.aged.insert(cluster);
            }
            let nouns = politician(document, to, story.clusters[cluster].sex);
            for noun in nouns.iter().map(|n| hash_chars(n.chars())) {
                found.first.entry((noun, cluster)).or_insert(start);
                if known.insert((noun, cluster)) {
                    found.bearers.entry(noun).or_default().push((cluster, start));
                }
            }
            for said in descriptions(&document.tokens, from, to) {
                let words = said.iter().map(|t| in_full(t.lower, document.language));
                let noun = words.clone().next_back();
                let head = said.last().and_then(|t| german_head(document, t));
                for word in words.chain(head) {
                    found.first.entry((word, cluster)).or_insert(start);
                }
                for noun in noun.into_iter().chain(head).filter(|n| known.insert((*n, cluster))) {
                    found.bearers.entry(noun).or_default().push((cluster, start));
                }
            }
        }
        found
    }

    /// "the 19-year-old": the person of that age, else whom the text goes on with of those whose age it
    /// does not tell; "the Dane": whom it goes on with; and how sure that is.
    pub(crate) fn of_epithet(
        &self,
        (document, story): (&Document<'_>, &Story),
        pronouns: &Pronouns<'_, '_>,
        epithet: Epithet,
        before: Option<Last>,
    ) -> Option<(usize, f32)> {
        /// As sure as a pronoun's person.
        const NEAR: f32 = 0.85;
        if let Some(told) = epithet.years.and_then(|years| self.of_age.get(&years)) {
            return told.map(|cluster| (cluster, 1.0));
        }
        let is_open = |person: usize| epithet.years.is_none() || !self.aged.contains(&person);
        let goes_on = |is_near: &dyn Fn(usize) -> bool| {
            let may_be = |person: usize, sex: Sex| is_near(person) && is_open(person) && sex.agrees(epithet.sex);
            // A nation tells whom the text has come to, not who spoke last.
            pronouns.nearest(epithet.at, before.filter(|_| epithet.years.is_some()), None, may_be)
        };
        // Whoever is named in its paragraph before it; else an age seldom tells of whom is named but once, a judge or
        // a witness.
        let own = &document.tokens[epithet.at];
        let paragraph = document.paragraphs.get(own.paragraph as usize).map_or(0, |p| p.0);
        let mentions = |person: usize| &story.clusters[person].mentions;
        let is_here = |person: usize| mentions(person).iter().any(|m| m.0 >= paragraph && m.1 <= own.start);
        let is_repeated = |person: usize| epithet.years.is_none() || mentions(person).len() > 1;
        let found = goes_on(&is_here).or_else(|| goes_on(&is_repeated)).or_else(|| goes_on(&|_| true));
        found.map(|cluster| (cluster, NEAR))
    }

    /// The person cluster that a noun phrase describes.
    pub(crate) fn resolve(&self, document: &Document<'_>, phrase: Candidate) -> Option<usize> {
        /// What is said of more people tells nobody.
        const MOST: usize = 100;
        let tokens = &document.tokens;
        if !is_definite(document, phrase.from) || phrase.to <= phrase.from + 1 {
            return None;
        }
        // "the minister of culture" may be another one than the minister who was named.
        // German „die Ministerin in Hannover“ says where she speaks.
        let leads_on = |t: &Token| match document.language {
            Language::German => matches!(document.token_text(phrase.to), "von" | "für"),
            _ => t.is(class::PREPOSITION),
        };
        if tokens.get(phrase.to).is_some_and(leads_on) {
            return None;
        }
        if names_many(document, phrase.to - 1) || names_document(document, phrase.to - 1) {
            return None;
        }
        let at = tokens[phrase.from].start;
        let words = &tokens[phrase.from + 1..phrase.to];
        let bearers = self.bearers.get(&words.last()?.lower).filter(|b| b.len() <= MOST)?;
        let is_told = |cluster: usize, word: u64| self.first.get(&(word, cluster)).is_some_and(|start| *start < at);
        let is_meant = |b: &&(usize, usize)| b.1 < at && words.iter().all(|t| is_told(b.0, t.lower));
        let mut all = bearers.iter().filter(is_meant).map(|b| b.0);
        all.next().filter(|_| all.next().is_none())
    }
}

/// A phrase that names somebody by age or nation.
#[derive(Clone, Copy)]
pub(crate) struct Epithet {
    /// The token of the age or the nation.
    at: usize,
    years: Option<u32>,
    sex: Sex,
}

/// "the 19-year-old [Swede]", „der 53-Jährige“, "the Dane", „die Schwedin“.
pub(crate) fn epithet(document: &Document<'_>, story: &Story, phrase: Candidate) -> Option<Epithet> {
    const BEFORE: usize = 3;
    let aged = (phrase.from.saturating_sub(BEFORE)..phrase.to).find_map(|k| Some((k, Some(document.age(k)?))));
    let (at, years) = aged.unwrap_or((phrase.to - 1, None));
    let article = match years {
        Some(_) => at.checked_sub(1).filter(|k| phrase.kind == Kind::Noun || is_definite(document, *k))?,
        None => countryman_article(document, story, phrase)?,
    };
    let (man, woman) = (Sex { male: true, female: false }, Sex { male: false, female: true });
    let sex = match (document.language, document.token_text(article)) {
        (Language::German, "die" | "Die") => woman,
        (Language::German, "der" | "Der" | "dem" | "den") => man,
        _ if document.token_text(at).ends_with("woman") => woman,
        _ if document.token_text(at).ends_with("man") && document.tokens[at].is(class::COUNTRYMAN) => man,
        _ => Sex::default(),
    };
    Some(Epithet { at, years, sex })
}

/// "the Dane", "said the German", "the Washington Democrat said", "the Bristol MP": the article before a phrase that ends
/// in a noun for one of a nation, a party or a parliament.
fn countryman_article(document: &Document<'_>, story: &Story, phrase: Candidate) -> Option<usize> {
    const SPEAKS: u8 = 50;
    /// Words for where somebody of a party is from.
    const MOST: usize = 3;
    let at = phrase.to - 1;
    let noun = &document.tokens[at];
    let text = document.token_text(at);
    let is_english = document.language == Language::English;
    let is_named = || story.exactly(noun.start, noun.end).is_some_and(|c| story.clusters[c].kind == EntityKind::Other);
    let in_party = is_english && matches!(text, "Democrat" | "MEP" | "MP" | "MSP" | "Republican" | "TD");
    let is_one = in_party || noun.is(class::COUNTRYMAN) || is_english && text.ends_with("an") && is_named();
    let is_whole = document.tokens.get(phrase.to).is_none_or(|t| !t.is_word() || t.cue >= SPEAKS);
    let is_from = |k: &usize| in_party && document.tokens[*k].capitalised && !is_definite(document, *k);
    let words = (0..at).rev().take(MOST).take_while(is_from).count();
    let article = (at - words).checked_sub(1).filter(|k| is_definite(document, *k))?;
    let is_alone = phrase.from + 1 >= phrase.to - words || phrase.from == article;
    (is_one && is_alone && is_whole).then_some(article)
}

/// „Anke Dorn (SPD)“ is a „Politikerin“ and a „SPD-Politikerin“: what a party in brackets makes of a German name.
fn politician(document: &Document<'_>, to: usize, sex: Sex) -> Vec<String> {
    let first = |k: usize| document.tokens.get(k).map(|t| t.first);
    let is_party = document.language == Language::German
        && first(to) == Some('(')
        && first(to + 1).is_some_and(char::is_uppercase)
        && first(to + 2) == Some(')');
    let nouns: &[&str] = match (is_party, sex.male, sex.female) {
        (true, true, false) => &["politiker"],
        (true, false, true) => &["politikerin"],
        (true, _, _) => &["politiker", "politikerin"],
        (false, _, _) => &[],
    };
    let party = document.token_text(to + 1).to_lowercase();
    nouns.iter().flat_map(|noun| [(*noun).to_owned(), format!("{party}-{noun}")]).collect()
}

/// "Ann Lee, 19, said", "Ann Lee (19)": the age that is told right behind a name.
fn age_behind(document: &Document<'_>, to: usize) -> Option<u32> {
    let lead = document.tokens.get(to).filter(|t| matches!(t.first, ',' | '('))?;
    let skip = usize::from(matches!(document.token_text(to + 1), "aged" | "age"));
    let age = document.token_text(to + 1 + skip).parse().ok().filter(|years| (1..120).contains(years))?;
    let ends = document.tokens.get(to + 2 + skip).is_none_or(|t| {
        if lead.first == '(' { t.first == ')' } else { !t.first.is_alphanumeric() || t.paragraph != lead.paragraph }
    });
    ends.then_some(age)
}

pub(crate) fn is_definite(document: &Document<'_>, at: usize) -> bool {
    let is_german = || matches!(document.token_text(at), "das" | "dem" | "den" | "der" | "die" | "Das" | "Der" | "Die");
    document.tokens.get(at).is_some_and(|t| t.is(class::DEFINITE))
        || document.language == Language::German && is_german()
}

/// Whether a noun is one of several people, or of what they are many in: "the candidates", "the party".
fn names_many(document: &Document<'_>, at: usize) -> bool {
    const GROUPS: &[&str] = &[
        "administration",
        "agency",
        "campaign",
        "city",
        "committee",
        "community",
        "company",
        "council",
        "country",
        "court",
        "department",
        "family",
        "firm",
        "government",
        "group",
        "network",
        "office",
        "party",
        "police",
        "state",
        "team",
        "union",
    ];
    let noun = document.token_text(at);
    document.language == Language::English && (noun.ends_with('s') && !noun.ends_with("ss") || GROUPS.contains(&noun))
}

/// "As for Lee, the letter said": what speaks by being read is nobody, whatever name stands beside it.
pub(crate) fn names_document(document: &Document<'_>, at: usize) -> bool {
    const DOCUMENTS: [&str; 20] = [
        "ad",
        "article",
        "book",
        "complaint",
        "document",
        "editorial",
        "email",
        "filing",
        "lawsuit",
        "letter",
        "memo",
        "message",
        "paper",
        "poll",
        "post",
        "report",
        "statement",
        "story",
        "study",
        "survey",
    ];
    document.language == Language::English && DOCUMENTS.contains(&document.token_text(at))
}

/// "Gov. Tina Halvorson" is "the governor".
fn in_full(word: u64, language: Language) -> u64 {
    const TITLES: [(&str, &str); 12] = [
        ("gov.", "governor"),
        ("sen.", "senator"),
        ("rep.", "representative"),
        ("prof.", "professor"),
        ("dr.", "doctor"),
        ("gen.", "general"),
        ("col.", "colonel"),
        ("lt.", "lieutenant"),
        ("capt.", "captain"),
        ("sgt.", "sergeant"),
        ("rev.", "reverend"),
        ("supt.", "superintendent"),
    ];
    let found = TITLES.iter().find(|(short, _)| language == Language::English && hash_chars(short.chars()) == word);
    found.map_or(word, |(_, title)| hash_chars(title.chars()))
}

/// "Umweltministerin" is "die Ministerin": the noun that a German compound ends in.
pub(crate) fn german_head(document: &Document<'_>, noun: &Token) -> Option<u64> {
    const HEADS: &[&str] = &[
        "abgeordnete",
        "analyst",
        "analystin",
        "anwalt",
        "anwältin",
        "chef",
        "chefin",
        "direktor",
        "direktorin",
        "experte",
        "expertin",
        "forscher",
        "forscherin",
        "historiker",
        "historikerin",
        "kanzler",
        "kanzlerin",
        "kommentator",
        "kommentatorin",
        "leiter",
        "leiterin",
        "manager",
        "managerin",
        "meister",
        "meisterin",
        "minister",
        "ministerin",
        "politiker",
        "politikerin",
        "promoter",
        "präsident",
        "präsidentin",
        "senator",
        "senatorin",
        "sprecher",
        "sprecherin",
        "trainer",
        "trainerin",
        "vorsitzende",
    ];
    let text = (document.language == Language::German).then(|| document.slice(noun.start, noun.end).to_lowercase())?;
    let is_head = |head: &&&str| text.len() > head.len() && text.ends_with(**head);
    HEADS.iter().filter(is_head).max_by_key(|h| h.len()).map(|head| hash_chars(head.chars()))
}

/// Whether a token is an office of one person that says what it is of.
pub(crate) fn is_office_of(document: &Document<'_>, at: usize) -> bool {
    let Some([office, of]) = document.tokens.get(at..at + 2) else { return false };
    let is_one = !document.token_text(at).ends_with('s');
    match document.language {
        Language::English => {
            let is_of = matches!(document.token_text(at + 1), "for" | "of");
            let is_sent = is_delegate(document.token_text(at)) && matches!(document.token_text(at + 1), "on" | "to");
            let is_someone = office.is(class::TITLE | class::PERSON_NOUN | class::RELATED);
            is_one && (is_of && (is_someone || is_delegate(document.token_text(at))) || is_sent)
        }
        Language::German => {
            let is_office = office.is(class::TITLE) || german_head(document, office).is_some();
            is_office && matches!(document.token_text(at + 1), "der" | "des" | "für" | "von")
        }
        Language::French | Language::Spanish => {
            is_one && of.is(class::PREPOSITION) && office.is(class::TITLE | class::PERSON_NOUN)
        }
    }
}

/// Whoever is sent: "Special Envoy to Sudan", "Rapporteur on Torture".
pub(crate) fn is_delegate(word: &str) -> bool {
    matches!(word, "Envoy" | "Rapporteur" | "Representative")
}

/// What the text says of the name at tokens `from..to`, each ending in its noun: its titles, and
/// the noun phrase in apposition on either side, up to the first preposition.
fn descriptions(tokens: &[Token], from: usize, to: usize) -> [&[Token]; 3] {
    const TITLES: usize = 4;
    const LONGEST: usize = 9;
    let paragraph = tokens.get(from).map(|t| t.paragraph);
    let is_noun = |t: &&Token| {
        Some(t.paragraph) == paragraph && t.is_word() && t.cue < 20 && !t.is(class::FUNCTION | class::PREPOSITION)
    };
    let comma = from.checked_sub(1).filter(|b| tokens[*b].first == ',');
    let before = match comma {
        // "The mayor of Kelsund, Marta Lindqvist": the words in front of the first preposition.
        Some(comma) => {
            let article = (0..comma).rev().take(LONGEST).find(|k| tokens[*k].is(class::DETERMINER));
            let start = article.map_or(comma, |a| a + 1);
            let words = tokens[start..comma].iter().take_while(is_noun).count();
            start..start + words
        }
        None => {
            let words = tokens[..from].iter().rev().take(TITLES).take_while(is_noun).count();
            from - words..from
        }
    };
    // Titles may be part of the name.
    let own = tokens[from..to.min(tokens.len())].iter().take_while(|t| t.is(class::TITLE)).count();
    let behind = if tokens.get(to).is_some_and(|t| t.first == ',') {
        let start = to + 1 + usize::from(tokens.get(to + 1).is_some_and(|t| t.is(class::DETERMINER)));
        let start = start.min(tokens.len());
        let words = tokens[start..].iter().take(LONGEST).take_while(is_noun).count();
        // "Ann Lee, the judge said, was": another who speaks.
        let speaks = tokens.get(start + words).is_some_and(|t| t.is_word() && t.cue >= 20);
        start..if speaks { start } else { start + words }
    } else {
        to..to
    };
    [&tokens[before], &tokens[from..from + own], &tokens[behind.start.min(tokens.len())..behind.end.min(tokens.len())]]
}
