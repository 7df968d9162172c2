//! What furniture says: phrases in the languages that news pages are written in.

use std::sync::LazyLock;

use regex::Regex;

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a constant that a test compiles")
}

/// Lines that point away from the story.
static TEASER: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"(?i)^[^\p{L}\p{N}]{0,3}(read (more|also|next|on)(?-u:\b)|see also|also read|more:|more (on|from) |related(?-u:\b)|recommended(?-u:\b)|watch:|listen:|click here|sign up|subscribe|",
        r"you (may|might) (also )?(like|enjoy|be interested)|don.t miss|see more:|most (read|popular)|trending(?-u:\b)|(top|more) stories|on \w+\.(com|org|net):|",
        r"você (também )?(pode|vai) gostar|das könnte (dich|sie)|vous aimerez|ti potrebbe|te (puede|podría) gustar|",
        r"читайте (также|ещё|еще)|смотрите также|関連記事|あわせて読みたい|相关阅读|相關閱讀|관련 ?기사|baca juga|lihat juga|ilgili haber|przeczytaj też|lees meer|les også|",
        r"follow (us|\w+ on)|share this|share on|leave a comment|comments?$|view comments|join the conversation|",
        r"lesen sie|lies auch|lesen sie auch|mehr zum thema|mehr dazu|auch interessant|auch lesenswert|weitere |newsletter|jetzt (abonnieren|anmelden)|",
        r"lire aussi|à lire|a lire|abonnez-vous|les også|läs (mer|också)|lue myös|lee también|lea también|le puede interesar|te puede interesar|suscríbete|",
        r"leggi anche|czytaj|zobacz także|leia também|saiba mais|lees ook|meer over|",
        r"image source|getty images|advertisement$|anzeige$|werbung$|publicité$|publicidad$|",
        r"have a tip|got a story|like this story|this (story|article) (was|has) |download (the|our) |tap here|\d+ (shares|comments|views)(?-u:\b)|skip )",
    ))
});

pub(crate) fn is_teaser(text: &str) -> bool {
    TEASER.is_match(text)
}

/// What credits of pictures begin with, what captions that hold one end in, and what stands within. A pattern for each:
/// one that is bound to the start or to the end of a line reads no more of it than it must.
static CREDIT: LazyLock<[Regex; 3]> = LazyLock::new(|| {
    [
        regex(concat!(
            r"(?i)^(?:[|\s]*(photo(graph)?s?( credit| by)?|image( credit)?|picture|credit|foto|bild|crédit|© ?|copyright|fotograf(ía|ia)|video)",
            r"\s*[:|©/]|©|copyright ©)",
        )),
        regex(
            r"(?i)(?:\((photo|ap photo|getty|reuters/|foto|image)[^)]*\)|(?-u:\b)(getty images|file photo|afp via getty)\)?\.?|[.)] file)$",
        ),
        regex(r"(?i)\|\s*photo credit:"),
    ]
});

pub(crate) fn is_credit(text: &str) -> bool {
    CREDIT.iter().any(|pattern| pattern.is_match(text))
}

/// Bylines, dates and reading times that stand alone on a line.
static BYLINE: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"(?i)^(\d+ ?-?(min|mins|minutes?|minuten|minutos|minut)\.?( ?(read|de lectura|lesezeit|de lecture))?\.?$|reading time|lesezeit|temps de lecture|",
        r"(published|updated|last updated|posted|first published|modified|aktualisiert|veröffentlicht|publié|mis à jour|publicado|actualizado|stand)( (on|at|am|le|el))?:? .{0,60}\d|",
        r"(updated?|published) at|by [^.]{3,60}$|by [^.]{3,100} (writers?|reporters?|correspondents?)$|von [A-ZÄÖÜ][^.]{2,60}$|par [A-ZÉ][^.]{2,60}$|por [A-ZÁÉ][^.]{2,60}$|\(?(reporting|editing|additional reporting|writing) by)",
    ))
});

static ONLY_DATE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)^\W*(\d{1,2}[:.]\d\d( ?[ap]\.?m\.?)?( \p{L}{2,4})?, )?((mon|tues?|wednes|thurs?|fri|satur|sun)(day)?,? )?(\d{1,2}[./ -]{1,2})?(\d{1,2}[./ -]|[\p{L}]{3,10}\.? )(\d{1,2},? )?(19|20)\d\d,?( (at |um |à )?\d{1,2}[:.h]\d\d.{0,12})?\W*$",
    )
});

