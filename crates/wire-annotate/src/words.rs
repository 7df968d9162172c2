//! Closed classes of words, language by language.

/// A class's bit and its words in lower case.
pub(crate) type Classes = &'static [(u32, &'static str)];

/// Closed classes of words, as bits.
pub(crate) mod class {
    pub(crate) const ABBREVIATION: u32 = 1;
    pub(crate) const TITLE: u32 = 1 << 1;
    pub(crate) const PRONOUN: u32 = 1 << 2;
    pub(crate) const DETERMINER: u32 = 1 << 3;
    /// Words that are capitalised at the head of a sentence without being names.
    pub(crate) const STARTER: u32 = 1 << 4;
    /// Words inside names: "of", "de", "van".
    pub(crate) const CONNECTOR: u32 = 1 << 5;
    pub(crate) const FUNCTION: u32 = 1 << 6;
    /// Words behind which a noun phrase is no subject.
    pub(crate) const OBJECT: u32 = 1 << 7;
    pub(crate) const PERSON_PRONOUN: u32 = 1 << 8;
    pub(crate) const MALE: u32 = 1 << 9;
    pub(crate) const FEMALE: u32 = 1 << 10;
    /// Verbs that take the listener as object: "told", "asked".
    pub(crate) const ADDRESS: u32 = 1 << 11;
    pub(crate) const PREPOSITION: u32 = 1 << 12;
    pub(crate) const RUN: u32 = 1 << 13;
    pub(crate) const PERSON_NOUN: u32 = 1 << 14;
    /// Who may be told by whose or where from they are: "an adviser to", "scientists at".
    pub(crate) const RELATED: u32 = 1 << 21;
    /// What may stand between a subject and its verb.
    pub(crate) const ADVERB: u32 = 1 << 22;
    /// Verbs that report nothing and could be taken for nouns.
    pub(crate) const VERB: u32 = 1 << 23;
    /// Articles and possessives: behind them stands no verb.
    pub(crate) const ARTICLE: u32 = 1 << 19;
    /// Words that stand for a noun phrase where a verb follows.
    pub(crate) const SUBSTITUTE: u32 = 1 << 20;
    /// "who" and its kin.
    pub(crate) const RELATIVE: u32 = 1 << 15;
    /// Behind which the source of a report stands: German "laut", French "selon", Spanish "según".
    pub(crate) const SOURCE: u32 = 1 << 16;
    /// Behind which a place stands; if it may lead to a listener too ([`ADDRESS`]), only at the
    /// head of a sentence: French "À Lyon, …".
    pub(crate) const LOCATIVE: u32 = 1 << 18;
    /// "the": what it determines is known.
    pub(crate) const DEFINITE: u32 = 1 << 17;
    /// What one may be by trade, before a name: "soprano Katalin Varga".
    pub(crate) const PROFESSION: u32 = 1 << 25;
    /// Nouns for people by nation that are also given names and surnames.
    pub(crate) const COUNTRYMAN: u32 = 1 << 26;
    /// Words of sport: where they are many, places are teams.
    pub(crate) const SPORT: u32 = 1 << 24;
    /// Nouns for firms and papers: what is named behind one is none of the people.
    pub(crate) const FIRM: u32 = 1 << 27;
    /// Nouns for firms and bodies of which another word says what they are: "power firm", "rebel group".
    pub(crate) const BODY: u32 = 1 << 28;
    /// Nouns for places.
    pub(crate) const LOCALITY: u32 = 1 << 29;
    /// What is no part of a name, even with a capital.
    pub(crate) const SMALL: u32 = STARTER | FUNCTION | TITLE | PRONOUN;
    /// What is christened without being anybody: storms and ships.
    pub(crate) const CHRISTENED: u32 = 1 << 30;
    /// Names of what is no person, place or body: feasts, faiths, diseases, drugs, money, wares.
    pub(crate) const THING: u32 = 1 << 31;
}

