//! Entities: the mentions of one thing under one name.
//!
//! A person's short names go to the full name that ends, or begins, with
//! them; of several bearers the one named first. Organisations are joined with
//! their acronyms and their first words, places by their identity in the
//! knowledge base.

use rustc_hash::FxHashMap;
use wire_model::{Entity, EntityId, EntityKind, Mention, ScalarIndex};
use wire_text::normal;

use crate::Name;
use crate::firm::without_legal_form;
use crate::kb::KnowledgeBase;
use crate::lexicon::{Language, class};
use crate::link::{Linked, clean, government, in_nominative, is_owner, last_word, link, of_genitive};
use crate::names::Listed;
use crate::sex::{self, Sex};
use crate::token::Document;

/// One entity of the story. Byte offsets.
#[derive(Debug)]
pub(crate) struct Cluster {
    pub(crate) kind: EntityKind,
    pub(crate) name: String,
    pub(crate) id: EntityId,
    pub(crate) mentions: Vec<(usize, usize)>,
    /// Of a person.
    pub(crate) sex: Sex,
    linked: bool,
}

/// The entities of a text.
pub(crate) struct Story {
    pub(crate) clusters: Vec<Cluster>,
    /// Cluster of each mention, in text order: start, end, cluster.
    pub(crate) mentions: Vec<(usize, usize, usize)>,
    /// Who bears a surname; none where several do.
    bearers: FxHashMap<String, Option<usize>>,
}

impl Story {
    pub(crate) fn new(
        document: &Document<'_>,
        names: &[Name],
        listed: &FxHashMap<usize, &Listed>,
        kb: &KnowledgeBase,
    ) -> Story {
        let mut story = Story { clusters: Vec::new(), mentions: Vec::new(), bearers: FxHashMap::default() };
        let mut index = Index { double_surnames: document.language == Language::Spanish, ..Index::default() };
        for (k, name) in names.iter().enumerate() {
            if let Some(country) = government(document, name, kb).filter(|_| !listed.contains_key(&name.start)) {
                story.add_government(name, country, &mut index);
                continue;
            }
            let known = match listed.get(&name.start) {
                Some(thing) => Some((thing.id.to_string(), thing.name.to_string())),
                None => link(document, name, kb, |surname| index.knows_person(&folded(surname))),
            };
            let (plain, called) = nicknamed(document, name).unzip();
            let whole = plain
                .or_else(|| names.get(k + 1).and_then(|next| shared_surname(document, name, next, kb)))
                .or_else(|| with_rulers_title(document, name))
                .or_else(|| in_nominative(document, name));
            if let Some(cluster) = story.add(document, name, whole.as_deref(), known, &mut index) {
                story.tell_sex(cluster, sex::told(document, name), kb);
                called.into_iter().for_each(|called| index.note_nickname(&called, cluster));
            }
        }
        for (at, cluster) in story.clusters.iter().enumerate().filter(|(_, c)| c.kind == EntityKind::Person) {
            if let Some((_, surname)) = without_suffix(&cluster.name).rsplit_once(' ') {
                story.bearers.entry(surname.to_owned()).and_modify(|bearer| *bearer = None).or_insert(Some(at));
            }
        }
        story
    }

    /// A capital that stands for its country's government. The name itself stays the city's.
    fn add_government(&mut self, name: &Name, (id, title): Linked, index: &mut Index) {
        let cluster = match index.linked.get(&id) {
            Some(cluster) => *cluster,
            None => self.open(EntityKind::Place, title, id, Some(index)),
        };
        self.clusters[cluster].mentions.push((name.start, name.end));
        self.mentions.push((name.start, name.end, cluster));
    }

    /// A new entity without mentions; of a table's thing the index takes note.
    fn open(&mut self, kind: EntityKind, name: String, id: String, linked: Option<&mut Index>) -> usize {
        let cluster = self.clusters.len();
        let is_linked = linked.is_some();
        if let Some(index) = linked {
            index.linked.insert(id.clone(), cluster);
        }
        self.clusters.push(Cluster {
            kind,
            name,
            id: EntityId(id),
            mentions: Vec::new(),
            sex: Sex::default(),
            linked: is_linked,
        });
        cluster
    }

