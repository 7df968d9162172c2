//! Quotes, speakers and entities in sentences written for these tests.

#[cfg(feature = "onnx")]
mod onnx;
mod stories;

use std::sync::LazyLock;

use proptest::prelude::*;
use wire_annotate::{Annotator, NameTable};
use wire_model::{Annotations, EntityKind, QuoteKind};

static ANNOTATOR: LazyLock<Annotator> = LazyLock::new(Annotator::new);
static WITH_INDIRECT: LazyLock<Annotator> = LazyLock::new(|| Annotator::new().with_indirect_speech());

fn slice(text: &str, start: usize, end: usize) -> String {
    text.chars().skip(start).take(end - start).collect()
}

/// Every span is inside the text and slices to the text beside it.
fn assert_spans(text: &str, annotations: &Annotations) {
    let length = text.chars().count();
    let check = |start: usize, end: usize, own: &str| {
        assert!(start < end && end <= length, "{start}..{end} of {length}");
        assert_eq!(slice(text, start, end), own);
    };
    for quote in &annotations.quotes {
        quote.segments.iter().for_each(|s| check(s.span.start, s.span.end, &s.text));
        quote.clause.iter().for_each(|c| check(c.span.start, c.span.end, &c.text));
        quote.cue.iter().for_each(|c| check(c.span.start, c.span.end, &c.text));
        let speakers = quote.speaker.iter().chain(&quote.via).chain(&quote.co_speakers);
        speakers.for_each(|s| check(s.mention.span.start, s.mention.span.end, &s.mention.text));
    }
    let mut mentions: Vec<_> = annotations.entities.iter().flat_map(|e| &e.mentions).map(|m| m.span).collect();
    mentions.sort_by_key(|s| s.start);
    assert!(mentions.windows(2).all(|m| m[0].end <= m[1].start), "names overlap: {mentions:?}");
    for mention in annotations.entities.iter().flat_map(|e| &e.mentions) {
        check(mention.span.start, mention.span.end, &mention.text);
    }
}

/// The names of the speakers, quote by quote; "-" where there is none.
fn speakers(text: &str) -> Vec<String> {
    let annotations = ANNOTATOR.annotate_text(text, "en", None);
    assert_spans(text, &annotations);
    annotations
        .quotes
        .iter()
        .map(|q| q.speaker.as_ref().and_then(|s| s.name.clone()).unwrap_or_else(|| "-".to_owned()))
        .collect()
}

#[test]
fn speakers_are_named() {
    let check = |text: &str, expected: &[&str]| assert_eq!(speakers(text), expected, "{text}");
    check("“The quay is open,” said Marta Lindqvist.", &["Marta Lindqvist"]);
    check("“The quay is open,” Marta Lindqvist said on Monday.", &["Marta Lindqvist"]);
    check("Marta Lindqvist said: “The quay is open and the ships are back.”", &["Marta Lindqvist"]);
    check("\"The quay is open,\" said Marta Lindqvist, the director of the port authority.", &["Marta Lindqvist"]);
    check("''The quay is open,'' said Marta Lindqvist.", &["Marta Lindqvist"]);
    // What another is quoted to say inside keeps its marks.
    let inner = ANNOTATOR.annotate_text("\"I asked and he said, 'Not now.'\" Marta Lindqvist said.", "en", None);
    assert_eq!(inner.quotes[0].segments[0].text, "I asked and he said, 'Not now.'");
    // A split quote is one attribution.
    check("“The quay,” said Marta Lindqvist, “is open again.”", &["Marta Lindqvist"]);
    check("“The quay,” said Marta Lindqvist while visiting Kelsund, “is open again.”", &["Marta Lindqvist"]);
    // Surname and honorific go to the full name.
    check(
        "Marta Lindqvist opened the quay on Monday.\n\n“We waited a long time for this day,” Ms. Lindqvist said.",
        &["Marta Lindqvist"],
    );
    // A pronoun goes to the subject of the sentence before.
    check(
        "Marta Lindqvist opened the quay with the mayor of Kelsund, Olav Brenner, on Monday.\n\n“We waited a long time for this day,” she said.",
        &["Marta Lindqvist"],
    );
    // Single marks, in the British manner, among apostrophes; and marks within them.
    check(
        "‘It’s the fishermen’s day,’ Marta Lindqvist told us. ‘The boys’ boats are “back”.’",
        &["Marta Lindqvist", "Marta Lindqvist"],
    );
    check(
        "'It isn't over,' said Marta Lindqvist, who called the dockers' plan 'absurd'.",
        &["Marta Lindqvist", "Marta Lindqvist"],
    );
    // A quotation that is signed below.
    check("“The quay is open. Come in.”\n\n— Marta Lindqvist, director", &["Marta Lindqvist"]);
    check("Olav Brenner came.\n\n“The quay is open”\n– Marta Lindqvist", &["Marta Lindqvist"]);
    // A speech over paragraphs, which open marks anew, is named in one of them.
    check(
        "Olav Brenner was at home.\n\n“It began at night.\n\n“Then the wall fell.\n\n“Nobody was hurt,” said Marta Lindqvist.",
        &["Marta Lindqvist"; 3],
    );
    check("“The quay is open,” said Cllr. Marta Lindqvist.", &["Marta Lindqvist"]);
    // The second sentence of a speech has the same speaker.
    check(
        "“It was late,” said Henrik Solberg. “Nobody was in the building when the roof came down.”",
        &["Henrik Solberg", "Henrik Solberg"],
    );
    // A possessor is not who speaks.
    check("“He will not come,” said Lindqvist’s spokesman, Karl Ostrander.", &["Karl Ostrander"]);
    check("“He will not come,” said Lindqvist’s spokesman.", &["-"]);
    // An office with a possessor of its own, and who holds it.
    check("The leader of the Miners' Union, Olav Brenner, said the pit was “a trap.”", &["Olav Brenner"]);
    // Two who speak as one: neither of them is both.
    check("Two divers, Olav Brenner and Marta Lindqvist, said they were “glad.”", &["-"]);
    // A verb that is rare in the news, and a word that stands for a phrase.
    check("“The quay is a ruin,” grumbled Marta Lindqvist.", &["Marta Lindqvist"]);
    check("Marta Lindqvist opened the quay. Some grumbled that it was “far too late.”", &["-"]);
    // Nobody who is known to speak, but a verb that reports: speech all the same.
    check("Marta Lindqvist opened the quay.\n\n“Nobody asked us,” one complained.", &["-"]);
    // A dateline says nothing.
    check(
        "KELSUND (Northern Wire) - The yearly report, published on Tuesday, says the quay is “beyond repair.”",
        &["-"],
    );
    // A document speaks under its own name, not under that of the person before.
    check("Marta Lindqvist opened the quay.\n\n“The quay is safe,” the statement said.", &["-"]);
    check("Marta Lindqvist closed the so-called “blue quay” on Monday.", &[]);
    check("Researcher Owain (pronounced “Oh-wine”) Evans has left for Kelsund.", &[]);
    check("The coach left. Another, goalkeeper Jonas Falk, said simply: “Sad.”", &["Jonas Falk"]);
    check("Mayor Olav Brenner spoke in Oslo. The mayor also said it was “too early to tell”.", &["Olav Brenner"]);
    // Towns do not speak.
    check("Senator Ann Dayton spoke. “It is over,” Dayton said. He is from Dayton, Ohio.", &["Ann Dayton"]);
}

#[test]
fn entities_are_named_once_and_linked_where_certain() {
    let text = "Kadri Tamm met officials of the European Union in Tallinn on Friday. Ms. Tamm said the EU and Poland would talk again. \
                Estonia's proposal was sent to NATO.";
    let annotations = ANNOTATOR.annotate_text(text, "en", Some("Tamm meets EU officials"));
    assert_spans(text, &annotations);
    let find = |name: &str, kind: EntityKind| {
        let found: Vec<_> = annotations.entities.iter().filter(|e| e.name == name && e.kind == kind).collect();
        assert_eq!(found.len(), 1, "{name} in {:?}", annotations.entities.iter().map(|e| &e.name).collect::<Vec<_>>());
        (found[0].id.0.clone(), found[0].mentions.len())
    };
    assert_eq!(find("Kadri Tamm", EntityKind::Person).1, 2);
    assert_eq!(find("European Union", EntityKind::Organisation), ("wd:Q458".to_owned(), 2));
    assert_eq!(find("NATO", EntityKind::Organisation).0, "wd:Q7184");
    assert_eq!(find("Poland", EntityKind::Place).0, "wd:Q36");
    assert_eq!(find("Estonia", EntityKind::Place).0, "wd:Q191");
}

/// A firm is known by the first word of its name, or by a possessive that is no one's.
#[test]
fn short_names_of_firms_are_firms() {
    let text = "Shares in Carrow Bank Plc fell on Tuesday. Carrow did not respond to a request for comment. \
                Lloyd's of London, which insured the loans, and Macy's declined to comment.";
    let annotations = ANNOTATOR.annotate_text(text, "en", None);
    assert_spans(text, &annotations);
    let firms = annotations.entities.iter().filter(|e| e.kind == EntityKind::Organisation);
    let mut firms: Vec<(&str, usize)> = firms.map(|e| (e.name.as_str(), e.mentions.len())).collect();
    firms.sort_unstable();
    assert_eq!(firms, [("Carrow Bank Plc", 2), ("Lloyd's of London", 1), ("Macy's", 1)]);
}

/// A name that only says whose or where from the speaker is does not speak.
#[test]
fn names_are_whole_and_of_the_right_kind() {
    let kinds = |text: &str| -> Vec<(String, EntityKind, usize)> {
        let found = ANNOTATOR.annotate_text(text, "en", None).entities;
        found.into_iter().map(|e| (e.name, e.kind, e.mentions.len())).collect()
    };
    let has = |text: &str, name: &str, kind: EntityKind, mentions: usize| {
        let found = kinds(text);
        assert!(found.contains(&(name.to_owned(), kind, mentions)), "{name}: {found:?}");
    };
    let organisation = EntityKind::Organisation;
    // The whole of a firm's name stands before its legal form.
    has("The plant was sold to Halvorsen Foods ASA on Monday.", "Halvorsen Foods ASA", organisation, 1);
    has("Chips are made by Taiwan Wafer Works Co in the south.", "Taiwan Wafer Works Co", organisation, 1);
    has("The German maker Norwind AG left.", "Norwind AG", organisation, 1);
    // What only a firm has.
    has("Ryanair boss Anna Lee said nothing.", "Ryanair", organisation, 1);
    let port = "The ferry between Kelsund and Norway is back. The Kelsund Port Authority is glad.";
    has(port, "Kelsund", EntityKind::Place, 1);
    has("The State Archive of Merrow opened forty boxes.", "State Archive of Merrow", organisation, 1);
    has("The Department of Fisheries (DF) met. The DF said no.", "Department of Fisheries", organisation, 3);
    has("Hanbit Air left. Talks with Hanbit failed on Monday.", "Hanbit Air", organisation, 2);
    has("Hanbit Air left. Relatives stood before Hanbit's headquarters on Monday.", "Hanbit Air", organisation, 2);
    let lender = "Collapsed lender Halcyon was sold. Former Halcyon clerk Bo Hansen left.";
    has(lender, "Halcyon", organisation, 2);
    let profit = "Atreva said it was content. Atreva's profit rose.";
    has(profit, "Atreva", organisation, 2);
    has("The plan was reported by the daily Küstenblatt on Monday.", "Küstenblatt", organisation, 1);
    // What is called one right behind its name; not who works for one.
    let startup = "FoldAI, a startup backed by Kestrel Capital, sells robots. Nobody at FoldAI would comment.";
    has(startup, "FoldAI", organisation, 2);
    has("The plan was made by Teverin Castlow, a bank in Leeds.", "Teverin Castlow", organisation, 1);
    has("Marta Hale, a bank manager in Leeds, left.", "Marta Hale", EntityKind::Person, 1);
    // What has a mayor is a place, and so is what a dateline begins with; a nationality is nobody's name.
    has("She took office as mayor of Halvern in May.", "Halvern", EntityKind::Place, 1);
    has("ASHDOWN, England (Northern Wire) — A jury met on Friday.", "Ashdown", EntityKind::Place, 1);
    has("The gold went to a 53-year-old Dane who had trained alone.", "Dane", EntityKind::Other, 1);
    // An acronym in brackets, whatever its letters; and one that stands alone.
    let party = "He leads the Justice and Progress Party (AKP), which won. The AKP has ruled since.";
    has(party, "Justice and Progress Party", organisation, 3);
    let agency = "The Harbour Protection Agency fined the firm. Nobody at the state's HPA would comment.";
    has(agency, "Harbour Protection Agency", organisation, 2);
    // What has a captain is a team, under its full name or not; and in a text about sport a city may be one.
    let team = "The Saltmarsh Kestrels scored twice. Kestrels captain Bo Hansen left.";
    has(team, "Saltmarsh Kestrels", organisation, 2);
    let match_report = "The striker scored a late goal in the match at Norwich City. The referee ended the match.";
    has(match_report, "Norwich City", organisation, 1);
    // What was found once is found again; what is known is found.
    let street = "The talks were held in Downing Street. Downing Street said nothing.";
    has(street, "Downing Street", EntityKind::Place, 2);
    let shares = "Oakline Logistics Inc. was sold. Oakline shares rose.";
    has(shares, "Oakline Logistics Inc.", organisation, 2);
    has("Nele Hoffmann left the firm. Her publisher, Corvid, said nothing.", "Corvid", organisation, 1);
    has("Engines came late from Pratt & Whitney in May.", "Pratt & Whitney", organisation, 1);
    // What is no part of a name.
    has("The Chicago-based firm left.", "Chicago", EntityKind::Place, 1);
    has("Analyst Marta Hale was unsure.", "Marta Hale", EntityKind::Person, 1);
    has("His ally, Bo Kang'ata, left.", "Bo Kang'ata", EntityKind::Person, 1);
    has("The case was made by Marta Hale KC on Monday.", "Marta Hale", EntityKind::Person, 1);
    has("The house was built by Dame Marta Hale DBE RA in May.", "Marta Hale", EntityKind::Person, 1);
    has("She was heard on BBC Radio 4 on Monday.", "BBC Radio 4", organisation, 1);
    // Datelines.
    has("HALVERN (Westmark), Nov 25 (Northern Wire): A bridge fell.", "Westmark", EntityKind::Place, 1);
    has("HALVERN, Tenn. -- A bridge fell.", "Halvern", EntityKind::Place, 1);
    has("HALVERN, Chile, Nov. 25 (EFE).- A bridge fell.", "Halvern", EntityKind::Place, 1);
    has("Halvern (dpa) - A bridge fell.", "Deutsche Presse-Agentur", organisation, 1);
    // What an acronym in brackets stands for, and a house by its first word.
    let board = "The Board of Harbours in Westmark (BHW) met. The HSB and the BHW agreed.";
    has(board, "Board of Harbours in Westmark", organisation, 3);
    has(
        "University of Northern Westmark professor Bo Hansen left.",
        "University of Northern Westmark",
        organisation,
        1,
    );
    has("Nobody at the Cedar Hollow Gazette would comment.", "Cedar Hollow Gazette", organisation, 1);
    has("A vaccine was made by BioHalvern SE in May.", "BioHalvern SE", organisation, 1);
    let council = "The Western Union's Peace and Security Council met on Friday.";
    has(council, "Peace and Security Council", organisation, 1);
    let state = kinds("Secretary of State Marta Hale left.");
    assert!(!state.iter().any(|(name, ..)| name == "State"), "{state:?}");
    let force = "The U.N. Interim Force in Norland (UNIFIN) left. UNIFIN has two camps.";
    has(force, "U.N. Interim Force in Norland", organisation, 3);
    let works = "The Department of Public Works and Highways agreed.";
    has(works, "Department of Public Works and Highways", organisation, 1);
    has("Municipal Police said two were hurt.", "Municipal Police", organisation, 1);
    has("The Banco de Halvern cut rates.", "Banco de Halvern", organisation, 1);
    // A possessive that has nothing is a firm's, and so it is wherever it is written so; not a person's.
    let insurers =
        "Investors in Lloyd's of London sued. The judge gave Lloyd's a reprieve, and the Lloyd's deal stands.";
    has(insurers, "Lloyd's of London", organisation, 3);
    let governor = "Ben Christie spoke. Trump, a friend of Christie's, nodded. Christie's re-election is near.";
    has(governor, "Ben Christie", EntityKind::Person, 3);
    // Rulers go by one name and their title, and some surnames begin in lower case.
    has("King Oswin met the minister. Oswin reigns since 2012.", "King Oswin", EntityKind::Person, 2);
    let nun = "She set it up in 1951. People called her Mother Agnes.";
    has(nun, "Mother Agnes", EntityKind::Person, 1);
    has("Prime Minister Kengo wa Mbeki met him.", "Kengo wa Mbeki", EntityKind::Person, 1);
    let full = ANNOTATOR.annotate_text("F.W. de Kleer left, and so did de Kleer's party.", "en", None).entities;
    assert_eq!(full[0].mentions[1].text, "de Kleer");
    // Of two with one surname both have it.
    has("Bill and Betty Simms left early. Bill was tired.", "Bill Simms", EntityKind::Person, 2);
    // An office is no name, nor is a party with a state.
    let minister = kinds("Interior Minister Ali Karaca met Sen. Mark Delaney, D-Ill., in Rome.");
    assert!(!minister.iter().any(|(name, ..)| name == "Interior" || name.starts_with("D-")), "{minister:?}");
    // A committee is a part of its house.
    let house = "The Senate Judiciary Committee voted on Monday. The Senate will vote on Friday.";
    has(house, "Senate Judiciary Committee", organisation, 1);
}