/// English and German.
pub(crate) const GERMANIC: Classes = &[
    (
        class::ABBREVIATION,
        "mr mrs ms dr prof sen rep gov gen lt col sgt st jr sr inc corp ltd co jan feb mar apr jun jul aug sep sept oct nov dec no vs rev hon capt adm maj cpl cmdr supt insp cllr engr barr det adv brig bzw z.b usw ca nr",
    ),
    (
        class::TITLE,
        "mr mr. mrs mrs. ms ms. miss dr dr. prof prof. sen sen. rep rep. gov gov. gen gen. lt lt. col col. sgt sgt. president senator secretary governor mayor judge justice chairman chairwoman chair professor spokesman spokeswoman spokesperson director minister prime chancellor ceo vice sir lord lady king queen prince princess pope captain general premier ambassador archbishop rabbi imam rev rev. reverend sheikh ayatollah dame baroness taoiseach tánaiste hon hon. sheriff comrade alhaji alhaja hajiya datuk dato shri smt pastor cllr cllr. engr engr. barr barr. det det. dci monsignor trooper councillor councilman councilwoman congressman congresswoman assemblyman assemblywoman commissioner inspector superintendent detective admiral colonel lieutenant sergeant adm adm. adv adv. advocate brig brig. brig-gen brigadier brigadier-general datin lieutenant-colonel lieutenant-general lt-col lt-gen maj-gen major-gen major-general rear-admiral vice-admiral capt capt. maj maj. cpl cpl. cmdr cmdr. supt supt. insp insp. herr frau präsident präsidentin ministerpräsident bundeskanzler bundeskanzlerin sprecher sprecherin minister ministerin",
    ),
    (
        class::PROFESSION,
        "activist actor actress architect astronomer banker baritone biologist billionaire businessman businesswoman cellist chemist comedian composer conductor contractor developer dramatist economist engineer entrepreneur farmer filmmaker geologist guitarist historian investor journalist musician novelist nurse oncologist painter photographer physician physicist pianist playwright poet psychologist realtor saxophonist sculptor singer songwriter soprano sociologist teacher tenor veteran violinist zoologist",
    ),
    (
        class::COUNTRYMAN,
        "argentine aussie briton croat czech dane dutchman dutchwoman englishman englishwoman finn frenchman frenchwoman icelander irishman irishwoman kiwi pole scot scotsman scotswoman serb slovak slovene spaniard swede swiss turk welshman welshwoman amerikaner amerikanerin argentinier argentinierin australier australierin belgier belgierin brasilianer brasilianerin brite britin däne dänin finne finnin franzose französin grieche griechin ire irin isländer isländerin italiener italienerin japaner japanerin kanadier kanadierin kroate kroatin niederländer niederländerin norweger norwegerin österreicher österreicherin polin portugiese portugiesin russe russin schotte schottin schwede schwedin schweizer schweizerin serbe serbin slowake slowakin slowene slowenin spanier spanierin tscheche tschechin türke türkin ukrainer ukrainerin ungar waliser waliserin",
    ),
    (
        class::SPORT,
        "league coach coached season goal goals innings inning striker quarterback playoff playoffs tournament semifinal semifinals semi-final quarter-final quarterfinal midfielder defender goalkeeper wicket wickets batsman bowler cricket soccer football basketball baseball hockey tennis rugby golf olympic olympics medal championship championships champion champions match matches scored score scorer nba nfl nhl mlb fifa uefa athlete athletes sprint race races lap laps standings fixture fixtures halftime half-time kickoff penalty referee umpire stadium cup title hat-trick injury-time teammate teammates rebounds touchdown touchdowns homer pitcher seeded unseeded doubles singles beat defeated draw team squad captain relegation promotion spieler spieltag trainer trainers bundesliga liga tor tore saison mannschaft stürmer torwart halbzeit meister pokal sieg niederlage",
    ),
    (class::PRONOUN, "he she they it we i you who er sie es wir ich"),
    (class::PERSON_PRONOUN, "he she er"),
    (
        class::MALE,
        "he mr mr. sir lord king prince pope emperor sultan könig prinz papst kaiser councilman congressman assemblyman businessman husband father dad son brother widower boyfriend grandfather uncle nephew stepfather herr er ehemann vater sohn bruder witwer großvater",
    ),
    (
        class::FEMALE,
        "she mrs mrs. ms ms. miss lady dame baroness queen princess empress königin prinzessin councilwoman congresswoman assemblywoman businesswoman spokeswoman chairwoman actress wife mother mom daughter sister widow girlfriend grandmother aunt niece stepmother frau ehefrau mutter tochter schwester witwe großmutter",
    ),
    (
        class::DETERMINER,
        "the a an his her their its one some many several another other both these those this that two three four five our my der die das den dem des ein eine einer einem mehrere beide seine ihre",
    ),
    (
        class::STARTER,
        "the a an but and in on at for if when while after before as by with from to of or so it he she they we i you this that these those there here what who how why not no yes his her their our my its is was are were monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december then now also still yet however meanwhile since during last next earlier later recently perhaps only instead once again under over about because although though despite until unlike between both most maybe indeed moreover furthermore besides finally even just often sometimes never soon given der die das ein eine und aber in im am auf für mit von zu wenn als nach vor er sie es wir ich auch nachdem zuvor dabei damit danach dies diese dieser dieses doch dort gegen hier insgesamt kein keine laut nun nur ob ohne seit so trotz unterdessen viele während was weiter wer wie zudem zum zur darunter außerdem bereits bisher derzeit einige inzwischen jedoch neben nicht schon sowie später bei aus durch unter über ferner dazu dagegen zugleich gleichzeitig allerdings daher deshalb mit um seine ihre ihr sein man dieses welche beim bis januar februar märz mai juni juli oktober dezember montag dienstag mittwoch donnerstag freitag samstag sonntag",
    ),
    (
        class::CONNECTOR,
        "of for and de la van von der den bin al the del dello della degli di da do dos du el ibn le y &",
    ),
    (class::RUN, "of de bin van von al der & del dello della degli la for"),
    (
        class::FUNCTION,
        "and or but that which who when while because if as than then so to of in on at by with from for into over about after before during said says und oder aber dass die der wenn weil",
    ),
    (
        class::OBJECT,
        "to of by with for from about against on in at than over into aboard across alongside around behind beside beyond despite inside onto outside toward towards upon within told asked called tells telling calling calls between among under like near after before during through via von mit bei auf an für gegen über aus nach zu zum zur vom im am gegenüber durch ohne bis wegen trotz seit unter neben zwischen beim ins ans vor in",
    ),
    (class::PREPOSITION, "to of by with for from about against on in at than von mit bei"),
    (class::ADDRESS, "told asked called tells telling"),
    (
        class::PERSON_NOUN,
        "envoy minister president official spokesman spokeswoman spokesperson director mayor governor senator chief leader analyst lawyer judge chairman chairwoman chairperson owner doctor professor author officer negotiator secretary diplomat candidate manager archivist caretaker",
    ),
    (
        class::RELATED,
        "activist activists adviser advisers advisor advisors aide aides allies ally analysts assistant assistants attorney attorneys aunt aunts authors backer backers biographer biographers boss bosses brother brothers campaigner campaigners candidates chairmen chiefs coach coaches colleague colleagues commander commanders consultant consultants cousin cousins critic critics daughter daughters deputies deputy diplomats directors doctors donor donors economist economists editor editors employee employees engineer engineers envoys executive executives expert experts father fathers founder founders friend friends fundraiser fundraisers governors head heads historian historians husband husbands insider insiders investor investors journalist journalists judges lawyers leaders loyalist loyalists managers mayors member members ministers mother mothers negotiators neighbor neighbors neighbour neighbours nurse nurses officers officials operative operatives opponent opponents organiser organisers organizer organizers owners partner partners people person player players pollster pollsters presidents producer producers professors prosecutor prosecutors protester protesters protestor protestors relative relatives reporter reporters researcher researchers resident residents rival rivals scientist scientists secretaries senators sister sisters soldier soldiers someone son sons source sources speechwriter speechwriters spokesmen spokespeople spokeswomen strategist strategists student students supporter supporters surrogate surrogates survivor survivors teacher teachers trader traders uncle uncles veteran veterans volunteer volunteers widow widows wife witness witnesses wives worker workers",
    ),
    (
        class::ADVERB,
        "again ago already also earlier even ever first further just later never now often once only since sometimes soon still then today too twice yesterday",
    ),
    (
        class::VERB,
        "am are aren be became been began being bought brought built came can chose come could couldn cut did didn do does doesn don drew drove fed fell felt fought gave get gets go goes got grew had hadn has hasn have haven held hit hurt is isn kept knew led left lost made makes may meet meets met might must ought paid put quit ran rose sat seems sent set shook shot should shouldn sold spent spread stood struck swore takes taught threw thrust took wants was wasn went were weren will withdrew woke won wore would wouldn",
    ),
    (
        class::FIRM,
        "affiliate airline automaker bank brewer broadcaster brokerage carmaker charity chipmaker conglomerate daily drugmaker insurer lender magazine newspaper planemaker retailer start-up startup steelmaker subsidiary tabloid tv watchdog",
    ),
    (
        class::BODY,
        "agency app chain club company concern consultancy employer firm giant group maker manufacturer militia movement network nonprofit operator organisation organization platform provider publisher supplier union utility website weekly",
    ),
    (
        class::LOCALITY,
        "city county district hamlet island municipality neighborhood neighbourhood peninsula port province region resort settlement suburb town township village ort dorf gemeinde stadt kleinstadt kreisstadt hafenstadt hauptstadt insel provinz landkreis",
    ),
    (
        class::CHRISTENED,
        "hurricane typhoon cyclone storm catamaran ferry freighter frigate steamer submarine tanker trawler warship yacht hurrikan taifun orkan zyklon sturmtief orkantief tropensturm fähre frachter fregatte",
    ),
    (
        class::THING,
        "android bitcoin bluetooth botox brexit buddhism chatgpt christianity christmas covid covid-19 diwali dogecoin easter ebola emmys ethereum eurovision fentanyl fortnite grammys halloween hanukkah hinduism ios ipad iphone islam judaism kwanzaa medicaid medicare minecraft novichok obamacare oscars ozempic playstation ramadan thanksgiving tylenol viagra watergate wegovy wi-fi xbox yom",
    ),
    (class::ARTICLE, "the a an his her their its our my"),
    (class::SUBSTITUTE, "some many several another both those others which that"),
    (class::RELATIVE, "who which that"),
    (class::SOURCE, "laut"),
    (class::DEFINITE, "the"),
];