    /// Somebody who was named by a part of the name before: "Trump", then "Donald Trump".
    fn link(&mut self, cluster: usize, id: String, title: String, index: &mut Index) {
        index.linked.insert(id.clone(), cluster);
        let entity = &mut self.clusters[cluster];
        (entity.id, entity.name, entity.linked) = (EntityId(id), title, true);
    }

    /// The entity that a name is a mention of; `whole` is the name with what it shares with the next, `known` the id
    /// and the name of a thing in a table.
    fn add(
        &mut self,
        document: &Document<'_>,
        name: &Name,
        whole: Option<&str>,
        known: Option<Linked>,
        index: &mut Index,
    ) -> Option<usize> {
        let own = Some(clean(document.slice(name.start, name.end))).filter(|t| !t.is_empty())?;
        // Whoever is known by the single word is no one else.
        let text = whole.filter(|_| !index.knows_person(&folded(own))).unwrap_or(own);
        let genitive = of_genitive(document, name, text);
        // "Lindners Kollege" behind "Trainer Uwe Lindner".
        let owner = text.strip_suffix('s').filter(|stem| is_owner(document, name) && index.knows_person(&folded(stem)));
        let text = owner.unwrap_or(text);
        let acronym = introduced_acronym(document, name);
        let found = index
            .exact
            .get(&(name.kind, folded(text)))
            .or_else(|| index.linked.get(&known.as_ref()?.0))
            .or_else(|| index.exact.get(&(name.kind, folded(genitive?))))
            .or_else(|| index.exact.get(&(name.kind, folded(acronym?))))
            .or_else(|| index.exact.get(&(name.kind, folded(bare_firm(name.kind, text)?))))
            .copied()
            .or_else(|| self.short_form(name.kind, text, sex::told(document, name), index));
        let cluster = match (found, known) {
            (Some(cluster), Some((id, title))) if name.kind == EntityKind::Person && !self.clusters[cluster].linked => {
                self.link(cluster, id, title, index);
                cluster
            }
            (Some(cluster), _) => cluster,
            (None, Some((id, title))) => self.open(name.kind, title, id, Some(index)),
            (None, None) => {
                let id = EntityId::from_name(name.kind.as_str(), text).0;
                self.open(name.kind, text.to_owned(), id, None)
            }
        };
        let entry = &mut self.clusters[cluster];
        entry.mentions.push((name.start, name.end));
        // The fullest form is the name, unless the knowledge base has one.
        if !entry.linked
            && text.split_whitespace().count() > entry.name.split_whitespace().count()
            && entry.kind == EntityKind::Person
        {
            entry.name = text.to_owned();
            entry.id = EntityId::from_name(entry.kind.as_str(), text);
        }
        // Capitals are a heading's or a dateline's way of writing a name, not the name.
        let is_shouted = |t: &str| t.chars().count() > 3 && !t.chars().any(char::is_lowercase);
        if !entry.linked
            && is_shouted(&entry.name)
            && !is_shouted(text)
            && entry.name.to_lowercase() == text.to_lowercase()
        {
            entry.name = text.to_owned();
        }
        // Nor do letters without their accents spell it.
        if !entry.linked && entry.name.is_ascii() && !text.is_ascii() && folded(&entry.name) == folded(text) {
            entry.name = text.to_owned();
            entry.id = EntityId::from_name(entry.kind.as_str(), text);
        }
        // "AKP" before "the Justice and Development Party (AKP)".
        if !entry.linked && acronym == Some(entry.name.as_str()) {
            entry.name = text.to_owned();
            entry.id = EntityId::from_name(entry.kind.as_str(), text);
        }
        if let Some(acronym) = acronym {
            index.acronym.insert(acronym.to_owned(), cluster);
            index.exact.insert((name.kind, folded(acronym)), cluster);
        }
        index.note(name.kind, text, cluster);
        self.mentions.push((name.start, name.end, cluster));
        Some(cluster)
    }