#[test]
fn what_stands_beside_a_name_tells_its_kind() {
    let is = |language: &str, text: &str, name: &str, kind: EntityKind| {
        let found = ANNOTATOR.annotate_text(text, language, None).entities;
        let kinds: Vec<_> = found.iter().filter(|e| e.name == name).map(|e| e.kind).collect();
        assert_eq!(kinds, [kind], "{name}: {text}");
    };
    let (person, organisation, place, other) =
        (EntityKind::Person, EntityKind::Organisation, EntityKind::Place, EntityKind::Other);
    is("en", "The unveiling hurt rival Quorra. Quorra's sales tactics are looked into.", "Quorra", organisation);
    is("en", "The Lagos State Government has sealed 14 buildings.", "Lagos State Government", organisation);
    is("en", "It was avoidable, said Engr. Tunde Bakare-Cole.", "Tunde Bakare-Cole", person);
    is(
        "en",
        "But the group Judges Watch, which spent $4 million against her, was silent.",
        "Judges Watch",
        organisation,
    );
    is(
        "en",
        "Expedition company Seven Peaks Treks said it would suspend all climbs.",
        "Seven Peaks Treks",
        organisation,
    );
    is("en", "Owner Halcyon Tankers said the crew was safe.", "Halcyon Tankers", organisation);
    is(
        "fr",
        "L'ancien patron de Novalis, Jean Moreau, a été condamné. Elle travaillait chez Novalis.",
        "Novalis",
        organisation,
    );
    is("en", "Adv Thabo Moleko and Major-Gen Gopal Vander spoke. Adv Moleko left.", "Thabo Moleko", person);
    is("en", "Tan Sri Lim Kok met Prime Minister Datuk Seri Anwar Halim in Putrajaya.", "Anwar Halim", person);
    is("en", "The pipeline was shut, the Aldern Free Beacon reported.", "Aldern Free Beacon", organisation);
    let rocket = "NASA and Halvern Space said so. Halvern Space's New Kestrel will fly in May.";
    is("en", rocket, "Halvern Space", organisation);
    is("en", rocket, "New Kestrel", other);
    is("en", "The promise of Obamacare was not kept.", "Obamacare", other);
    is("en", "Hunter Bidwell spoke to reporters about the Bidwells and their money.", "Bidwells", person);
    let firm = "Tyvak Systems, Inc. was bought. Tyvak Systems said yes. The board of Tyvak Systems Corporation met.";
    is("en", firm, "Tyvak Systems, Inc.", organisation);
    is("en", "Ann Lee told Kestrelo, “We will go.” She had told Kestrelo so in May.", "Kestrelo", organisation);
    is("en", "The founder of WeMove left. Bo Hansen of WeMove said no.", "WeMove", organisation);
    is("en", "It was read at the Ministry of Water\n\nKelsund has four.", "Ministry of Water", organisation);
    is("es", "Ciudad de Corvera, 26 nov (EFE).- El alcalde dimitió.", "Ciudad de Corvera", place);
    is("en", "The travel website Lodgevia has been fined.", "Lodgevia", organisation);
    // What ties a body to a place is no part of either's name.
    is("en", "Shares in Hong Kong-listed Brightvale fell by a tenth.", "Hong Kong", place);
    is("en", "The Jakarta-based Halvern Group said so.", "Halvern Group", organisation);
    is("en", "He told state TV Al Watania that there was no hurry.", "Al Watania", organisation);
    is("en", "Kovac, a doctor, had summited Nanga Parvat in 2019.", "Nanga Parvat", place);
    // A noun for a firm or a paper, and what a firm reports.
    is("en", "State power firm Eletrosul said it had a new chief executive.", "Eletrosul", organisation);
    is("en", "The shipping company Berge Hald has received permission.", "Berge Hald", organisation);
    is("en", "He told the Bengali newspaper Desher Patrika on Tuesday that he left.", "Desher Patrika", organisation);
    is("en", "Zora Polska daily said on Saturday that the talks had failed.", "Zora Polska", organisation);
    is("en", "Sandvalla reported first-half net profit of 3 million.", "Sandvalla", organisation);
    is("en", "The insurers Tikkala and Halden left.", "Halden", organisation);
    is("en", "That is too much, said Paula Burani, an analyst at Indolux.", "Indolux", organisation);
    is("en", "The firm said its Purepak Pharma unit would close.", "Purepak Pharma", organisation);
    is(
        "en",
        "Finnish foodstuffs group Korvala Oy said on Monday it expected its profit to rise.",
        "Korvala Oy",
        organisation,
    );
    is("de", "Die Reederei Sandvalla und der Versicherer Tikkala gehen zusammen.", "Tikkala", organisation);
    is("fr", "Le quotidien Sandvalla l'avait annoncé lundi.", "Sandvalla", organisation);
    is("es", "La empresa Corvala suprimirá 300 empleos.", "Corvala", organisation);
    // Whose a firm or a paper is, and who has a title, is nobody's firm.
    is("en", "The rocket company Morland founded will close.", "Morland", person);
    is("en", "Mr. Morland founded the hotel chain Morland. Morland is 60 years old.", "Morland", person);
    is("de", "„Das war knapp“, zitierte die Agentur Olav Brenner.", "Olav Brenner", person);
    // Where something lies, and what it is called.
    is("en", "Two men were found near Turner, Arkansas, on Monday.", "Turner", place);
    is("en", "The quake was felt in the villages of Nelson and Hastings.", "Nelson", place);
    is("en", "Rameswara is 15 km off the coast.", "Rameswara", place);
    is(
        "en",
        "Rebels took Alomella Robles, a small village about 345 miles north of the capital.",
        "Alomella Robles",
        place,
    );
    is("en", "Officials said the Ravi and Chenab rivers rose.", "Ravi", place);
    is("en", "He wrote of Donald Brenner, the resort that failed, and left.", "Donald Brenner", person);
    is("en", "The first inhabitants of Corvan were fishermen. Corvan grew in May.", "Corvan", place);
    is("en", "She sold the house in Bridgeport, Conn., by mail.", "Connecticut", place);
    // Two words in one.
    is("en", "Monday, FoldNews announced it had left.", "FoldNews", organisation);
    is("en", "He scolded me, said Deacon Earl Potts, who is 70.", "Earl Potts", person);
    is("en", "The ward deserves better, said Alderman Pete Ruiz on Monday.", "Pete Ruiz", person);
    is("en", "Economist Kari Lunde of Nordbank was unsure.", "Nordbank", organisation);
    is("en", "Monday, McLeod announced it was over.", "McLeod", person);
    // A storm is nobody, wherever it is named.
    is("en", "Hurricane Wilma was weaker. Wilma is 270 km south of Kelsund.", "Wilma", other);
    is("es", "El huracán Wilma se debilita.", "Wilma", other);
    is("de", "Orkan „Tilda“ hat Bäume entwurzelt. In Aurich starb ein Mann.", "Tilda", other);
    is("en", "The ferry Aurora sank off the coast. Nobody on the Aurora was hurt.", "Aurora", other);
    // What a firm is, at the head of a sentence; whose board it is; a union that a clause tells of.
    is("en", "Brokerage Sparinvest cut its rating.", "Sparinvest", organisation);
    is("en", "The board of Lakselund recommends the bid.", "Lakselund", organisation);
    is("en", "The union Kenwork, which represents drivers, called it a betrayal.", "Kenwork", organisation);
    is("en", "The rivers Bemarivo and Lokoho burst their banks.", "Bemarivo", place);
    is("en", "Rebels took the town of Halvern. An ultimatum, to storm Halvern, passed.", "Halvern", place);
}

/// In a text about a sport of teams; in any other a town is a town.
#[test]
fn towns_play_where_a_text_is_about_sport() {
    let kinds = |text: &str, kind: EntityKind| -> Vec<String> {
        let found = ANNOTATOR.annotate_text(text, "en", None).entities.into_iter();
        let mut names: Vec<String> = found.filter(|e| e.kind == kind).map(|e| e.name).collect();
        names.sort_unstable();
        names
    };
    let report = "Surrey beat Durham by nine wickets on Saturday to go top of the championship, while Derbyshire lost \
                  at Chesterfield. “We batted well,” the Surrey captain said. England face Australia in the next \
                  match.\n\nIpswich 3 Norwich 1, Wigan 2 Torquay 0. The referee sent off a Norwich defender late in \
                  the match in Ipswich. The season ends in Manchester in May.";
    let teams = ["Derbyshire", "Durham", "Ipswich", "Norwich", "Surrey", "Torquay", "Wigan"];
    assert_eq!(kinds(report, EntityKind::Organisation), teams);
    assert_eq!(kinds(report, EntityKind::Place), ["Australia", "Chesterfield", "England", "Ipswich", "Manchester"]);
    // A given name that is many is a team.
    let season = "Chelsea have won the match after beating Norwich in the championship. Goals by Tom Pell gave Chelsea the \
                  lead in the second half of the season.";
    assert_eq!(kinds(season, EntityKind::Organisation), ["Chelsea", "Norwich"]);
    let derby = "Chelsea beat Real Madrid 2-1 in the league match; Tom Pell scored twice for Chelsea before the break.";
    assert_eq!(kinds(derby, EntityKind::Organisation), ["Chelsea", "Real Madrid"]);
    let budget = "Durham lost 300 jobs, and Ipswich 3. Surrey beat its target. The council of Norwich met in Norwich.";
    assert_eq!(kinds(budget, EntityKind::Organisation), Vec::<String>::new());
}

#[test]
fn what_somebody_is_called_is_part_of_the_name() {
    let text = "William “Bill” Harker was released, and so was James (Jim) Tyne. Mary Ann (left) saw Dwayne 'The Rock' Colby.\n\n\
                “It was a mistake,” Bill Harker said. Joseph R. “Joe” Pell told reporters he was tired.";
    let annotations = ANNOTATOR.annotate_text(text, "en", None);
    assert_spans(text, &annotations);
    let people = annotations.entities.iter().filter(|e| e.kind == EntityKind::Person);
    let mut people: Vec<(&str, usize)> = people.map(|e| (e.name.as_str(), e.mentions.len())).collect();
    people.sort_unstable();
    assert_eq!(
        people,
        [("Dwayne Colby", 1), ("James Tyne", 1), ("Joseph R. Pell", 1), ("Mary Ann", 1), ("William Harker", 2)]
    );
    assert_eq!(speakers(text), ["William Harker"]);
}

