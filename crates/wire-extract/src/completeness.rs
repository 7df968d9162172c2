//! Whether the whole story was to be had, and what says that it was not.

use std::sync::LazyLock;

use regex::Regex;
use wire_model::Completeness;

use crate::body::{Decision, of_story};
use crate::jsonld::Linked;
use crate::meta::Meta;
use crate::survey::has_words;

/// Words that a story has which is no excerpt.
const WHOLE: usize = 250;

/// Words that no excerpt has.
const LONGEST_EXCERPT: usize = 500;

/// What readers are told who must pay, or sign in, to read on. All of them speak of reading this story: that there are
/// subscriptions is said on every page.
static WALL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)(to (continue|keep|finish) reading|(subscribe|sign up|sign in|log in|register)( now)? to (read|continue|unlock)|",
        r"(article|story|content|page) is (only |exclusively )?(available |reserved |exclusive )?(to|for) (our )?(paid |paying |premium )?(subscribers|members)|",
        r"(this is a|available to|exclusive to|for) (paid )?(subscribers?|members?)[ -](only|exclusive)|already a (subscriber|member)\?|unlock (this|the full) (article|story)|",
        r"you(’ve|'ve| have) (reached|used|read) (your|all|the) .{0,24}(free|limit)|",
        r"(weiterlesen mit|sofort weiterlesen|jetzt weiterlesen|um (diesen artikel|weiter)\s?zu\s?lesen|artikel ist .{0,24}(abonnent|kostenpflichtig)|nur für abonnent|exklusiv für abonnent|bereits abonnent|schon abonnent)|",
        r"(suite|article|contenu) (de (cet|l’|l')\s?article )?(est )?(exclusivement )?réservée? (à nos |aux )?abonné|il vous reste .{1,8}%|déjà abonné|abonnez-vous pour (lire|continuer)|pour lire la suite|",
        r"(contenido|artículo|noticia) .{0,24}(exclusiv[oa]|reservad[oa]|solo) (para )?(los )?(suscriptor|socio|abonad)|para (seguir|continuar) leyendo|suscríbete para (leer|seguir|continuar)|ya eres suscriptor|",
        r"(contenuto|articolo) .{0,24}(riservato|esclusivo) .{0,8}abbonat|per continuare a leggere|sei già abbonato|",
        r"(conteúdo|matéria|artigo) .{0,24}(exclusiv[oa]|restrit[oa]) .{0,8}assinante|para continuar lendo|já é assinante|",
        r"(alleen|exclusief) voor (abonnees|leden)|verder lezen\?|al abonnee\?|",
        r"(kun|bare|endast|eksklusivt|exklusivt) (for|för) (våre |vore |våra )?(abonnent|prenumerant|medlem))",
    ))
    .expect("the pattern is a constant that a test compiles")
});

/// What is said of paying from the first line of the story on.
fn wall(decisions: &[Decision]) -> Option<&str> {
    of_story(decisions).iter().find_map(|line| WALL.find(&line.text)).map(|said| said.as_str())
}

/// Whether a line only tells readers to pay.
pub(crate) fn is_wall(line: &str) -> bool {
    WALL.is_match(line)
}

/// How much of the story a page holds, and why it is not all: the page's own data, what is said among the lines of the
/// story or right below them, or how the text ends.
pub(crate) fn completeness(
    text: &str,
    decisions: &[Decision],
    meta: &Meta,
    linked: &Linked,
) -> (Completeness, Option<String>) {
    let is_short = !has_words(text, WHOLE);
    let paywalled = |reason: String| (Completeness::Paywalled, Some(reason));
    if is_short && linked.is_paywalled() {
        return paywalled("JSON-LD says isAccessibleForFree: false, and the text is short".to_owned());
    }
    let is_closed = |tier: &String| ["locked", "paid", "subscriber"].contains(&tier.to_ascii_lowercase().as_str());
    if let Some(tier) = meta.first(&["article:content_tier"]).filter(|tier| is_short && is_closed(tier)) {
        return paywalled(format!("the page says article:content_tier: {tier}, and the text is short"));
    }
    if let Some(said) = Some(decisions).filter(|_| is_short).and_then(wall) {
        return paywalled(format!("the page says “{said}” below the text, which is short"));
    }
    // A long story may end as its writer likes.
    if (text.ends_with('…') || text.ends_with("...")) && !has_words(text, LONGEST_EXCERPT) {
        return (Completeness::Partial, Some("the text ends in an ellipsis".to_owned()));
    }
    (Completeness::Full, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn walls_speak_of_reading_this_story() {
        for line in [
            "Subscribe to continue reading this article.",
            "This article is for subscribers only. Already a subscriber? Log in.",
            "You have reached your limit of free articles.",
            "Weiterlesen mit Gull Plus",
            "Dieser Artikel ist exklusiv für Abonnenten.",
            "La suite est réservée aux abonnés.",
            "Il vous reste 70 % de cet article à lire.",
            "Este contenido es exclusivo para suscriptores.",
            "Contenuto riservato agli abbonati",
            "Conteúdo exclusivo para assinantes",
            "Dit artikel is alleen voor abonnees.",
        ] {
            assert!(is_wall(line), "{line}");
        }
        for line in [
            "Subscribe to our newsletter.",
            "Abonnieren Sie unseren Newsletter.",
            "The paper has 900 subscribers, of whom most read on.",
            "Members of the council read the article.",
            "Il reste 70 % de l’eau.",
        ] {
            assert!(!is_wall(line), "{line}");
        }
    }
}