    /// Takes note of what a mention tells of a person's sex; the given name tells where nothing else has.
    fn tell_sex(&mut self, cluster: usize, told: Sex, kb: &KnowledgeBase) {
        let person = &mut self.clusters[cluster];
        if person.kind != EntityKind::Person {
            return;
        }
        // A name of one word may be a surname: "Clinton".
        let given = || person.name.split_once(' ').map_or(told, |(given, _)| kb.sex(given));
        let is_open = told == Sex::default() && person.sex == Sex::default();
        let told = if is_open { given() } else { told };
        person.sex.male |= told.male;
        person.sex.female |= told.female;
    }

    /// Of several people with a surname the one who is named first: news then names the others in
    /// full. What stands beside the surname may tell who is not meant.
    fn bearer_of(&self, surname: &str, told: Sex, index: &Index) -> Option<usize> {
        let mut bearers = index.last_name.get(surname)?.iter();
        bearers.find(|c| self.clusters[**c].sex.agrees(told)).copied()
    }

    /// The cluster that a shorter, or longer, form of a name belongs to.
    fn short_form(&self, kind: EntityKind, text: &str, told: Sex, index: &Index) -> Option<usize> {
        let words: Vec<&str> = without_suffix(text).split_whitespace().collect();
        // "El Beblawi" behind "Hazem el-Beblawi"
        let words = match words.as_slice() {
            ["Al" | "El" | "al" | "el", surname] if kind == EntityKind::Person => vec![*surname],
            _ => words,
        };
        let last = surname(&folded(words.last()?)).to_owned();
        let first = folded(words.first()?);
        match kind {
            // "Trump Jr."
            EntityKind::Person if words.len() == 1 && !suffix(text).is_empty() => {
                let bearers = index.last_name.get(&last).into_iter().flatten().chain(index.first_name.get(&first));
                bearers.copied().find(|c| suffix(&self.clusters[*c].name) == suffix(text))
            }
            EntityKind::Person if words.len() == 1 => {
                self.bearer_of(&last, told, index).or_else(|| index.first_name.get(&first).copied())
            }
            EntityKind::Person => {
                // "Steve Witkoff" after "Witkoff"; "S. Witkoff" and "Steve A. Witkoff" beside it.
                let own: Vec<String> = words.iter().map(|w| folded(w)).collect();
                let agrees = |candidate: &&usize| {
                    let name = self.clusters[**candidate].name.as_str();
                    let other: Vec<String> = without_suffix(name).split_whitespace().map(folded).collect();
                    // "Donald Trump" is not "Donald Trump Jr."
                    let is_namesake = other.len() > 1 && suffix(name) != suffix(text);
                    // "Sánchez Galán" behind "Ignacio Sánchez Galán": surnames alone.
                    let is_given = |o: &String| *o == first || initial_of(o, &first) || initial_of(&first, o);
                    let is_same = || other.first().is_some_and(is_given) && !are_two(text, name);
                    !is_namesake && (other.len() == 1 || other.ends_with(&own) || is_same())
                };
                // "Pieter" before "Pieter van der Berg".
                let is_given = |c: &&usize| folded(without_title(&self.clusters[**c].name)) == first;
                let of_surname = index.last_name.get(&last).and_then(|all| all.iter().find(agrees));
                // "Ichiyō Higuchi" beside "Higuchi Ichiyō"
                let turned = || index.exact.get(&(kind, format!("{last} {first}"))).filter(|_| words.len() == 2);
                let of_given = || index.last_name.get(&first)?.iter().find(is_given);
                of_surname.or_else(turned).or_else(of_given).copied()
            }
            EntityKind::Organisation => {
                let is_acronym =
                    words.len() == 1 && text.len() > 1 && text.chars().all(|c| c.is_uppercase() || c == '.');
                if is_acronym {
                    let letters: String = text.chars().filter(|c| c.is_alphabetic()).collect();
                    return index.acronym.get(&letters).copied();
                }
                let lower = folded(text);
                let sole = || index.organisation_tail.get(&lower).copied().flatten();
                index.organisation_head.get(&lower).copied().or_else(sole)
            }
            EntityKind::Place | EntityKind::Other => None,
        }
    }

