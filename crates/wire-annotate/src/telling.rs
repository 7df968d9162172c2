//! What somebody tells that another has said: "Hansen said Lee had told her “Q”" is Lee's, and so is "Hansen accused Lee
//! of calling her “Q”".

use crate::lexicon::Language;
use crate::scene::{CUE, Candidate, Kind, Scene};
use crate::token::Token;

impl Scene<'_, '_> {
    /// Who is said, by a source, to have said the words of a region.
    pub(crate) fn told_of(&self, region: usize, source: Candidate) -> Option<Candidate> {
        match self.language {
            Language::English => self.accused_by(region, source),
            Language::German => self.german_told_of(region, source).or_else(|| self.accounted_for(region, source)),
            Language::French | Language::Spanish => self.romance_told_of(region, source),
        }
    }

    /// "Lee accused Hansen of calling her “Q”": who is said to have said it.
    fn accused_by(&self, region: usize, source: Candidate) -> Option<Candidate> {
        const ACCUSES: [&str; 10] = [
            "accused",
            "accuses",
            "attacked",
            "blamed",
            "condemned",
            "criticised",
            "criticized",
            "mocked",
            "rebuked",
            "scolded",
        ];
        /// Words from the verb to the words.
        const NEAR: usize = 14;
        let word = |k: usize| self.document.token_text(k);
        let here = |k: &usize| self.is_beside(source, *k) && *k < self.spans[region].0;
        if !ACCUSES.contains(&word(source.to)) {
            return None;
        }
        let says = |k: &usize| {
            let is_gerund =
                matches!(word(*k), "calling" | "describing" | "saying" | "shouting" | "telling" | "writing");
            is_gerund && matches!(word(k - 1), "for" | "of")
        };
        let from = source.to + 1;
        let verb = (from + 2..from + NEAR).take_while(here).find(says)?;
        let leads_on = self.leads_on(verb + 1, self.spans[region].0);
        self.candidate_at(from).filter(|c| leads_on && c.to + 1 == verb && c.kind != Kind::Noun)
    }

    /// Whether the words between a verb and the marks are of its clause alone.
    fn leads_on(&self, from: usize, start: usize) -> bool {
        let is_break = |k: usize| {
            let token = &self.document.tokens[k];
            let text = self.document.token_text(k);
            matches!(text, "and" | "but" | "et" | "mais" | "pero" | "y" | ",") || token.is_word() && token.cue >= CUE
        };
        !(from..start).any(is_break)
    }

    /// „Lind berichtete, Hansen habe ihr gesagt: „Q““, „Lind warf Hansen vor, sie „Q“ genannt zu haben“: who is said to
    /// have said it.
    fn german_told_of(&self, region: usize, source: Candidate) -> Option<Candidate> {
        const SAID: [&str; 9] = [
            "beschimpft",
            "bezeichnet",
            "gedroht",
            "genannt",
            "gerufen",
            "gesagt",
            "geschrien",
            "geschrieben",
            "zugerufen",
        ];
        const HAD: [&str; 5] = ["haben", "habe", "hat", "hatte", "hätte"];
        /// Words behind the marks, and from the verb to them.
        const NEAR: usize = 3;
        const LONGEST: usize = 12;
        let (start, end) = self.spans[region];
        let word = |k: usize| self.document.token_text(k);
        let here = |k: &usize| self.is_beside(source, *k);
        let accuses = matches!(word(source.to), "beschuldigt" | "beschuldigte" | "warf" | "wirft");
        let tells = self.token(source.to).is_some_and(|t| t.cue >= CUE) && word(source.to + 1) == ",";
        let from = if accuses { source.to + 1 } else { source.to + 2 };
        let from = from + usize::from(!accuses && matches!(word(from), "dass" | "wie"));
        let sayer = self.candidate_at(from).filter(|c| (accuses || tells) && c.kind == Kind::Name && c.to <= start)?;
        let parts = || (sayer.to..start).take(LONGEST).chain(end..end + NEAR).filter(here);
        let is_other = |k: usize| matches!(word(k), "doch" | "und") || self.token(k).is_some_and(|t| t.cue >= CUE);
        if (sayer.to..start).take(LONGEST).any(|k| is_other(k) && !SAID.contains(&word(k))) {
            return None;
        }
        let is_told = parts().any(|k| SAID.contains(&word(k))) && parts().any(|k| HAD.contains(&word(k)));
        (is_told && self.named(sayer) != 0 && start <= sayer.to + LONGEST).then_some(sayer)
    }