#[test]
fn names_bend_as_their_languages_do() {
    let named = |text: &str, language: &str| -> Vec<(String, usize)> {
        ANNOTATOR.annotate_text(text, language, None).entities.into_iter().map(|e| (e.name, e.mentions.len())).collect()
    };
    let spanish = "El presidente, Ignacio Sánchez Galán, llegó a Bilbao. «No hay demanda», afirmó Sánchez Galán. \
                   Según Sánchez, la planta no abrirá.";
    assert!(named(spanish, "es").contains(&("Ignacio Sánchez Galán".to_owned(), 3)), "{:?}", named(spanish, "es"));
    let known = |text: &str, language: &str, id: &str| {
        let found = ANNOTATOR.annotate_text(text, language, None).entities;
        assert!(found.iter().any(|e| e.id.0 == id), "{id}: {found:?}");
    };
    known("Das sagte sie der Deutschen Presse-Agentur am Montag.", "de", "wd:Q312653");
    known("MADRID (EFE) — La Unión Europea aprobó el plan.", "es", "wd:Q458");
    known("Les États-Unis ont quitté l'Organisation mondiale de la santé.", "fr", "wd:Q30");
    known("Das entschied der Bundestag gegen den Rat der Europäischen Kommission.", "de", "wd:Q8880");
    let german = "In Bremerhaven wird gestreikt. Die Arbeiter in Bremerhavens Hafen wollen mehr Lohn.";
    assert!(named(german, "de").contains(&("Bremerhaven".to_owned(), 2)), "{:?}", named(german, "de"));
    let paper = "Das berichtete die Süddeutsche Zeitung. Der Süddeutschen Zeitung zufolge hilft das Technische Hilfswerk (THW).";
    assert!(named(paper, "de").contains(&("Süddeutsche Zeitung".to_owned(), 2)), "{:?}", named(paper, "de"));
    assert!(named(paper, "de").contains(&("Technisches Hilfswerk".to_owned(), 2)), "{:?}", named(paper, "de"));
    let owner = "Trainer Uwe Lindner kam zu spät. Lindners Kollege, der Bahnsprecherin Inken Maas kennt, ging.";
    assert!(named(owner, "de").contains(&("Uwe Lindner".to_owned(), 2)), "{:?}", named(owner, "de"));
    assert!(named(owner, "de").contains(&("Inken Maas".to_owned(), 1)), "{:?}", named(owner, "de"));
    let union = "Der Bundesverband der Energie- und Wasserwirtschaft (BDEW) lobte den Plan. Der BDEW hilft.";
    let whole = "Bundesverband der Energie- und Wasserwirtschaft".to_owned();
    assert!(named(union, "de").contains(&(whole, 3)), "{:?}", named(union, "de"));
    let noble = "Der Abgeordnete Thomas vom Bruch kam am Montag nach Bremen.";
    assert!(named(noble, "de").contains(&("Thomas vom Bruch".to_owned(), 1)), "{:?}", named(noble, "de"));
    let paper =
        "Senatorin Anna Vogt erklärte, sie habe es aus der «Küsten-Zeitung» erfahren. «Das ist kein Stil», sagte sie.";
    assert_eq!(ANNOTATOR.annotate_text(paper, "de", None).quotes.len(), 1);
    let article = "«Das ist ein Fehler», sagt Karim ad-Din über Achmed al-Scharan.";
    assert!(named(article, "de").contains(&("Karim ad-Din".to_owned(), 1)), "{:?}", named(article, "de"));
    let boxer = "Der Brite Tyson Pury trifft auf Alexander Krassuk. Der Brite Pury und Klub-Manager Krassuk lachten.";
    assert!(named(boxer, "de").contains(&("Tyson Pury".to_owned(), 2)), "{:?}", named(boxer, "de"));
    assert!(named(boxer, "de").contains(&("Alexander Krassuk".to_owned(), 2)), "{:?}", named(boxer, "de"));
    known("Der Vertrag gilt in den Niederlanden, in Grossbritannien und in NRW.", "de", "wd:Q29999");
    known("Irans Führung schwieg.", "de", "wd:Q794");
    known("Das sagte Netanjahus Sprecher.", "de", "wd:Q43723");
    // Bodies by their first word, acronyms by their article, and countries.
    let french = "L'Agence nationale de sécurité du médicament (ANSM) et le Conseil constitutionnel se taisent. La CFDT et \
                  l'UNSA appellent à la grève aux États-Unis. La TVA va baisser.";
    let bodies: Vec<(String, usize)> = named(french, "fr");
    for (name, mentions) in [
        ("Agence nationale de sécurité du médicament", 2),
        ("Conseil constitutionnel", 1),
        ("CFDT", 1),
        ("UNSA", 1),
        ("United States", 1),
    ] {
        assert!(bodies.contains(&(name.to_owned(), mentions)), "{name}: {bodies:?}");
    }
    assert!(!bodies.iter().any(|(name, _)| name == "TVA"), "{bodies:?}");
    // The apostrophe of print is one; a verb that a pronoun follows is none.
    let curly =
        named("L’ONU a déploré la mort d’un civil. Réussira-t-on à l’arrêter ? La banque d’Albi se tait.", "fr");
    assert!(curly.contains(&("United Nations".to_owned(), 1)), "{curly:?}");
    assert!(!curly.iter().any(|(name, _)| name.contains("Réussira") || name.contains('’')), "{curly:?}");
    let spanish = "El Ministerio de Ambiente y la Fiscalía General callan. La UGT negocia con la Universidad Nacional de \
                   Corvera en Estados Unidos. El IVA subirá.";
    let bodies = named(spanish, "es");
    for name in
        ["Ministerio de Ambiente", "Fiscalía General", "UGT", "Universidad Nacional de Corvera", "United States"]
    {
        assert!(bodies.contains(&(name.to_owned(), 1)), "{name}: {bodies:?}");
    }
    assert!(!bodies.iter().any(|(name, _)| name == "IVA"), "{bodies:?}");
    let pair =
        "Los goles de Carlos Gómez y Tomás Prado dieron el triunfo en la Asamblea de Corvera al jefe del Gobierno.";
    let people = named(pair, "es");
    assert!(
        people.contains(&("Carlos Gómez".to_owned(), 1)) && people.contains(&("Tomás Prado".to_owned(), 1)),
        "{people:?}"
    );
    assert!(!people.iter().any(|(name, _)| name == "Gobierno"), "{people:?}");
}

#[test]
fn given_names_and_titles_tell_who_is_meant() {
    let names = |text: &str| -> Vec<Option<String>> {
        ANNOTATOR.annotate_text(text, "en", None).quotes.into_iter().map(|q| q.speaker.and_then(|s| s.name)).collect()
    };
    let who = |name: &str| Some(name.to_owned());
    let mayor = "Mayor Denise Calloway met the union's Marcus Bell. “There was no offer,” Bell said.\n\n\
                 Asked about soldiers, the mayor paused. “Not today,” she said.";
    assert_eq!(names(mayor), [who("Marcus Bell"), who("Denise Calloway")]);
    let neighbours = "“It smells,” said Ana Delgado. Her neighbor, Phil Ott, nodded. “Like fish,” he added.";
    assert_eq!(names(neighbours), [who("Ana Delgado"), who("Phil Ott")]);
    // Of several with one surname: whom a title leaves, else whom the story names most.
    let couple = "John Carver and his wife, Ruth Carver, own the mill. “It is loud,” Mrs. Carver said.";
    assert_eq!(names(couple), [who("Ruth Carver")]);
    // A noun that is said beside a person goes on with the body that it is of, not with him.
    let office = "State Department spokesman John Kerrin resigned. The department said “no comment”.";
    assert_eq!(names(office), [who("United States Department of State")]);
    let lawyer = "“We will appeal,” said Bo Hansen, Ann Lee's lawyer.";
    assert_eq!(names(lawyer), [who("Bo Hansen")]);
    let chapter = "The ACLU of Texas said it was “reviewing all options”.";
    assert_eq!(names(chapter), [who("American Civil Liberties Union")]);
    let network = "According to Facebook, Lee “loves ships”.";
    assert_eq!(names(network), [who("Facebook")]);
    let governor = "Gov. Tina Halvorson laughed. “Try and stop me,” the governor said.";
    assert_eq!(names(governor), [who("Tina Halvorson")]);
    let row =
        "Olav Brenner read law. Led by figures like Bo Hansen and Per Lund, he went to court. “It was hard,” he said.";
    assert_eq!(names(row), [who("Olav Brenner")]);
    let apart = "Thabo Carver came with Ann Lee. With his wife, Thabo Carver left again. “It is late,” he said.";
    assert_eq!(names(apart), [who("Thabo Carver")]);
    let presidents =
        "The offer of US President Donald Trump stands. Kim Carver wrote back. The US President said “no”.";
    assert_eq!(names(presidents), [who("Donald Trump")]);
    let states =
        "Rep. Ann Lee, D-Wis., said “nobody knows”. After Sen. Bo Hansen (R-Iowa) asked for “all of it”, they left.";
    assert_eq!(names(states), [who("Ann Lee"), who("Bo Hansen")]);
    let son = "Paul Carver owns the mill. Carver bought it in 2001. His son, Luke Carver, is a sailor. \
               “I will sell it,” Carver said.";
    assert_eq!(names(son), [who("Paul Carver")]);
}

#[test]
fn whose_spokesman_it_is_does_not_speak() {
    let check = |text: &str, expected: &str, mention: &str| {
        let annotations = ANNOTATOR.annotate_text(text, "en", None);
        assert_spans(text, &annotations);
        let speaker = annotations.quotes[0].speaker.as_ref().expect("a speaker");
        assert_eq!((speaker.name.as_deref().unwrap_or("-"), speaker.mention.text.as_str()), (expected, mention));
    };
    check("“This is a disgrace,” said a White House official.", "-", "a White House official");
    check("“It is the cover-up,” said one former Tesla executive.", "-", "one former Tesla executive");
    check("“We will see,” said the Brenner campaign's manager.", "-", "the Brenner campaign's manager");
    check(
        "“We will see,” said the Brenner campaign's manager, Nele Hoffmann.",
        "Nele Hoffmann",
        "the Brenner campaign's manager, Nele Hoffmann",
    );
    let holder =
        "The United Nations sent aid. The United Nations High Commissioner for Refugees called it “too little”.";
    let office = "United Nations High Commissioner for Refugees";
    check(holder, office, office);
    let of_state = "The Lagos State Commissioner for Health, Ada Obi, called it “too little”.";
    check(of_state, "Ada Obi", "Lagos State Commissioner for Health");
    check("“They lied,” a person close to Elon Musk said.", "-", "a person close to Elon Musk");
    check("An adviser to Joe Biden called the plan “dead”.", "-", "An adviser to Joe Biden");
    check(
        "Scientists at the University of Bergen called the plan “dead”.",
        "-",
        "Scientists at the University of Bergen",
    );
    check("Her opponent, former minister Bo Hansen, called the plan “dead”.", "Bo Hansen", "Bo Hansen");
    check("Her friend and rival, the Danish poet Bo Hansen, called the plan “dead”.", "Bo Hansen", "Bo Hansen");
    check("Finance chief Bo Hansen called the plan “dead”.", "Bo Hansen", "Finance chief Bo Hansen");
    // Whoever holds an office there speaks, not the firm, the team or the minister.
    check("Kestrels boss Nele Hoffmann called the plan “dead”.", "Nele Hoffmann", "Kestrels boss Nele Hoffmann");
    let chair = "Corvid Chairman and CEO Nele Hoffmann";
    check("Corvid Chairman and CEO Nele Hoffmann called the plan “dead”.", "Nele Hoffmann", chair);
    let board = "The Harbour Safety Board (HSB) chairman Nele Hoffmann called the plan “dead”.";
    check(board, "Nele Hoffmann", "Nele Hoffmann");
    let former = "Olav Brenner lost.\n\n“We will see,” former Brenner speechwriter Nele Hoffmann said.";
    check(former, "Nele Hoffmann", "former Brenner speechwriter Nele Hoffmann");
    let rival =
        "The union endorsed Olav Brenner, a day after his rival, Treasurer Nele Hoffmann, called it “a cartel”.";
    check(rival, "Nele Hoffmann", "Treasurer Nele Hoffmann");
    let ally = "A Brenner ally, state Sen. Nele Hoffmann, said it was “not a blank check”.";
    check(ally, "Nele Hoffmann", "Sen. Nele Hoffmann");
    // Where they belong does not speak, nor does the party whose leader does.
    let member = "Her colleague Nele Hoffmann of the University of Bergen said it was “dead”.";
    check(member, "Nele Hoffmann", "Nele Hoffmann");
    let leader = "The Westmark Party (WMP), whose leader, Nele Hoffmann, said the plan was “dead”, left.";
    check(leader, "Nele Hoffmann", "Nele Hoffmann");
    let mission = "The Western Union, led by former Danish president Olav Brenner, called the plan “dead”.";
    check(mission, "Western Union", "Western Union");
    let contrast = "Olav Brenner called the plan “dead”, while Nele Hoffmann, on air, blamed “the rain”.";
    let found = ANNOTATOR.annotate_text(contrast, "en", None).quotes;
    assert_eq!(found[1].speaker.as_ref().and_then(|s| s.name.as_deref()), Some("Nele Hoffmann"));
    let patient = "“I forgot it,” the patient, Army veteran Nele Hoffmann, wrote to the Northern Wire.";
    check(patient, "Nele Hoffmann", "the patient");
    // Whoever follows a source is not who is named, and a document is nobody.
    check("According to Halvern Weekly, Nele Hoffmann “loves ships”.", "Halvern Weekly", "Halvern Weekly");
    let letter = "As for Olav Brenner, the staff letter said the plan was “dead”.";
    check(letter, "-", "the staff letter");
    let words = "Prosecutors said the boat was, in the words of Nele Hoffmann, “as good as dead”.";
    check(words, "Nele Hoffmann", "Nele Hoffmann");
    let premier = "Westmark Premier Nele Hoffmann was booed.\n\n“I was there,” the Premier said.";
    check(premier, "Nele Hoffmann", "the Premier");
    let joint = "Olav Brenner and Senator Nele Hoffmann called the plan “dead”.";
    check(joint, "Olav Brenner", "Olav Brenner");
    let supporters = "Olav Brenner lost.\n\n“We will see,” Brenner supporters said.";
    check(supporters, "-", "Brenner supporters");
    check("Supporters of opposition leader Olav Brenner chanted “stolen, stolen”.", "-", "Supporters");
    let source = "Olav Brenner lost.\n\n“We will see,” a Brenner campaign spokesman said.";
    check(source, "-", "a Brenner campaign spokesman");
    let chair = "Chair of judges Nele Hoffmann";
    check("Chair of judges Nele Hoffmann called the plan “dead”.", "Nele Hoffmann", chair);
    let main = "Main opposition leader Nele Hoffmann";
    check("Main opposition leader Nele Hoffmann called the plan “dead”.", "Nele Hoffmann", main);
    let owned = "Bernstein's Nele Hoffmann was kinder, calling the plan “dead”.";
    check(owned, "Nele Hoffmann", "Nele Hoffmann");
    let investor = "Activist investor Kestrel Partners";
    check("Activist investor Kestrel Partners called the plan “dead”.", "Kestrel Partners", investor);
    check("According to Joe Biden, the plan is “dead on arrival”.", "Joe Biden", "Joe Biden");
    check("“Nobody asked us,” the White House cook said.", "-", "the White House cook");
    check("“We will see,” the White House later said.", "White House", "the White House");
    check("“We will see,” Marta Lindqvist later said.", "Marta Lindqvist", "Marta Lindqvist");
}

