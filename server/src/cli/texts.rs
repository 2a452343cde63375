//! `efir rules` and `efir dedup`: the two engines from the command line.

use std::{collections::HashMap, io::Write, path::Path};

use anyhow::bail;
use moderation_rules::{
    likeness::{Index, Likeness},
    rules::{Context, Rules},
};
use serde_json::{Value, json};

use super::lines;
use crate::rulebook;

/// `efir rules check`
pub(super) fn check(folder: Option<&Path>, file: &str) -> anyhow::Result<()> {
    let rules = rulebook::load(folder)?;
    lines::transform(file, |mut object| {
        let text = lines::string(&object, "text")?;
        let checked = rules.check(text, &Context::default());
        let masked = checked.masked.unwrap_or_else(|| text.to_owned());
        let verdict = checked.verdict;
        object.insert("action".into(), json!(verdict.action));
        object.insert("labels".into(), json!(verdict.labels));
        object.insert("topics".into(), json!(verdict.topics));
        object.insert("places".into(), json!(verdict.places));
        object.insert("findings".into(), json!(verdict.findings));
        object.insert("masked".into(), masked.into());
        Ok(Value::Object(object))
    })
}

/// `efir rules test`
pub(super) fn test(folder: Option<&Path>) -> anyhow::Result<()> {
    let files = match folder {
        Some(folder) => rulebook::read(folder)?,
        None => {
            let shipped = moderation_rules::rules::shipped_files().iter();
            shipped.map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
        }
    };
    let rules = Rules::load_unchecked(&files).map_err(rulebook::RulebookError::from)?;
    let failures = rules.test();
    let mut out = std::io::stdout().lock();
    for failure in &failures {
        writeln!(out, "{failure}")?;
    }
    writeln!(out, "{} examples, {} failed", rules.examples(), failures.len())?;
    if !failures.is_empty() {
        bail!("{} examples failed", failures.len());
    }
    Ok(())
}

/// `efir dedup`
pub(super) fn dedup(file: &str) -> anyhow::Result<()> {
    let likeness = Likeness::shipped();
    let mut index = Index::default();
    let mut ids: Vec<Value> = Vec::new();
    // A joined question is found by its members, but named by its root.
    let mut roots: HashMap<u32, u32> = HashMap::new();
    lines::transform(file, |object| {
        let Some(id) = object.get("id").cloned() else { bail!("a field \"id\" is needed") };
        let fingerprint = likeness.fingerprint(lines::string(&object, "text")?);
        let found = index.find(&fingerprint);
        let key = ids.len() as u32 + 1;
        ids.push(id.clone());
        let name = |root: u32| ids.get(root as usize - 1).cloned().unwrap_or_default();
        let score = |score: u16| f64::from(score) / 1000.0;
        let join = found.join.as_ref().map(|join| *roots.get(&join.root).unwrap_or(&join.root));
        index.insert(key, join.unwrap_or(key), &fingerprint);
        join.map(|root| roots.insert(key, root));
        let best = found.join.iter().chain(&found.offers).map(|found| found.score).max();
        let like =
            found.offers.iter().map(|found| json!({"id": name(found.root), "score": score(found.score)}));
        Ok(json!({
            "id": id,
            "duplicate_of": join.map(name),
            "score": score(best.unwrap_or(0)),
            "like": like.collect::<Vec<_>>(),
        }))
    })
}
