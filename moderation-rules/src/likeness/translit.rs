//! Russian typed in Latin letters, back into Cyrillic.
//!
//! Good enough for stems, no more: sounds that end up alike after stemming are not told apart.

const SOUNDS: [(&str, &str); 47] = [
    ("shch", "щ"),
    ("sch", "щ"),
    ("zh", "ж"),
    ("kh", "х"),
    ("ts", "ц"),
    ("ch", "ч"),
    ("sh", "ш"),
    ("yu", "ю"),
    ("ya", "я"),
    ("yo", "е"),
    ("ye", "е"),
    ("ju", "ю"),
    ("ja", "я"),
    ("jo", "е"),
    ("iy", "ий"),
    ("yy", "ый"),
    ("ay", "ай"),
    ("ey", "ей"),
    ("oy", "ой"),
    ("uy", "уй"),
    ("a", "а"),
    ("b", "б"),
    ("c", "ц"),
    ("d", "д"),
    ("e", "е"),
    ("f", "ф"),
    ("g", "г"),
    ("h", "х"),
    ("i", "и"),
    ("j", "й"),
    ("k", "к"),
    ("l", "л"),
    ("m", "м"),
    ("n", "н"),
    ("o", "о"),
    ("p", "п"),
    ("q", "к"),
    ("r", "р"),
    ("s", "с"),
    ("t", "т"),
    ("u", "у"),
    ("v", "в"),
    ("w", "в"),
    ("x", "х"),
    ("y", "ы"),
    ("z", "з"),
    ("'", "ь"),
];

/// A word of small Latin letters as it would be in Cyrillic ones.
pub(crate) fn cyrillic(word: &str) -> String {
    let mut out = String::with_capacity(word.len() * 2);
    let mut rest = word;
    while let Some(c) = rest.chars().next() {
        let sound = SOUNDS.iter().find(|(latin, _)| rest.starts_with(latin));
        // «say» before a vowel is «са-ю»: the pair with the vowel after it wins.
        let sound = match sound {
            Some((latin, _)) if latin.len() == 2 && latin.ends_with('y') => {
                let glides = ["yu", "ya", "yo", "ye"];
                let next = rest.get(1..).unwrap_or_default();
                let glide = glides.iter().any(|pair| next.starts_with(pair));
                if glide { SOUNDS.iter().find(|(l, _)| *l == &latin[..1]) } else { sound }
            }
            other => other,
        };
        match sound {
            Some((latin, letters)) => {
                out.push_str(letters);
                rest = &rest[latin.len()..];
            }
            None => {
                out.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::cyrillic;

    #[test]
    fn words_come_back() {
        for (latin, russian) in [
            ("sdelayut", "сделают"),
            ("kogda", "когда"),
            ("pochemu", "почему"),
            ("shkole", "школе"),
            ("sadovyy", "садовый"),
            ("ploshchad", "площад"),
        ] {
            assert_eq!(cyrillic(latin), russian);
        }
    }
}