/// "the 19-year-old" speaks as often as anybody: who is of that age, else whom the story goes on with.
#[test]
fn who_is_named_by_age_speaks() {
    let named = |language: &str, text: &str| -> Vec<String> {
        let annotations = ANNOTATOR.annotate_text(text, language, None);
        assert_spans(text, &annotations);
        let name = |q: &wire_model::Quote| q.speaker.as_ref().and_then(|s| s.name.clone()).unwrap_or("-".to_owned());
        annotations.quotes.iter().map(name).collect()
    };
    let english = "KELSUND, Denmark (Sport Wire) — Unseeded Nele Hoffmann beat Marta Lindqvist on Saturday.\n\n\
                   “I kept on swinging,” the 19-year-old said. “She had to miss.”\n\n\
                   Her coach, Olav Brenner, 53, was pleased. “We planned it,” the 53-year-old Dane said.";
    assert_eq!(named("en", english), ["Nele Hoffmann", "Nele Hoffmann", "Olav Brenner"]);
    // A judge who is named once is not meant.
    let trial = "Nele Hoffmann lost. Mr Justice Brenner found that Hoffmann had lied.\n\n\
                 “It is not over,” the 41-year-old said.";
    assert_eq!(named("en", trial), ["Nele Hoffmann"]);
    let brother = "Nele Oakes lost. Oakes' brother, Terrence, said he knew. “I am sorry,” he said.";
    assert_eq!(named("en", brother), ["Terrence"]);
    let irish = "Nele Hoffmann beat Olav Brenner. Brenner was gracious. “She was better,” said the Irishman.";
    assert_eq!(named("en", irish), ["Olav Brenner"]);
    let party = "Marta Lindqvist won. Sen. Nele Hoffmann was not amused. “It is over,” the Ohio Democrat said.";
    assert_eq!(named("en", party), ["Nele Hoffmann"]);
    let swedish = "Nele Hoffmann gewann vor Olav Brenner. „Ich zittere noch“, sagte die Schwedin.";
    assert_eq!(named("de", swedish), ["Nele Hoffmann"]);
    let nobody = "“I kept on swinging,” the 19-year-old told reporters.";
    assert_eq!(named("en", nobody), ["-"]);
    let german = "Die Norwegerin Nele Hoffmann hat in Lahti gewonnen.\n\n„Ich zittere noch“, sagte die 19-Jährige.\n\n\
                  Marta Lindqvist (27) wurde Zweite. „Sie war schneller“, meinte die 27-Jährige.";
    assert_eq!(named("de", german), ["Nele Hoffmann", "Marta Lindqvist"]);
}

/// Who is named in full once is known by the surname: a sentence later, and under a description.
#[test]
fn a_surname_stands_for_whom_the_story_names_in_full() {
    let mentions = |text: &str, language: &str, name: &str| {
        let annotations = ANNOTATOR.annotate_text(text, language, None);
        assert_spans(text, &annotations);
        annotations.entities.iter().find(|e| e.name == name).map_or(0, |e| e.mentions.len())
    };
    let german = "Die Bürgermeisterin Marta Lindqvist schwieg. Lindqvist, die der SPD angehört, blieb zu Hause. \
                  Von der Politikerin Lindqvist kam kein Wort.";
    assert_eq!(mentions(german, "de", "Marta Lindqvist"), 3, "{german}");
    let english = "Olav Brenner opened the quay. Nobody but Brenner knew why. The storm is called Cyclone Brenner.";
    assert_eq!(mentions(english, "en", "Olav Brenner"), 2, "{english}");
}

/// "Jr." tells a son from his father; it is nobody's surname.
#[test]
fn a_son_is_not_his_father() {
    let text = "Olav Brenner Jr. lost. Brenner left. His father, Olav Brenner, stayed.";
    let annotations = ANNOTATOR.annotate_text(text, "en", None);
    let mentions = |name: &str| annotations.entities.iter().find(|e| e.name == name).map(|e| e.mentions.len());
    assert_eq!((mentions("Olav Brenner Jr."), mentions("Olav Brenner")), (Some(2), Some(1)));
    let people = |text: &str, language: &str| {
        let entities = ANNOTATOR.annotate_text(text, language, None).entities;
        entities.into_iter().map(|e| (e.name, e.mentions.len())).collect::<Vec<_>>()
    };
    let sisters = "Mary Ann Lind and Mary Jane Lind are sisters. Mary A. Lind is the elder.";
    assert_eq!(people(sisters, "en"), [("Mary Ann Lind".to_owned(), 2), ("Mary Jane Lind".to_owned(), 1)]);
    let brothers = "Juan Orlando Prado habló. Su hermano, Juan Antonio Prado, calló.";
    assert_eq!(people(brothers, "es"), [("Juan Orlando Prado".to_owned(), 1), ("Juan Antonio Prado".to_owned(), 1)]);
}

/// Whom everybody knows by the surname, and names that a text gives in parts, in capitals or under another's letters.
#[test]
fn well_known_names_are_linked_however_they_are_written() {
    let id = |text: &str, name: &str| {
        let found = ANNOTATOR.annotate_text(text, "en", None).entities;
        let found: Vec<_> = found.iter().filter(|e| e.name == name).map(|e| e.id.0.clone()).collect();
        assert_eq!(found.len(), 1, "{name}: {text}");
        found[0].clone()
    };
    let met = "Putin met Trump on Monday. Melania Trump was there. Donald Trump left early.";
    assert_eq!(id(met, "Vladimir Putin"), "wd:Q7747");
    assert_eq!(id(met, "Donald Trump"), "wd:Q22686");
    assert!(!id(met, "Melania Trump").starts_with("wd:"));
    let wife = "Melania Trump opened the school. Trump spoke for an hour.";
    assert!(!id(wife, "Melania Trump").starts_with("wd:"));
    assert_eq!(id("The court in The Hague ruled. THE HAGUE is calm.", "The Hague"), "wd:Q36600");
    assert_eq!(id("Buses leave from Dar es Salaam on Mondays.", "Dar es Salaam"), "wd:Q1960");
    assert_eq!(id("Voters in La Crosse, Wis., will decide.", "Wisconsin"), "wd:Q1537");
    assert_eq!(id("WHAT DOES CHINA'S ARMY DO? China denies it.", "China"), "wd:Q148");
    assert_eq!(id("Profits of US firms rose, and US banks hired.", "United States"), "wd:Q30");
    assert_eq!(id("The mill in Aldern, GA, has closed.", "Georgia, United States"), "wd:Q1428");
    assert_eq!(id("She left Washington, D.C., and D.C. was glad.", "Washington, D.C."), "wd:Q61");
    assert_eq!(id("WEST PALM BEACH, Fla. — Voters in Florida go to the polls.", "Florida"), "wd:Q812");
    assert_eq!(id("Assad fled. Bashar al-Assad had ruled for years.", "Bashar al-Assad"), "wd:Q44329");
    let article = "Hazem el-Beblawi came. El Beblawi left, and Beblawi's aides stayed.";
    assert!(!id(article, "Hazem el-Beblawi").is_empty());
    let institute = "The head of the Institute of Strategic and International Studies (Isis) came. Isis was thanked.";
    assert!(!id(institute, "Institute of Strategic and International Studies").starts_with("wd:"));
    // A strip of land and its town, the two Congos, seas, and towns that are named after others.
    let strip = "Nobody left Gaza on Monday. The mayor of Gaza City stayed, too.";
    assert_eq!([id(strip, "Gaza Strip"), id(strip, "Gaza City")], ["wd:Q39760", "wd:Q47492"]);
    let congos = "The Democratic Republic of Congo signed. The Republic of Congo did not.";
    assert_eq!(id(congos, "Democratic Republic of the Congo"), "wd:Q974");
    assert_eq!(id(congos, "Republic of the Congo"), "wd:Q971");
    let seas = "Tankers went from the Black Sea through the Suez Canal to the Gulf of Oman.";
    let seas = ["Black Sea", "Suez Canal", "Gulf of Oman"].map(|sea| id(seas, sea));
    assert_eq!(seas, ["wd:Q166", "wd:Q899", "wd:Q79948"]);
    let towns = ["Paris, Texas", "Athens, Ga.", "Rome, GA", "London, Ontario"];
    for (town, name) in towns.iter().zip(["Paris", "Athens", "Rome", "London"]) {
        assert!(!id(&format!("The storm reached {town}, on Monday."), name).starts_with("wd:"), "{town}");
        assert!(id(&format!("The storm reached {name} on Monday."), name).starts_with("wd:"), "{name}");
    }
    assert_eq!(id("It sells to Mexico, California and Texas.", "Mexico"), "wd:Q96");
    assert_eq!(id("The storm reached Chicago, Illinois, on Monday.", "Chicago"), "wd:Q1297");
}

/// News names people in full first: what stands before that under the surname alone may be a country or a firm.
#[test]
fn a_name_before_its_bearer_is_not_the_bearers() {
    let found = |text: &str| {
        let annotations = ANNOTATOR.annotate_text(text, "en", None);
        assert_spans(text, &annotations);
        let named = annotations.entities.iter().map(|e| format!("{} {} {}", e.name, e.kind.as_str(), e.mentions.len()));
        named.collect::<Vec<String>>()
    };
    let check = |text: &str, named: &[&str]| {
        let found = found(text);
        named.iter().for_each(|name| assert!(found.contains(&(*name).to_owned()), "{name}: {found:?}"));
    };
    let cars = "Ford will cut 300 jobs, Chief Executive Ann Lund said. A library is named after Gerald Ford. Ford shares fell.";
    check(cars, &["Ford organisation 2", "Gerald Ford person 1"]);
    let match_ = "Jordan beat Qatar 2-1 in Amman. Coach Mark Jordan said his team was tired. Jordan smiled.";
    check(match_, &["Jordan place 1", "Mark Jordan person 2"]);
    let lead = "“This is a dark day,” Ford said. Premier Doug Ford had called the vote.";
    check(lead, &["Doug Ford person 2"]);
    check("Lund praises pact. Bo Lund came to Aldern on Monday. Lund was glad.", &["Bo Lund person 3"]);
    // A mayor who is called like a city, judges by their surnames, a duke by his duchy.
    let mayor = "Mayor London Breed said San Francisco was safe. Breed flew to London to meet Mayor Ada Lund.";
    check(mayor, &["London Breed person 2", "London place 1"]);
    check("She was joined by Justices Harker and Pell.", &["Harker person 1", "Pell person 1"]);
    check("The Duke of Aldern said nothing on Monday.", &["Duke of Aldern person 1"]);
    // What the tagger passes over of firms that are known.
    check("Meta Platforms lost. Meta, which owns WhatsApp, fell.", &["Meta organisation 2", "WhatsApp organisation 1"]);
    check("The Elysee said nothing on Monday.", &["Elysee organisation 1"]);
}

#[test]
fn a_capital_that_speaks_is_its_government() {
    let text = "Washington said on Monday that talks would go on. Officials met in Washington, and the United States was pleased.";
    let annotations = ANNOTATOR.annotate_text(text, "en", None);
    assert_spans(text, &annotations);
    let find = |id: &str| annotations.entities.iter().find(|e| e.id.0 == id).map(|e| e.mentions.len());
    assert_eq!(find("wd:Q30"), Some(2), "the government");
    let city = annotations.entities.iter().find(|e| e.name.starts_with("Washington")).expect("the city");
    assert_eq!(city.mentions.len(), 1);
    assert_eq!(city.mentions[0].span.start, text.rfind("Washington").expect("a place"));
}

#[test]
fn a_language_without_a_model_is_said_to_be_one() {
    let article = wire_model::Article {
        text: "Satama on taas auki.".to_owned(),
        language: Some("fi".to_owned()),
        ..Default::default()
    };
    let annotations = ANNOTATOR.annotate(&article);
    assert!(annotations.quotes.is_empty() && annotations.skipped.is_some_and(|s| s.contains("fi")));
}

#[test]
fn words_that_are_passed_on_are_whose_they_were() {
    const CASES: &[(&str, &str, &str, &str)] = &[
        (
            "“We are ready,” IRNA quoted Foreign Minister Ana Prado as saying.",
            "Ana Prado",
            "Foreign Minister Ana Prado",
            "IRNA",
        ),
        ("“He was calm,” the Daily Herald quotes a neighbour as saying.", "-", "a neighbour", "Daily Herald"),
        ("“It was dark,” the Daily Herald quoted police as saying.", "-", "police", "Daily Herald"),
        (
            "“It was late,” the Daily Herald quoted one of Ana Prado's aides as saying.",
            "-",
            "one of Ana Prado's aides",
            "Daily Herald",
        ),
        ("Ana Prado won. The Daily Herald quoted her as saying: “I am tired.”", "Ana Prado", "her", "Daily Herald"),
        (
            "Interfax quoted Kremlin spokesman Ivan Torr as saying that “all is calm”.",
            "Ivan Torr",
            "Kremlin spokesman Ivan Torr",
            "Interfax",
        ),
        ("TASS reported, quoting Ivan Torr, that the talks had been “constructive”.", "Ivan Torr", "Ivan Torr", "TASS"),
        (
            "“It is running dry,” Reuters reported, citing a person briefed on the talks.",
            "-",
            "a person briefed on the talks",
            "Reuters",
        ),
        (
            "The Daily Herald reported that Per Lund had called Olav Brenner “a clown”.",
            "Per Lund",
            "Per Lund",
            "Daily Herald",
        ),
        ("Ana Prado accused Olav Brenner of calling her “a fool”.", "Olav Brenner", "Olav Brenner", "Ana Prado"),
        ("Ana Prado recalled how Olav Brenner had called her “a genius”.", "Olav Brenner", "Olav Brenner", "Ana Prado"),
        (
            "Ana Prado told the court that Olav Brenner had threatened to “burn it all down”.",
            "Olav Brenner",
            "Olav Brenner",
            "Ana Prado",
        ),
        ("Ana Prado heard Olav Brenner shout “fire”.", "Olav Brenner", "Olav Brenner", "Ana Prado"),
        ("Ana Prado said the report by Olav Brenner was “a disgrace”.", "Ana Prado", "Ana Prado", "-"),
        ("Ana Prado said she had called Olav Brenner “a liar”.", "Ana Prado", "Ana Prado", "-"),
        (
            "The Daily Herald, which broke the story, quoted a fund manager as saying “the party is over”.",
            "-",
            "a fund manager",
            "Daily Herald",
        ),
        (
            "“They came at night,” provincial police chief Ana Prado told the Daily Herald.",
            "Ana Prado",
            "Ana Prado",
            "-",
        ),
        ("“The plan is dead,” according to a memo seen by Reuters.", "-", "a memo", "Reuters"),
        ("Documents obtained by the Guardian show the firm knew of “serious defects”.", "-", "Documents", "Guardian"),
        (
            "State news agency WCNA, quoting Defence Minister Per Lund, called the drill “self-defence”.",
            "Per Lund",
            "Defence Minister Per Lund",
            "State news agency WCNA",
        ),
        // A body's reasons are its own.
        ("The Harbour Union called the plan “a gamble”, citing the risk.", "Harbour Union", "Harbour Union", "-"),
        ("“The plan is dead,” Ana Prado was quoted as saying by state media.", "Ana Prado", "Ana Prado", "-"),
    ];
    for (text, name, mention, via) in CASES {
        let annotations = ANNOTATOR.annotate_text(text, "en", None);
        assert_spans(text, &annotations);
        let quote = annotations.quotes.first().expect(text);
        let speaker = quote.speaker.as_ref().expect(text);
        let found = (speaker.name.as_deref().unwrap_or("-"), speaker.mention.text.as_str());
        assert_eq!(found, (*name, *mention), "{text}");
        assert_eq!(quote.via.as_ref().map_or("-", |v| v.mention.text.trim_start_matches("the ")), *via, "{text}");
    }
}