    /// The cluster that a byte range overlaps most.
    pub(crate) fn at(&self, start: usize, end: usize) -> Option<usize> {
        let from = self.mentions.partition_point(|m| m.1 <= start);
        self.mentions[from..]
            .iter()
            .take_while(|m| m.0 < end)
            .max_by_key(|m| m.1.min(end) - m.0.max(start))
            .map(|m| m.2)
    }

    /// Where the name ends that a byte stands in; the byte itself where it stands in none.
    pub(crate) fn end_of_name(&self, at: usize) -> usize {
        let next = self.mentions.partition_point(|m| m.1 <= at);
        self.mentions.get(next).filter(|m| m.0 < at).map_or(at, |m| m.1)
    }

    /// What a phrase is about that holds several names: the first where a small word leads to the
    /// next ("the ACLU of Texas"), else the one of which it holds most.
    pub(crate) fn head(&self, document: &Document<'_>, start: usize, end: usize) -> Option<usize> {
        let from = self.mentions.partition_point(|m| m.1 <= start);
        let mut inside = self.mentions[from..].iter().take_while(|m| m.0 < end);
        let (first, second) = (inside.next()?, inside.next());
        let leads = |at: usize| {
            let lead = document.token_at(at).checked_sub(1).and_then(|k| document.tokens.get(k));
            lead.is_some_and(|t| t.is(class::PREPOSITION | class::CONNECTOR))
        };
        if second.is_some_and(|s| leads(s.0)) { Some(first.2) } else { self.at(start, end) }
    }

    /// The person whose name stands in a byte range, last name first in case of several.
    pub(crate) fn person_in(&self, start: usize, end: usize) -> Option<usize> {
        let from = self.mentions.partition_point(|m| m.1 <= start);
        let inside = self.mentions[from..].iter().take_while(|m| m.0 < end);
        inside.filter(|m| self.clusters[m.2].kind == EntityKind::Person).map(|m| m.2).last()
    }

    /// The first person named in a byte range: where his name stands, and his cluster.
    pub(crate) fn first_person(&self, start: usize, end: usize) -> Option<((usize, usize), usize)> {
        let from = self.mentions.partition_point(|m| m.0 < start);
        let mut inside = self.mentions[from..].iter().take_while(|m| m.0 < end);
        inside.find(|m| self.clusters[m.2].kind == EntityKind::Person).map(|m| ((m.0, m.1), m.2))
    }

    /// Where the name ends that begins at a byte.
    pub(crate) fn name_from(&self, start: usize) -> Option<usize> {
        let from = self.mentions.partition_point(|m| m.0 < start);
        self.mentions.get(from).filter(|m| m.0 == start).map(|m| m.1)
    }

    /// What is named by exactly those bytes.
    pub(crate) fn exactly(&self, start: usize, end: usize) -> Option<usize> {
        let from = self.mentions.partition_point(|m| m.0 < start);
        self.mentions.get(from).filter(|m| (m.0, m.1) == (start, end)).map(|m| m.2)
    }

    /// The only person with that surname.
    pub(crate) fn bearer(&self, surname: &str) -> Option<usize> {
        self.bearers.get(surname).copied().flatten()
    }