pub(crate) fn is_byline_or_date(text: &str) -> bool {
    BYLINE.is_match(text) || is_date(text)
}

/// Whether a line is a date, and maybe a time of day, and nothing else.
pub(crate) fn is_date(text: &str) -> bool {
    ONLY_DATE.is_match(text)
}

/// Who else worked on a story, or its writer's initials: what stands below its last sentence. The second is looked for
/// where its one word is, for from the end of a line it is looked for slowly.
static SIGNATURE: LazyLock<[Regex; 2]> = LazyLock::new(|| {
    [
        regex(concat!(
            r"(?i)^(?:[\W_]*(additional |further )?(reporting|writing|editing) by |",
            r"[\W_]*(the )?(associated press|ap|reuters|afp|bloomberg)( \w+)? (writers?|journalists?|reporters?) .*contribut|",
            r"\W*copyright .{0,80}(all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos reservados)|",
            r"\(with (agency )?inputs? from [^()]{2,60}\)\W*$|\W*(责任|責任)?(编辑|編輯)[：:]|\W*انتهای پیام|\W*(napisz do autor|kontakt zum autor|(contact|e-?mail|to reach) (the )?(author|reporter|writer))[^@]{0,120}@|",
            r"[\W_]*(?-i:\p{Lu}[\p{L}-]+( and \p{Lu}[\p{L}-]+)? reported from \p{Lu})|\([\p{L}]{2,4}([/,-] ?\p{L}{2,4})*\)$)",
        )),
        regex(r"(?i)contributed (reporting|to this (report|story|article))( from (?-i:\p{Lu})[\w ,.'-]{2,40})?\W*$"),
    ]
});

pub(crate) fn is_signature(text: &str) -> bool {
    let [whole, end] = &*SIGNATURE;
    whole.is_match(text) || text.contains("ontributed ") && end.is_match(text)
}

/// Whether a line is a number: a page's, or a count.
pub(crate) fn is_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit()) && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
}

/// Whether a line is the label of a field that readers may fill in, or where their money goes.
pub(crate) fn is_form(text: &str) -> bool {
    FORM.is_match(text)
}

static FORM: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)^(?:.{2,40}\((optional|required|erforderlich|pflichtfeld|facultatif|obligatoire|opcional|obligatorio|facoltativo)\)\W*|(?-i:(IBAN|BIC|SWIFT)[^:]{0,12}: ?[A-Z0-9]{4}[A-Z0-9 ]{4,40}))$",
    )
});

/// A line that is all label, of an advertisement, a button or a list of contents.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"(?i)^\W*(advertisements?|advertising|anzeige|werbung|publicité|publicidade?|pubblicità|annonse?|reclame|reklam[ae]?|",
        r"table of contents|inhaltsverzeichnis|sommaire|inhoudsopgave|spis treści|目次|目录|目錄|",
        r"реклама|mainos|hirdetés|iklan|διαφήμιση|quảng cáo|広告|广告|廣告|광고|إعلان|sign up|subscribe( now)?|",
        r"share this( (article|story|post))?|(story|article) continues (below|after) [\w ]{3,30})\W*$",
    ))
});

/// A line that points to another story: a label, and maybe a title.
static POINTER: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"(?i)^\W*(you (may|might) (also )?(like|enjoy)|don.t miss( (it|this|out))?|also read|read (more|also|next|on)|see (also|more)|",
        r"related( (stories|articles|content|posts|news|topics|links|coverage|reading))?|recommended( (for you|stories|reading))?|",
        r"more (stories|news)|trending( now)?|(most|top) (read|popular|stories)|watch( now| below| live)?|listen( now)?|",
        r"lesen sie (auch|mehr)|lies auch|mehr zum thema|mehr dazu|auch interessant|auch lesenswert|",
        r"das könnte (sie|dich) (auch )?interessieren|(à )?lire aussi|lire la suite|voir aussi|le[ea] también|ver también|",
        r"le[ae] más|[tl]e puede interesar|leggi anche|leia (também|mais)|lees ook|läs (också|mer)|les også|lue myös|",
        r"читайте также|смотрите также|関連記事|baca juga|zobacz także|(prze)?czytaj (też|także|również))",
        r"\W*($|[:|–—] ?\w[^.!?…]{8,160}$)",
    ))
});