/// Whoever tells what another has said passes it on.
#[test]
fn what_is_told_at_second_hand_is_whose_it_was() {
    for (language, text, speaker, via) in [
        ("de", "Anna Lind berichtete, Olav Brenner habe ihr gesagt: „Du wirst zahlen.“", "Olav Brenner", "Anna Lind"),
        ("de", "Anna Lind warf Olav Brenner vor, sie „eine Hexe“ genannt zu haben.", "Olav Brenner", "Anna Lind"),
        ("de", "Anna Lind erzählte, dass Olav Brenner sie „eine Hexe“ genannt habe.", "Olav Brenner", "Anna Lind"),
        ("de", "Anna Lind zitierte Olav Brenner mit den Worten: „Ich komme.“", "Olav Brenner", "Anna Lind"),
        ("fr", "Anne Petit raconte que Jean Moreau l'a traitée de « sorcière ».", "Jean Moreau", "Anne Petit"),
        ("fr", "Anne Petit a accusé Jean Moreau de l'avoir traitée de « sorcière ».", "Jean Moreau", "Anne Petit"),
        ("fr", "Selon Anne Petit, Jean Moreau lui a dit : « Tu vas payer. »", "Jean Moreau", "Anne Petit"),
        ("es", "Elena Prado contó que Juan Torres la llamó «bruja».", "Juan Torres", "Elena Prado"),
        ("es", "Elena Prado acusó a Juan Torres de llamarla «bruja».", "Juan Torres", "Elena Prado"),
    ] {
        let annotations = ANNOTATOR.annotate_text(text, language, None);
        assert_spans(text, &annotations);
        let quote = annotations.quotes.first().expect(text);
        let name = |s: &Option<wire_model::Speaker>| s.as_ref().and_then(|s| s.name.clone());
        assert_eq!(
            (name(&quote.speaker).as_deref(), name(&quote.via).as_deref()),
            (Some(speaker), Some(via)),
            "{text}"
        );
    }
    // What somebody says of another is his own.
    for (language, text, speaker) in [
        ("de", "Anna Lind sagte, Olav Brenner habe „ein Tyrann“ sein wollen.", "Anna Lind"),
        ("fr", "Anne Petit affirme que Jean Moreau est un « sorcier ».", "Anne Petit"),
        ("es", "Elena Prado dijo que Juan Torres es «un brujo».", "Elena Prado"),
    ] {
        let annotations = ANNOTATOR.annotate_text(text, language, None);
        let quote = annotations.quotes.first().expect(text);
        assert_eq!(quote.speaker.as_ref().and_then(|s| s.name.as_deref()), Some(speaker), "{text}");
        assert!(quote.via.is_none(), "{text}");
    }
}

#[test]
fn german_passives_pass_words_on() {
    for text in [
        "„Das Boot war alt“, wird Olav Brenner von der Zeitung zitiert.",
        "„Wir haben Fehler gemacht“, wurde Trainer Olav Brenner in einer Mitteilung des Vereins zitiert.",
        "„Das war knapp“, lässt sich Olav Brenner zitieren.",
        "„Das war knapp“, zitierte die Agentur Olav Brenner.",
        "Olav Brenner wird im „Leuchtturm“ mit den Worten zitiert: „Wir haben gewarnt.“",
    ] {
        let annotations = ANNOTATOR.annotate_text(text, "de", None);
        assert_spans(text, &annotations);
        let names = annotations.quotes.iter().map(|q| q.speaker.as_ref().and_then(|s| s.name.as_deref()));
        assert_eq!(names.collect::<Vec<_>>(), [Some("Olav Brenner")], "{text}");
    }
    // A title is none.
    let plain = ANNOTATOR.annotate_text("Der Film „Ebbe“ wird in Kelsund gern zitiert.", "de", None);
    assert!(plain.quotes.is_empty());
}

#[test]
fn reported_speech_is_marked_when_asked_for() {
    let check = |text: &str, speaker: &str, clause: &str| {
        assert!(ANNOTATOR.annotate_text(text, "en", None).quotes.iter().all(|q| q.kind != QuoteKind::Indirect));
        let annotations = WITH_INDIRECT.annotate_text(text, "en", None);
        assert_spans(text, &annotations);
        let quote = annotations.quotes.iter().find(|q| q.kind == QuoteKind::Indirect).expect(text);
        assert_eq!(quote.segments[0].text, clause);
        assert_eq!(quote.speaker.as_ref().and_then(|s| s.name.as_deref()), Some(speaker), "{text}");
    };
    check("Marta Lindqvist said that the quay was open again.", "Marta Lindqvist", "that the quay was open again");
    check("The quay was open again, Marta Lindqvist said.", "Marta Lindqvist", "The quay was open again");
    check("The quay was open again, said Marta Lindqvist.", "Marta Lindqvist", "The quay was open again");
    check("According to Marta Lindqvist, the quay was open again.", "Marta Lindqvist", "the quay was open again");
    check("The quay was open again, according to Marta Lindqvist.", "Marta Lindqvist", "The quay was open again");
    // The clause that holds a quoted piece is the piece's own.
    let text = "Marta Lindqvist said that the quay was “as good as new” and open to ships.";
    let annotations = WITH_INDIRECT.annotate_text(text, "en", None);
    assert_eq!(annotations.quotes.len(), 1);
    let clause = annotations.quotes[0].clause.as_ref().map(|c| c.text.as_str());
    assert_eq!(clause, Some("that the quay was “as good as new” and open to ships"));
    // No speech, no clause.
    assert!(WITH_INDIRECT.annotate_text("The quay was closed for a month.", "en", None).quotes.is_empty());
}

/// The speaker of a text's first quote and who speaks with him; "-" for who has no name.
fn speaking_together(text: &str, language: &str) -> Vec<String> {
    let annotations = ANNOTATOR.annotate_text(text, language, None);
    assert_spans(text, &annotations);
    let quote = annotations.quotes.first().expect(text);
    let all = quote.speaker.iter().chain(&quote.co_speakers);
    all.map(|s| s.name.clone().unwrap_or_else(|| "-".to_owned())).collect()
}

#[test]
fn who_speaks_together_is_named_together() {
    const BOTH: &[&str] = &["Nele Hoffmann", "Karl Lund"];
    const CASES: &[(&str, &str, &[&str])] = &[
        ("en", "“We will leave the union,” Nele Hoffmann and Karl Lund said in a statement.", BOTH),
        ("en", "“We will leave the union,” said Nele Hoffmann, the mayor, and Karl Lund, her deputy.", BOTH),
        ("en", "Prime Minister Nele Hoffmann and Foreign Minister Karl Lund said the plan was “a disgrace”.", BOTH),
        ("en", "According to Nele Hoffmann and Karl Lund, the plan is “a disgrace”.", BOTH),
        ("en", "Nele Hoffmann and her husband, Karl Lund, said they were “very proud”.", BOTH),
        ("en", "Nele Hoffmann of Corvid and Karl Lund of Pimko said they were “in talks”.", BOTH),
        ("en", "Both Nele Hoffmann and Karl Lund have called the plan “a disgrace”.", BOTH),
        (
            "en",
            "Nele Hoffmann, Karl Lund and Ana Prado said: “We will go.”",
            &["Nele Hoffmann", "Karl Lund", "Ana Prado"],
        ),
        ("en", "Germany and France said in a statement that they were “deeply concerned”.", &["Germany", "France"]),
        ("en", "“Nothing has been decided,” Corvid and Pimko said in a joint statement.", &["Corvid", "Pimko"]),
        ("de", "„Wir verlassen die Union“, erklärten Nele Hoffmann und Karl Lund gemeinsam.", BOTH),
        ("de", "Die Minister Nele Hoffmann (CDU) und Karl Lund (SPD) nannten den Plan „einen Skandal“.", BOTH),
        ("de", "Laut Nele Hoffmann und Karl Lund ist der Plan „ein Skandal“.", BOTH),
        ("fr", "« Nous quittons l’union », ont déclaré Nele Hoffmann et Karl Lund dans un communiqué.", BOTH),
        ("fr", "Selon Nele Hoffmann et Karl Lund, le plan est « un scandale ».", BOTH),
        ("es", "«Dejamos la unión», dijeron Nele Hoffmann y Karl Lund en un comunicado.", BOTH),
        ("es", "Nele Hoffmann y Karl Lund dijeron que el plan es «un escándalo».", BOTH),
        // Who is beside a speaker and does not speak.
        ("en", "Karl Lund met Ana Prado and Nele Hoffmann said the plan was “a disgrace”.", &["Nele Hoffmann"]),
        ("en", "Lund was born in Kelsund and Nele Hoffmann said he was “a good man”.", &["Nele Hoffmann"]),
        ("en", "“It is over,” said Nele Hoffmann and Karl Lund nodded.", &["Nele Hoffmann"]),
        ("en", "“We are in talks,” Nele Hoffmann told Ana Prado and Karl Lund.", &["Nele Hoffmann"]),
        ("en", "“We are ready,” Nele Hoffmann said after talks with Prado and Lund.", &["Nele Hoffmann"]),
        ("en", "Nele Hoffmann, who met Prado and Lund, said they were “ready”.", &["Nele Hoffmann"]),
        ("en", "“It is over,” the minister of trade and labour, Nele Hoffmann, said.", &["Nele Hoffmann"]),
        ("en", "The study by Nele Hoffmann and Karl Lund said the data were “clear”.", &["-"]),
        ("en", "A spokesman for Hoffmann and Lund said they were “ready”.", &["-"]),
        ("en", "Hoffmann and Lund's lawyer said the case was “weak”.", &["-"]),
        ("en", "Hoffmann and Lund supporters said the vote was “rigged”.", &["-"]),
        ("de", "Lund traf Prado und Nele Hoffmann sagte, das sei „gut“.", &["Nele Hoffmann"]),
        ("de", "Die Sprecherin von Hoffmann und Lund sagte, der Fall sei „schwach“.", &["-"]),
    ];
    for (language, text, expected) in CASES {
        assert_eq!(speaking_together(text, language), *expected, "{text}");
    }
    let text = "Nele Hoffmann and Karl Lund said that the quay was open again.";
    let annotations = WITH_INDIRECT.annotate_text(text, "en", None);
    let names: Vec<_> = annotations.quotes[0].co_speakers.iter().map(|s| s.name.as_deref()).collect();
    assert_eq!(names, [Some("Karl Lund")]);
}

#[test]
fn whoever_holds_an_office_of_two_things_speaks() {
    const CASES: &[(&str, &str, &[&str])] = &[
        ("en", "“It is over,” Minister of Labour and Trade Karl Lund said.", &["Karl Lund"]),
        ("en", "“It is over,” said Minister of Health and Ageing Karl Lund.", &["Karl Lund"]),
        ("en", "“It is over,” said Secretary of State for Health and Social Care Karl Lund.", &["Karl Lund"]),
        ("en", "“It is over,” said the Secretary of State for Health and Social Care, Karl Lund.", &["Karl Lund"]),
        ("en", "“It is over,” said Minister of Agriculture, Fisheries and Food Karl Lund.", &["Karl Lund"]),
        ("en", "“It is over,” said Director of Planning and Transport Karl Lund on Monday.", &["Karl Lund"]),
        ("de", "„Es ist vorbei“, sagte der Minister für Arbeit und Soziales Karl Lund.", &["Karl Lund"]),
        ("de", "„Es ist vorbei“, sagte die Ministerin für Wissenschaft und Kunst, Anna Beck.", &["Anna Beck"]),
        ("fr", "« C’est fini », a déclaré le ministre de l’Économie et des Finances Marc Dubois.", &["Marc Dubois"]),
        ("es", "«Se acabó», dijo la ministra de Trabajo y Economía Social Ana Ruiz.", &["Ana Ruiz"]),
        (
            "en",
            "Secretary of State Ana Prado and Minister of Defence Karl Lund said it was “over”.",
            &["Ana Prado", "Karl Lund"],
        ),
        ("en", "A spokesman for the Minister of Labour and Trade Karl Lund said it was “over”.", &["-"]),
        ("en", "“It is over,” said the leader of Germany and French President Emmanuel Macron.", &["-"]),
        ("fr", "Le directeur du film et l'acteur Marc Dubois ont rêvé d'un « scandale ».", &["-"]),
    ];
    for (language, text, expected) in CASES {
        assert_eq!(speaking_together(text, language), *expected, "{text}");
    }
    let names = |text: &str| -> Vec<String> {
        let entities = ANNOTATOR.annotate_text(text, "en", None).entities;
        entities.into_iter().map(|e| e.name).collect()
    };
    assert_eq!(names("They met Minister of Health and Ageing Karl Lund on Monday."), ["Karl Lund"]);
    assert_eq!(names("They met the Minister for Foreign Affairs and Trade, Karl Lund, on Monday."), ["Karl Lund"]);
    assert_eq!(names("They met Secretary of State for Health and Social Care Karl Lund on Monday."), ["Karl Lund"]);
}

