//! Why two texts are joined or not: `cargo run -p moderation-rules --example why-alike -- TEXT TEXT`.

#![allow(clippy::print_stdout, reason = "it is what this program is for")]

use moderation_rules::likeness::Likeness;

fn main() {
    let mut texts = std::env::args().skip(1);
    let (Some(a), Some(b)) = (texts.next(), texts.next()) else {
        println!("usage: why-alike TEXT TEXT");
        return;
    };
    println!("{}", Likeness::shipped().explain(&a, &b));
}
