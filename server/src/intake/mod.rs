//! What happens to a question between the asker and the log: limits, cleaning, rules, likeness; then it is
//! appended with all that was found out, and acknowledged when it is durable.

mod check;
pub mod desk;
pub mod flood;

use std::net::IpAddr;

use efir_core::{
    Actor, Ask, Deed, Entry, Like, Link, Number, Personal, Phase, Question, Refusal, Role, Status,
    audience::Similar,
};
use efir_web::Lang;
use moderation_rules::{
    Action, Verdict,
    clean::{self, CleanError, Limits},
    likeness::{Likeness, Matches},
    rules::{Context, Rules},
};
use uuid::Uuid;

use crate::{
    clock, limits,
    node::Node,
    problem::Problem,
    room::Room,
    session::{
        frames::{Receipt, Receipted},
        incoming::AskInput,
    },
};

/// Who asks, and how the question came.
#[derive(Clone, Debug)]
pub struct Asker {
    /// The viewer, or who brings questions in.
    pub actor: Actor,
    /// The address they come from, where there is one.
    pub address: Option<IpAddr>,
    /// `web`, `import`, …
    pub channel: &'static str,
}

/// Takes a question in; the receipt means that it is durable.
pub async fn ask(node: &Node, room: &Room, asker: &Asker, input: AskInput) -> Result<Receipt, Problem> {
    let _place = room.desk.place()?;
    if let Some(receipt) = known(node, room, asker, &input)? {
        room.durable_now().await?;
        return Ok(receipt);
    }
    let (text_max, rules) = welcome(room, asker)?;
    node.flood.question(asker.actor.id, asker.address)?;
    let mut personal = clean_input(&input, text_max)?;
    personal.address = asker.address.map(|address| node.keys().address_mark(&room.slug, address).into());
    let turn = node.judges.turn().await;
    let (entry, compared_at) = judge(node, room, asker, &input, personal, rules);
    drop(turn);
    let settled = room.submit(&entry, Some(compared_at)).await?;
    settled.outcome?;
    metrics::counter!("efir_questions_total", "channel" => asker.channel).increment(1);
    // The id may have been somebody else's, or a command's, by the time it was folded.
    known(node, room, asker, &input)?.ok_or(Problem::IdTaken)
}

/// A question that is here already gets its first answer, whoever lost the connection; another's id is refused.
fn known(node: &Node, room: &Room, asker: &Asker, input: &AskInput) -> Result<Option<Receipt>, Problem> {
    let state = room.read();
    let Some(question) = state.broadcast.find(input.id) else { return Ok(None) };
    let theirs = state.broadcast.viewer(question.viewer).is_some_and(|viewer| viewer.id == asker.actor.id);
    let again =
        theirs || clean_text(&input.text, u32::MAX).is_ok_and(|text| *text == *question.personal.text);
    drop(state);
    match again {
        true => Ok(receipt(node, room, input.id)),
        false => Err(Problem::IdTaken),
    }
}

/// Whether questions are welcome; the longest text, and whether the rules judge. What is in the log after this is in.
fn welcome(room: &Room, asker: &Asker) -> Result<(u32, bool), Problem> {
    let state = room.read();
    let settings = state.broadcast.settings();
    if asker.actor.role == Role::Viewer {
        match state.broadcast.phase() {
            Phase::Open => {}
            Phase::Paused => return Err(Refusal::Paused.into()),
            Phase::Closed => return Err(Refusal::Closed.into()),
        }
        if state.broadcast.viewer_by_id(asker.actor.id).is_some_and(efir_core::Viewer::is_muted) {
            return Err(Refusal::Muted.into());
        }
    }
    Ok((settings.text_max, settings.rules))
}

fn clean_text(text: &str, max: u32) -> Result<String, Problem> {
    let limits = Limits { max_graphemes: max as usize, max_marks: limits::MARKS };
    clean::clean(text, &limits).map_err(|error| match error {
        CleanError::Empty => Problem::Empty,
        CleanError::TooLong { max, .. } => Problem::TooLong { max },
    })
}

/// One line, or nothing where it is empty.
fn clean_line(line: Option<&str>) -> Result<Option<Box<str>>, Problem> {
    match line.map(|line| clean::line(line, limits::LINE_GRAPHEMES)) {
        None | Some(Err(CleanError::Empty)) => Ok(None),
        Some(Ok(line)) => Ok(Some(line.into())),
        Some(Err(CleanError::TooLong { max, .. })) => Err(Problem::TooLong { max }),
    }
}

/// What was typed, fit to be kept.
pub fn clean_input(input: &AskInput, text_max: u32) -> Result<Personal, Problem> {
    Ok(Personal {
        text: clean_text(&input.text, text_max)?.into(),
        masked: None,
        name: clean_line(input.name.as_deref())?,
        place: clean_line(input.place.as_deref())?,
        contact: None,
        address: None,
    })
}

/// Finds out all that is recorded with a question; also the offset at which it was compared with the others.
pub fn judge(
    node: &Node,
    room: &Room,
    asker: &Asker,
    input: &AskInput,
    mut personal: Personal,
    rules: bool,
) -> (Entry, u64) {
    let verdict = match rules {
        true => {
            let first_time = room.read().broadcast.viewer_by_id(asker.actor.id).is_none();
            check::check(&node.rules(), &Context { channel: asker.channel, first_time }, &mut personal)
        }
        false => Verdict::default(),
    };
    let fingerprint = Likeness::shipped().fingerprint(&personal.text);
    let (matches, compared_at) = room.like(&fingerprint);
    let (join, like) = room.links(&matches);
    let topic = clean_line(input.topic.as_deref()).unwrap_or_default().map(String::from);
    let ask = Ask {
        channel: asker.channel.into(),
        topic: topic.filter(|topic| node.rules().titles("en").contains_key(topic)),
        // A text that a person must look at first is not folded away unseen.
        join: join.filter(|_| verdict.action < Action::Hold),
        like,
        verdict,
        fingerprint: Some(fingerprint),
    };
    let mut entry = Entry::new(input.id, clock::now_ms(), asker.actor.clone(), Deed::Ask(Box::new(ask)));
    entry.personal = Some(Box::new(personal));
    (entry, compared_at)
}

