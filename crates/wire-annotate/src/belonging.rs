//! Whoever is told by whom, or what, they belong to: "Ann Lee of the University of Bergen said", „Ein Sprecher der Bank
//! sagte“, "la sœur de Luc Bonnard".

use crate::lexicon::{Language, class};
use crate::nominal::names_document;
use crate::scene::{CUE, Candidate, Kind, Scene};

impl Scene<'_, '_> {
    /// "Her colleague Ann Lee of the University of Bergen said", "one critic at the screening muttered": whom a phrase
    /// behind a preposition only tells where they belong.
    pub(crate) fn member(&self, likeliest: Candidate) -> Option<Candidate> {
        /// Words for what a body is.
        const MOST_NOUNS: usize = 3;
        // "Kestrel's Ann Lee said"
        let owned = self.candidate_at(likeliest.to + 1).filter(|_| self.is_possessor(likeliest));
        if let Some(owned) = owned.filter(|c| c.kind == Kind::Name && self.named(*c) == 1) {
            return Some(owned);
        }
        let speaks = self.token(likeliest.to).is_some_and(|t| t.cue >= CUE);
        if self.language != Language::English || !speaks {
            return None;
        }
        // "Ann Lee of the asset manager Kestrel said"
        let is_noun = |k: &usize| {
            let own = &self.document.tokens[*k];
            let is_small =
                own.is(class::FUNCTION | class::PREPOSITION | class::DETERMINER | class::RELATIVE | class::VERB);
            likeliest.kind == Kind::Name && own.first.is_lowercase() && own.cue < CUE && !is_small
        };
        let label = (0..likeliest.from).rev().take(MOST_NOUNS).take_while(is_noun).last();
        if label.is_none() && self.named(likeliest) == 1 {
            return None;
        }
        let own = label.unwrap_or(likeliest.from);
        let is_article = |k: usize| self.token(k).is_some_and(|t| t.is(class::DEFINITE));
        let from = own - usize::from(own.checked_sub(1).is_some_and(is_article));
        let place = from.checked_sub(1).filter(|k| self.sentence[*k] == self.sentence[from])?;
        let member = self.phrases_before(place).find(|c| c.to == place)?;
        let is_person = |k: usize| self.token(k).is_some_and(|t| t.is(class::PERSON_NOUN | class::RELATED));
        let someone = match member.kind {
            Kind::Name => (self.named(*member) == 1).then_some(*member),
            Kind::Noun => (member.from..place).rfind(|k| is_person(*k)).map(|k| Candidate { to: k + 1, ..*member }),
            Kind::Pronoun => None,
        };
        // "an official involved in the case said"
        let is_involved = likeliest.kind == Kind::Noun && member.kind == Kind::Noun;
        let leads = match self.document.token_text(place) {
            "of" | "at" | "from" => true,
            "about" | "in" | "on" | "to" | "with" => is_involved,
            _ => false,
        };
        someone.filter(|_| leads)
    }

    /// „Ein Sprecher der Bank Halm sagte“: whoever the second case only tells whose he is.
    pub(crate) fn whose(&self, likeliest: Candidate) -> Option<Candidate> {
        if self.in_romance() {
            return self.romance_whose(likeliest);
        }
        let is_article = |k: usize| matches!(self.document.token_text(k), "der" | "des" | "einer" | "eines");
        let article = Some(likeliest.from).filter(|k| is_article(*k));
        let article = article.or_else(|| likeliest.from.checked_sub(1).filter(|k| is_article(*k)))?;
        let speaks = self.token(likeliest.to).is_some_and(|t| t.cue >= CUE);
        if !self.is_german() || self.named(likeliest) == 1 || !speaks {
            return None;
        }
        let someone = self.phrases_before(article).find(|c| c.to == article).copied()?;
        (someone.kind == Kind::Noun && !self.is_object(someone)).then_some(someone)
    }

    /// "Pour la sœur de Luc Bonnard, c'est « Q »", "un portavoz de la ministra Ana Ruiz": who is told by whose they are.
    fn romance_whose(&self, likeliest: Candidate) -> Option<Candidate> {
        const PEOPLE: u32 = class::PERSON_NOUN | class::MALE | class::FEMALE;
        const OTHERS: [&str; 14] = [
            "abogados", "ami", "amie", "amiga", "amigo", "famille", "familia", "hermana", "hermano", "proches", "sœur",
            "victime", "víctima", "voisin",
        ];
        const MOST_LEADS: usize = 3;
        let tokens = &self.document.tokens;
        let word = |k: usize| self.document.token_text(k);
        // "de la ministre"
        let is_lead =
            |k: &usize| tokens[*k].is(class::DEFINITE | class::TITLE) && !matches!(word(*k), "d'" | "d’" | "de");
        let leads = (0..likeliest.from).rev().take(MOST_LEADS).take_while(is_lead).count();
        let of = (likeliest.from - leads)
            .checked_sub(1)
            .filter(|k| matches!(word(*k), "d'" | "d’" | "de" | "del" | "du"))?;
        let someone = self.phrases_before(of).find(|c| c.to == of).copied()?;
        let noun = &tokens[of.checked_sub(1)?];
        let is_someone = someone.kind == Kind::Noun && (noun.is(PEOPLE) || OTHERS.contains(&word(of - 1)));
        (is_someone && self.named(likeliest) == 1 && noun.first.is_lowercase()).then_some(someone)
    }

    /// "Lee's letter to Hansen said": whose letter it is, or the letter, not whom it is to.
    pub(crate) fn writer(&self, likeliest: Candidate) -> Option<Candidate> {
        /// Words from the letter to the name.
        const NEAR: usize = 6;
        let speaks = self.token(likeliest.to).is_some_and(|t| t.cue >= CUE);
        let is_lead = |k: &usize| self.sentence[*k] == self.sentence[likeliest.from] && self.outside(*k);
        let is_word = |k: &usize| self.document.tokens[*k].is_word();
        let mut before = (0..likeliest.from).rev().take(NEAR).take_while(is_lead).take_while(is_word);
        let letter = before.find(|k| names_document(self.document, *k) && self.document.token_text(k + 1) == "to")?;
        if self.language != Language::English || likeliest.kind != Kind::Name || !speaks {
            return None;
        }
        let article = letter.checked_sub(1).filter(|k| self.document.tokens[*k].is(class::DETERMINER));
        let phrase = Candidate { from: article.unwrap_or(letter), to: letter + 1, kind: Kind::Noun };
        Some(self.owner_of(letter).unwrap_or(phrase))
    }
}