    /// "Petit raconte que Moreau l'a traitée de « Q »", "Petit a accusé Moreau de l'avoir traitée de « Q »", "Prado contó que
    /// Torres la llamó «Q»".
    fn romance_told_of(&self, region: usize, source: Candidate) -> Option<Candidate> {
        const SAID: [&str; 24] = [
            "appelé",
            "appelée",
            "crié",
            "dit",
            "lancé",
            "menacé",
            "menacée",
            "qualifié",
            "qualifiée",
            "traité",
            "traitée",
            "écrit",
            "amenazó",
            "calificó",
            "dicho",
            "dijo",
            "escribió",
            "gritó",
            "llamarla",
            "llamarle",
            "llamarlo",
            "llamó",
            "tachó",
            "decirle",
        ];
        /// Words from the name to the verb, and from there to the words.
        const NEAR: usize = 6;
        const LONGEST: usize = 10;
        let start = self.spans[region].0;
        let word = |k: usize| self.document.token_text(k);
        let here = |k: &usize| self.is_beside(source, *k) && *k < start;
        // "a raconté"
        let verb = source.to + usize::from(matches!(word(source.to), "a" | "ha"));
        let accuses = matches!(word(verb), "accuse" | "accusé" | "acusa" | "acusado" | "acusó");
        let tells = self.token(verb).is_some_and(|t| t.cue >= CUE) && matches!(word(verb + 1), "qu'" | "qu’" | "que");
        let from = verb + 1 + usize::from(tells || word(verb + 1) == "a");
        let sayer = self.candidate_at(from).filter(|c| (accuses || tells) && c.kind == Kind::Name)?;
        let said = (sayer.to..sayer.to + NEAR).take_while(here).find(|k| SAID.contains(&word(*k)))?;
        let leads_on = start <= said + LONGEST && self.leads_on(said + 1, start);
        (self.named(sayer) != 0 && leads_on).then_some(sayer)
    }

    /// "Hansen said [that] Lee had told her", "recalled how Lee called him": whoever tells what another has said.
    pub(crate) fn tells_of(&self, source: Candidate, sayer: Candidate) -> bool {
        const SAYS: [&str; 22] = [
            "admitted",
            "argued",
            "assured",
            "boasted",
            "branded",
            "called",
            "complained",
            "confided",
            "described",
            "dubbed",
            "explained",
            "informed",
            "insisted",
            "mentioned",
            "promised",
            "replied",
            "said",
            "shouted",
            "threatened",
            "told",
            "warned",
            "wrote",
        ];
        /// What one hears another do.
        const HEARD: [&str; 9] =
            ["boast", "calling", "complaining", "mentioning", "say", "saying", "shout", "shouting", "telling"];
        /// Words that the second verb may stand behind.
        const AUXILIARIES: [&str; 5] = ["had", "has", "later", "once", "then"];
        let text = |k: usize| self.document.token_text(k);
        let hears = matches!(text(source.to), "heard" | "overheard" | "recalled" | "remembered");
        let tells = match text(source.to) {
            _ if hears => true,
            // "a woman named Lee said"
            "called" | "named" => false,
            _ => self.token(source.to).is_some_and(|t| t.cue >= CUE),
        };
        // "that her deputy, Lee, had told her"
        let is_apposed = text(sayer.from.saturating_sub(1)) == "," && text(sayer.to) == ",";
        let between = source.to + 1..sayer.from - usize::from(is_apposed);
        let leads = |k: usize| matches!(text(k), "how" | "that");
        let leads = between.clone().next_back().is_none_or(leads) || is_apposed && between.clone().any(leads);
        let is_one = between.clone().all(|k| self.token(k).is_some_and(Token::is_word) && self.outside(k));
        let behind = sayer.to + usize::from(is_apposed);
        let verb = behind + usize::from(AUXILIARIES.contains(&text(behind)));
        let says = SAYS.contains(&text(verb)) || hears && HEARD.contains(&text(verb));
        self.language == Language::English && tells && leads && is_one && says
    }
}
