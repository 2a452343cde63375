//! Every frame that the server sends. `docs/protocol.md` tells them; snapshots in the tests hold them.

use std::{collections::BTreeMap, sync::Arc};

use axum::extract::ws::Utf8Bytes;
use efir_core::{
    Broadcast, Note, Number, Phase, Role, Settings, Status,
    audience::{Counts, Mine, Public, PublicCounts, PublicQuestion, Rundown, Similar},
    card::{Card, CardPage},
    muted::MutedViewer,
    window::{Query, Row},
};
use efir_log::Position;
use efir_web::Lang;
use serde::{Serialize, Serializer};
use uuid::Uuid;

use crate::{limits, problem::Problem, room::Alarm};

/// A frame of any kind.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[allow(missing_docs)]
enum Frame<'a> {
    Welcome {
        position: At,
        #[serde(skip_serializing_if = "Option::is_none")]
        viewer: Option<Uuid>,
        #[serde(skip_serializing_if = "Option::is_none")]
        me: Option<&'a Me>,
        #[serde(skip_serializing_if = "Option::is_none")]
        now: Option<u64>,
        broadcast: &'a About,
        #[serde(skip_serializing_if = "Option::is_none")]
        mine: Option<&'a [Receipted]>,
        #[serde(skip_serializing_if = "Option::is_none")]
        voted: Option<&'a [Uuid]>,
    },
    Receipt(&'a Receipt),
    Status(&'a Receipted),
    Public {
        position: At,
        wall_id: &'a str,
        #[serde(flatten)]
        public: &'a Public,
    },
    PublicChange {
        position: At,
        wall_id: &'a str,
        phase: Phase,
        on_air: Option<&'a PublicQuestion>,
        counts: &'a PublicCounts,
        #[serde(skip_serializing_if = "Option::is_none")]
        order: Option<&'a [Number]>,
        #[serde(skip_serializing_if = "Option::is_none")]
        changed: Option<&'a [&'a PublicQuestion]>,
    },
    Similar {
        text: &'a str,
        questions: &'a [Similar],
    },
    Refused {
        id: Option<Uuid>,
        code: &'static str,
        detail: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        number: Option<Number>,
        #[serde(skip_serializing_if = "Option::is_none")]
        retry_after_ms: Option<u64>,
    },
    Counts {
        position: At,
        #[serde(flatten)]
        counts: &'a Counts,
    },
    View {
        position: At,
        view: &'a Query,
        total: usize,
        seen: Number,
        rows: &'a [Row],
    },
    Rows {
        position: At,
        total: usize,
        fresh: usize,
        order: &'a [Number],
        rows: &'a [Row],
        left: &'a [Row],
    },
    Card(&'a Card),
    CardPage(&'a CardPage),
    Muted {
        viewers: &'a [MutedViewer],
    },
    Rundown {
        position: At,
        #[serde(flatten)]
        rundown: &'a Rundown,
    },
    Presence {
        people: &'a [Presence],
    },
    Note(&'a Note),
    Done {
        id: Uuid,
        position: At,
    },
    Alarm {
        code: &'static str,
        on: bool,
        detail: String,
    },
}

/// A position as the protocol writes it.
#[derive(Clone, Copy, Debug)]
struct At(Position);

impl Serialize for At {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(&self.0)
    }
}

/// What a viewer gets for a question that is durable.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct Receipt {
    pub id: Uuid,
    pub number: Number,
    pub status: Status,
    pub duplicate_of: Option<Uuid>,
    pub same: u32,
    pub receipt: String,
}

/// What became of a question, with the receipt by which it is found again.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct Receipted {
    #[serde(flatten)]
    pub mine: Mine,
    pub receipt: String,
    /// What the rule that stopped or covered it has to say to the asker.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// The bearer of a token, for their own screen.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct Me {
    pub id: Uuid,
    pub name: Option<Arc<str>>,
    pub role: Role,
}

/// Who is here, and on which question.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct Presence {
    pub id: Uuid,
    pub name: Option<Arc<str>>,
    pub role: Role,
    pub question: Option<Number>,
}

/// What a screen must know of the broadcast to begin.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct About {
    pub slug: String,
    pub title: String,
    pub phase: Phase,
    pub air_from: Option<u64>,
    pub air_until: Option<u64>,
    pub limits: TextLimits,
    pub topics: Vec<Titled>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Titled>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub reasons: &'static [&'static str],
    /// What each rule means, by the name that findings give, for moderators.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub rules: BTreeMap<String, String>,
}

/// The reasons of a rejection that have a key of their own on the console.
pub const REASONS: &[&str] = &["rude", "off_topic", "personal", "repeated", "spam", "other"];

/// The longest texts, in graphemes.
#[derive(Clone, Copy, Debug, Serialize)]
#[allow(missing_docs)]
pub struct TextLimits {
    pub text: u32,
    pub name: usize,
    pub place: usize,
}

/// Something with an id for programs and a title for people.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct Titled {
    pub id: String,
    pub title: String,
}

