//! Words that are fingers running over a keyboard.

/// Whether a word is fingers running over a keyboard: neighbours on a row, or letters that no
/// language puts together.
pub(super) fn is_mash(word: &[char]) -> bool {
    if word.len() < 4 || word.iter().any(char::is_ascii_digit) {
        return false;
    }
    let pairs = word.len() - 1;
    let near = count(word, beside);
    let odd = count(word, |a, b| !follows(a, b));
    let distinct = (1..word.len()).filter(|&at| !word[..at].contains(&word[at])).count() + 1;
    (near == pairs && distinct > 3)
        || (near * 5 >= pairs * 4 && pairs > 6)
        || (odd > 1 && odd * 4 >= pairs)
        || (odd > 0 && pairs > 3 && ROWS.iter().any(|row| word.iter().all(|&c| row.contains(c))))
        || longest(word, CONSONANTS) > 5
        || longest(word, VOWELS) > 5
        || longest(word, CONSONANTS).max(longest(word, VOWELS)) == word.len().max(5)
}

const ROWS: [&str; 6] = ["йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "qwertyuiop", "asdfghjkl", "zxcvbnm"];
const CONSONANTS: &str = "бвгджзклмнпрстфхцчшщbcdfghjklmnpqrstvwxz";
const VOWELS: &str = "аеиоуыэюя";

fn count(word: &[char], is: impl Fn(char, char) -> bool) -> usize {
    word.windows(2).filter(|pair| is(pair[0], pair[1])).count()
}

/// The longest run of letters of one kind.
fn longest(word: &[char], of: &str) -> usize {
    let runs = word.chunk_by(|&a, &b| of.contains(a) == of.contains(b));
    runs.filter(|run| of.contains(run[0])).map(<[char]>::len).max().unwrap_or(0)
}

/// Whether two letters lie side by side on a keyboard.
fn beside(a: char, b: char) -> bool {
    ROWS.iter().any(|row| {
        let place = |c| row.chars().position(|other| other == c);
        matches!((place(a), place(b)), (Some(a), Some(b)) if a.abs_diff(b) == 1)
    })
}

/// Whether Russian ever puts the second letter after the first; other alphabets are not known.
fn follows(a: char, b: char) -> bool {
    let place = |c: char| ('а'..='я').contains(&c).then(|| c as usize - 'а' as usize);
    match (place(a), place(b)) {
        (Some(a), Some(b)) => FOLLOWERS[a] >> b & 1 == 1,
        _ => true,
    }
}

/// For each Russian letter, the letters seen after it, lowest bit first: counted over the word list that
/// ships with the Snowball stemmers (BSD licence).
#[rustfmt::skip]
const FOLLOWERS: [u32; 32] = [
    0xe3ffffff, 0xdfef7d77, 0xdfeffdbf, 0x018f7db7, 0xddeffdff, 0xc3ffffff, 0x108b7d7b, 0xddcf7dff,
    0xe3ffffff, 0x03d77cb0, 0x016f7db5, 0xdb9efdff, 0xdbdffd2f, 0xdbff7dff, 0xe3ffffff, 0x99cfed21,
    0xdbfffdff, 0xdffffd7f, 0xdffffdff, 0xe3f7ffff, 0x999f7921, 0x250f7925, 0x08085525, 0x110d7d25,
    0x500cfd25, 0x10096121, 0x80000020, 0x83efbffe, 0xc3e6f5bf, 0x0137be9c, 0x43f73efe, 0xc3e7bffe,
];
