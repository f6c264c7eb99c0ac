//! Words and sentences that are said out of courtesy: greetings, thanks, wishes, "ok". They tell nothing of a matter, in
//! whatever language. The words are folded.

use super::fold::{is_dense, words};

/// With these a salutation begins.
const GREETING: &str = " dear hi hello hey hiya hallo liebe lieber liebes geehrte geehrter sehr guten gute moin servus gruezi bonjour bonsoir salut \
    cher chere chers hola estimado estimada estimados buenos buenas ciao buongiorno buonasera salve gentile egregio caro cara ola prezado prezada \
    bom boa beste geachte dag goedemorgen goedemiddag goedendag hej dzien dobry czesc merhaba iyi selam здравствуйте привет добрый good morning \
    afternoon evening ";
/// These are salutations with certain words behind them only.
const WEAK: &str = " sehr guten gute bonne buenos buenas bom boa dag dzien iyi good morning afternoon evening добрый ";
/// Those words.
const GREETED_WITH: &str = " geehrte geehrter tag morgen abend mittag morning afternoon evening day journee dias tardes noches dia tarde noite middag \
    dobry gunler aksamlar день вечер team all ";
/// Whom a salutation may be to, beside names.
const SOMEBODY: &str = " or all team sir madam there everyone everybody everybody mr mrs ms dr zusammen herr herrn frau damen und herren ihr \
    miteinander leute nochmal again a tous toutes equipe madame monsieur messieurs mesdames mme m todos todas equipo senor senora senores y tutti \
    team signor signora signori e equipa equipe senhor senhora heer mevrouw allemaal iedereen morgen tag abend mittag dag jour dias tardes noches \
    giorno sera dia tarde noite to you from the support service ";
/// Thanks.
const THANKS: &str = " thank thanks thx ty tysm cheers dank danke dankeschon dankesehr merci gracias grazie obrigado obrigada obrigados bedankt \
    bedankjewel dankjewel dankuwel tack tak takk dziekuje dzieki спасибо благодарю tesekkurler tesekkur sagol multumesc ";
/// What thanks are for, if they are for courtesy's sake, and how.
const THANKED: &str = " for fur pour por per pelo pela voor a an the so very much many lot lots million heaps ever again already advance really \
    kindly indeed quick quickly fast swift prompt promptly kind great good friendly your you u all that this it my me our us help helping support \
    patience understanding time reply replying response responding answer answering message mail email note getting back writing contacting \
    reaching out info information update updates letting know looking into checking sorting taking care everything assistance feedback confirmation \
    confirming explaining explanation being and then from here in \
    vielen herzlichen besten schonen lieben tausend recht ganz sehr die der das den ihre ihren ihrer ihnen deine deinen dir dich euch euer eure \
    schnelle schnellen rasche prompte nette freundliche freundlichen gute tolle hilfe unterstutzung antwort ruckmeldung nachricht mail muhe geduld \
    verstandnis zeit info infos information informationen auskunft schon mal im voraus vorab nochmals nochmal wieder alles bescheid und furs mich \
    beaucoup mille bien de du des la le les votre vos ta ton tes vous toi d avance infiniment encore reponse aide patience comprehension temps \
    message retour rapide gentillesse information renseignements pour tout et avoir repondu si vite \
    muchas muchisimas mil de la el los las su tu te le les usted ustedes ayuda respuesta rapida rapidez pronta paciencia atencion tiempo mensaje \
    informacion todo antemano nuevo y contestar responder escribir tan rapido \
    mille tante molte molto infinite anticipo della dell del di la il lo tua sua vostra risposta rapida aiuto pazienza tempo messaggio \
    disponibilita informazioni tutto anticipatamente ancora e \
    muito muita pela pelo ajuda resposta rapida paciencia atencao tempo mensagem tudo desde ja sua seu e \
    wel u je jou jullie heel hartelijk erg veel alvast bij uw snelle reactie antwoord hulp geduld bericht moeite informatie alles en het de \
    sa mycket for hjalpen snabba svaret på za pomoc odpowiedz szybka bardzo за помощь ответ быстрый большое вам тебе cok icin yardim cevap ";