#[test]
fn every_language_has_its_ways_to_report() {
    const CASES: &[(&str, &str, &[&str])] = &[
        ("fr", "« C'est insupportable », a indiqué à l'AFP un médecin.", &["un médecin"]),
        ("fr", "« C'est insupportable », a indiqué à l'AFP une source proche du dossier.", &["une source proche"]),
        ("fr", "« On nous a oubliés », se plaint Louise Petit, 54 ans.", &["Louise Petit"]),
        ("es", "“Nadie nos avisó”, se queja Ana Ruiz, de 54 años.", &["Ana Ruiz"]),
        ("es", "A juicio de Elena Prado, la ley es “papel mojado”.", &["Elena Prado"]),
        ("de", "Nach den Worten von Nele Hoffmann ist das Boot „verloren“.", &["Nele Hoffmann"]),
        ("de", "Die Gewerkschaft hat am Montag „spürbare Entlastungen“ gefordert.", &["Die Gewerkschaft"]),
        ("de", "In Halvern hat Jan Peters vor „einer Katastrophe mit Ansage“ gewarnt.", &["Jan Peters"]),
        // The paper that is told is no quote.
        ("de", "Dem „Leuchtturm“ sagte Olav Brenner: „Das war ein Fehler.“", &["Olav Brenner"]),
        (
            "de",
            "„Ich habe geweint“, verriet die Schauspielerin Ida Brom (34) der „Bunten Welle“.",
            &["die Schauspielerin Ida Brom"],
        ),
        // A name in apposition before its verb, with what stands between the two.
        (
            "fr",
            "« C'est faux », a dit Paul Garnier, le chef des Verts. La ministre, Louise Petit, l'a jugé « inutile ».",
            &["Paul Garnier", "Louise Petit"],
        ),
        (
            "es",
            "«Es falso», dijo Juan Ruiz, jefe de la lista. La alcaldesa de Lima, Ana Prado, ha denunciado «una vergüenza».",
            &["Juan Ruiz", "Ana Prado"],
        ),
        // Of two clauses each has its own subject.
        (
            "fr",
            "« C'est un progrès », a dit Louise Petit, tandis que Paul Garnier a dénoncé « une erreur ».",
            &["Louise Petit", "Paul Garnier"],
        ),
        (
            "es",
            "«Es un avance», dijo la ministra Ana Prado, mientras que Juan Ruiz denunció «un error».",
            &["la ministra Ana Prado", "Juan Ruiz"],
        ),
        (
            "en",
            "“It is a step,” said the minister, while Bo Hansen denounced “a mistake”.",
            &["the minister", "Bo Hansen"],
        ),
        ("es", "Juan Ruiz vio a la alcaldesa, Ana Prado, y la acusó de «mentir».", &["Juan Ruiz"]),
        // Two sentences are two quotes, whoever speaks in the second.
        (
            "fr",
            "« C'est faux », a dit Paul Garnier. Louise Petit a parlé d'« une honte ».",
            &["Paul Garnier", "Louise Petit"],
        ),
        ("es", "«Es falso», dijo Juan Ruiz. Ana Prado habló de «una vergüenza».", &["Juan Ruiz", "Ana Prado"]),
        // Whose view a sentence tells, and not whoever was named in the one before.
        ("de", "Jan Peters stellte den Plan vor. Für die Opposition ist das „ein Skandal“.", &["die Opposition"]),
        ("de", "Jan Peters stellte den Plan vor. Aus Sicht von Nele Hoffmann ist er „nutzlos“.", &["Nele Hoffmann"]),
        ("fr", "Paul Garnier a présenté le plan. Pour l'opposition, c'est « un scandale ».", &["l'opposition"]),
        ("es", "Juan Ruiz presentó el plan. Para la oposición es “una traición”.", &["la oposición"]),
        ("es", "Juan Ruiz presentó el plan. La jefa de la lista, Ana Prado, lo llamó “una traición”.", &["Ana Prado"]),
    ];
    for (language, text, mentions) in CASES {
        let annotations = ANNOTATOR.annotate_text(text, language, None);
        assert_spans(text, &annotations);
        let found = annotations.quotes.iter().flat_map(|q| &q.speaker).map(|s| s.mention.text.as_str());
        assert_eq!(found.collect::<Vec<_>>(), *mentions, "{text}");
    }
}

#[test]
fn a_firm_and_the_family_it_is_named_after_are_two() {
    let text = "Shares of Vantara Steel Ltd fell. Vantara did not respond.\n\nIts chairman, Suresh Vantara, told shareholders that demand was “as strong as ever”. Vantara sold the mine.";
    let annotations = ANNOTATOR.annotate_text(text, "en", None);
    let found = |kind| {
        let own = annotations.entities.iter().filter(move |e| e.kind == kind);
        own.map(|e| (e.name.as_str(), e.mentions.len())).collect::<Vec<_>>()
    };
    assert_eq!(found(EntityKind::Organisation), [("Vantara Steel Ltd", 2)]);
    assert_eq!(found(EntityKind::Person), [("Suresh Vantara", 2)]);
}

#[test]
fn a_pronoun_goes_on_with_who_is_named_beside_a_possessor() {
    let text = "Joan Pell wrote that staff were “furious”.\n\nPell's deputy, Marcus Hale, put it more bluntly. “They lied to us,” he said.";
    let quotes = ANNOTATOR.annotate_text(text, "en", None).quotes;
    let names: Vec<_> = quotes.iter().map(|q| q.speaker.as_ref().and_then(|s| s.name.as_deref())).collect();
    assert_eq!(names, [Some("Joan Pell"), Some("Marcus Hale")]);
    let kin = "“She knows these woods,” Nils Rask said. Sanna's boyfriend, Tobias Lind, saw her last. “She said, ‘Back by six,’” he said.";
    assert_eq!(speakers(kin), ["Nils Rask", "Tobias Lind"]);
    let told = "Per Lund will speak on Thursday. Committee chairman Olav Brenner, who is 50, said more would follow. “There is no reason to wait,” he said.";
    assert_eq!(speakers(told), ["Olav Brenner"]);
    let sign = "“I am not sure,” said Per Lund, who came to the square to hear the band.\n\nThe day before, 14-year-old Nele \
                Hoffmann hoisted a sign. Her father, Olav, 39, saw no point in it.\n\n“People are afraid,” he said.";
    assert_eq!(speakers(sign), ["Per Lund", "Olav"]);
}

#[test]
fn a_dateline_does_not_speak() {
    for text in [
        "BERLIN (dpa) - Nach dem Unglück bei Halvern hat Ministerin Nele Hoffmann eine „lückenlose Aufklärung“ versprochen.",
        "BERLIN (dpa) - Ministerin Nele Hoffmann nannte den Plan „eine Frechheit“.",
    ] {
        let quotes = ANNOTATOR.annotate_text(text, "de", None).quotes;
        let mut names = quotes.iter().map(|q| q.speaker.as_ref().and_then(|s| s.name.as_deref()));
        assert!(names.len() == 1 && names.all(|name| name == Some("Nele Hoffmann")), "{text}");
    }
    for (text, language) in [
        ("KELSUND, Nov 3 /TASS/. Minister Nele Hoffmann said it was “an outrage”.", "en"),
        ("NEW DELHI, Nov 3 (PTI) Minister Nele Hoffmann said it was “an outrage”.", "en"),
        ("Tehran, Nov 3, IRNA – Minister Nele Hoffmann said it was “an outrage”.", "en"),
        ("MADRID, 3 nov (EFE).- La ministra Nele Hoffmann dijo que es «un escándalo».", "es"),
    ] {
        let annotations = ANNOTATOR.annotate_text(text, language, None);
        let mut names = annotations.quotes.iter().map(|q| q.speaker.as_ref().and_then(|s| s.name.as_deref()));
        assert!(names.len() == 1 && names.all(|name| name == Some("Nele Hoffmann")), "{text}");
        let kinds: Vec<EntityKind> = annotations.entities.iter().map(|e| e.kind).collect();
        assert!(kinds.contains(&EntityKind::Place), "{text} {kinds:?}");
    }
    let court =
        "NEW DELHI: The Supreme Court on Monday criticised the Bihar government, saying it had “slept for a decade”.";
    assert_eq!(speakers(court), ["Supreme Court"]);
}

#[test]
fn a_body_goes_on_as_it_and_by_its_noun() {
    const MINISTRY: &str = "The Ministry of Health met on Monday. ";
    const NORVIK: &str = "Norvik Air, the country's largest airline, has cancelled its flights. ";
    const BRIGHTVALE: &str = "Brightvale Foods denied that it had bribed officials of the Ministry of Health. ";
    const CASES: &[(&str, &str, &str)] = &[
        (MINISTRY, "“There is no cause for panic,” the ministry said.", "Ministry of Health"),
        (MINISTRY, "“There is no cause for panic,” the health ministry said.", "Ministry of Health"),
        (MINISTRY, "“There is no cause for panic,” the defence ministry said.", "-"),
        (MINISTRY, "The Ministry of Justice did not. “There is no cause for panic,” the ministry said.", "-"),
        (MINISTRY, "“There is no cause for panic,” the company said.", "-"),
        (NORVIK, "“Safety comes first,” the airline said.", "Norvik Air"),
        (NORVIK, "“Safety comes first,” the insurer said.", "-"),
        (BRIGHTVALE, "“These claims are false,” it said in a statement. “We will go to court.”", "Brightvale Foods"),
        (BRIGHTVALE, "Ann Lee was not there. It called the claims “false and malicious”.", "Brightvale Foods"),
        (BRIGHTVALE, "“These claims are false,” the company said.", "Brightvale Foods"),
        (BRIGHTVALE, "In a letter, it called the claims “false and malicious”.", "Brightvale Foods"),
        // A report is read, and so is a survey; a wire tells of others.
        (BRIGHTVALE, "The report was published on Monday. “No one is safe,” it said.", "-"),
        ("Reuters reported that Brightvale was in talks. ", "“These claims are false,” it said.", "-"),
        (BRIGHTVALE, "The group that sued Brightvale said the claims were “true”.", "-"),
    ];
    let check = |language: &str, text: &str, expected: &str| {
        let quotes = ANNOTATOR.annotate_text(text, language, None).quotes;
        let named: Vec<&str> =
            quotes.iter().map(|q| q.speaker.as_ref().and_then(|s| s.name.as_deref()).unwrap_or("-")).collect();
        assert!(!named.is_empty() && named.iter().all(|name| *name == expected), "{text}: {named:?}");
    };
    for (before, text, expected) in CASES {
        check("en", &format!("{before}{text}"), expected);
    }
    let german =
        "Das Bundesverfassungsgericht hat das Gesetz gekippt. „Das Verfahren war mangelhaft“, erklärte das Gericht.";
    check("de", german, "Bundesverfassungsgericht");
    let french = "La Cour des comptes a publié son rapport. « Les comptes ne sont pas sincères », écrit la cour.";
    check("fr", french, "Cour des comptes");
    let spanish = "El Ministerio de Sanidad reaccionó el lunes. “No hay motivo de alarma”, indicó el ministerio.";
    check("es", spanish, "Ministerio de Sanidad");
}

#[test]
fn whom_a_passive_is_about_does_not_speak() {
    const CASES: &[(&str, &str, &str)] = &[
        ("en", "Nele Hoffmann has been described by colleagues as “a force of nature”.", "colleagues"),
        ("en", "Olav Brenner was described as “a danger to us all” by Senator Per Lund.", "Senator Per Lund"),
        ("en", "Olav Brenner, who was once called “a fraud” by Lund, won by a mile.", "Lund"),
        ("en", "The plan was branded “a disgrace” by Nele Hoffmann.", "Nele Hoffmann"),
        ("en", "Per Lund was told by Nele Hoffmann that he was “finished”.", "Nele Hoffmann"),
        ("en", "Olav Brenner was hailed as “a hero” in his home town.", "-"),
        ("en", "The search, described by Olav Brenner as “the largest in a decade”, will go on.", "Olav Brenner"),
        // Nor who would not comment on what another calls so.
        ("en", "Neither Brenner nor Lund would comment on what Nele Hoffmann has called “a mess”.", "Nele Hoffmann"),
        // Nor whom another's verb takes, where a participle goes on.
        ("en", "The court pulled up the government, asking why it had “slept for a decade”.", "The court"),
        ("en", "The judge jailed Olav Brenner, telling him he was “a menace”.", "The judge"),
        // Nor one of several who speak as one, nor who cites a report.
        ("en", "A panel of Justices Per Lund and Nele Hoffmann said the delay was “shocking”.", "A panel"),
        ("en", "Nele Hoffmann cited a 2019 report that called the dam “unsound”.", "a 2019 report"),
        // Nor who is told of between the speaker and his verb.
        ("en", "Nele Hoffmann, whose son Per Lund died, said the mayor was “a liar”.", "Nele Hoffmann"),
        // Nor whom a clause only tells of.
        ("en", "The woman who sued Nele Hoffmann said the claims were “true”.", "The woman"),
        ("en", "The group that sued Brightvale Foods said the claims were “true”.", "The group"),
        ("en", "A man accused of robbing Nele Hoffmann said he was “sorry”.", "A man"),
        ("en", "The woman suing Nele Hoffmann said the claims were “true”.", "The woman"),
        ("en", "Detectives hunting Per Lund said he was “dangerous”.", "Detectives"),
        ("en", "The judge presiding over the trial of Per Lund said he was “a menace”.", "The judge"),
        ("en", "The man arrested for robbing Nele Hoffmann said he was “sorry”.", "The man"),
        ("en", "The officer whose car hit Nele Hoffmann said he was “sorry”.", "The officer"),
        ("en", "The lawsuit filed by Per Lund says the claims are “true”.", "The lawsuit"),
        ("en", "The minister, speaking alongside Nele Hoffmann, said it was “historic”.", "The minister"),
        ("en", "A woman named Nele Hoffmann said it was “historic”.", "A woman named Nele Hoffmann"),
        (
            "es",
            "El partido Unión Vecinal, al que perteneció Juan Torres, dijo que “respeta a la justicia”.",
            "Unión Vecinal",
        ),
        ("fr", "La femme qui a attaqué Jean Moreau a dit qu'il était « un menteur ».", "La femme"),
        ("en", "A woman asked for a photo and Per Lund said “as long as it is quick”.", "Per Lund"),
        ("en", "In the morning Per Lund said he was “innocent”.", "Per Lund"),
        ("en", "Per Lund accused Nele Hoffmann of theft, a charge she called “absurd”.", "she"),
        ("en", "In a speech last week he said that it was “absurd”.", "he"),
        // Nor what someone is involved in.
        ("en", "“Nothing is settled,” an official involved in the case said.", "an official"),
        // Mail is who sent it's, not who tells of it or who got it.
        ("en", "Per Lund said Olav Brenner had sent him a text reading “You will pay for this”.", "Olav Brenner"),
        ("en", "Olav Brenner said he had received a text saying “You are next”.", "-"),
        ("en", "Nele Hoffmann wrote an email to Per Lund that said “I will not go”.", "Nele Hoffmann"),
        ("en", "Nele Hoffmann's letter to Olav Brenner said the plan was “reckless”.", "Nele Hoffmann's letter"),
        ("en", "A letter to Olav Brenner said the plan was “reckless”.", "A letter"),
        ("en", "A text from Nele Hoffmann to her sister Eva Lindgren read: “I am safe.”", "Nele Hoffmann"),
        ("en", "The email, sent by Per Lund to Nele Hoffmann, read: “Do not sign.”", "Per Lund"),
        ("en", "In response to Per Lund's letter, Nele Hoffmann said: “No.”", "Nele Hoffmann"),
        ("en", "In an email from Per Lund, Nele Hoffmann said: “No.”", "Nele Hoffmann"),
        ("en", "Prosecutor Per Lund read from Nele Hoffmann's diary: “I hate this.”", "Nele Hoffmann's diary"),
        ("en", "Olav Brenner, who Nele Hoffmann once called “a fool”, has resigned.", "Nele Hoffmann"),
        // Nor whoever takes up what another has said.
        ("en", "Olav Brenner rejected claims by Per Lund that the audit was “a witch hunt”.", "Per Lund"),
        ("en", "Nele Hoffmann denied Per Lund's claim that she had been “asleep at the wheel”.", "Per Lund"),
        ("en", "Nele Hoffmann, responding to Lund's “witch hunt” remark, smiled.", "Lund"),
        ("en", "Nele Hoffmann, whom Per Lund has called “a bureaucrat”, smiled.", "Per Lund"),
        ("en", "Nele Hoffmann dismissed Lund's claim that the audit was unfair as “rubbish”.", "Nele Hoffmann"),
        ("en", "Nele Hoffmann called Lund's claim that the audit was unfair “a lie”.", "Nele Hoffmann"),
        ("en", "In Nele Hoffmann's view, Per Lund is “a tyrant”.", "Nele Hoffmann"),
        ("en", "Per Lund claims he was told by Nele Hoffmann: “You will pay.”", "Nele Hoffmann"),
        // Whoever says so of himself speaks.
        ("en", "Olav Brenner said he was described as “a hero” at home.", "Olav Brenner"),
        ("en", "Olav Brenner has described himself as “a hero”.", "Olav Brenner"),
        ("en", "Olav Brenner was asked about it and called it “a farce”.", "Olav Brenner"),
        ("de", "Olav Brenner, den Anna Lind einmal „einen Narren“ nannte, ist zurückgetreten.", "Anna Lind"),
        ("de", "Wie Olav Brenner sprach auch Anna Lind von einer „Farce“.", "Anna Lind"),
        ("de", "Für Anna Lind ist das Urteil „ein Witz“.", "Anna Lind"),
        ("de", "Für Anna Lind war Olav Brenner da und sagte: „Gut.“", "Olav Brenner"),
        ("fr", "D’après Claire Fontanel, Jean Moreau est « un danger ».", "Claire Fontanel"),
        ("fr", "Aux yeux d’Anne Fontanel, Jean Moreau est « un danger ».", "Anne Fontanel"),
        ("fr", "Jean Moreau, que Claire Fontanel a qualifié de « menteur », a démissionné.", "Claire Fontanel"),
        ("fr", "Comme Jean Moreau, Claire Fontanel parle d'une « farce ».", "Claire Fontanel"),
        ("es", "Juan Torres, a quien Elena Prado llamó «mentiroso», dimitió.", "Elena Prado"),
        ("en", "Nele Hoffmann said the plan praised by Per Lund was “bad”.", "Nele Hoffmann"),
        ("en", "Nele Hoffmann said she had been told by Per Lund to leave and that it was “bad”.", "Nele Hoffmann"),
        ("en", "Nele Hoffmann attacked Per Lund for saying nothing and called him “weak”.", "Nele Hoffmann"),
        ("en", "Nele Hoffmann said Per Lund was described as “a hero” by Olav Brenner.", "Olav Brenner"),
        ("de", "Anna Lind berichtete, Olav Brenner habe gesagt, er komme, und nannte ihn „feige“.", "Anna Lind"),
        ("fr", "Claire Fontanel a dit que Jean Moreau avait dit non et l'a traité de « lâche ».", "Claire Fontanel"),
        ("en", "Nele Hoffmann, who Per Lund knows, said it was “bad”.", "Nele Hoffmann"),
        ("en", "In Nele Hoffmann's words, Per Lund is “bad”.", "Nele Hoffmann"),
        ("en", "In Nele Hoffmann's view, the words of Per Lund, who said it was “bad”, were wrong.", "who"),
        ("en", "Those who came heard Per Lund say it was “bad”.", "Per Lund"),
        ("en", "People who support Nele Hoffmann and Per Lund said it was “bad”.", "People"),
        // Nor whose spokesman or sister it is.
        ("fr", "Un porte-parole de la ministre Claire Fontanel a déclaré : « Nous étudions cela. »", "Un porte-parole"),
        ("fr", "Pour la sœur de Jean Moreau, c'est « un scandale ».", "la sœur"),
        ("es", "Un portavoz de la ministra Elena Prado dijo: «Lo estudiamos».", "Un portavoz"),
        ("es", "A juicio de la hermana de Juan Torres, es «un escándalo».", "la hermana"),
        ("de", "Olav Brenner wurde von Jan Peters als „ein kalter Lügner“ bezeichnet.", "Jan Peters"),
        ("fr", "Jean Moreau a été qualifié de « menteur » par Claire Fontanel.", "Claire Fontanel"),
        ("es", "Juan Torres fue calificado de “mentiroso” por Elena Prado.", "Elena Prado"),
    ];
    for (language, text, mention) in CASES {
        let annotations = ANNOTATOR.annotate_text(text, language, None);
        assert_spans(text, &annotations);
        let speaker = annotations.quotes.first().expect(text).speaker.as_ref();
        assert_eq!(speaker.map_or("-", |s| s.mention.text.as_str()), *mention, "{text}");
    }
}

