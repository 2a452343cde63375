//! Telephones in all the ways that Russians write them.

use super::numerals::{Group, groups};
use super::vocabulary::Known;
use super::{Detector, Span};
use crate::normalise::Folded;
use crate::rules::hits::Text;

/// Adds every telephone found.
pub(super) fn find(text: &Text<'_>, known: &[Known], found: &mut Vec<Span>) {
    let (folded, groups) = (text.folded, groups(text, known));
    let mut at = 0;
    while at < groups.len() {
        let alone = at == 0 || !joins(folded, &groups[at - 1], &groups[at]);
        let Some((kind, taken)) = number(folded, &groups[at..], alone) else {
            at += 1;
            continue;
        };
        if let Kind::Own(detector) = kind {
            found.push((detector, with_plus(folded, groups[at].start), groups[at + taken - 1].end));
        }
        at += taken;
    }
}

/// Whose a telephone is, as far as its digits tell.
#[derive(Clone, Copy)]
enum Kind {
    /// Perhaps somebody's own.
    Own(Detector),
    /// Calls to it cost nothing or are paid for: it rings at an organisation.
    Service,
}

/// The telephone that begins with the first group, and how many groups it takes. A short one stands alone,
/// or it is a piece of a longer number.
fn number(folded: &Folded, groups: &[Group], alone: bool) -> Option<(Kind, usize)> {
    // Digits behind a decimal point: `55.8921`.
    if matches!(folded.chars[..groups[0].start], [.., '0'..='9', '.']) && !groups[0].spelled {
        return None;
    }
    let international = folded.chars[with_plus(folded, groups[0].start)] == '+';
    let (mut digits, mut plain) = (Vec::with_capacity(12), 0);
    let mut short = None;
    for (i, group) in groups.iter().enumerate() {
        if i > 0 && !joins(folded, &groups[i - 1], group) {
            break;
        }
        digits.extend_from_slice(&group.digits);
        plain += group.plain;
        if digits.len() > 13 {
            break;
        }
        let whole = groups.get(i + 1).is_none_or(|next| next.start > group.end);
        let first = groups[0].digits.len();
        if whole && let Some(kind) = kind(&digits, first, international, i > 0) {
            let enough = plain >= 5 || groups[..=i].iter().any(|group| group.spelled);
            return enough.then_some((kind, i + 1));
        }
        let ends = groups.get(i + 1).is_none_or(|next| !joins(folded, group, next));
        if alone && ends && one_by_one(&groups[..=i]) {
            return Some((Kind::Own(Detector::PhoneMobile), i + 1));
        }
        if alone && ends && is_short(folded, &groups[..=i]) {
            short = Some((Kind::Own(Detector::PhoneShort), i + 1));
        }
    }
    short
}

/// `9 2 7 0 0 0 6 8 1 4`: ten digits, each by itself.
fn one_by_one(groups: &[Group]) -> bool {
    let digit = |group: &Group| group.plain == 1 && group.digits.len() == 1;
    groups.len() == 10 && groups[0].digits == [9] && groups.iter().all(digit)
}

fn kind(digits: &[u8], first: usize, international: bool, grouped: bool) -> Option<Kind> {
    let own = match (digits.len(), digits) {
        (11, [7 | 8, 8, 0, ..]) => return Some(Kind::Service),
        (10, [8, 0, 0, ..]) if grouped => return Some(Kind::Service),
        (11, [7 | 8, 9, ..]) => Detector::PhoneMobile,
        (11, [7 | 8, 3 | 4 | 8, ..]) if international || matches!(first, 1 | 4 | 5 | 6 | 11) => {
            Detector::PhoneCity
        }
        (11..=13, [1..=6 | 9, ..]) if international => Detector::PhoneMobile,
        (10, [9, ..]) if matches!(first, 3 | 6 | 10) => Detector::PhoneMobile,
        (10, [3 | 4 | 8, ..]) if grouped && !international && matches!(first, 3..=5) => Detector::PhoneCity,
        _ => return None,
    };
    Some(Kind::Own(own))
}

/// `54-89-15`, `2-22-04`, `223-45-67`, and the same with spaces; six digits in one are a number of
/// anything, so the words around must say more.
fn is_short(folded: &Folded, groups: &[Group]) -> bool {
    let lengths: Vec<usize> = groups.iter().map(|group| group.digits.len()).collect();
    let before = groups[0].start.checked_sub(1).map(|i| folded.chars[i]);
    let formed = matches!(lengths[..], [1..=3, 2, 2] | [3, 3] | [5..=7]);
    formed && !groups[0].spelled && !matches!(before, Some('-' | '/' | ':' | '.' | '№' | '#'))
}

/// Whether what stands between two groups may stand inside a telephone.
fn joins(folded: &Folded, left: &Group, right: &Group) -> bool {
    let gap = unspoken(&folded.chars[left.end..right.start]);
    let fits = |c: &char| {
        matches!(c, ' ' | '\n' | '-' | '(' | ')' | '.' | '/' | '_' | '*' | '~' | '=' | '|' | '·' | '•')
            || (*c == ',' && left.spelled)
    };
    // A comma or a stop with a space ends one number and begins another.
    gap.len() <= 4
        && gap.iter().all(fits)
        && (left.spelled && right.spelled
            || !gap.windows(2).any(|pair| matches!(pair, [',' | '.', ' ' | '\n'])))
}

/// The gap without a sign that is called by its name, and without «потом»: «919 тире 055, потом 61».
fn unspoken(gap: &[char]) -> &[char] {
    const NAMES: [&str; 12] = [
        "тире",
        "дефис",
        "минус",
        "черточка",
        "скобка",
        "пробел",
        "потом",
        "затем",
        "далее",
        "дальше",
        "и",
        "точка",
    ];
    match gap {
        [' ', name @ .., ' '] | [',', ' ', name @ .., ' ']
            if NAMES.iter().any(|known| known.chars().eq(name.iter().copied())) =>
        {
            &[' ']
        }
        _ => gap,
    }
}

/// The start, moved to a `+` or a bracket before it.
fn with_plus(folded: &Folded, start: usize) -> usize {
    let mut at = start;
    while at > 0 && matches!(folded.chars[at - 1], '+' | '(') && start - at < 2 {
        at -= 1;
    }
    at
}
