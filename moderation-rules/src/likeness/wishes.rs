//! What the asker wants, read from a verb's form: «когда починят», «почему не чинят» and
//! «почините» want the same, «почему закрыли» and «верните» too, «когда закроют» does not.
//!
//! Forms are told by their endings; which verbs make more of a thing and which less is in the
//! vocabulary.

use super::feature::Slot;
use super::fingerprint::Wishes;
use super::vocabulary::{Deed, matter};

/// What the rest of the text tells of a verb.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Around {
    /// «не» or the like stands before it.
    pub(crate) negated: bool,
    /// «против», «хватит» or the like stands before it.
    pub(crate) against: bool,
    /// «пусть» stands in the text: what is told of is wanted.
    pub(crate) let_be: bool,
    /// «плохо», «редко» or the like stands before it.
    pub(crate) hardly: bool,
    /// The text asks why, or who did it.
    pub(crate) why: bool,
    /// The text asks who does it: «кто проверит» asks for it, «кто проверяет» does not.
    pub(crate) who: bool,
    /// The text asks whether it is so.
    pub(crate) whether: bool,
    /// The text asks when, or asks for it.
    pub(crate) ahead: bool,
    /// The text is about waste, snow and the like, which are to go.
    pub(crate) nuisance: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Form {
    Past,
    Present,
    Wanted,
    Noun,
}

/// Adds what a verb says of the asker's wishes.
pub(crate) fn of_deed(deed: &Deed, word: &str, around: Around, wishes: &mut Wishes) {
    let sign = deed.sign;
    let turned = if around.negated { -1 } else { 1 };
    let level = deed.matters & matter("LEVEL") != 0;
    // What is the case and was worth writing about is wrong, if the text asks why, or if
    // something has become less.
    let complaint = if sign < 0 || around.why || level { -sign } else { 0 };
    let form = if around.let_be && form(word) == Form::Present { Form::Wanted } else { form(word) };
    let wish = match form {
        _ if around.against => -sign,
        Form::Wanted => sign * turned,
        Form::Present if deed.done => {
            // «Правда, что закроют?» fears what «не закрывайте» asks not to do.
            let fear = !around.negated && sign < 0 && around.whether;
            if fear && deed.matters & matter("RULE") == 0 { 0 } else { sign }
        }
        Form::Present | Form::Past if around.negated => sign,
        Form::Present if level && !around.why => 0,
        // «Ходит только раз в день» wants more of it.
        Form::Present | Form::Past if around.hardly && sign > 0 && !level => sign,
        Form::Present | Form::Past => complaint,
        Form::Noun if around.negated => sign,
        Form::Noun if around.ahead => sign,
        Form::Noun => i8::from(sign > 0 && !level),
    };
    add(deed, wish, around, wishes);
}

/// Whether a verb tells of something done or not done, rather than of what is wanted: «почему убрали» and «почему
/// не убрали» ask the opposite, «когда уберут» may ask what the latter does.
pub(crate) fn told(done: bool, word: &str, around: Around) -> Slot {
    let let_be = around.let_be && form(word) == Form::Present;
    if around.against {
        return Slot::Done;
    }
    if (form(word) == Form::Wanted || let_be) && !word.is_ascii() {
        // «Не убирайте» complains that it is being done, «уберите» that it is not.
        return match (around.negated, let_be || commanded(word)) {
            (true, _) => Slot::Done,
            (false, true) => Slot::Undone,
            (false, false) => Slot::Action,
        };
    }
    let fact = match form(word) {
        Form::Past => true,
        Form::Present => !(done || around.who && !imperfective(word)),
        Form::Wanted => word.is_ascii() && around.why,
        Form::Noun => false,
    };
    match fact {
        true if around.negated => Slot::Undone,
        // «Плохо убирают» is as good as «не убирают».
        true if around.why && !around.hardly => Slot::Done,
        _ => Slot::Action,
    }
}

/// Whether a word is an imperative.
pub(crate) fn commanded(word: &str) -> bool {
    ["йте", "йтесь", "ите", "итесь", "ьте", "ьтесь"].iter().any(|ending| word.ends_with(ending))
}

/// Adds what a state says of them.
pub(crate) fn of_state(state: &Deed, around: Around, wishes: &mut Wishes) {
    let wish = if around.negated { -state.sign } else { state.sign };
    add(state, wish, around, wishes);
}

fn add(deed: &Deed, wish: i8, around: Around, wishes: &mut Wishes) {
    let has = |names: &[&str]| names.iter().any(|name| deed.matters & matter(name) != 0);
    if has(&["LEVEL", "PRICE", "PAY", "EASE", "CHARGE"]) {
        wishes.add(1, wish);
        return;
    }
    if has(&["RULE"]) {
        wishes.add(2, wish);
    }
    let to_go = around.nuisance && has(&["CLEAN"]);
    if has(&["BUILD", "PRESENCE", "WORK", "REPAIR", "SCHEDULE"]) && !to_go {
        wishes.add(0, wish);
    }
}

/// Whether a form is that of an imperfective verb, where its stem leaves it open.
pub(crate) fn imperfective(word: &str) -> bool {
    const ENDINGS: [&str; 16] = [
        "ают",
        "яют",
        "ает",
        "яет",
        "аем",
        "яем",
        "аете",
        "яете",
        "ать",
        "ять",
        "ается",
        "яется",
        "аются",
        "яются",
        "али",
        "яли",
    ];
    ENDINGS.iter().any(|ending| word.ends_with(ending))
}

/// The form of a word, by its ending.
pub(crate) fn form(word: &str) -> Form {
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    if word.is_ascii() {
        return match word {
            _ if ends(&["ed", "built", "closed", "shut", "went", "made", "gone"]) => Form::Past,
            _ if ends(&["ing"]) => Form::Noun,
            _ => Form::Wanted,
        };
    }
    if ends(&["л", "ла", "ло", "ли", "лся", "лась", "лось", "лись"]) {
        return Form::Past;
    }
    if ends(&["ть", "ться", "ти", "тись", "чь", "йте", "йтесь", "ите", "итесь", "ьте", "ьтесь"])
    {
        return Form::Wanted;
    }
    if ends(&["ен", "ена", "ено", "ены", "ыт", "ыта", "ыто", "ыты"]) {
        return Form::Past;
    }
    let present = [
        "ут", "ют", "ят", "ат", "ет", "ит", "утся", "ются", "ятся", "атся", "ется", "ится", "ем", "им",
        "ешь", "ишь", "ете",
    ];
    if ends(&present) { Form::Present } else { Form::Noun }
}
