//! Who one is: signed tokens, receipts that cannot be guessed, and the key behind both.
//!
//! A token is a PASETO `v4.local`: sealed and authenticated with the directory's key, so that any node can
//! read it and nobody else can. A receipt is a question's id with a MAC over the broadcast and that id.

use std::{
    fmt,
    net::{IpAddr, Ipv6Addr},
    sync::Arc,
};

use efir_core::{Actor, Role};
use hmac::{Hmac, Mac};
use pasetors::{
    keys::SymmetricKey,
    version4::{LocalToken, V4},
};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use uuid::Uuid;

/// How long a token is good, in milliseconds: 30 days.
pub const TOKEN_MS: u64 = 30 * 24 * 3_600_000;
/// Characters of a receipt's MAC: 100 bits in base 32.
const MAC_CHARS: usize = 20;
/// Characters of an address's mark: 40 bits keep a broadcast's addresses apart.
const ADDRESS_CHARS: usize = 8;

/// What a token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// In which role.
    pub role: Role,
    /// In which broadcast; an administrator's is good for all and has `*`.
    pub slug: Box<str>,
    /// The bearer's id.
    pub id: Uuid,
    /// How colleagues know them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Arc<str>>,
    /// Good until, in milliseconds.
    pub until: u64,
}

impl Claims {
    /// The bearer as the author of an entry.
    pub fn actor(&self) -> Actor {
        Actor { role: self.role, id: self.id, name: self.name.clone() }
    }

    /// Whether the bearer is this role, or more, in that broadcast.
    pub fn is(&self, role: Role, slug: &str) -> bool {
        self.role >= role && (&*self.slug == slug || (self.role == Role::Admin && &*self.slug == "*"))
    }
}

/// The keys of all tokens and receipts: the first one signs, and what any of them signed is good. There is more than
/// one where a node began on a log that had been emptied, before another node filled it again.
#[derive(Debug)]
pub struct Keys {
    first: Key,
    others: Vec<Key>,
}

struct Key {
    token: SymmetricKey<V4>,
    receipt: Hmac<Sha256>,
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key")
    }
}

/// The directory's key is not 32 bytes of hexadecimal.
#[derive(Debug, thiserror::Error)]
#[error("the key in the directory is damaged: it must be 64 hexadecimal digits")]
pub struct BadKey;

impl Keys {
    /// From the directory's keys, of which there is one at least.
    pub fn new<'a>(secrets: impl IntoIterator<Item = &'a str>) -> Result<Self, BadKey> {
        let mut keys = secrets.into_iter().map(Key::new);
        let first = keys.next().ok_or(BadKey)??;
        Ok(Keys { first, others: keys.collect::<Result<_, _>>()? })
    }

    fn all(&self) -> impl Iterator<Item = &Key> {
        std::iter::once(&self.first).chain(&self.others)
    }

    /// A new key for a new directory.
    pub fn fresh_secret() -> String {
        // Two random UUIDs give 244 random bits from the system's generator.
        hex::encode([*Uuid::new_v4().as_bytes(), *Uuid::new_v4().as_bytes()].concat())
    }

    /// Seals a token.
    pub fn seal(&self, claims: &Claims) -> String {
        // Cannot fail: claims are plain data, and the key has the right length.
        let json = serde_json::to_vec(claims).expect("claims are plain data");
        LocalToken::encrypt(&self.first.token, &json, None, None).expect("sealing takes any bytes")
    }

    /// Opens a token that is still good at that time.
    pub fn open(&self, token: &str, now_ms: u64) -> Option<Claims> {
        let untrusted = pasetors::token::UntrustedToken::try_from(token).ok()?;
        let opened = |key: &Key| LocalToken::decrypt(&key.token, &untrusted, None, None).ok();
        let trusted = self.all().find_map(opened)?;
        let claims: Claims = serde_json::from_str(trusted.payload()).ok()?;
        (claims.until > now_ms).then_some(claims)
    }

    /// The receipt of a question. It names the id, which is the same for ever; the number may be another one in a log
    /// that lost its end and was healed.
    pub fn receipt(&self, slug: &str, id: Uuid) -> String {
        self.first.receipt(slug, id)
    }

    /// A mark of an address: tells in one broadcast whether two questions came from the same one, and nothing more. Of
    /// IPv6 the network counts, for every phone draws new addresses in its own.
    pub fn address_mark(&self, slug: &str, address: IpAddr) -> String {
        let bytes = match address.to_canonical() {
            IpAddr::V4(address) => address.to_ipv6_mapped(),
            IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64),
        };
        self.first.mac(&[b"address", slug.as_bytes(), &[0], &bytes.octets()], ADDRESS_CHARS)
    }

    /// The question that a receipt names, if the receipt is right.
    pub fn receipted(&self, slug: &str, receipt: &str) -> Option<Uuid> {
        let id = Uuid::from_u128(from_base32(receipt.split_once('-')?.0)?);
        self.all().any(|key| key.receipt(slug, id) == receipt).then_some(id)
    }
}