impl Room {
    /// Matches by number as links by id, which is what the log keeps.
    fn links(&self, matches: &Matches) -> (Option<Link>, Vec<Like>) {
        let state = self.read();
        let id = |number: Number| state.broadcast.question(number).map(|question| question.id);
        let join = matches.join.as_ref();
        let join = join.and_then(|found| Some(Link { into: id(found.root)?, score: found.score }));
        let like = matches.offers.iter().filter_map(|found| {
            Some(Like { question: id(found.root)?, score: found.score, reason: found.reason.name().into() })
        });
        (join, like.collect())
    }
}

/// The receipt of a question that is here.
pub fn receipt(node: &Node, room: &Room, id: Uuid) -> Option<Receipt> {
    let state = room.read();
    let mine = state.broadcast.mine(state.broadcast.find(id)?.number)?;
    drop(state);
    Some(Receipt {
        id,
        number: mine.number,
        status: mine.status,
        duplicate_of: mine.duplicate_of,
        same: mine.same,
        receipt: node.keys().receipt(&room.slug, id),
    })
}

/// What became of a question, with its receipt.
pub fn receipted(node: &Node, room: &Room, number: Number, lang: Lang) -> Option<Receipted> {
    let state = room.read();
    let mine = state.broadcast.mine(number)?;
    let message = state.broadcast.question(number).and_then(|question| said(&node.rules(), question, lang));
    drop(state);
    let receipt = node.keys().receipt(&room.slug, mine.id);
    Some(Receipted { mine, receipt, message })
}

/// What the rules say to the asker of a question that they stopped or covered, while that is all there is to say.
fn said(rules: &Rules, question: &Question, lang: Lang) -> Option<String> {
    let open = matches!(question.standing.status, Status::Pending | Status::Held);
    let stopped = question.standing.status == Status::Rejected && question.verdict.action == Action::Reject;
    let mut findings: Vec<_> = question.verdict.findings.iter().filter(|_| open || stopped).collect();
    // That something was covered is said only where nothing else is to be said.
    findings.sort_by_key(|finding| finding.label.starts_with("pii."));
    let mut messages = findings.iter().filter_map(|finding| rules.messages(&finding.rule));
    messages.find_map(|say| Some(say.viewer.get(lang.code()).to_owned()).filter(|words| !words.is_empty()))
}

/// The question that a receipt names, if the receipt is right.
pub fn find_receipt(node: &Node, room: &Room, receipt: &str, lang: Lang) -> Option<Receipted> {
    let id = node.keys().receipted(&room.slug, receipt)?;
    let number = room.read().broadcast.find(id)?.number;
    receipted(node, room, number, lang)
}

/// All questions of an asker, newest first, and the questions they voted for.
pub fn of_viewer(node: &Node, room: &Room, viewer: Uuid, lang: Lang) -> (Vec<Receipted>, Vec<Uuid>) {
    let state = room.read();
    let numbers = state.broadcast.viewer_by_id(viewer).map(|v| v.questions.clone()).unwrap_or_default();
    let on_air = state.broadcast.on_air().map(|air| air.number);
    let public = state.broadcast.rundown().iter().copied().chain(on_air);
    let voted = public.filter(|number| state.broadcast.voted(*number, viewer));
    let voted = voted.filter_map(|number| Some(state.broadcast.question(number)?.id)).collect();
    drop(state);
    (numbers.iter().rev().filter_map(|number| receipted(node, room, *number, lang)).collect(), voted)
}

/// Questions like what somebody types: only such as a moderator approved.
pub async fn similar(node: &Node, room: &Room, asker: &Asker, text: &str) -> Result<Vec<Similar>, Problem> {
    let _place = room.desk.place()?;
    node.flood.lookup(asker.actor.id)?;
    let text_max = room.read().broadcast.settings().text_max;
    let text = match clean_text(text, text_max) {
        Ok(text) => text,
        Err(Problem::Empty) => return Ok(Vec::new()),
        Err(problem) => return Err(problem),
    };
    let turn = node.judges.turn().await;
    let matches = room.like_public(&Likeness::shipped().fingerprint(&text));
    drop(turn);
    let state = room.read();
    let found = matches.join.iter().chain(&matches.offers);
    let mut similar: Vec<Similar> = Vec::new();
    for found in found {
        let one = state.broadcast.similar(found.root, found.score, found.reason.name(), asker.actor.id);
        similar.extend(one.filter(|one| similar.iter().all(|other| other.number != one.number)));
    }
    similar.truncate(5);
    Ok(similar)
}

/// A viewer's vote or withdrawal. What takes a question back is never told to come later.
pub async fn deed(
    node: &Node,
    room: &Room,
    asker: &Asker,
    id: Option<Uuid>,
    deed: Deed,
) -> Result<(), Problem> {
    let hides = matches!(deed, Deed::Withdraw { .. });
    let _place = if hides { None } else { Some(room.desk.place()?) };
    node.flood.vote(asker.actor.id)?;
    let id = id.unwrap_or_else(clock::new_id);
    let entry = Entry::new(id, clock::now_ms(), asker.actor.clone(), deed);
    Ok(room.submit(&entry, None).await?.outcome?)
}
