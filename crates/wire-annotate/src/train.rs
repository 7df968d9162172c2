//! Training: from annotated documents to the bytes that the crate embeds.
//!
//! Deterministic: the same documents give the same bytes.

use std::collections::BTreeMap;

use wire_model::EntityKind;

use crate::crf::{Crf, Tagged, Weights};
use crate::entity::Story;
use crate::features::Focus;
use crate::indirect::{self, Choice, Sentence, Side};
use crate::lexicon::{GOES_ON, LISTS, Language, Lexicon, class, pack_clusters, phrase_hash};
use crate::pronoun::Pronouns;
use crate::random::{Random, share};
use crate::ranker::{Ranker, WEIGHT_BITS};
use crate::scene::{Candidate, Kind, Scene};
use crate::table::{Table, finish, hash};
use crate::tagger::{Casing, Context, Tagger, features_of, legal_steps};
use crate::tidy::tidy;
use crate::token::{Document, Token};
use crate::{Annotator, Name};

/// A document with gold names. Byte offsets.
pub struct NamedDocument {
    /// The text.
    pub text: String,
    /// Its language's tag (BCP 47).
    pub language: String,
    /// The names.
    pub names: Vec<Name>,
}

/// An English document with gold attributions. Byte offsets.
pub struct QuotedDocument {
    /// The text.
    pub text: String,
    /// Each quoted region with who said it.
    pub regions: Vec<GoldRegion>,
    /// The spans of cue words.
    pub cues: Vec<(usize, usize)>,
    /// What is reported outside marks, or partly outside them.
    pub clauses: Vec<GoldClause>,
}

/// A reported clause, or one part of it.
pub struct GoldClause {
    /// Its byte range.
    pub span: (usize, usize),
    /// The words that report it.
    pub cue: (usize, usize),
    /// The mention of its speaker.
    pub speaker: Option<(usize, usize)>,
}

/// A quoted region.
pub struct GoldRegion {
    /// Its byte range, marks included.
    pub span: (usize, usize),
    /// Whether it is speech.
    pub speech: bool,
    /// The mention of its speaker.
    pub speaker: Option<(usize, usize)>,
}

/// Tables that the crate embeds.
pub struct Tables {
    /// `clusters.bin`
    pub clusters: Vec<u8>,
    /// `lists.bin`
    pub lists: Vec<u8>,
    /// `cues.tsv`
    pub cues: String,
}

/// Packs word clusters: (word, cluster of 64, of 256, of 1024), most frequent first.
pub fn pack_cluster_table(words: &[(String, [u16; 3])]) -> Vec<u8> {
    let entries: Vec<(u64, u32)> = words.iter().map(|(w, c)| (hash(w), pack_clusters(*c))).collect();
    Table::<3>::build(&entries)
}

/// Packs name lists: (lower-case name, list).
pub fn pack_list_table(names: &[(String, String)]) -> Vec<u8> {
    // Names are cut into tokens as texts are, so that they meet.
    let bare = Lexicon::new(Vec::new().into(), Vec::new().into(), "");
    let mut masks: BTreeMap<u64, u32> = BTreeMap::new();
    for (name, list) in names {
        let Some(bit) = LISTS
            .iter()
            .position(|l| l.replace(' ', "") == list.replace(' ', "") || (*l == "state" && list == "US state"))
        else {
            continue;
        };
        let document = Document::new(name, &bare, Language::English);
        let mut phrase = 0;
        for (n, token) in document.tokens.iter().enumerate() {
            phrase = phrase_hash(phrase, token.lower);
            let last = n + 1 == document.tokens.len();
            *masks.entry(phrase).or_default() |= if last { 1 << bit } else { GOES_ON };
        }
    }
    Table::<2>::build(&masks.into_iter().collect::<Vec<_>>())
}