/// Wishes: they make a filler of a sentence in which all else is empty.
const WISHING: &str = " hope hopefully wish wishes wishing forward regards welcome pleasure hesitate hoffe hoffen wunsche wunschen freue freuen \
    grusse gruss espere esperons souhaite souhaitons cordialement salutations attente hesitez espero esperamos deseo deseamos saludos dude spero auguro \
    saluti attesa aguardo quedo abraco cumprimentos hoop groet groeten пожелания ";
/// With these a wish for a time begins.
const WISHING_FOR: &str = " tenha tenham tenga have enjoy nice great good einen ein schonen schones guten bonne bon tres excellente buen buena feliz que bom boa otimo buona \
    buon fijne prettige goede nog ha ";
/// What is wished somebody.
const TIME: &str = " day weekend evening week morning afternoon night holiday holidays tag abend wochenende woche feierabend urlaub journee soiree \
    semaine dia tarde fin semana noite giornata serata settimana weekend dag avond ";
/// What is said whole, and nothing else with it.
const WHOLE: &str = "|no problem|no problem at all|no worries|not a problem|take care|my pleasure|anytime|any time|bye for now|\
    goodbye|bye|see you|see you soon|talk soon|you re welcome|you are welcome|happy to help|glad to help|\
    glad i could help|have a good one|kein problem|keine ursache|gern geschehen|gerne|sehr gerne|bis dann|\
    bis bald|tschuss|auf wiedersehen|nichts zu danken|pas de probleme|de rien|avec plaisir|je vous en prie|\
    a bientot|au revoir|de nada|sin problema|ningun problema|con mucho gusto|hasta luego|un saludo|prego|\
    nessun problema|di niente|a presto|sem problema|geen probleem|graag gedaan|tot ziens|ingen fara|\
    nie ma problemu|i am sorry to hear that|i m sorry to hear that|sorry to hear that|we are sorry to hear that|\
    sorry about that|sorry for the inconvenience|we apologize for the inconvenience|\
    i apologize for the inconvenience|sorry for the trouble|sorry|das tut mir leid|das tut mir sehr leid|\
    es tut mir leid|tut mir leid|das tut uns leid|entschuldigung|je suis desole|je suis desolee|\
    nous sommes desoles|desole|desolee|lo siento|lo siento mucho|lo sentimos|mi dispiace|ci dispiace|\
    sinto muito|lamento|het spijt me|wat vervelend|";
/// Offers of help in general begin so.
const OFFERS: [&str; 8] = [
    "let me know if",
    "let us know if",
    "please let me know",
    "please let us know",
    "if you have any",
    "feel free",
    "bei fragen",
    "falls sie noch fragen",
];
/// Questions out of courtesy begin so.
const ASKING: [&str; 22] = [
    "is there anything else",
    "anything else i can",
    "can i help you with anything else",
    "can we help you with anything else",
    "how are you",
    "how is it going",
    "how can i help you",
    "how may i help you",
    "how can we help you",
    "kann ich sonst noch",
    "kann ich ihnen sonst noch",
    "wie geht es",
    "wie kann ich ihnen helfen",
    "wie kann ich helfen",
    "comment allez vous",
    "comment puis je vous aider",
    "puis je vous aider",
    "como esta usted",
    "en que puedo ayudar",
    "puedo ayudarle en algo mas",
    "come posso aiutar",
    "waarmee kan ik",
];

