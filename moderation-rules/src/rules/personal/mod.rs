//! Personal data that a pattern cannot describe: telephones and addresses.
//!
//! Each detector says where in a text something stands that has the form of personal data. Whether
//! it is somebody's own is for the rule files to say, by the words around it.

mod address;
pub(super) mod checksum;
mod numerals;
mod phone;
mod vocabulary;

use super::hits::Text;
use serde::Deserialize;

/// What can be looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Detector {
    /// A mobile telephone of Russia, or one of another country with its `+`.
    PhoneMobile,
    /// A telephone in a city of Russia with the city's code.
    PhoneCity,
    /// Five to seven digits grouped as a telephone.
    PhoneShort,
    /// A house and a flat that is called one.
    AddressFlat,
    /// A street, a house and a second number with nothing to say that it is a flat.
    AddressPair,
}

/// A detector's finding, in folded characters.
pub(super) type Span = (Detector, usize, usize);

/// All that the detectors find.
pub(super) fn detect(text: &Text<'_>) -> Vec<Span> {
    let mut found = Vec::new();
    let known = vocabulary::known(text);
    if text.folded.chars.iter().any(char::is_ascii_digit) {
        address::find(text, &known, &mut found);
    }
    phone::find(text, &known, &mut found);
    found
}