/// Learns which words report speech: the share of a word's uses outside marks that are cues, in percent.
pub fn learn_cues(documents: &[&QuotedDocument]) -> String {
    /// Uses that the list of reporting verbs stands for.
    const PRIOR_USES: u32 = 4;
    let bare = Lexicon::new(Vec::new().into(), Vec::new().into(), "");
    let mut uses: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    for gold in documents {
        let document = Document::new(&gold.text, &bare, Language::English);
        for token in document.tokens.iter().filter(|t| t.is_word() || t.first == ':') {
            if gold.regions.iter().any(|r| r.span.0 <= token.start && token.end <= r.span.1) {
                continue;
            }
            let word = document.slice(token.start, token.end).to_lowercase();
            let count = uses.entry(word).or_default();
            count.0 += u32::from(gold.cues.iter().any(|c| c.0 <= token.start && token.end <= c.1));
            count.1 += 1;
        }
    }
    let mut out = String::new();
    // What is seen rarely or never is taken from a list of verbs that report.
    let verbs = include_str!("../data/cues-en.tsv").lines().filter_map(|l| l.split_once('\t'));
    let prior: BTreeMap<&str, u32> = verbs.filter_map(|(w, p)| Some((w, p.parse().ok()?))).collect();
    for word in prior.keys() {
        uses.entry((*word).to_owned()).or_default();
    }
    for (word, (cues, all)) in uses {
        let class = bare.words(Language::English).classes(hash(&word));
        let closed = class & (crate::lexicon::class::STARTER | crate::lexicon::class::FUNCTION) != 0
            && !matches!(word.as_str(), "said" | "says");
        let percent = match prior.get(word.as_str()) {
            Some(prior) => (100 * cues + PRIOR_USES * prior) / (all + PRIOR_USES),
            None if cues < 3 => 0,
            None => 100 * cues / all.max(1),
        };
        if percent > 0 && !closed {
            out.push_str(&format!("{word}\t{percent}\n"));
        }
    }
    out
}

fn label_of(kind: EntityKind) -> usize {
    match kind {
        EntityKind::Person => 0,
        EntityKind::Organisation => 1,
        EntityKind::Place => 2,
        EntityKind::Other => 3,
    }
}

/// Models whose weights are meant; each sees the sentences in another order.
const TAGGERS: usize = 3;

/// Trains the name tagger: the mean of several models, `epochs` passes each. `report` is told the
/// mean loss of each pass.
pub fn train_names(
    documents: &[NamedDocument],
    tables: &Tables,
    epochs: usize,
    slots: usize,
    report: impl Fn(usize, f64),
) -> Vec<u8> {
    let lexicon = Lexicon::new(tables.clusters.clone().into(), tables.lists.clone().into(), &tables.cues);
    let mut sentences: Vec<Tagged> = documents.iter().flat_map(|d| sentences_of(d, &lexicon)).collect();
    let mut random = Random::new(0x5DEE_CE66_D1CE_4E5B);
    let mut mean = Weights::all(0.0);
    for tagger in 0..TAGGERS {
        let mut crf = Crf::new();
        for epoch in 0..epochs {
            random.shuffle(&mut sentences);
            let loss: f64 = sentences.iter().map(|s| f64::from(crf.learn(s, &mut random))).sum();
            report(tagger * epochs + epoch + 1, loss / sentences.len().max(1) as f64);
        }
        mean.add(&crf.into_weights(), 1.0 / TAGGERS as f32);
    }
    Tagger::to_bytes(&mean.rows, &mean.transitions, slots)
}

fn sentences_of(gold: &NamedDocument, lexicon: &Lexicon) -> Vec<Tagged> {
    let language = Language::of(&gold.language).unwrap_or(Language::English);
    let document = Document::new(&gold.text, lexicon, language);
    let context = Context::new(&document);
    let mut labels = vec![0u8; document.tokens.len()];
    for name in &gold.names {
        let from = document.tokens.partition_point(|t| t.end <= name.start);
        let to = document.tokens.partition_point(|t| t.start < name.end);
        // A name over a sentence border is a path that no search can take; what has no capital
        // ("deutsche") is no name here.
        let crosses = (from + 1..to).any(|k| document.tokens[k].sentence_start);
        if from >= to || crosses || !context.candidates[from..to].iter().any(|c| *c) {
            continue;
        }
        let base = 1 + 4 * label_of(name.kind) as u8;
        for k in from..to {
            labels[k] = base
                + if to - from == 1 {
                    3
                } else if k == from {
                    0
                } else if k + 1 == to {
                    2
                } else {
                    1
                };
        }
    }
    let legal = legal_steps();
    let mut out = Vec::new();
    for (start, end) in document.sentences().into_iter().filter(|(s, e)| e - s < 200) {
        let candidates = context.candidates[start..end].to_vec();
        let labels = labels[start..end].to_vec();
        let possible = labels.iter().zip(&candidates).all(|(g, c)| *c || *g == 0)
            && labels.windows(2).all(|w| legal[w[0] as usize][w[1] as usize])
            && labels.first().is_none_or(|g| legal[0][*g as usize])
            && labels.last().is_none_or(|g| *g == 0 || (*g - 1) % 4 >= 2);
        if !possible || !candidates.iter().any(|c| *c) {
            continue;
        }
        let casing = Casing::of(&document.tokens[start..end]);
        let features = (start..end)
            .map(|i| {
                let mut rows = Vec::new();
                if context.candidates[i] {
                    features_of(&document, &context, (start, end), i, casing, &mut rows);
                }
                rows
            })
            .collect();
        out.push(Tagged { features, candidates, labels });
    }
    out
}