impl About {
    /// What everybody may know of a broadcast.
    pub fn new(slug: &str, broadcast: &Broadcast, topics: Vec<Titled>) -> Self {
        let Settings { title, text_max, air_from, air_until, .. } = broadcast.settings().clone();
        About {
            slug: slug.to_owned(),
            title,
            phase: broadcast.phase(),
            air_from,
            air_until,
            limits: TextLimits {
                text: text_max,
                name: limits::LINE_GRAPHEMES,
                place: limits::LINE_GRAPHEMES,
            },
            topics,
            places: Vec::new(),
            reasons: &[],
            rules: BTreeMap::new(),
        }
    }
}

fn text(frame: &Frame<'_>) -> Utf8Bytes {
    // Cannot fail: frames are plain data with strings for keys.
    serde_json::to_string(frame).expect("a frame is plain data").into()
}

/// A viewer is let in.
pub fn welcome_viewer(
    position: Position,
    viewer: Uuid,
    broadcast: &About,
    mine: &[Receipted],
    voted: &[Uuid],
) -> Utf8Bytes {
    let (mine, voted) = (Some(mine), Some(voted));
    let viewer = Some(viewer);
    text(&Frame::Welcome { position: At(position), viewer, me: None, now: None, broadcast, mine, voted })
}

/// A moderator is let in; `now` is the server's clock, by which the screen tells how long ago things were.
pub fn welcome_moderator(position: Position, me: &Me, broadcast: &About, now: u64) -> Utf8Bytes {
    let (position, me, now) = (At(position), Some(me), Some(now));
    text(&Frame::Welcome { position, viewer: None, me, now, broadcast, mine: None, voted: None })
}

/// A question is durable.
pub fn receipt(receipt: &Receipt) -> Utf8Bytes {
    text(&Frame::Receipt(receipt))
}

/// What became of one's question.
pub fn status(mine: &Receipted) -> Utf8Bytes {
    text(&Frame::Status(mine))
}

/// What all viewers see.
pub fn public(position: Position, wall_id: &str, public: &Public) -> Utf8Bytes {
    text(&Frame::Public { position: At(position), wall_id, public })
}

/// The same without the wall, or with what changed on it: the order of its numbers, and the new and changed questions.
pub fn public_change(
    position: Position,
    wall_id: &str,
    public: &Public,
    wall: Option<(&[Number], &[&PublicQuestion])>,
) -> Utf8Bytes {
    let Public { phase, on_air, counts, .. } = public;
    let (order, changed) = wall.unzip();
    let (position, phase, on_air) = (At(position), *phase, on_air.as_ref());
    text(&Frame::PublicChange { position, wall_id, phase, on_air, counts, order, changed })
}

/// Questions like what is typed.
pub fn similar(typed: &str, questions: &[Similar]) -> Utf8Bytes {
    text(&Frame::Similar { text: typed, questions })
}

/// Something was refused; `id` says what.
pub fn refused(id: Option<Uuid>, problem: &Problem, lang: Lang) -> Utf8Bytes {
    text(&Frame::Refused {
        id,
        code: problem.code(),
        detail: problem.detail(lang),
        number: problem.number(),
        retry_after_ms: problem.retry_after_ms(),
    })
}

/// The figures of the console.
pub fn counts(position: Position, counts: &Counts) -> Utf8Bytes {
    text(&Frame::Counts { position: At(position), counts })
}

/// A moderator's window, whole: how many answer its query, and the newest number there is.
pub fn view(position: Position, view: &Query, (total, seen): (usize, Number), rows: &[Row]) -> Utf8Bytes {
    text(&Frame::View { position: At(position), view, total, seen, rows })
}

/// What changed in a moderator's window: how many answer its query, and how many of them came since it was chosen.
pub fn rows(
    position: Position,
    (total, fresh): (usize, usize),
    order: &[Number],
    rows: &[Row],
    left: &[Row],
) -> Utf8Bytes {
    text(&Frame::Rows { position: At(position), total, fresh, order, rows, left })
}

/// One question opened.
pub fn card(card: &Card) -> Utf8Bytes {
    text(&Frame::Card(card))
}

/// A further page of one of its lists.
pub fn card_page(page: &CardPage) -> Utf8Bytes {
    text(&Frame::CardPage(page))
}

/// Of whom nothing more is taken.
pub fn muted(viewers: &[MutedViewer]) -> Utf8Bytes {
    text(&Frame::Muted { viewers })
}

/// The host's list, whole.
pub fn rundown(position: Position, rundown: &Rundown) -> Utf8Bytes {
    text(&Frame::Rundown { position: At(position), rundown })
}

/// Who is here.
pub fn presence(people: &[Presence]) -> Utf8Bytes {
    text(&Frame::Presence { people })
}

/// A word to the host.
pub fn note(note: &Note) -> Utf8Bytes {
    text(&Frame::Note(note))
}

/// A command was done.
pub fn done(id: Uuid, position: Position) -> Utf8Bytes {
    text(&Frame::Done { id, position: At(position) })
}

/// Something that those who run the broadcast must know at once, or that is over.
pub fn alarm(alarm: &Alarm, lang: Lang) -> Utf8Bytes {
    text(&Frame::Alarm { code: alarm.code, on: alarm.on, detail: alarm.detail(lang) })
}