    /// The entities as they are published, most salient first.
    pub(crate) fn entities(
        &self,
        document: &Document<'_>,
        index: &ScalarIndex<'_>,
        headline: Option<&str>,
    ) -> Vec<Entity> {
        let length = document.text.len().max(1) as f32;
        let most = self.clusters.iter().map(|c| c.mentions.len()).max().unwrap_or(1) as f32;
        let headline = headline.unwrap_or_default().to_lowercase();
        let mut out: Vec<Entity> = self
            .clusters
            .iter()
            .map(|cluster| {
                let first = cluster.mentions.first().map_or(length, |m| m.0 as f32);
                let last_word = last_word(&cluster.name).to_lowercase();
                let in_headline = !last_word.is_empty() && headline.contains(&last_word);
                // Early, often, and in the headline: the three that editors weigh.
                let salience = 0.3 * (1.0 - first / length)
                    + 0.4 * (cluster.mentions.len() as f32 / most)
                    + if in_headline { 0.3 } else { 0.0 };
                Entity {
                    id: cluster.id.clone(),
                    kind: cluster.kind,
                    name: spoken_form(cluster),
                    mentions: cluster
                        .mentions
                        .iter()
                        .map(|(s, e)| Mention { span: index.span(*s, *e), text: document.slice(*s, *e).to_owned() })
                        .collect(),
                    salience: (salience * 1000.0).round() / 1000.0,
                    about: salience >= ABOUT && cluster.mentions.len() > 1,
                }
            })
            .collect();
        out.sort_by(|a, b| b.salience.total_cmp(&a.salience).then_with(|| a.name.cmp(&b.name)));
        out
    }
}

/// "Earl" in "Earl and Betty Simms" is Earl Simms.
fn shared_surname(document: &Document<'_>, name: &Name, next: &Name, kb: &KnowledgeBase) -> Option<String> {
    let (own, other) = (document.slice(name.start, name.end), document.slice(next.start, next.end));
    let joint = matches!(document.slice(name.end, next.start), " and " | " und " | " et " | " y ");
    let are_people = name.kind == EntityKind::Person && next.kind == EntityKind::Person;
    let is_given = |word: &str| kb.sex(word) != Sex::default();
    let (given, surname) = other.split_once(' ').filter(|_| joint && are_people && !own.contains(' '))?;
    (is_given(own) && is_given(given)).then(|| format!("{own} {surname}"))
}

/// Titles that a name of one word goes with.
const RULERS: &[&str] = &[
    "Emperor",
    "Empress",
    "Kaiser",
    "King",
    "König",
    "Königin",
    "Papst",
    "Pope",
    "Prince",
    "Princess",
    "Prinz",
    "Prinzessin",
    "Queen",
    "Sultan",
];

/// "King Oswin", "Pope Leander II": nobody is called "Oswin" alone.
fn with_rulers_title(document: &Document<'_>, name: &Name) -> Option<String> {
    let text = document.slice(name.start, name.end);
    let at = document.token_at(name.start);
    let title = at.checked_sub(1).map(|k| document.token_text(k)).filter(|t| RULERS.contains(t))?;
    let is_one = name.kind == EntityKind::Person && !without_suffix(text).contains(' ');
    is_one.then(|| format!("{title} {text}"))
}

/// A name without a ruler's title.
fn without_title(name: &str) -> &str {
    name.split_once(' ').filter(|(title, _)| RULERS.contains(title)).map_or(name, |(_, rest)| rest)
}

/// `William "Bill" Harker` is William Harker, and called Bill Harker.
fn nicknamed(document: &Document<'_>, name: &Name) -> Option<(String, String)> {
    let is_mark = |c: char| matches!(c, '"' | '“' | '”' | '„' | '‘' | '’' | '\'' | '(' | ')');
    let text = document.slice(name.start, name.end);
    let (given, rest) = text.split_once(' ').filter(|_| name.kind == EntityKind::Person)?;
    let from = rest.find(is_mark).filter(|at| *at == 0 || rest[..*at].ends_with(' '))?;
    let close = rest[from..].match_indices(' ').map(|(at, _)| from + at).find(|at| rest[..*at].ends_with(is_mark))?;
    let (called, surname) = (rest[from..close].trim_matches(is_mark), &rest[close + 1..]);
    Some((format!("{given} {}{surname}", &rest[..from]), format!("{called} {surname}")))
}