/// Whether a line only labels an advertisement or a button, or points to another story.
pub(crate) fn is_signpost(text: &str) -> bool {
    // Most lines of a story are longer sentences.
    const SHORT: usize = 40;
    let may_be = text.len() <= SHORT || !text.ends_with(['.', '!', '?', '…', '"', '”', '“', '»', '。']);
    may_be && (LABEL.is_match(text) || POINTER.is_match(text))
}

/// Whether a line begins or ends with who made a picture, and so can only be a picture's.
pub(crate) fn is_caption(text: &str) -> bool {
    const SHORT: usize = 40;
    const MAKERS: [&str; 5] = ["AFP", "AP", "Getty", "Getty Images", "Reuters"];
    let ends = |maker: &str| text.strip_suffix(maker).is_some_and(|rest| rest.ends_with(['.', '!', '?', '”']));
    text.chars().take(3).any(|c| c == '©')
        || text.len() <= SHORT && IS_NO_PICTURE_OF.is_match(text)
        || MAKERS.iter().any(|maker| ends(maker))
        || ends_with_credit(text)
}

/// A picture that is of something else, and says nothing but that.
static IS_NO_PICTURE_OF: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)^\W*(represent(ative|ational|ation)|illustrat(ive|ion)|file|stock|symbolic) (image|photo|pic(ture)?)\W*$",
    )
});

/// What ends the description of a picture before what is said of the picture itself.
const BEHIND_DESCRIPTION: [char; 14] = [',', '.', ';', ':', '!', '?', ')', '”', '"', '|', '–', '—', '(', '-'];

/// Whether a line says behind a picture's description who made it ("…, Photo: Ann Lee") or that it is an old one ("… File"),
/// or, in Korean, names an agency behind what somebody is doing.
fn ends_with_credit(text: &str) -> bool {
    const LABELS: [&str; 12] = [
        "foto", "fotos", "photo", "photos", "bild", "bilder", "image", "images", "picture", "imagen", "crédit",
        "credit",
    ];
    const NAME: std::ops::RangeInclusive<usize> = 2..=50;
    let is_name = |name: &str| {
        NAME.contains(&name.chars().count()) && name.chars().all(|c| c.is_alphanumeric() || " /&,'’-".contains(c))
    };
    let is_credit = |(described, maker): (&str, &str)| {
        let described = described.strip_suffix(" by").or(described.strip_suffix(" credit")).unwrap_or(described);
        let before = described.trim_end_matches(char::is_alphabetic);
        LABELS.contains(&described[before.len()..].to_lowercase().as_str())
            && before.trim_end().ends_with(BEHIND_DESCRIPTION)
            && is_name(maker.trim_start().trim_end_matches([')', '.']))
    };
    let is_agency = |(_, maker): (&str, &str)| is_name(maker) && maker.split(' ').count() <= 2;
    let ends_in_other_letters = text.ends_with(|c: char| !c.is_ascii() && c.is_alphabetic() || c.is_ascii_digit());
    let is_maker = |(described, maker): (&str, &str)| !described.is_empty() && is_name(&maker.trim().replace('.', ""));
    text.rsplit_once(':').is_some_and(is_credit)
        || text.rsplit_once('©').is_some_and(is_maker)
        || is_from_archive(text)
        || ends_in_other_letters && text.rsplit_once("있다. ").is_some_and(is_agency)
}

/// Whether a line says at its end that its picture is of another day, or stands for what it shows.
fn is_from_archive(text: &str) -> bool {
    const LABELS: [&str; 14] = [
        "file",
        "file photo",
        "file image",
        "file picture",
        "archivbild",
        "archivfoto",
        "symbolbild",
        "symbolfoto",
        "photo d'archives",
        "photo d’archives",
        "imagen de archivo",
        "foto de archivo",
        "archieffoto",
        "arkivfoto",
    ];
    let text = text.trim_end_matches(['.', ')']);
    let before = |label: &&str| {
        let (before, end) = text.split_at_checked(text.len().checked_sub(label.len())?)?;
        end.eq_ignore_ascii_case(label).then_some(before.trim_end())
    };
    LABELS.iter().filter_map(before).any(|before| before.ends_with(BEHIND_DESCRIPTION))
}