/// A question to a ranker: the features of its choices, and which is right.
type Case = Vec<(Vec<u32>, bool)>;

/// How a ranker learns.
#[derive(Clone, Copy)]
struct Descent {
    epochs: usize,
    /// The first step is `rate / first_square.sqrt()`.
    rate: f32,
    first_square: f32,
    /// Share of the features that a case goes without in each pass, so that no few of them carry all.
    unseen: f32,
}

/// How the speaker rankers learn; found by cross-validation.
fn of_speakers(epochs: usize) -> Descent {
    Descent { epochs, rate: 0.1, first_square: 1e-6, unseen: 0.2 }
}

/// Trains the speaker ranker.
pub fn train_speakers(
    documents: &[&QuotedDocument],
    tables: &Tables,
    epochs: usize,
    report: impl Fn(usize, f64),
) -> Vec<u8> {
    fit(cases(documents, tables, |gold, scene| cases_of(gold, &scene)), of_speakers(epochs), report)
}

/// Trains the speaker ranker that other languages than English are asked with: what only
/// English could answer must not carry what others could.
pub fn train_foreign(
    documents: &[&QuotedDocument],
    tables: &Tables,
    epochs: usize,
    report: impl Fn(usize, f64),
) -> Vec<u8> {
    let foreign = |gold: &QuotedDocument, scene: Scene<'_, '_>| cases_of(gold, &scene.into_foreign());
    fit(cases(documents, tables, foreign), of_speakers(epochs), report)
}

/// Trains the ranker of reported clauses.
pub fn train_clauses(
    documents: &[&QuotedDocument],
    tables: &Tables,
    epochs: usize,
    report: impl Fn(usize, f64),
) -> Vec<u8> {
    // Clauses are many and alike: small steps and more passes hold more of them.
    let descent = Descent { epochs, rate: 0.03, first_square: 1.0, unseen: 0.0 };
    fit(cases(documents, tables, |gold, scene| clause_cases_of(gold, &scene)), descent, report)
}

fn cases(
    documents: &[&QuotedDocument],
    tables: &Tables,
    of: impl Fn(&QuotedDocument, Scene<'_, '_>) -> Vec<Case>,
) -> Vec<Case> {
    let lexicon = Lexicon::new(tables.clusters.clone().into(), tables.lists.clone().into(), &tables.cues);
    let tagger = Tagger::embedded();
    let own = |gold: &&QuotedDocument| {
        let document = Document::new(&gold.text, &lexicon, Language::English);
        of(gold, Scene::new(&document, &tidy(&document, tagger.names(&document)), Language::English))
    };
    documents.iter().flat_map(own).collect()
}

/// Logistic regression over the choices of each case: the mean of several descents, so that
/// the order of the cases decides little.
fn fit(mut cases: Vec<Case>, descent: Descent, report: impl Fn(usize, f64)) -> Vec<u8> {
    const DESCENTS: usize = 16;
    let mut random = Random::new(0x2545_F491_4F6C_DD1D);
    let mut mean = vec![0f32; 1 << WEIGHT_BITS];
    for _ in 0..DESCENTS {
        let weights = descend(&mut cases, descent, &mut random, &report);
        mean.iter_mut().zip(weights).for_each(|(m, w)| *m += w / DESCENTS as f32);
    }
    Ranker::to_bytes(&mean)
}