/// A dateline's capitals are no part of a place's name.
fn spoken_form(cluster: &Cluster) -> String {
    const SHORTEST: usize = 5;
    let name = &cluster.name;
    let is_shouted = name.chars().count() >= SHORTEST && name.chars().all(|c| c.is_uppercase() || c == ' ');
    if cluster.linked || cluster.kind != EntityKind::Place || !is_shouted {
        return name.clone();
    }
    let mut begins = true;
    let lower = |c: char| {
        let out: String = if begins { c.to_string() } else { c.to_lowercase().collect() };
        begins = c == ' ';
        out
    };
    name.chars().map(lower).collect()
}

/// A story is about what is at least so salient.
const ABOUT: f32 = 0.6;

/// The name of a firm without the legal form that it has.
fn bare_firm(kind: EntityKind, text: &str) -> Option<&str> {
    Some(without_legal_form(text)).filter(|bare| kind == EntityKind::Organisation && bare.len() < text.len())
}

fn initial_of(initial: &str, word: &str) -> bool {
    let letter = initial.trim_end_matches('.');
    letter.chars().count() == 1 && word.starts_with(letter)
}

/// "AKP" behind "the Justice and Development Party (AKP)": the organisation's short name,
/// whether or not its letters are those of its words; "Isis" behind a body of which it has the first letters.
pub(crate) fn introduced_acronym<'t>(document: &Document<'t>, name: &Name) -> Option<&'t str> {
    const LETTERS: std::ops::RangeInclusive<usize> = 2..=8;
    // A German compound may be several words: „Bundesgerichtshof (BGH)“.
    let text = document.slice(name.start, name.end);
    let is_compound = document.language == Language::German && text.chars().count() >= 10;
    let is_name = name.kind == EntityKind::Organisation && (text.contains(' ') || is_compound);
    let rest = document.text.get(name.end..).filter(|_| is_name)?.strip_prefix(" (")?;
    let acronym = &rest[..rest.find(|c: char| !c.is_alphabetic())?];
    let initials = || text.split_whitespace().filter_map(|w| w.chars().next()).filter(|c| c.is_uppercase());
    let is_short = acronym.chars().all(char::is_uppercase)
        || acronym.starts_with(char::is_uppercase) && acronym.chars().flat_map(char::to_uppercase).eq(initials());
    (is_short && rest[acronym.len()..].starts_with(')') && LETTERS.contains(&acronym.chars().count()))
        .then_some(acronym)
}

/// A name without what tells it from a father's: "Jr.", "III".
pub(crate) fn without_suffix(name: &str) -> &str {
    const SUFFIXES: [&str; 7] = [" Jr.", " Jr", " Sr.", " Sr", " II", " III", " IV"];
    let bare = SUFFIXES.iter().find_map(|suffix| name.strip_suffix(suffix));
    bare.map_or(name, |bare| bare.trim_end_matches(','))
}

/// Whether two full names of one given name and one surname have different names between them: "Juan Antonio Gil" is not
/// "Juan Orlando Gil", but "Juan O. Gil" is.
fn are_two(one: &str, other: &str) -> bool {
    const PARTICLES: [&str; 12] = ["Al", "Bin", "Da", "De", "Del", "Di", "Dos", "El", "La", "Le", "Van", "Von"];
    let is_name = |w: &&&str| w.starts_with(char::is_uppercase) && !PARTICLES.contains(*w);
    let middle = |name: &str| {
        let words: Vec<&str> = without_suffix(name).split_whitespace().collect();
        let between = words.get(1..words.len().saturating_sub(1)).unwrap_or_default();
        between.iter().find(is_name).map(|w| folded(w))
    };
    let is_same = |a: &str, b: &str| a == b || initial_of(a, b) || initial_of(b, a);
    middle(one).zip(middle(other)).is_some_and(|(a, b)| !is_same(&a, &b))
}

fn suffix(name: &str) -> &str {
    name[without_suffix(name).len()..].trim_matches([' ', ',', '.'])
}

