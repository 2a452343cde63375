//! What the ending of a word tells: a verb, an adjective, a noun made of another word.
//!
//! Data about Russian endings and nothing else; what is made of it is in `names`, `reading` and `marks`.

/// Whether a word has the ending of an adjective.
pub(crate) fn adjective(word: &str) -> bool {
    ends(word, &["ая", "ое", "ой", "ую", "ый", "ий", "ом", "ого", "ее", "ей", "юю"])
}

/// Whether a word has the form of a verb or an adverb and so is hardly a name.
pub(crate) fn verbal(word: &str) -> bool {
    ends(
        word,
        &[
            "ть",
            "ться",
            "ают",
            "яют",
            "уют",
            "ется",
            "ются",
            "ает",
            "яет",
            "ует",
            "ился",
            "лась",
            "лись",
            "лось",
            "али",
            "или",
            "ыли",
            "ала",
            "ила",
            "ыла",
            "ено",
            "аны",
            "ены",
            "ано",
            "айте",
            "ите",
            "яйте",
            "уйте",
            "ейте",
            "ьте",
            "ьтесь",
            "йтесь",
            "итесь",
            "ули",
            "ула",
            "уло",
            "ели",
            "ело",
            "яли",
            "яло",
            "ится",
            "ятся",
            "утся",
            "атся",
            "ались",
            "ялись",
            "улись",
            "улась",
            "ался",
            "ялся",
            "улся",
            "ющий",
            "ющие",
            "ющих",
            "вший",
            "вшие",
            "вших",
            "ована",
            "овано",
            "ованы",
            "имся",
            "емся",
            "ойте",
            "аем",
            "ием",
            "уем",
            "ешь",
            "ишь",
            "аешь",
            "гли",
            "зли",
            "кли",
            "сли",
            "шли",
        ],
    )
}

/// Whether a word is a verb that tells of something.
pub(crate) fn tells(word: &str) -> bool {
    verbal(word) || present(word)
}

/// Whether a word has the ending of a verb in the present, as some names in a case do too.
pub(crate) fn present(word: &str) -> bool {
    ends(word, &["ут", "ют", "ат", "ят", "ит", "ет", "ем", "им"])
}

/// Whether a word is made by a suffix that makes nouns or participles of other words, and so no name.
pub(crate) fn derived(word: &str) -> bool {
    ends(
        word,
        &[
            "ость",
            "ости",
            "остью",
            "ание",
            "ания",
            "анию",
            "анием",
            "ании",
            "аний",
            "ений",
            "остей",
            "ении",
            "ение",
            "ения",
            "ению",
            "ением",
            "ство",
            "ства",
            "ству",
            "ством",
            "изм",
            "изма",
            "ция",
            "ции",
            "цию",
            "цией",
            "тель",
            "теля",
            "тели",
            "телей",
            "щик",
            "щики",
            "щика",
            "щиков",
            "нный",
            "нная",
            "нное",
            "нные",
            "нного",
            "нной",
            "нных",
            "нным",
            "нному",
            "тельный",
            "тельная",
            "тельное",
            "тельные",
            "тельной",
            "тельных",
        ],
    )
}

/// Whether a word has one of these endings.
pub(crate) fn ends(word: &str, endings: &[&str]) -> bool {
    endings.iter().any(|ending| word.ends_with(ending))
}