/// Stochastic descent with steps of their own for each weight (Duchi, Hazan and Singer 2011).
fn descend(cases: &mut [Case], descent: Descent, random: &mut Random, report: &impl Fn(usize, f64)) -> Vec<f32> {
    let mut weights = vec![0f32; 1 << WEIGHT_BITS];
    let mut squares = vec![descent.first_square; 1 << WEIGHT_BITS];
    for epoch in 0..descent.epochs {
        random.shuffle(cases);
        let mut loss = 0f64;
        for case in cases.iter() {
            let salt = random.number();
            // The same features are hidden from all choices.
            let is_seen = |i: &&u32| share(finish(u64::from(**i) ^ salt)) >= descent.unseen;
            // Softmax over the candidates of one region: exactly one of them is right.
            let scores: Vec<f32> =
                case.iter().map(|(f, _)| f.iter().filter(is_seen).map(|i| weights[*i as usize]).sum::<f32>()).collect();
            let most = scores.iter().fold(f32::MIN, |m, s| m.max(*s));
            let total: f32 = scores.iter().map(|s| (s - most).exp()).sum();
            for ((features, right), score) in case.iter().zip(&scores) {
                let p = (score - most).exp() / total;
                if *right {
                    loss -= f64::from(p.max(1e-9).ln());
                }
                let gradient = p - f32::from(u8::from(*right));
                if gradient.abs() < 1e-4 {
                    continue;
                }
                for i in features.iter().filter(is_seen) {
                    let i = *i as usize;
                    let g = gradient + 1e-4 * weights[i];
                    squares[i] += g * g;
                    weights[i] -= descent.rate * g / squares[i].sqrt();
                }
            }
        }
        report(epoch + 1, loss / cases.len().max(1) as f64);
    }
    weights
}

fn cases_of(gold: &QuotedDocument, scene: &Scene<'_, '_>) -> Vec<Case> {
    let mut before: Option<(Option<Candidate>, usize)> = None;
    let mut out = Vec::new();
    for region in 0..scene.regions.len() {
        let own = scene.regions[region];
        let Some(truth) = gold.regions.iter().find(|g| g.span.0 < own.end && own.start < g.span.1) else { continue };
        let right = match (truth.speech, truth.speaker) {
            (false, _) => None,
            (true, None) => continue,
            (true, Some(speaker)) => match head_of(scene, scene.window(region), speaker) {
                Some(candidate) => Some(candidate),
                None => continue,
            },
        };
        let focus = Focus::new(scene, region, &[]);
        let mut features = Vec::new();
        scene.nobody(&focus, &mut features);
        let mut case = vec![(features.clone(), right.is_none())];
        for candidate in scene.window(region) {
            scene.features(&focus, candidate, before, &mut features);
            case.push((features.clone(), Some(candidate) == right));
        }
        out.push(case);
        if right.is_some() {
            before = Some((right, region));
        }
    }
    out
}

/// Of every word that may report: which clause it reports on either side, and who says it.
fn clause_cases_of(gold: &QuotedDocument, scene: &Scene<'_, '_>) -> Vec<Case> {
    let tokens = &scene.document.tokens;
    let strongest = |cue: (usize, usize)| {
        let own = scene.document.token_at(cue.0)..scene.document.token_at(cue.1);
        own.max_by_key(|k| tokens[*k].cue)
    };
    let owned: Vec<(usize, &GoldClause)> = gold.clauses.iter().filter_map(|c| Some((strongest(c.cue)?, c))).collect();
    let mut out = Vec::new();
    for cue in indirect::cues(scene) {
        let sentence = Sentence::of(scene, cue);
        for side in [Side::Before, Side::Behind] {
            let own =
                |c: &&(usize, &GoldClause)| c.0 == cue && (c.1.span.0 > tokens[cue].start) == (side == Side::Behind);
            let truth = owned.iter().find(own).map(|c| c.1);
            let choices = sentence.choices(cue, side);
            let right = truth.map_or(Some(None), |t| closest(scene, &choices, t.span).map(Some));
            let Some(right) = right else { continue };
            let case = choices.iter().map(|choice| {
                let mut features = Vec::new();
                sentence.features(cue, side, *choice, &mut features);
                (features, *choice == right)
            });
            out.push(case.collect());
            let mut features = Vec::new();
            sentence.features_of_idle(cue, side, &mut features);
            out.push(vec![(features, truth.is_none()), (Vec::new(), truth.is_some())]);
            if let (Some(clause), Some(truth)) = (right, truth) {
                out.extend(clause_speaker_case(scene, &sentence, cue, clause, truth));
            }
        }
    }
    out
}