/// A name in lower case and without accents: "Francois Hollande" is François Hollande.
fn folded(text: &str) -> String {
    match text.is_ascii() {
        true => text.to_ascii_lowercase(),
        false => normal::without_accents(text).flat_map(char::to_lowercase).collect(),
    }
}

/// "assad" of "al-assad": a folded surname without the Arabic article.
fn surname(folded: &str) -> &str {
    ["al-", "el-"].iter().find_map(|article| folded.strip_prefix(article)).unwrap_or(folded)
}

/// Where clusters are found by parts of their names, folded.
#[derive(Default)]
struct Index {
    /// Whether people bear two surnames, as in Spanish: "Galán" and "Sánchez" are both short for
    /// "Ignacio Sánchez Galán".
    double_surnames: bool,
    /// Things of tables, by id.
    linked: FxHashMap<String, usize>,
    exact: FxHashMap<(EntityKind, String), usize>,
    /// The first people named with a surname.
    last_name: FxHashMap<String, Vec<usize>>,
    first_name: FxHashMap<String, usize>,
    acronym: FxHashMap<String, usize>,
    organisation_head: FxHashMap<String, usize>,
    /// "the Commission" behind "European Commission"; none where several organisations end so.
    organisation_tail: FxHashMap<String, Option<usize>>,
}

/// Last words of what is a part of the body that is named before.
const PARTS_OF_BODIES: &[&str] = &["caucus", "committee", "panel", "subcommittee"];

impl Index {
    fn note_surname(&mut self, name: &str, cluster: usize) {
        const MOST: usize = 8;
        let bearers = self.last_name.entry(surname(name).to_owned()).or_default();
        if bearers.len() < MOST && !bearers.contains(&cluster) {
            bearers.push(cluster);
        }
    }

    /// Whether somebody is known by a single word.
    fn knows_person(&self, word: &str) -> bool {
        self.last_name.contains_key(word) || self.first_name.contains_key(word)
    }

    /// `name` is what a person is called by, and the surname.
    fn note_nickname(&mut self, name: &str, cluster: usize) {
        let name = folded(name);
        if let Some((called, _)) = name.split_once(' ') {
            self.first_name.insert(called.to_owned(), cluster);
        }
        self.exact.insert((EntityKind::Person, name), cluster);
    }

    fn note(&mut self, kind: EntityKind, text: &str, cluster: usize) {
        // A surname alone goes to whom it may mean, so it is no exact name.
        let words: Vec<String> = match kind {
            EntityKind::Person => without_suffix(text).split_whitespace().map(folded).collect(),
            _ => text.split_whitespace().map(folded).collect(),
        };
        let (Some(first), Some(last)) = (words.first().cloned(), words.last().cloned()) else { return };
        match kind {
            EntityKind::Person if words.len() == 1 => {
                self.note_surname(&last, cluster);
                return;
            }
            EntityKind::Person => {
                if let [_, .., surname, _] = words.as_slice()
                    && self.double_surnames
                {
                    self.note_surname(surname, cluster);
                }
                self.note_surname(&last, cluster);
                self.first_name.insert(first, cluster);
            }
            EntityKind::Organisation if words.len() > 1 => {
                let letters = text
                    .split_whitespace()
                    .filter(|w| w.starts_with(char::is_uppercase))
                    .filter_map(|w| w.chars().next());
                self.acronym.insert(letters.collect(), cluster);
                let tail = self.organisation_tail.entry(last.clone()).or_insert(Some(cluster));
                *tail = tail.filter(|t| *t == cluster);
                // "the Senate" is more than the Senate Judiciary Committee.
                let heads = if PARTS_OF_BODIES.contains(&last.as_str()) { 0 } else { words.len() };
                for n in 1..heads {
                    self.organisation_head.entry(words[..n].join(" ")).or_insert(cluster);
                }
            }
            _ => {}
        }
        if let Some(bare) = bare_firm(kind, text) {
            self.exact.entry((kind, folded(bare))).or_insert(cluster);
        }
        self.exact.insert((kind, folded(text)), cluster);
    }
}