#[test]
fn who_is_somebodys_speaks_under_no_name() {
    let names = |text: &str| -> Vec<Option<String>> {
        let quotes = ANNOTATOR.annotate_text(text, "en", None).quotes;
        quotes.into_iter().map(|q| q.speaker.and_then(|s| s.name)).collect()
    };
    for text in [
        "Supporters of Per Lund chanted “lock her up”.",
        "Critics of Per Lund say he is “a fraud”.",
        "Attorneys for Nele Hoffmann said it was “a farce”.",
        "Members of Unite said it was “a farce”.",
        "Detectives hunting Per Lund said he was “dangerous”.",
        "Two people who know Per Lund said he was “broke”.",
        "Those who know Per Lund say he is “broke”.",
        "Anyone who meets Per Lund says he is “broke”.",
        "The lawyer for the victim Per Lund said it was “late”.",
        "The founder of the charity Brightwell said it was “sad”.",
    ] {
        assert_eq!(names(text), [None], "{text}");
    }
    for text in [
        "Senator Nele Hoffmann of Texas said it was “a farce”.",
        "Leader of Opposition Nele Hoffmann said it was “a farce”.",
        "Nele Hoffmann of the asset manager Pimko said: “It was a farce.”",
        "The head of the Kelsund Institute, Nele Hoffmann, said it was “a farce”.",
        "Housing Board Chief Executive, Nele Hoffmann, said: “It is a farce.”",
    ] {
        assert_eq!(names(text), [Some("Nele Hoffmann".to_owned())], "{text}");
    }
}

#[test]
fn french_and_spanish_objects_do_not_speak() {
    let check = |language: &str, text: &str, expected: &str| {
        let annotations = ANNOTATOR.annotate_text(text, language, None);
        assert_spans(text, &annotations);
        let names = annotations.quotes.iter().map(|q| q.speaker.as_ref().and_then(|s| s.name.as_deref()));
        assert_eq!(names.collect::<Vec<_>>(), [Some(expected); 2], "{text}");
    };
    let french =
        "Paul Renard a jugé la hausse « insupportable ». « Nous allons agir », a-t-il ajouté devant les députés.";
    check("fr", french, "Paul Renard");
    let spanish = "La ministra de Hacienda, Elena Prado, calificó la subida de \"insoportable\". \"Vamos a actuar\", añadió ante los diputados.";
    check("es", spanish, "Elena Prado");
    // An office, what it is of, and who holds it; a first name that is a month.
    let french =
        "Le ministre du Travail Paul Renard a jugé la hausse « insupportable ». « Nous allons agir », a-t-il ajouté.";
    check("fr", french, "Paul Renard");
    let spanish = "«La subida es insoportable», lamentó su portavoz, Julio Prado. «Vamos a actuar», añadió.";
    check("es", spanish, "Julio Prado");
    // Who is told stands between the verb and who tells.
    let french = "« C'est insupportable », a déclaré à l'AFP Paul Renard. « Nous allons agir. »";
    check("fr", french, "Paul Renard");
    let spanish = "«Es insoportable», relató a The Associated Press Julio Prado. «Vamos a actuar», dijo Prado.";
    check("es", spanish, "Julio Prado");
    // The subject right before its verb, and the name right before a colon, whoever spoke before.
    let french = "« On gagne », a pesté Luc Petit, tandis que son rival Paul Renard regrettait « un soir gris ».";
    let found = ANNOTATOR.annotate_text(french, "fr", None).quotes;
    assert_eq!(found[1].speaker.as_ref().and_then(|s| s.name.as_deref()), Some("Paul Renard"));
    // Whose view it is.
    let french = "Luc Petit a jugé la loi « nulle ». Pour Paul Renard, élu de Lorve, elle est « un début ».";
    let found = ANNOTATOR.annotate_text(french, "fr", None).quotes;
    assert_eq!(found[1].speaker.as_ref().and_then(|s| s.name.as_deref()), Some("Paul Renard"));
    // What an office is about is nobody's name.
    let french = "Le ministre de la Transition écologique a promis « toute la transparence ».";
    let found = ANNOTATOR.annotate_text(french, "fr", None).quotes;
    assert_eq!(found[0].speaker.as_ref().map(|s| s.name.clone()), Some(None));
}