/// What wishes are made of.
const WISHED: &str = " hear hearing quedo espera lu tenha tengan tenga tenham have sa nog je vous souhaite enjoy i we you u ye your yours this that it is are am be is's mail email message letter note finds find found everyone everything \
    is all doing keeping fine ok okay good great lovely nice wonderful pleasant happy fantastic a an the and to of from at of in for on not no \
    any questions question further more anything else please don t do doesn hesitate contact ask reach out let me us know if have having had need \
    soon looking look look forward most ve been has can could would could help helping assist assistance will ll re s my our one rest week \
    weekend year holiday christmas easter summer evening morning afternoon day by for now then later take care see talk again too same \
    ich wir sie du ihnen dir euch ihr mein meine es geht gut und diese die der das den dem nachricht mail erreicht auf ihre ihren deine deinen eine \
    einen ein antwort ruckmeldung zu von noch weiter weiterhin allerseits schonen schones schoner guten gutes tag woche restlichen start ins in mit \
    bis bald dann mich uns nicht melden bei fragen weitere weiteren jederzeit stehe stehen zur zum verfugung wenn haben hast problem \
    je j nous vous tu toi que qu allez vas bien ce cet message mail votre ta une un tres excellente belle fin de du semaine soir week end en \
    l d au la le les il y a pas hesitez hesite a plus tard bientot dans reponse lire a \
    yo que te le les se encuentre encuentren este esta estes bien su tu un una muy buen buena buenos buenas dia tarde noche fin de semana a la el \
    lo respuesta noticias en pronto hasta luego por no \
    che tu lei voi stia tutto bene una un fine settimana giornata serata in di la a presto risposta vostra sua tua non c e \
    que esteja tudo bem um uma bom boa otimo otima fim semana dia tarde noite resposta sua de até logo breve no aguardo \
    dat het goed met u je gaat een mooie dag weekend avond op uw jouw reactie van te horen ik wij we graag heel en ";
/// Answers and interjections without a matter.
const EMPTY: &str = " ok okay okey k kk yes yep yeah yup ya yea no nope nah sure fine great good perfect excellent awesome cool super nice \
    wonderful brilliant lovely amazing alright right understood noted got it gotcha sounds will do done that s is works works for me i see all clear \
    of course absolutely exactly indeed oh ah hm hmm um well so then now and please pls too very much again there you your yours u the a an to in on \
    help hello just a moment moments one more minute wait sorry \
    ja nein jo jep doch klar alles passt gut prima top toll wunderbar perfekt genau stimmt verstanden einverstanden in ordnung mach ich bitte sehr \
    gerne ach na also dann das ist und den die der so schon es super moment mal hilfe erstmal vielleicht ihr ihre il im je \
    oui non si bien sur d accord c est parfait genial tres note entendu ca marche compris super voila merci ah s il vous plait svp un instant et \
    que pouvez \
    si no claro vale perfecto de acuerdo bien muy bueno buena genial entendido listo por favor ya esta y un momento que \
    si no va bene perfetto d accordo certo ottimo benissimo capito per favore un attimo e ho \
    sim nao tudo bem certo perfeito otimo claro combinado entendi por favor e \
    ja nee prima goed perfect oke akkoord duidelijk begrepen top mooi super graag alsjeblieft alstublieft is en dat \
    tak nie dobrze jasne да нет хорошо ладно понятно evet hayir tamam ";

/// Whole sentences of scripts without blanks.
const DENSE: [&str; 30] = [
    "谢谢",
    "谢谢你",
    "谢谢您",
    "非常感谢",
    "多谢",
    "你好",
    "您好",
    "好的",
    "好",
    "知道了",
    "没问题",
    "不客气",
    "再见",
    "祝好",
    "请问",
    "ありがとう",
    "ありがとうございます",
    "ありがとうございました",
    "こんにちは",
    "はい",
    "了解です",
    "承知しました",
    "お世話になっております",
    "よろしくお願いします",
    "よろしくお願いいたします",
    "お願いします",
    "감사합니다",
    "안녕하세요",
    "네",
    "알겠습니다",
];

pub(super) fn has(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|known| known == word)
}

/// Whether a word means nothing by itself, in a greeting, in thanks or as an answer.
pub(super) fn is_empty(word: &str) -> bool {
    has(EMPTY, word) || has(THANKS, word) || has(GREETING, word)
}

/// Whether a sentence says nothing of a matter.
pub(super) fn is_filler(sentence: &str) -> bool {
    let words = words(sentence);
    if sentence.chars().any(is_dense) {
        let bare: String = sentence.chars().filter(|c| c.is_alphanumeric()).collect();
        return DENSE.contains(&bare.as_str());
    }
    words.iter().all(|word| is_empty(word))
        || is_greeting(sentence, &words)
        || is_thanks(sentence, &words)
        || is_wish(sentence, &words)
}

