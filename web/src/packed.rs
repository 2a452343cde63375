//! Static files as they travel: packed as small as they get, once, when the first browser asks for each, and kept. To
//! pack them so for every answer would be far too slow.

use std::{borrow::Cow, io::Write, sync::OnceLock};

/// A file, and the same file packed.
#[derive(Debug)]
pub(crate) struct Packed {
    plain: Cow<'static, [u8]>,
    gzip: OnceLock<Vec<u8>>,
    brotli: OnceLock<Vec<u8>>,
}

impl Packed {
    pub(crate) fn new(plain: Cow<'static, [u8]>) -> Self {
        Packed { plain, gzip: OnceLock::new(), brotli: OnceLock::new() }
    }

    /// The smallest form that the browser `accepts`, and its name. Browsers take `br` over https alone.
    pub(crate) fn for_one_who(&self, accepts: impl Fn(&str) -> bool) -> (Option<&'static str>, &[u8]) {
        let smaller = |packed: &[u8]| packed.len() < self.plain.len();
        if accepts("br") {
            let brotli = self.brotli.get_or_init(|| brotli(&self.plain));
            return if smaller(brotli) { (Some("br"), brotli) } else { (None, &self.plain) };
        }
        if accepts("gzip") {
            let gzip = self.gzip.get_or_init(|| gzip(&self.plain));
            return if smaller(gzip) { (Some("gzip"), gzip) } else { (None, &self.plain) };
        }
        (None, &self.plain)
    }
}

/// The slowest and smallest that there is; the window is as large as any file of ours.
const BEST: (u32, u32) = (11, 18);
const BUFFER: usize = 4_096;

fn brotli(plain: &[u8]) -> Vec<u8> {
    let (quality, window) = BEST;
    let mut packer = brotli::CompressorWriter::new(Vec::new(), BUFFER, quality, window);
    // Writing to memory does not fail; were it to, the file would be larger packed, and go as it is.
    let _ = packer.write_all(plain);
    packer.into_inner()
}

fn gzip(plain: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    let _ = zopfli::compress(zopfli::Options::default(), zopfli::Format::Gzip, plain, &mut packed);
    packed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_that_a_browser_takes_is_what_it_gets() {
        let text = "All questions are asked, and some are answered. ".repeat(40).into_bytes();
        let file = Packed::new(text.clone().into());
        let (encoding, brotli) = file.for_one_who(|_| true);
        assert_eq!(encoding, Some("br"));
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut &*brotli, &mut back).expect("it is brotli");
        assert_eq!(back, text);
        let (encoding, gzip) = file.for_one_who(|name| name == "gzip");
        assert_eq!((encoding, &gzip[..2]), (Some("gzip"), &[0x1f, 0x8b][..]));
        assert!(brotli.len() < gzip.len() && gzip.len() < text.len());
        assert_eq!(file.for_one_who(|_| false), (None, &text[..]));
    }

    #[test]
    fn what_does_not_get_smaller_goes_as_it_is() {
        let file = Packed::new(Cow::Borrowed(b"\x00\xffq"));
        assert_eq!(file.for_one_who(|_| true), (None, &b"\x00\xffq"[..]));
        assert_eq!(file.for_one_who(|name| name == "gzip"), (None, &b"\x00\xffq"[..]));
    }
}