#[test]
fn whoever_only_stands_near_does_not_speak() {
    /// The text, words of a quote, none where there is no quote, and whose they are.
    type Case = (&'static str, &'static str, Option<&'static str>);
    let check = |language: &str, cases: &[Case]| {
        for (text, words, speaker) in cases {
            let annotations = ANNOTATOR.annotate_text(text, language, None);
            assert_spans(text, &annotations);
            let holds = |q: &&wire_model::Quote| q.segments.iter().any(|s| s.text.contains(words));
            let found = annotations.quotes.iter().find(holds);
            assert_eq!(annotations.quotes.is_empty(), words.is_empty(), "{text}");
            let who =
                found.and_then(|q| q.speaker.as_ref()).map(|s| s.name.as_ref().unwrap_or(&s.mention.text).as_str());
            assert_eq!(who, *speaker, "{text}");
        }
    };
    check(
        "en",
        &[
            (
                "Thousands are leaving, says a report highlighting the “alarming rise” of costs.",
                "alarming",
                Some("a report"),
            ),
            ("Dozens of ferries are old, says a study that found “serious defects”.", "serious", Some("a study")),
            (
                "The bridge is unsafe, said engineer Bo Hansen, describing it as “a scandal”.",
                "scandal",
                Some("Bo Hansen"),
            ),
            ("The ministry issued the following statement: “We regret the mistake.”", "regret", Some("The ministry")),
            ("The answer came after being asked if the council would “hold its hands up”.", "hands", None),
            ("Ann Lee, the judge said, was “a danger”.", "danger", Some("the judge")),
            ("Ann Lee left. “Nobody ever asked us,” said residents of the port.", "asked us", Some("residents")),
            ("“Nobody ever asked us,” said police.", "asked us", Some("police")),
            ("“Nobody ever asked us,” chanted protesters.", "asked us", Some("protesters")),
            ("Ann Lee left. “Nobody ever asked us,” said one of her aides.", "asked us", Some("one of her aides")),
            ("The port is shut. “Nobody ever asked us,” said another.", "asked us", Some("another")),
            ("Ann Lee, whom critics call “the Iron Lady”, resigned.", "Iron", Some("critics")),
            ("Ann Lee spoke of “a scandal”, her colleague Bo Hansen of “a fraud”.", "fraud", Some("Bo Hansen")),
            ("Ann Lee said it was “dead”, and Bo Hansen that it was “buried”.", "buried", Some("Bo Hansen")),
            ("“We are ready,” reads a statement from the company.", "ready", Some("a statement")),
            ("Asked whether she would “step aside”, Ann Lee said no.", "aside", None),
            (
                "Ann Lee recalled Bo Hansen mentioning that the crew was “desperate” to leave.",
                "desperate",
                Some("Bo Hansen"),
            ),
            ("Ann Lee said that her deputy, Bo Hansen, had called the plan “dead”.", "dead", Some("Bo Hansen")),
            ("They met while Bo Hansen was away. Ann Lee, for her part, called him “a fool”.", "fool", Some("Ann Lee")),
            ("In the view of Ann Lee, the plan is “a mistake”.", "mistake", Some("Ann Lee")),
            ("Bo Hansen, as Ann Lee put it, is “a ruin”.", "ruin", Some("Ann Lee")),
            ("Bo Hansen does not believe it when Ann Lee says “it will work”.", "work", Some("Ann Lee")),
            ("Bo Hansen left a year after Ann Lee had called the port “a ruin”.", "ruin", Some("Ann Lee")),
            ("Bo Hansen repeated what Ann Lee had said: “The port is a ruin.”", "ruin", Some("Ann Lee")),
            ("Bo Hansen said that when Ann Lee called, he was “at home”.", "home", Some("Bo Hansen")),
            ("Bo Hansen quoted Ann Lee's remark that the port was “a ruin”.", "ruin", Some("Ann Lee")),
        ],
    );
    check(
        "de",
        &[
            ("Viele fragen sich: „Wer zahlt das?“ Nele Hoffmann hat ein Buch darüber geschrieben.", "Wer zahlt", None),
            ("Die Besucher werden am Eingang angefahren: „Ruhe! Hier wird nicht geredet.“", "Ruhe", None),
            ("Nele Hoffmann wurde von Olav Brenner angeschrien: „Geh nach Hause!“", "Geh", Some("Olav Brenner")),
            ("Nele Hoffmann hielt einen Vortrag mit dem Titel „Wie die Küste sich bis 2050 wandelt“.", "", None),
            ("Nele Hoffmann glaubt nicht, wenn Olav Brenner sagt, „das wird schon“.", "das wird", Some("Olav Brenner")),
            ("Nele Hoffmann empfiehlt Sätze wie diese: „Danke, du hast gedient.“", "Danke", None),
            (
                "Nele Hoffmann ging, nachdem Olav Brenner den Plan „nutzlos“ genannt hatte.",
                "nutzlos",
                Some("Olav Brenner"),
            ),
            (
                "Nele Hoffmann widersprach Olav Brenner, der den Plan „nutzlos“ genannt hatte.",
                "nutzlos",
                Some("Olav Brenner"),
            ),
            (
                "Nele Hoffmann wiederholte, was Olav Brenner gesagt hatte: „Er ist am Ende.“",
                "am Ende",
                Some("Olav Brenner"),
            ),
            (
                "Nele Hoffmann sprach von „Betrug“, ihr Kollege Olav Brenner von „Diebstahl“.",
                "Diebstahl",
                Some("Olav Brenner"),
            ),
            ("Wenn Olav Brenner sagt, „das wird schon“, lacht Nele Hoffmann.", "das wird", Some("Olav Brenner")),
            ("Der Film machte sie zum Star, was zu Rollen wie Nele Hoffmann in „Ebbe“ führte.", "", None),
            ("Anders als Olav Brenner nannte Nele Hoffmann den Plan „nutzlos“.", "nutzlos", Some("Nele Hoffmann")),
            ("Der Hafen ist zu. „Niemand hat uns gefragt“, sagten beide.", "gefragt", Some("beide")),
            ("Der Hafen ist zu. „Niemand hat uns gefragt“, steht auf einem Plakat.", "gefragt", Some("einem Plakat")),
            ("Auf die Frage „Wann öffnet der Hafen?“ antwortete Nele Hoffmann nicht.", "", None),
        ],
    );
    check(
        "fr",
        &[
            (
                "« Un choc », c'est ainsi qu'Anne Petit a qualifié les révélations sur le port.",
                "choc",
                Some("Anne Petit"),
            ),
            (
                "Pour la syndicaliste, il n'existe qu'une voie pour « apaiser la colère ».",
                "apaiser",
                Some("la syndicaliste"),
            ),
            ("Paul Renard n'y croit pas quand Anne Petit dit que « tout ira bien ».", "tout ira", Some("Anne Petit")),
            ("Paul Renard contredit Anne Petit, qui a qualifié le port de « ruine ».", "ruine", Some("Anne Petit")),
            ("Interrogée sur ce « scandale », Anne Petit n'a pas répondu.", "scandale", None),
            ("« Nous sommes prêts », peut-on lire dans un communiqué.", "prêts", Some("un communiqué")),
            ("Le port ferme. « Personne ne nous a rien demandé », ont dit les deux.", "demandé", Some("les deux")),
            ("Le port ferme. « Personne ne nous a rien demandé », a dit l'un d'eux.", "demandé", Some("l'un d'eux")),
            ("Le port change (lire « Anne Petit, une maire hors norme »). Il grandit.", "", None),
        ],
    );
    check(
        "es",
        &[
            (
                "“Sobra”, dijo Juan Gil. Desde la Plataforma aseguran que “el parque se destroza”.",
                "parque",
                Some("Plataforma"),
            ),
            (
                "Los pescadores, apoyados por Elena Prado, pidieron “soluciones claras”.",
                "claras",
                Some("Los pescadores"),
            ),
            ("Juan Gil no lo cree cuando Laura Prado dice que “todo irá bien”.", "todo irá", Some("Laura Prado")),
            ("Juan Gil contradijo a Laura Prado, que calificó el puerto de “ruina”.", "ruina", Some("Laura Prado")),
            ("Juan Gil repitió lo que había dicho Laura Prado: “El puerto cierra”.", "cierra", Some("Laura Prado")),
            ("“Estamos listos”, se lee en un comunicado de la empresa.", "listos", Some("un comunicado")),
            ("El puerto cierra. “Nadie nos preguntó”, dijeron vecinos.", "preguntó", Some("vecinos")),
            ("El puerto cierra. “Nadie nos preguntó”, dijo uno de ellos.", "preguntó", Some("uno de ellos")),
            ("Añadió Elena Prado que el puerto “no puede cerrar”.", "cerrar", Some("Elena Prado")),
            ("“Es un error”, lamentó Laura Gil. Agregó que el plan “iba a fracasar”.", "fracasar", Some("Laura Gil")),
            (
                "“Sobra”, dijo Juan Gil.\n\nRelató que en las reuniones hubo “preguntas incómodas”.",
                "incómodas",
                Some("Juan Gil"),
            ),
            (
                "Elena Prado habló el lunes. Al respecto, señaló: “Tenemos el apoyo de todos”.",
                "apoyo",
                Some("Elena Prado"),
            ),
        ],
    );
}

#[test]
fn german_says_who_speaks_by_case_and_order() {
    let check = |text: &str, quote: &str, speaker: Option<&str>| {
        let annotations = ANNOTATOR.annotate_text(text, "de", None);
        assert_spans(text, &annotations);
        let found = annotations.quotes.iter().find(|q| q.segments[0].text.contains(quote));
        let named = found.and_then(|q| q.speaker.as_ref()).map(|s| s.mention.text.as_str());
        assert_eq!(named, speaker, "{text}");
        assert_eq!(found.is_some(), speaker.is_some(), "{text}");
    };
    let name = |text: &str| {
        let last = ANNOTATOR.annotate_text(text, "de", None).quotes.pop();
        last.and_then(|q| q.speaker).and_then(|s| s.name)
    };
    // What opens the sentence is no subject: an adverb, another case, a preposition.
    check("Relativierend fügt Olav Brenner hinzu: „Der Hafen bleibt noch zu.“", "Der Hafen", Some("Olav Brenner"));
    check("Der neuen Zeitung sagte Olav Brenner: „Der Hafen ist zu.“", "Der Hafen", Some("Olav Brenner"));
    check("Gegenüber dem Kurier sagte Olav Brenner: „Der Hafen ist zu.“", "Der Hafen", Some("Olav Brenner"));
    // A report that goes on in the subjunctive, and whose account it is.
    check("Olav Brenner kritisierte den Plan. Der Hafen sei „viel zu klein“.", "viel zu klein", Some("Olav Brenner"));
    check("Nach Angaben von Olav Brenner ist der Hafen „viel zu klein“.", "viel zu klein", Some("Olav Brenner"));
    // The colon is no verb: who stands behind the verb speaks, whoever is nearer by.
    check("Als ihm der Haftbefehl vorlag, sagte Olav Brenner: „Der Hafen ist zu.“", "Der Hafen", Some("Olav Brenner"));
    check("Da war Karl Ostrander froh: „Der Hafen ist zu“, sagte er am Montag.", "Der Hafen", Some("er"));
    // Marks around a name are no speech.
    check("Olav Brenner sagte dem Sender „Nordwelle“ ab.", "Nordwelle", None);
    check("Ihr neuer Film heißt „Ebbe“. Olav Brenner sagte zu.", "Ebbe", None);
    check("Die sogenannte „große Flut“ kam am 3. Mai, sagte Olav Brenner.", "große Flut", None);
    check("Das sagte Olav Brenner der „Küstenpost“ am Montag.", "Küstenpost", None);
    check("Wie Olav Brenner der „Küstenpost“ sagte, wird gebaut.", "Küstenpost", None);
    // Who a surname and a "sie" of one woman are; a small word that opens a sentence is no first name.
    let lead = "Bürgermeisterin Anna Lind war am Hafen.\n\n";
    assert_eq!(name(&format!("{lead}Lind zufolge ist er „viel zu klein“.")).as_deref(), Some("Anna Lind"));
    assert_eq!(name(&format!("{lead}„Die Mauer wird höher“, antwortete sie.")).as_deref(), Some("Anna Lind"));
    let party = "Anke Dorn (SPD) kam mit Karl Ostrander. „Das reicht nicht“, erklärte die Politikerin am Montag.";
    assert_eq!(name(party).as_deref(), Some("Anke Dorn"));
    let compound = "Anke Dorn (SPD) kam mit Karl Ostrander. „Das reicht nicht“, sagte die SPD-Politikerin.";
    assert_eq!(name(compound).as_deref(), Some("Anke Dorn"));
    let office = "Karl Ostrander kam. „Das reicht nicht“, sagte die Leiterin der Werft, Nele Hoffmann.";
    assert_eq!(name(office).as_deref(), Some("Nele Hoffmann"));
    assert_eq!(name("Wie Brenner sagte, sei der Hafen „viel zu klein“.").as_deref(), Some("Brenner"));
    assert_eq!(name(&format!("{lead}„Die Mauer wird höher“, erzählt sie.")).as_deref(), Some("Anna Lind"));
    let body =
        format!("{lead}„Es reicht“, sagte Lind. Beim Hafenverband hieß es dagegen, der Plan sei „viel zu klein“.");
    check(&body, "viel zu klein", Some("Hafenverband"));
    // Whose team or colleague it is does not speak.
    let team = "Trainer Uwe Lindner kam zu spät. Lindners Team sprach von einem „bösen Abend“.";
    assert_eq!(name(team), None);
    let assistant = "Trainer Uwe Lindner kam zu spät. „Wir reden darüber“, sagte Lindners Assistent Ole Brandt.";
    assert_eq!(name(assistant).as_deref(), Some("Ole Brandt"));
    // Whom they belong to does not speak for them.
    let banker = "Konstantin Weit vom Vermögensverwalter Pimko betont: „Die Zinsen bleiben.“";
    assert_eq!(name(banker).as_deref(), Some("Konstantin Weit"));
    let member = "Bernd Grün von der Bank Halm sagte: „Es wird enger.“";
    assert_eq!(name(member).as_deref(), Some("Bernd Grün"));
    check("Die Bank Halm zahlt. Ein Sprecher der Bank Halm sagte: „Vielleicht.“", "Vielleicht", Some("Ein Sprecher"));
    let drummer = "Nina Schuba sang. Der Tee lag Schuba, wie Schubas Drummer spottete, „quer im Magen“.";
    assert_eq!(name(drummer), None);
    let surname = "Volker Brühl leitet das Institut. „Rentieren würde sich das nie“, prognostizierte Brühl.";
    assert_eq!(name(surname).as_deref(), Some("Volker Brühl"));
    // A relative clause is nobody, and "sie" with the verb of one is a woman.
    let neighbour =
        "Eine Nachbarin, die ihren Namen nicht nennen will, sieht das anders: „Da hat es ständig gequalmt.“";
    check(neighbour, "Da hat", Some("Eine Nachbarin"));
    assert_eq!(name(&format!("{lead}2021 hatte sie gesagt: „Die Mauer wird höher.“")).as_deref(), Some("Anna Lind"));
}

#[test]
fn hostile_texts_take_linear_time() {
    let many = |part: &dyn Fn(usize) -> String| (0..8_000).map(part).collect::<String>();
    let texts = [
        "\"".repeat(200_000),
        "“ a ” ".repeat(30_000),
        "‘as’ ‘a,’ ".repeat(20_000),
        "Xavier Yorke ".repeat(20_000),
        format!("“{}” he said", "word ".repeat(100_000)),
        "he said that it was so and ".repeat(8_000),
        "\u{202E}\u{0}\u{7F}“א” אמר ".repeat(10_000),
        // One sentence without an end, full of speech.
        "Anna Beck sagte „wir warten“ und er sagte ".repeat(8_000),
        "« oui » a dit Anne Bec à Lille et ".repeat(8_000),
        "der Plan sei „gut“ und der Plan sei ".repeat(8_000),
        "sagte der neuen Regierung der Stadt „gut“ ".repeat(8_000),
        "A. B. C. D. ".repeat(40_000),
        "Anna-Lena-".repeat(40_000),
        format!("Gut, als Anna Lind {}{}", "wort ".repeat(60_000), "„gut“ sagte ".repeat(10_000)),
        format!("Dijo Ana Gil {}{}", "a la casa ".repeat(20_000), "Agregó que “iba” y ".repeat(8_000)),
        "Anna Beck, whom critics, who say, call “a”, said one of all of ".repeat(6_000),
        "Asked whether “it is”, said residents, which called “it”, as Lee put it, ".repeat(6_000),
        "« a », c'est ainsi qu'il faut, quand Anne Petit dit « b », lit-on dans ".repeat(6_000),
        "United Nations High Commissioner for ".repeat(8_000),
        "Minister of Culture of the Republic of ".repeat(8_000),
        "“We go,” the Minister for Trade and Labour, ".repeat(8_000),
        "Anna, Bert and Carl, ".repeat(15_000),
        format!("Lee, who said {}", many(&|n| format!("“it goes w{n}” said "))),
        many(&|n| format!("“We wait.” — Anna Lee{n}, mayor\n\n")),
        many(&|n| format!("Anna{n} Lee came, and Lee said “we wait”. ")),
        many(&|n| format!("Carrow{n} Bank (CB{n}) and France grew, the bank said. ")),
        many(&|n| format!("Carrow{n} Co and Lee{n} Mills Inc grew, Anna{n}, a widow, said. ")),
        many(&|n| format!("„Wir warten {n}“, sagte er. Der Minister Karl Lind{n} sagte, er sei krank. ")),
        many(&|n| format!("« On attend {n} », a dit Anne Bec{n} à Lille{n}. ")),
        many(&|n| format!("“we wait {n}” Lee{n}, the mayor, and Bo{n} of Corvid said ")),
        format!("{}said it was “good”. ", many(&|n| format!("Anna Lee{n}, Bert and "))),
        many(&|n| format!("Q: What of Lee{n}?\n\nA: “{n} ships.\n\n")),
    ];
    for (text, language) in texts.iter().flat_map(|t| ["en", "de", "fr", "es"].map(|l| (t, l))) {
        let start = std::time::Instant::now();
        let annotations = WITH_INDIRECT.annotate_text(text, language, None);
        // A tenth of a megabyte a second is far below what any of these needs when the time is linear.
        let bound = std::time::Duration::from_secs_f64(1.0 + text.len() as f64 / 1e5);
        assert!(start.elapsed() < bound, "{} bytes of {language} took {:?}", text.len(), start.elapsed());
        assert!(annotations.quotes.len() <= text.len());
    }
}

proptest! {
    #[test]
    fn spans_are_valid_whatever_the_text(pieces in proptest::collection::vec(prop_oneof![
        Just("“"), Just("”"), Just("\""), Just("''"), Just("‘"), Just("’"), Just("’s"), Just(" said "), Just("Ann Lee"), Just(" he "), Just("é"), Just("\n"), Just("."),
        Just(", "), Just("U.S."), Just("😀"), Just("the director "), Just("of "), Just("NATO"), Just("„"), Just("»"), Just("« "), Just("-t-il"), Just("l'"), Just(" dijo "), Just(" whom "), Just(", als "), Just(" said one of "), Just("Desde "), Just("il faut "), Just("MADRID (EFE) - "), Just("KELSUND, "), Just("Nov 3 "), Just("/TASS/. "),
    ], 0..60)) {
        let text: String = pieces.concat();
        for language in ["en", "de", "fr", "es"] {
            assert_spans(&text, &ANNOTATOR.annotate_text(&text, language, None));
            assert_spans(&text, &WITH_INDIRECT.annotate_text(&text, language, None));
        }
    }
}

#[test]
fn operators_names_come_first() {
    let annotator = Annotator::new();
    let mut table = NameTable::default();
    let csv = "name,aliases,type,id\nPort Authority of Kelsund,PAK|Kelsund Port,organisation,desk:17\n\"Lindqvist, Marta\",Marta Lindqvist,person,desk:4\n";
    table.add_csv(csv, &annotator).expect("a table");
    assert_eq!(table.len(), 2);
    annotator.set_names(table);
    let text = "Marta Lindqvist leads the Port Authority of Kelsund. The PAK was founded in 1901, Ms. Lindqvist said.";
    let annotations = annotator.annotate_text(text, "en", None);
    assert_spans(text, &annotations);
    let find = |id: &str| annotations.entities.iter().find(|e| e.id.0 == id).expect(id);
    assert_eq!(find("desk:17").name, "Port Authority of Kelsund");
    assert_eq!(find("desk:17").mentions.len(), 2);
    assert_eq!(find("desk:4").mentions.len(), 2);
    annotator.set_names(NameTable::default());
    assert!(annotator.annotate_text(text, "en", None).entities.iter().all(|e| !e.id.0.starts_with("desk:")));
}

#[test]
fn a_table_with_mistakes_names_the_line() {
    let annotator = Annotator::new();
    let check = |csv: &str, line: u64, part: &str| {
        let error = NameTable::default().add_csv(csv, &annotator).expect_err(csv);
        assert!(error.line == line && error.reason.contains(part), "{error} for {csv:?}");
    };
    check("name,type\nA,person\n", 1, "name,aliases,type,id");
    check("name,aliases,type,id\nAnn Lee,,person,1\nBo,,robot,2\n", 3, "person, organisation");
    check("name,aliases,type,id\n,,person,1\n", 2, "empty");
    check("name,aliases,type,id\nAnn Lee,,person\n", 2, "fields");
}
