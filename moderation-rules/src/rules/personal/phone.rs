//! Telephones in all the ways that Russians write them.

use super::numerals::{Group, groups};
use super::{Detector, Span};
use crate::normalise::{Folded, Word};

/// Adds every telephone found.
pub(super) fn find(folded: &Folded, words: &[Word], found: &mut Vec<Span>) {
    let groups = groups(folded, words);
    let mut at = 0;
    while at < groups.len() {
        match number(folded, &groups[at..]) {
            Some((detector, taken)) => {
                let start = with_plus(folded, groups[at].start);
                found.push((detector, start, groups[at + taken - 1].end));
                at += taken;
            }
            None => at += 1,
        }
    }
}

/// The telephone that begins with the first group, and how many groups it takes.
fn number(folded: &Folded, groups: &[Group]) -> Option<(Detector, usize)> {
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
        short = short.or_else(|| is_short(folded, &groups[..=i]).then_some((Detector::PhoneShort, i + 1)));
    }
    short
}

fn kind(digits: &[u8], first: usize, international: bool, grouped: bool) -> Option<Detector> {
    match (digits.len(), digits) {
        // Calls that cost nothing, or are paid for, ring at organisations only.
        (11, [7 | 8, 8, 0, ..]) => None,
        (11, [7 | 8, 9, ..]) if matches!(first, 1 | 4 | 11) || international => Some(Detector::PhoneMobile),
        (11, [7 | 8, 3 | 4 | 8, ..]) if international || matches!(first, 1 | 4 | 5 | 6 | 11) => {
            Some(Detector::PhoneCity)
        }
        (11..=13, [1..=6 | 9, ..]) if international => Some(Detector::PhoneMobile),
        (10, [9, ..]) if matches!(first, 3 | 10) => Some(Detector::PhoneMobile),
        (10, [3 | 4 | 8, ..]) if grouped && !international && matches!(first, 3..=5) => {
            Some(Detector::PhoneCity)
        }
        _ => None,
    }
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
    let gap = &folded.chars[left.end..right.start];
    gap.len() <= 4 && gap.iter().all(|c| matches!(c, ' ' | '-' | '(' | ')' | '.' | '/' | '_' | ',' | '*'))
        // A comma or a stop with a space ends one number and begins another.
        && !gap.windows(2).any(|pair| matches!(pair, [',' | '.', ' ']))
        && !(gap.contains(&',') && !left.spelled)
}

/// The start, moved to a `+` or a bracket before it.
fn with_plus(folded: &Folded, start: usize) -> usize {
    let mut at = start;
    while at > 0 && matches!(folded.chars[at - 1], '+' | '(') && start - at < 2 {
        at -= 1;
    }
    at
}