impl Key {
    fn new(secret: &str) -> Result<Self, BadKey> {
        let bytes = hex::decode(secret).map_err(|_| BadKey)?;
        let token = SymmetricKey::<V4>::from(&bytes).map_err(|_| BadKey)?;
        let receipt = Hmac::new_from_slice(&bytes).map_err(|_| BadKey)?;
        Ok(Key { token, receipt })
    }

    fn receipt(&self, slug: &str, id: Uuid) -> String {
        let mac = self.mac(&[slug.as_bytes(), &[0], id.as_bytes()], MAC_CHARS);
        format!("{}-{mac}", base32(id.as_u128()))
    }

    fn mac(&self, parts: &[&[u8]], chars: usize) -> String {
        let mut mac = self.receipt.clone();
        parts.iter().for_each(|part| mac.update(part));
        let mac = mac.finalize().into_bytes();
        mac.iter().take(chars).map(|b| ALPHABET[usize::from(*b % 32)] as char).collect()
    }
}

fn base32(mut n: u128) -> String {
    let mut digits = Vec::new();
    while n > 0 {
        digits.push(ALPHABET[(n % 32) as usize] as char);
        n /= 32;
    }
    digits.iter().rev().collect()
}

fn from_base32(digits: &str) -> Option<u128> {
    digits.bytes().try_fold(0u128, |n, byte| {
        let digit = ALPHABET.iter().position(|other| *other == byte)?;
        n.checked_mul(32)?.checked_add(digit as u128)
    })
}

/// Crockford's base 32: no letters that are mistaken for digits.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> Keys {
        Keys::new([&*"ab".repeat(32)]).unwrap()
    }

    fn claims(until: u64) -> Claims {
        Claims { role: Role::Moderator, slug: "line".into(), id: Uuid::from_u128(7), name: None, until }
    }

    #[test]
    fn a_token_opens_until_its_time_and_with_its_key_only() {
        let token = keys().seal(&claims(100));
        assert_eq!(keys().open(&token, 99), Some(claims(100)));
        assert_eq!(keys().open(&token, 100), None);
        assert_eq!(Keys::new([&*"cd".repeat(32)]).unwrap().open(&token, 1), None);
        assert_eq!(keys().open(&token[..token.len() - 2], 1), None);
        assert_eq!(keys().open("", 1), None);
    }

    #[test]
    fn what_any_of_the_keys_signed_is_good_and_the_first_one_signs() {
        let both = Keys::new([&*"cd".repeat(32), &*"ab".repeat(32)]).unwrap();
        assert_eq!(both.open(&keys().seal(&claims(100)), 99), Some(claims(100)));
        assert_eq!(
            both.receipted("line", &keys().receipt("line", Uuid::from_u128(5))),
            Some(Uuid::from_u128(5))
        );
        assert_eq!(keys().open(&both.seal(&claims(100)), 99), None, "by the first, which these do not have");
        assert!(Keys::new([]).is_err() && Keys::new([&*"ab".repeat(32), "ab"]).is_err());
    }

    #[test]
    fn a_role_holds_in_its_own_broadcast_and_an_administrators_in_all() {
        assert!(claims(1).is(Role::Moderator, "line"));
        assert!(claims(1).is(Role::Host, "line"));
        assert!(!claims(1).is(Role::Admin, "line"));
        assert!(!claims(1).is(Role::Moderator, "other"));
        let admin = Claims { role: Role::Admin, slug: "*".into(), ..claims(1) };
        assert!(admin.is(Role::Moderator, "any"));
    }

    #[test]
    fn a_receipt_is_the_same_every_time_and_differs_by_question_and_broadcast() {
        let id = Uuid::from_u128(u128::MAX - 1);
        let receipt = keys().receipt("line", id);
        assert_eq!(receipt, keys().receipt("line", id));
        assert_eq!(keys().receipted("line", &receipt), Some(id));
        assert_eq!(keys().receipted("other", &receipt), None);
        let other = keys().receipt("line", Uuid::from_u128(1));
        assert_eq!(keys().receipted("line", &other), Some(Uuid::from_u128(1)));
        let (id, mac) = (receipt.split_once('-').unwrap().0, other.split_once('-').unwrap().1);
        let too_long = "z".repeat(40);
        for wrong in
            ["", "x", "-", "17-x", &format!("{id}-{mac}"), &format!("{id}-"), &format!("{too_long}-{mac}")]
        {
            assert_eq!(keys().receipted("line", wrong), None, "{wrong}");
        }
    }

    #[test]
    fn an_address_has_one_mark_in_a_broadcast_and_another_in_the_next() {
        let mark = |slug: &str, address: &str| keys().address_mark(slug, address.parse().unwrap());
        assert_eq!(mark("line", "192.0.2.1"), mark("line", "::ffff:192.0.2.1"));
        assert_ne!(mark("line", "192.0.2.1"), mark("line", "192.0.2.2"));
        assert_ne!(mark("line", "192.0.2.1"), mark("other", "192.0.2.1"));
        assert_eq!(mark("line", "2001:db8::1"), mark("line", "2001:db8::2"));
        assert_eq!(mark("line", "192.0.2.1").len(), 8);
    }
}