pub(crate) const FRENCH: Classes = &[
    (class::CHRISTENED, "ouragan typhon cyclone tempête"),
    (
        class::FIRM,
        "agence assureur banque chaîne compagnie constructeur distributeur entreprise fabricant filiale groupe hebdomadaire journal magazine marque opérateur quotidien société start-up",
    ),
    (
        class::SPORT,
        "match matchs buts équipe ligue championnat championnats coupe finale entraîneur joueur joueurs gardien attaquant défenseur stade saison football rugby tennis",
    ),
    (class::ABBREVIATION, "m mm dr pr st ste av bd janv févr avr juill sept oct nov déc no art cf etc p.-s"),
    (
        class::TITLE,
        "m. mm. mme mmes mlle dr pr me monsieur madame mademoiselle docteur professeur président présidente ministre sénateur sénatrice député députée maire gouverneur général colonel juge procureur procureure préfet préfète roi reine prince princesse pape porte-parole directeur directrice secrétaire chancelier chancelière",
    ),
    (class::PRONOUN, "il elle on ils elles je j' nous vous qui"),
    (class::PERSON_PRONOUN, "il elle"),
    (class::MALE, "il m. monsieur roi prince sénateur mari père fils frère veuf"),
    (
        class::FEMALE,
        "elle mme mlle madame mademoiselle reine princesse sénatrice députée présidente sœur mère épouse fille veuve",
    ),
    (
        class::DETERMINER,
        "le la les l' un une des du au aux ce cet cette ces son sa ses leur leurs mon ma mes notre nos votre vos plusieurs certains certaines quelques deux trois quatre cinq",
    ),
    (
        class::STARTER,
        "le la les l' un une des du de d' au aux ce cet cette ces c' cela ça son sa ses leur leurs notre nos et mais ou donc or ni car que qu' qui quoi quand comment pourquoi où si s' il elle on ils elles je j' nous vous se ne n' pas plus à en y dans sur sous avec sans pour par contre chez entre vers après avant depuis pendant selon malgré dès lors alors aussi ainsi puis enfin ensuite cependant toutefois pourtant néanmoins déjà encore ici là hier aujourd'hui demain lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril mai juin juillet août septembre octobre novembre décembre comme lorsque lorsqu' tandis parce puisque outre quant très trop peu beaucoup tout toute tous toutes plusieurs certains certaines deux trois quatre cinq six sept huit neuf dix non oui voici voilà est sont était jusqu' d'après au-delà parmi face interrogé interrogée",
    ),
    (class::CONNECTOR, "de du des d' la le les l' van von der den ben al et &"),
    (class::RUN, "de du d' la von van al"),
    (
        class::FUNCTION,
        "et ou mais que qu' qui dont où quand lorsque lorsqu' si s' comme car parce puisque tandis alors à au aux de du d' en dans sur sous par pour avec sans contre chez entre vers après avant pendant depuis selon dit afin a ont avait avaient est sont était étaient sera seront va vont ne n' se s'",
    ),
    (
        class::OBJECT,
        "à au aux de du des d' en dans sur sous par pour avec sans contre chez devant entre vers après avant pendant depuis envers malgré dès parmi via que qu'",
    ),
    (class::PREPOSITION, "à au aux de du des d' en dans sur sous par pour avec sans contre chez devant entre vers"),
    (
        class::PERSON_NOUN,
        "ministre président présidente maire porte-parole directeur directrice secrétaire chef cheffe dirigeant dirigeante avocat avocate juge procureur procureure député députée sénateur sénatrice médecin professeur professeure chercheur chercheuse auteur autrice analyste économiste propriétaire patron patronne syndicaliste préfet préfète adjoint adjointe commissaire conseiller conseillère délégué déléguée vice-président vice-présidente",
    ),
    (class::RELATIVE, "qui"),
    (class::SOURCE, "selon"),
    (class::LOCATIVE, "à en"),
    (class::ADDRESS, "à"),
    (class::DEFINITE, "le la l' les"),
];

