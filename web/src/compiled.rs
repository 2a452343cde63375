//! The texts that a page's script needs, compiled from Fluent to plain JSON, so that no parser of Fluent travels to
//! the phone. `web/static/words.js` says them.
//!
//! A text is a string, or a list of parts: a string, `{"v": name}` for a value, or
//! `{"s": name, "d": default, "t": {category: parts}}` for a choice by plural category or by a value itself.

use std::collections::BTreeMap;

use fluent_syntax::{
    ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey},
    parser,
};
use serde_json::{Value, json};

use crate::words::Lang;

/// The texts whose keys begin with one of those prefixes.
pub(crate) fn messages(lang: Lang, prefixes: &[&str]) -> BTreeMap<String, Value> {
    let resource = parser::parse(lang.source()).unwrap_or_else(|(resource, _)| resource);
    let mut messages = BTreeMap::new();
    for entry in &resource.body {
        let Entry::Message(message) = entry else { continue };
        let Some(pattern) = &message.value else { continue };
        if prefixes.iter().any(|prefix| message.id.name.starts_with(prefix)) {
            messages.insert(message.id.name.to_owned(), parts(pattern));
        }
    }
    messages
}

/// The same as JSON that may stand inside a `<script>` element.
pub(crate) fn json_for_page(lang: Lang, prefixes: &[&str]) -> String {
    // A map of JSON values always becomes JSON.
    serde_json::to_string(&messages(lang, prefixes)).unwrap_or_default().replace('<', "\\u003c")
}

fn parts(pattern: &Pattern<&str>) -> Value {
    let parts: Vec<Value> = pattern
        .elements
        .iter()
        .map(|element| match element {
            PatternElement::TextElement { value } => Value::from(*value),
            PatternElement::Placeable { expression } => placeable(expression),
        })
        .collect();
    match parts.iter().all(Value::is_string) {
        true => parts.iter().filter_map(Value::as_str).collect::<String>().into(),
        false => parts.into(),
    }
}

fn placeable(expression: &Expression<&str>) -> Value {
    match expression {
        Expression::Inline(InlineExpression::StringLiteral { value }) => {
            fluent_syntax::unicode::unescape_unicode_to_string(value).into_owned().into()
        }
        Expression::Inline(inline) => json!({ "v": variable(inline) }),
        Expression::Select { selector, variants } => {
            let name = |key: &VariantKey<&str>| match key {
                VariantKey::Identifier { name } | VariantKey::NumberLiteral { value: name } => {
                    (*name).to_owned()
                }
            };
            let texts: BTreeMap<String, Value> =
                variants.iter().map(|variant| (name(&variant.key), parts(&variant.value))).collect();
            let default = variants.iter().find(|variant| variant.default).map(|variant| name(&variant.key));
            json!({ "s": variable(selector), "d": default, "t": texts })
        }
    }
}

/// The locales use values and literals; what else Fluent can do would show as nothing, and a test forbids it.
fn variable<'a>(inline: &InlineExpression<&'a str>) -> Option<&'a str> {
    match inline {
        InlineExpression::VariableReference { id } => Some(id.name),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_with_a_plural_becomes_parts() {
        let messages = messages(Lang::EN, &["questions-count"]);
        let expected = json!([{"s": "count", "d": "other", "t": {
            "one": [{"v": "count"}, " question"], "other": [{"v": "count"}, " questions"]}}]);
        assert_eq!(messages["questions-count"], expected);
    }

    #[test]
    fn every_text_can_be_said_by_the_pages_script() {
        for lang in Lang::all() {
            let all = json_for_page(lang, &[""]);
            assert!(!all.contains("null"), "{}: something that words.js does not know", lang.code());
        }
    }
}