/// What stands in a story where a post or a video is not shown before the reader agrees, and what he has agreed to.
static CONSENT: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"(?i)^\W*(allow .{2,30} content\?|recommended external content\W*$|",
        r"this (article|story|page) contains content (provided|hosted) by|this (content|video|post|embed) (is|comes from) .{0,40}(third.part(y|ies)|external)|",
        r"to (view|see|watch|display|show|load) this (content|video|post|embed).{0,60}(accept|agree|allow|enable|consent|cookie)|",
        r"(please|you (must|need to)) (accept|allow|enable) .{0,60}(to (view|see|watch|load)|in order to)|we need your (consent|permission) (to (load|show)|before)|",
        r"(empfohlener )?(redaktioneller|externer) inhalt\W*$|an dieser stelle .{0,80}extern\w* inhalt|extern\w* inhalte? (an|ein|nach)?(zeigen|blenden|laden)|",
        r"ich (bin (damit )?einverstanden|möchte|stimme zu), dass mir .{0,40}inhalte?|wir (benötigen|brauchen) (ihre|deine) (zustimmung|einwilligung)|",
        r"um (diesen|den|externe) inhalte? .{0,40}(anzuzeigen|darzustellen|zu sehen|sehen|anzeigen)|damit (können|werden) personenbezogene daten|",
        r"(deine|ihre|die) (privatsphäre|datenschutz|cookie)[\w-]*einstellungen verhindern .{0,20}(laden|anzeigen|anzeige|darstellung)|",
        r"(a note about .{0,40}: )?(we|our partners|we and our partners) (collect|store|process) (information|(personal )?data) (about|on) .{0,160}(advertis|(?-u:\b)ads(?-u:\b)|cookies)|",
        r"this (web)?site uses cookies|(diese|unsere) (web)?seite (verwendet|nutzt|benutzt) cookies|ce site utilise des cookies|este sitio (web )?utiliza cookies|",
        r"(your|the) (privacy|cookie|consent) settings (prevent|block) .{0,40}(content|video|post|embed)|",
        r"pour (afficher|voir|visionner|lire) (ce contenu|cette vidéo|ce tweet).{0,60}(accepter|autoriser|cookie)|ce contenu (externe|est bloqué|est fourni par)|",
        r"para (ver|mostrar|visualizar) (este contenido|este vídeo|este conteúdo).{0,60}(acepta|autoriza|cookie|aceit)|",
        r"per (vedere|visualizzare) (questo contenuto|il contenuto|il video).{0,60}(accetta|cookie)|om (deze inhoud|dit bericht|deze video) te (zien|tonen|bekijken).{0,60}(accept|cookie|toestemming))",
    ))
});

/// Whether a line asks for leave to show what stands at another site.
pub(crate) fn asks_consent(text: &str) -> bool {
    // Nobody asks readers with what somebody is quoted with.
    !text.starts_with(['"', '“', '„', '«', '»', '‘']) && CONSENT.is_match(text)
}

/// What papers must say of links that earn them money (FTC 16 CFR §255.5; UWG §5a): they speak of themselves.
static DISCLOSURE: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"(?i)(?-u:\b)((this|our|these|some( of the| of our)?) (articles?|stor(y|ies)|posts?|pages?|guides?|sites?|links?)( (here|below|above))? (may |might )?(contains?|includes?|uses?|are|be) .{0,20}affiliate links|",
        r"(?-u:\b)links(?-u:\b).{0,80}(?-u:\b)(we|i) (may|might|will|can|could|get|receive|earn)(?-u:\b).{0,40}(commission|kick ?back|a (small )?fee)|",
        r"(?-u:\b)(purchase|buy)(?-u:\b).{0,80}(?-u:\b)(we|i) (may |might |can |could )?(get|receive|earn) .{0,20}commission|",
        r"(?-u:\b)(we|i) (may |might |can |could )?(get|receive|earn) .{0,20}(commission|kick ?back|fee).{0,40}(links|(if|when) (you|readers) (purchase|buy))|",
        r"(diese[mr]?|unsere[mr]?) (artikel|beitrag|text|seite|links?).{0,60}affiliate-?links?|gekennzeichnete?n? (links?|produkte?).{0,40}(affiliate|provision)|",
        r"(links?|kauf).{0,120} wir .{0,40}provision|(erhalten|bekommen|verdienen) wir .{0,40}provision.{0,60}(?-u:\b)(links?|kauf)(?-u:\b)|",
        r"(cet article|ces liens|nos liens|cette page) .{0,40}(liens? d[’']affiliation|affiliés?)|(liens?|achat).{0,80}nous (pouvons )?(percev|touch|recev)\w* .{0,30}commission|",
        r"(este artículo|estos enlaces|esta página) .{0,40}(enlaces? de afilia|afiliados)|(enlaces?|compra).{0,80}(podemos|recibimos|ganamos) .{0,30}comisión|",
        r"(questo articolo|questi link|questa pagina) .{0,40}affiliazione|(link|acquist).{0,80}(potremmo|riceviamo) .{0,30}commissione)",
    ))
});