pub(crate) const SPANISH: Classes = &[
    (class::CHRISTENED, "huracán tifón ciclón borrasca"),
    (
        class::FIRM,
        "aerolínea agencia aseguradora banco cadena compañía constructora diario empresa filial firma grupo marca periódico petrolera revista semanario",
    ),
    (
        class::SPORT,
        "gol goles equipo liga campeonato copa entrenador jugador jugadores portero delantero estadio temporada fútbol tenis baloncesto",
    ),
    (
        class::ABBREVIATION,
        "sr sra srta dr dra d dña ud uds ee uu núm art av gral lic ing prof st sta ene feb mar abr jun jul ago sept oct nov dic etc",
    ),
    (
        class::TITLE,
        "sr. sra. srta. dr. dra. don doña señor señora presidente presidenta ministro ministra senador senadora diputado diputada alcalde alcaldesa gobernador gobernadora general coronel juez jueza fiscal rey reina príncipe princesa papa portavoz director directora secretario secretaria canciller vicepresidente vicepresidenta consejero consejera",
    ),
    (class::PRONOUN, "él ella ellos ellas yo nosotros usted ustedes quien quienes"),
    (class::PERSON_PRONOUN, "él ella"),
    (
        class::MALE,
        "él sr. señor don rey príncipe presidente ministro senador alcalde esposo marido padre hijo hermano viudo",
    ),
    (
        class::FEMALE,
        "ella sra. srta. señora doña reina princesa presidenta ministra senadora alcaldesa esposa madre hija hermana viuda",
    ),
    (
        class::DETERMINER,
        "el la los las un una unos unas este esta estos estas ese esa esos esas su sus mi mis nuestro nuestra nuestros nuestras varios varias algunos algunas dos tres cuatro cinco al del",
    ),
    (
        class::STARTER,
        "el la los las lo un una unos unas al del de este esta esto estos estas ese esa eso esos esas aquel aquella su sus mi nuestro nuestra y e o u pero sino ni que qué quien quién cuando cuándo como cómo donde dónde por para porque si sí no ya más muy también tampoco además así asimismo luego después antes mientras aunque pese según desde hasta hacia sobre bajo tras entre con sin contra en a ante durante mediante él ella ellos ellas yo nosotros usted se le les me nos hay ha han es son era fue está están todo toda todos todas algunos algunas varios varias cada otro otra otros otras mucho muchos muchas poco pocos dos tres cuatro cinco seis siete ocho nueve diez lunes martes miércoles jueves viernes sábado domingo enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre ayer hoy mañana ahora entonces aquí allí sin embargo finalmente preguntado preguntada respecto apenas solo sólo incluso ambos ambas aun aún tal tales",
    ),
    (class::CONNECTOR, "de del la las los y e van von der den al &"),
    (class::RUN, "de del la von van al"),
    (
        class::FUNCTION,
        "y e o u pero sino que quien cuando como donde porque si mientras aunque a al de del en con por para sin sobre entre contra desde hasta hacia tras según ante bajo durante tanto ha han había habían es son fue era eran está están será no se lo",
    ),
    (
        class::OBJECT,
        "a al de del en con por para sin sobre entre contra desde hasta hacia tras ante bajo durante mediante vía que",
    ),
    (class::PREPOSITION, "a al de del en con por para sin sobre entre contra desde hasta hacia tras ante bajo"),
    (
        class::PERSON_NOUN,
        "ministro ministra presidente presidenta alcalde alcaldesa portavoz director directora secretario secretaria jefe jefa líder dirigente abogado abogada juez jueza fiscal diputado diputada senador senadora médico médica profesor profesora investigador investigadora autor autora analista economista dueño dueña concejal concejala consejero consejera comisario comisaria delegado delegada subdelegado subdelegada vicepresidente vicepresidenta",
    ),
    (class::RELATIVE, "quien"),
    (class::SOURCE, "según"),
    (class::LOCATIVE, "en"),
    (class::DEFINITE, "el la los las"),
];
