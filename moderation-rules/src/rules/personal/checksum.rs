//! The sums that true numbers satisfy.

use crate::rules::file::Check;

/// Whether digits pass a check; every check refuses a number of the wrong length.
pub(in crate::rules) fn passes(check: Check, digits: &[u32]) -> bool {
    match check {
        Check::Luhn => luhn(digits),
        Check::Snils => snils(digits),
        Check::Inn => inn(digits),
    }
}

/// Bank cards: every second digit from the right but one is doubled.
fn luhn(digits: &[u32]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(i, &digit)| match i % 2 {
            0 => digit,
            _ if digit > 4 => digit * 2 - 9,
            _ => digit * 2,
        })
        .sum();
    (13..=19).contains(&digits.len()) && sum.is_multiple_of(10) && digits.iter().any(|&digit| digit != 0)
}

/// The insurance number of a person: nine digits weighed 9 to 1, then the control.
fn snils(digits: &[u32]) -> bool {
    if digits.len() != 11 || digits[..9].iter().all(|&digit| digit == 0) {
        return false;
    }
    let sum: u32 = digits[..9].iter().zip((1..=9).rev()).map(|(digit, weight)| digit * weight).sum();
    sum % 101 % 100 == digits[9] * 10 + digits[10]
}

/// The tax number: one control digit for organisations (10 digits), two for people (12).
fn inn(digits: &[u32]) -> bool {
    const WEIGHTS: [u32; 11] = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
    let control = |n: usize| {
        let weights = &WEIGHTS[11 - n..];
        digits[..n].iter().zip(weights).map(|(digit, weight)| digit * weight).sum::<u32>() % 11 % 10
    };
    if digits.iter().all(|&digit| digit == 0) {
        return false;
    }
    match digits.len() {
        10 => control(9) == digits[9],
        12 => control(10) == digits[10] && control(11) == digits[11],
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(text: &str) -> Vec<u32> {
        text.chars().filter_map(|c| c.to_digit(10)).collect()
    }

    #[test]
    fn known_numbers_pass_and_their_neighbours_do_not() {
        for (check, number) in [
            (Check::Luhn, "4111 1111 1111 1111"),
            (Check::Luhn, "2200 0000 0000 0004"),
            (Check::Snils, "112-233-445 95"),
            (Check::Inn, "7707083893"),
            (Check::Inn, "500100732259"),
        ] {
            let mut number = digits(number);
            assert!(passes(check, &number), "{check:?} {number:?}");
            number[3] = (number[3] + 1) % 10;
            assert!(!passes(check, &number), "{check:?} {number:?}");
            assert!(!passes(check, &number[1..]), "{check:?} {number:?}");
            assert!(!passes(check, &[]));
        }
    }
}