/// What a line says that does so, as far as can be seen at a glance.
static EARNING: LazyLock<Regex> = LazyLock::new(|| regex("ffili|afili|mmission|rovision|omisión| fee |kback|ck back"));

/// Whether a line says that its links earn the paper money.
pub(crate) fn discloses_links(text: &str) -> bool {
    // Nobody says of himself what he is quoted with.
    let is_quoted = || text.contains(['"', '“', '„', '«', '»']);
    EARNING.is_match(text) && !is_quoted() && DISCLOSURE.is_match(text)
}

static ERROR_TITLE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)^\W*((error )?40[34](?-u:\b)|page not found|not found|access denied|seite nicht gefunden|page introuvable|página no encontrada|server error|internal server error|something went wrong|just a moment|attention required|are you a robot)",
    )
});

pub(crate) fn is_error_title(title: &str) -> bool {
    ERROR_TITLE.is_match(title)
}

/// What readers are told who must pay, or sign in, to read on. All of them speak of reading this story: that there are
/// subscriptions is said on every page.
static PAYWALL: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
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
});

/// The words of a line that tell readers to pay, or to sign in, to read on.
pub(crate) fn asks_to_pay(text: &str) -> Option<&str> {
    PAYWALL.find(text).map(|said| said.as_str())
}

/// What papers ask of their readers below a story: a sentence of its own that tells them to.
static APPEAL: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"(?i)(?:^|[.!?:–—] )\W*(stay informed with |support (our|independent|quality|local) (journalism|work|reporting|newsroom)|",
        r"invest in (our |independent |quality )?journalism|become a (member|supporter|patron)|make a (donation|contribution)|donate (now|today|here|via)|",
        r"sign up (now|today|(for|to) (our|the|my) [^.]{0,40}newsletter)|",
        r"(dann |bitte )?(unterstützen sie|unterstütze) (uns|unsere) |(werden sie|werde) (jetzt )?(förder)?mitglied(?-u:\b)|jetzt spenden|hat (ihnen|dir) (dieser|der) (artikel|beitrag|text) gefallen|",
        r"soutenez(-nous| notre | nos )|faites un don|apoy[ae] (nuestro|el) (periodismo|trabajo)|hazte (socio|socia|suscriptor)|haz (tu|una) (donación|aportación)|",
        r"sostieni(ci| il nostro )|fai una donazione|apoie (o nosso|nosso|o) (jornalismo|trabalho)|faça (sua|uma) doação|steun (ons|onze) |word (nu )?(lid|donateur))",
    ))
});

/// Whether a line asks readers to support the paper, or to have its letters.
pub(crate) fn asks_support(text: &str) -> bool {
    APPEAL.is_match(text)
}

static WALL: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"(?i)(enable javascript and cookies|please enable (javascript|cookies)|checking your browser|verify (that )?you are (a )?human|",
        r"we and our (\d+ )?partners (store|process)|we use cookies and|wir und unsere (\d+ )?partner|before you continue|consent to the use of|",
        r"unusual (activity|traffic)|complete the captcha)",
    ))
});