/// Whether it greets somebody: "Hi Ada", "Sehr geehrte Damen und Herren".
pub(super) fn is_greeting(sentence: &str, words: &[String]) -> bool {
    let Some((first, rest)) = words.split_first() else { return false };
    let timely = !has(WEAK, first) || rest.first().is_some_and(|second| has(GREETED_WITH, second));
    if !has(GREETING, first) || !timely || sentence.ends_with('?') {
        return false;
    }
    let unknown: Vec<&String> =
        rest.iter().filter(|word| !has(GREETING, word) && !has(SOMEBODY, word) && !has(EMPTY, word)).collect();
    // In a hurry names are not written large.
    unknown.len() <= 2 && (unknown.iter().all(|word| is_name(sentence, word)) || words.len() == 2)
}

/// Whether it thanks, for nothing else than courtesy's sake.
fn is_thanks(sentence: &str, words: &[String]) -> bool {
    if !words.iter().any(|word| has(THANKS, word)) {
        return false;
    }
    let reasons = [" for ", " für ", " pour ", " por ", " per ", " voor ", " pelo ", " pela ", " för ", " za ", " за "];
    let reason = reasons.iter().any(|word| sentence.to_lowercase().contains(word));
    let known = |word: &&String| has(THANKED, word) || is_empty(word) || has(SOMEBODY, word);
    let unknown: Vec<&String> = words.iter().filter(|word| !known(word)).collect();
    unknown.is_empty() || (!reason && unknown.len() <= 2 && unknown.iter().all(|word| is_name(sentence, word)))
}

/// Whether it wishes something, or offers help in general.
fn is_wish(sentence: &str, words: &[String]) -> bool {
    let whole = words.join(" ");
    if sentence.ends_with('?') {
        return words.len() <= 12 && ASKING.iter().any(|begin| whole.starts_with(begin));
    }
    let known = |word: &String| {
        has(WISHED, word)
            || has(WISHING, word)
            || has(WISHING_FOR, word)
            || has(TIME, word)
            || has(THANKED, word)
            || is_empty(word)
    };
    let wishes = words.iter().any(|word| has(WISHING, word))
        || (words.first().is_some_and(|first| has(WISHING_FOR, first)) && words.iter().any(|word| has(TIME, word)))
        || OFFERS.iter().any(|begin| whole.starts_with(begin));
    is_whole(sentence) || (words.len() >= 2 && wishes && words.iter().all(known))
}

/// Whether it is one of the sentences that are said whole, perhaps to somebody: "You're welcome, Jane."
fn is_whole(sentence: &str) -> bool {
    let said = |text: &str| WHOLE.contains(&format!("|{}|", words(text).join(" ")));
    let to = |name: &str| words(name).iter().all(|word| is_name(name, word)) && words(name).len() <= 3;
    said(sentence) || sentence.rsplit_once(',').is_some_and(|(whole, name)| said(whole) && to(name))
}

/// Whether a folded word stands in a text with a capital.
fn is_name(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|written| {
        written.chars().next().is_some_and(char::is_uppercase)
            && !written.chars().any(char::is_numeric)
            && words(written).first().is_some_and(|folded| folded == word)
    })
}

/// What is left of a sentence behind "Hi Ada," and "Ok, thanks –". A yes or a no stays: it may be the answer.
pub(super) fn without_opening(sentence: &str) -> &str {
    let mut rest = sentence;
    while let Some((clause, after)) = rest.split_once([',', '–', '—', ':']) {
        let clause_words = words(clause);
        let greets = clause_words.len() <= 5 && is_greeting(clause, &clause_words);
        let thanks = clause_words.len() <= 5 && is_thanks(clause, &clause_words);
        let after = after.trim_start();
        if clause_words.is_empty() || !(greets || thanks || is_interjection(&clause_words)) || words(after).is_empty() {
            break;
        }
        rest = after;
    }
    rest
}

fn is_interjection(words: &[String]) -> bool {
    const ONLY: &str = " ok okay okey great perfect super prima gut alright oh ah hm hmm well so vale bueno bien bon also na ach perfekt parfait \
        genial perfecto perfetto top toll cool good fine oke goed ";
    words.len() <= 2 && words.iter().all(|word| has(ONLY, word))
}
