//! Paragraphs to quotes with their speakers and entities with their identities.
//!
//! ```text
//! text ─► tokens ─► names (sequence model) ─► entities ─► identity
//!           └────► quotation marks ─► speech or not, and whose (ranker) ─► quotes
//! ```
//!
//! - [`token`]: words, marks and sentences, with what the lexicon knows of them.
//! - [`tagger`]: a conditional random field over the tokens that may be names.
//! - [`tidy`], [`refine`]: rules on those names, by what the text says of them ([`firm`]: their own words, [`beside`]:
//!   those beside them, [`team`]: sport), and by what its language ([`romance`]) and the knowledge base say.
//! - [`entity`]: mentions of one thing become one entity; a small knowledge
//!   base gives it an id where the name is certain.
//! - [`marks`], [`scene`]: quoted regions, sentences, and who may speak.
//! - [`speaker`]: which quoted regions are speech, and who speaks, by what [`features`] the ranker sees; [`settle`]: who
//!   speaks in the place of the likeliest; [`source`], [`passive`]: whose words another passes on or hears; [`joint`],
//!   [`office`]: who speaks together, and who holds an office of two things.
//! - [`pronoun`], [`nominal`], [`body`]: whom "she", "the mayor" and "the ministry" stand for.
//! - [`indirect`]: clauses that are reported without marks.
//!
//! Everything is computed from the text and from weights that are part of the
//! program. There is no download, no clock, no randomness, and the time is
//! linear in the text.
//!
//! Offsets inside the crate are UTF-8 bytes; what leaves it counts scalars.

mod belonging;
mod beside;
mod body;
#[cfg(feature = "onnx")]
mod classifier;
mod crf;
mod dateline;
mod entity;
mod features;
mod firm;
mod german;
mod indirect;
mod inflection;
mod joint;
mod kb;
mod lexicon;
mod link;
mod marks;
mod missed;
mod names;
mod nominal;
mod office;
mod passive;
mod phrase;
mod pronoun;
mod quote;
mod random;
mod ranker;
mod refine;
mod romance;
mod scene;
mod settle;
mod sex;
mod source;
mod speaker;
mod subject;
mod table;
mod tagger;
mod team;
mod telling;
mod tidy;
mod token;
pub mod train;
mod whole;
mod words;

use std::sync::{Arc, Mutex, PoisonError, RwLock};

#[cfg(feature = "onnx")]
pub use classifier::{ClassifierError, TokenClassifier};
use lexicon::Language;
pub use names::{NameTable, TableError};
use wire_model::{Annotations, Article, ScalarIndex};

const SPEAKERS: &[u8] = include_bytes!("../model/speakers.bin");
const FOREIGN_SPEAKERS: &[u8] = include_bytes!("../model/speakers-foreign.bin");
const CLAUSES: &[u8] = include_bytes!("../model/clauses.bin");

/// The embedded models, ready for use.
pub struct Annotator {
    lexicon: lexicon::Lexicon,
    tagger: tagger::Tagger,
    speakers: ranker::Ranker,
    /// Of other languages than English.
    foreign_speakers: ranker::Ranker,
    clauses: ranker::Ranker,
    kb: kb::KnowledgeBase,
    indirect: bool,
    /// What operators list; replaced as a whole.
    table: RwLock<Arc<NameTable>>,
    #[cfg(feature = "onnx")]
    classifier: Option<TokenClassifier>,
    /// Why the classifier failed last.
    failure: Mutex<Option<String>>,
}

impl Default for Annotator {
    fn default() -> Self {
        Annotator::new()
    }
}

/// A name found in a text, before it is an entity. Byte offsets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What kind of thing it names.
    pub kind: wire_model::EntityKind,
}