pub(crate) fn is_wall(text: &str) -> bool {
    WALL.is_match(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases() {
        for line in [
            "Read more: Harbour reopens",
            "[Related: Harbour reopens]",
            "You may also like...",
            "On Coastcourier.com: Harbour reopens",
            "Lesen Sie auch: Der Hafen",
            "Share This Article",
            "Leave a Comment",
        ] {
            assert!(is_teaser(line), "{line}");
        }
        for line in ["| Photo Credit: Someone", "A ship in the harbour. File", "© 2024 The Paper"] {
            assert!(is_credit(line), "{line}");
        }
        for line in [
            "4 Min Read",
            "Updated: May 6, 2024",
            "6. Mai 2024",
            "Monday, May 6, 2024 at 10:20 am",
            "17:41 CET, May 6, 2024",
            "By Ann Lee",
            "By Ann Lee and Bo Hansen-Kelsund of the harbour desk / Kelsund Gull Staff Writers",
        ] {
            assert!(is_byline_or_date(line), "{line}");
        }
        for line in [
            "– additional reporting by Ann Lee",
            "Ann Lee and Bo Hansen contributed to this report.",
            "Associated Press writers Ann Lee in Aldern and Bo Hansen contributed.",
            "___ Lee reported from Aldern.",
            "(aln/dpa)",
            "Ann Lee contributed reporting from Port Aldern.",
            "Copyright 2026 Northern Wire. All rights reserved. It may not be broadcast.",
            "(With inputs from agencies)",
            "责任编辑：李安",
            "Napisz do autora: ann@gull.example",
            "To reach the reporter behind this story, write to ann@gull.example.",
            "Contact reporter Ann Lee at ann@gull.example or by telephone.",
        ] {
            assert!(is_signature(line), "{line}");
        }
        assert!(!is_signature("The gift contributed to this (it was said)."));
        assert!(!is_signature("Nobody reported from the harbour."));
        for line in [
            "Copyright is what the court must now decide on.",
            "With input from the harbour's neighbours, the council will decide in May.",
            "To reach the author of the plan, callers must wait.",
            "Contact the writers had none.",
        ] {
            assert!(!is_signature(line), "{line}");
        }
        for line in ["2", "17,302"] {
            assert!(is_number(line), "{line}");
        }
        for line in ["___", "1-0", "3 after extra time", "..."] {
            assert!(!is_number(line), "{line}");
        }
        for line in ["Your name (optional)", "Ihre Nachricht (erforderlich)", "IBAN: XY00 0000 0000"] {
            assert!(is_form(line), "{line}");
        }
        for line in [
            "Voting is optional",
            "Swift: I am glad that it is over.",
            "SWIFT: Yes, of course.",
            "The ferry (optional) leaves at nine",
            "Swift wrote it in 1726, and it is read to this day by children.",
        ] {
            assert!(!is_form(line), "{line}");
        }
        for line in [
            "Recommended external content",
            "Allow Kelsund Video content?",
            "This article contains content provided by Kelsund Video. They may set cookies.",
            "To display this content from Kelsund Video, you must enable tracking.",
            "Externer Inhalt",
            "An dieser Stelle steht ein externer Inhalt, den ein Klick zeigt.",
            "Ich bin einverstanden, dass mir externe Inhalte gezeigt werden.",
            "Ihre Datenschutz-Einstellungen verhindern das Laden von Karten und Videos.",
            "Your privacy settings prevent this video from being shown.",
            "Pour afficher ce contenu, vous devez accepter les cookies.",
            "Para ver este contenido, acepta las cookies.",
            "A note about advertisements: We collect information about what you read here and use it to choose advertising.",
            "This website uses cookies.",
        ] {
            assert!(asks_consent(line), "{line}");
        }
        for line in [
            "This content is what the reader came for.",
            "To view this content is a crime in Norland, the court said.",
            "Ich bin einverstanden, dass mir der Hafen gehört.",
            "Pour voir ce contenu, il faut aller à Kelsund.",
            "Wir brauchen Ihre Hilfe, sagte Lee.",
            "Die Einstellungen verhindern das Laden der Batterie.",
            "“We collect data about readers and sell advertising,” Lee said.",
            "We use the information we have to improve our advertising.",
            "The court says that this website uses cookies.",
        ] {
            assert!(!asks_consent(line), "{line}");
        }
        for line in [
            "This article contains affiliate links.",
            "If you buy something through links in our stories, we may earn a commission.",
            "We may earn a small fee when you purchase a boat.",
            "In diesem Artikel sind Affiliate-Links enthalten.",
            "Die mit * gekennzeichneten Links bringen uns eine Provision.",
            "Kommt über diese Links ein Kauf zustande, erhalten wir eine Provision.",
            "Cet article contient des liens affiliés.",
            "Este artículo contiene enlaces de afiliados.",
            "Questo articolo contiene link di affiliazione.",
        ] {
            assert!(discloses_links(line), "{line}");
        }
        for line in [
            "Writers of guides live on affiliate links, the study says.",
            "“If you buy through links, we may earn a commission,” Lee said.",
            "The commission said that we may buy the harbour.",
            "Der Makler erhält eine Provision.",
            "Dafür bekommen wir eine Provision.",
            "La commission a dit que ces liens existent.",
        ] {
            assert!(!discloses_links(line), "{line}");
        }
        for line in [
            "Реклама:",
            "- Advertisement -",
            "You may also like...",
            "DON'T MISS",
            "ALSO READ: Ships return to Kelsund",
            "Lesen Sie auch:",
        ] {
            assert!(is_signpost(line), "{line}");
        }
        for line in [
            "© Ann Lee A ship in the harbour.",
            "A ship in Kelsund.Reuters",
            "A ship leaves the harbour of Kelsund. File",
            "Ein Schiff verlässt den Hafen (Archivbild).",
            "A ship leaves the harbour of Kelsund, Foto: Ann Lee",
            "A ship leaves the harbour of Kelsund (Image: Kelsund Port)",
            "A ship leaves the harbour of Kelsund. Photo by: Ann Lee / KNA",
            "배가 켈순 항구에 들어오고 있다. 켈순통신",
            "Blick auf den Hafen © Kelsund Tourismus GmbH / A. Lee",
            "Representative image.",
        ] {
            assert!(is_caption(line), "{line}");
        }
        for line in [
            "Werbung: Was erlaubt ist",
            "Read more: it helps, she said.",
            "Watch the harbour.",
            "Related to Ann: Bo Hansen",
            "He works for Reuters",
            "The court has it on file.",
            "She has kept the whole file",
            "She had one more photo: the harbour",
            "A representative image of the harbour was shown.",
            "The sign © tells readers that somebody owns what they read, and that they may not copy it without leave.",
            "Two things count, the text and the image: Ann Lee is sure of that, and she says so.",
            "배가 켈순 항구에 들어오고 있다.",
        ] {
            assert!(!is_signpost(line) && !is_caption(line), "{line}");
        }
        assert!(is_wall("Please enable JavaScript to continue"));
        assert!(is_error_title("404 - Page not found"));
        for line in [
            "He read more than the others.",
            "On Monday: the harbour reopens",
            "The photo was taken by a tourist.",
            "By noon the harbour was open, she said.",
        ] {
            assert!(!is_teaser(line) && !is_credit(line) && !is_byline_or_date(line), "{line}");
        }
    }

    #[test]
    fn appeals_tell_readers_to() {
        for line in [
            "Stay informed with The Gull – your source for news. Only 5 a month.",
            "You have read this far. Support our journalism!",
            "Love the sea? Sign up for our weekly newsletter.",
            "Hat Ihnen dieser Artikel gefallen? Dann unterstützen Sie uns bitte.",
            "Soutenez notre rédaction : faites un don.",
            "Hazte socia y lee sin anuncios.",
        ] {
            assert!(asks_support(line), "{line}");
        }
        for line in [
            "She asked readers to support local journalism.",
            "Die Stadt will uns unterstützen, sagte Lee.",
            "Dann unterstützen uns die Nachbarn.",
            "Werden Mitglieder ausgeschlossen, klagt der Verein.",
            "Kelsund wants to become a member of the league.",
            "Le club a reçu un don.",
        ] {
            assert!(!asks_support(line), "{line}");
        }
    }

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
            assert!(asks_to_pay(line).is_some(), "{line}");
        }
        for line in [
            "Subscribe to our newsletter.",
            "Abonnieren Sie unseren Newsletter.",
            "The paper has 900 subscribers, of whom most read on.",
            "Members of the council read the article.",
            "Il reste 70 % de l’eau.",
        ] {
            assert!(asks_to_pay(line).is_none(), "{line}");
        }
    }
}