/// The choice that covers a gold clause as the scorer asks: four fifths of both together.
fn closest(scene: &Scene<'_, '_>, choices: &[Choice], span: (usize, usize)) -> Option<(usize, usize)> {
    const ENOUGH: f64 = 0.8;
    let tokens = &scene.document.tokens;
    let overlap = |(from, to): (usize, usize)| {
        let (start, end) = (tokens[from].start, tokens[to - 1].end);
        let both = end.min(span.1).saturating_sub(start.max(span.0));
        both as f64 / (end.max(span.1) - start.min(span.0)).max(1) as f64
    };
    let best = choices.iter().flatten().map(|c| (overlap(*c), *c)).max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best.0 >= ENOUGH).then_some(best.1)
}

fn clause_speaker_case(
    scene: &Scene<'_, '_>,
    sentence: &Sentence<'_, '_, '_>,
    cue: usize,
    clause: (usize, usize),
    truth: &GoldClause,
) -> Option<Case> {
    let speakers = sentence.speakers(cue, clause);
    let right = match truth.speaker {
        None => None,
        Some(span) => Some(head_of(scene, speakers.iter().flatten().copied(), span)?),
    };
    let case = speakers.iter().map(|speaker| {
        let mut features = Vec::new();
        sentence.speaker_features(cue, clause, *speaker, &mut features);
        (features, *speaker == right)
    });
    Some(case.collect())
}

/// The head of the gold mention. Gold mentions hold titles and appositions:
/// in "Ann Lee, director of the Port Authority" the head is Ann Lee, in "the
/// envoy, Bo Hansen" it is Bo Hansen, in "a spokesman for Lee" the spokesman.
fn head_of(
    scene: &Scene<'_, '_>,
    candidates: impl Iterator<Item = Candidate>,
    speaker: (usize, usize),
) -> Option<Candidate> {
    let tokens = &scene.document.tokens;
    let covered = |c: &Candidate| tokens[c.to - 1].end.min(speaker.1) > tokens[c.from].start.max(speaker.0);
    let rank = |c: &Candidate| {
        (scene.is_object(*c) && tokens[c.from].start > speaker.0, scene.is_possessor(*c), c.kind == Kind::Noun, c.from)
    };
    candidates.filter(covered).min_by_key(rank)
}

/// A byte range.
pub type Range = (usize, usize);

/// Of each "he" and "she" of an English text, as its byte range, the names of the person
/// whom it is taken for; empty where it is left alone. For measuring: quotes ask the same.
pub fn pronouns(annotator: &Annotator, text: &str) -> Vec<(Range, Vec<Range>)> {
    let document = Document::new(text, &annotator.lexicon, Language::English);
    let names = annotator.names_of(&document);
    let story = Story::new(&document, &names, &Default::default(), &annotator.kb);
    let scene = Scene::new(&document, &names, Language::English);
    let quoted = scene.regions.iter().map(|r| (r.start, r.end)).collect();
    let pronouns = Pronouns::new(&document, &story, quoted);
    let tokens = document.tokens.iter().enumerate().filter(|(_, t)| t.is(class::PERSON_PRONOUN));
    let resolve = |(at, token): (usize, &Token)| {
        let person = pronouns.resolve(at, None);
        let names = person.map(|p| story.clusters[p].mentions.clone()).unwrap_or_default();
        ((token.start, token.end), names)
    };
    tokens.map(resolve).collect()
}

/// An annotator with freshly trained parts, for measuring them.
pub fn annotator(tables: &Tables, speakers: Vec<u8>, clauses: Vec<u8>) -> Annotator {
    Annotator {
        lexicon: Lexicon::new(tables.clusters.clone().into(), tables.lists.clone().into(), &tables.cues),
        speakers: Ranker::from_bytes(speakers.into()),
        clauses: Ranker::from_bytes(clauses.into()),
        indirect: true,
        ..Annotator::new()
    }
}

/// The tables that are embedded now.
pub fn embedded_tables() -> Tables {
    Tables {
        clusters: include_bytes!("../model/clusters.bin").to_vec(),
        lists: include_bytes!("../model/lists.bin").to_vec(),
        cues: concat!(include_str!("../model/cues.tsv"), include_str!("../data/cues-de.tsv")).to_owned(),
    }
}