impl Annotator {
    /// Loads the embedded models.
    pub fn new() -> Annotator {
        Annotator {
            lexicon: lexicon::Lexicon::embedded(),
            tagger: tagger::Tagger::embedded(),
            speakers: ranker::Ranker::from_bytes(SPEAKERS.into()),
            foreign_speakers: ranker::Ranker::from_bytes(FOREIGN_SPEAKERS.into()),
            clauses: ranker::Ranker::from_bytes(CLAUSES.into()),
            kb: kb::KnowledgeBase::embedded(),
            indirect: false,
            table: RwLock::default(),
            #[cfg(feature = "onnx")]
            classifier: None,
            failure: Mutex::default(),
        }
    }

    /// Marks names with another model than the embedded one, which stands in where it fails.
    #[cfg(feature = "onnx")]
    #[must_use]
    pub fn with_classifier(self, classifier: TokenClassifier) -> Annotator {
        Annotator { classifier: Some(classifier), ..self }
    }

    /// Why the operator's model failed on a text since this was last asked; the embedded
    /// one marked that text's names.
    pub fn take_failure(&self) -> Option<String> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Also marks speech that is reported without quotation marks, in English.
    #[must_use]
    pub fn with_indirect_speech(self) -> Annotator {
        Annotator { indirect: true, ..self }
    }

    /// Takes another table of operators' names; texts in work keep the one before.
    pub fn set_names(&self, table: NameTable) {
        *self.table.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(table);
    }

    /// How many names operators list.
    pub fn listed(&self) -> usize {
        self.table.read().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Marks the quotes and entities of an article. Languages without a model
    /// are passed over, with the reason.
    pub fn annotate(&self, article: &Article) -> Annotations {
        let language = article.language.as_deref().unwrap_or("en");
        if Language::of(language).is_none() {
            return Annotations {
                skipped: Some(format!("no model for language {language:?}")),
                ..Annotations::default()
            };
        }
        self.annotate_text(&article.text, language, article.headline.as_deref())
    }

    /// Marks the quotes and entities of a text in English, German, French or Spanish;
    /// `language` is its tag (BCP 47). Any other is read as English.
    pub fn annotate_text(&self, text: &str, language: &str, headline: Option<&str>) -> Annotations {
        let language = Language::of(language).unwrap_or(Language::English);
        let document = token::Document::new(text, &self.lexicon, language);
        let table = self.table.read().unwrap_or_else(PoisonError::into_inner).clone();
        let names = self.names_of(&document);
        let (names, listed) = table.mark(&document, names);
        let index = ScalarIndex::new(text);
        let story = entity::Story::new(&document, &names, &listed, &self.kb);
        let scene = scene::Scene::new(&document, &names, language);
        let reach = if self.indirect { indirect::Reach::Everywhere } else { indirect::Reach::AroundMarks };
        let reported =
            if language == Language::English { indirect::reported(&self.clauses, &scene, reach) } else { Vec::new() };
        let speakers = if scene.in_english { &self.speakers } else { &self.foreign_speakers };
        let spoken = speaker::attribute(speakers, &scene, &reported);
        let published = if self.indirect { reported.as_slice() } else { &[] };
        let quotes = quote::quotes(&scene, &story, spoken, published, &index);
        let entities = story.entities(&document, &index, headline);
        Annotations { quotes, entities, skipped: None }
    }

    /// The names of a text alone, in order; `language` as for [`Annotator::annotate_text`].
    pub fn names(&self, text: &str, language: &str) -> Vec<Name> {
        let language = Language::of(language).unwrap_or(Language::English);
        self.names_of(&token::Document::new(text, &self.lexicon, language))
    }

    fn names_of(&self, document: &token::Document<'_>) -> Vec<Name> {
        refine::refine(document, self.found(document), &self.kb)
    }

    fn found(&self, document: &token::Document<'_>) -> Vec<Name> {
        #[cfg(feature = "onnx")]
        match self.classifier.as_ref().map(|c| c.names(document.text)) {
            Some(Ok(names)) => return names,
            Some(Err(error)) => {
                *self.failure.lock().unwrap_or_else(PoisonError::into_inner) = Some(error.to_string());
            }
            None => {}
        }
        tidy::tidy(document, self.tagger.names(document))
    }
}
