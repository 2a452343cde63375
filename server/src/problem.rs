//! Everything that may be answered instead of what was asked for, in one place: its code, its HTTP status and
//! its words. Pages, JSON and frames are made from it in `http` and `session`.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::http::StatusCode;
use efir_core::Refusal;
use efir_log::LogError;
use efir_web::{Arg, Lang};
use moderation_rules::rules::RulesError;
use uuid::Uuid;

/// A refusal, for people and for programs.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // the codes are told in docs/protocol.md
pub enum Problem {
    /// Not JSON, or a field is missing or of the wrong kind.
    BadRequest(String),
    UnknownType,
    TooLarge {
        max: usize,
    },
    Empty,
    TooLong {
        max: usize,
    },
    /// A question with that id exists and is another's.
    IdTaken,
    RateLimited {
        retry_after_ms: u64,
    },
    Overloaded {
        retry_after_ms: u64,
    },
    Unauthorized,
    BadToken,
    Forbidden,
    BadOrigin,
    NotFound,
    MethodNotAllowed,
    BadSlug,
    SlugTaken,
    /// A rule file is broken: where, and why.
    BadRules(String),
    /// Decided in `apply`, or before it by the same rule.
    Refused(Refusal),
    /// The log does not answer. What was sent may have been kept: the same id may be sent again.
    Unavailable,
    Internal,
}

/// The soonest that one may come back who could not be served, and over how long the others are spread.
const COME_BACK_MS: (u64, u64) = (1_000, 4_000);

impl Problem {
    /// Too much at once: come back, each at another moment, so that not all do so at once.
    pub fn overloaded() -> Self {
        static TURN: AtomicU64 = AtomicU64::new(0);
        let (soonest, spread) = COME_BACK_MS;
        // Coprime with the spread: a thousand in a row are spread evenly.
        let turn = TURN.fetch_add(1, Ordering::Relaxed).wrapping_mul(1_237);
        Problem::Overloaded { retry_after_ms: soonest + turn % spread }
    }

    /// The stable code of the protocol.
    pub fn code(&self) -> &'static str {
        match self {
            Problem::BadRequest(_) => "bad_request",
            Problem::UnknownType => "unknown_type",
            Problem::TooLarge { .. } => "too_large",
            Problem::Empty => "empty",
            Problem::TooLong { .. } => "too_long",
            Problem::IdTaken => "id_taken",
            Problem::RateLimited { .. } => "rate_limited",
            Problem::Overloaded { .. } => "overloaded",
            Problem::Unauthorized => "unauthorized",
            Problem::BadToken => "bad_token",
            Problem::Forbidden => "forbidden",
            Problem::BadOrigin => "bad_origin",
            Problem::NotFound => "not_found",
            Problem::MethodNotAllowed => "method_not_allowed",
            Problem::BadSlug => "bad_slug",
            Problem::SlugTaken => "slug_taken",
            Problem::BadRules(_) => "bad_rules",
            Problem::Refused(refusal) => refusal.code(),
            Problem::Unavailable => "unavailable",
            Problem::Internal => "internal",
        }
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        match self {
            Problem::BadRequest(_) | Problem::UnknownType | Problem::BadSlug => StatusCode::BAD_REQUEST,
            Problem::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Problem::Empty | Problem::TooLong { .. } | Problem::BadRules(_) => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            Problem::RateLimited { .. } => StatusCode::TOO_MANY_REQUESTS,
            Problem::Overloaded { .. } | Problem::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Problem::Unauthorized | Problem::BadToken => StatusCode::UNAUTHORIZED,
            Problem::Forbidden | Problem::BadOrigin => StatusCode::FORBIDDEN,
            Problem::NotFound => StatusCode::NOT_FOUND,
            Problem::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Problem::SlugTaken | Problem::IdTaken => StatusCode::CONFLICT,
            Problem::Refused(refusal) => match refusal {
                Refusal::NoQuestion | Refusal::NotFound => StatusCode::NOT_FOUND,
                Refusal::Forbidden | Refusal::Muted => StatusCode::FORBIDDEN,
                Refusal::BadText | Refusal::BadSettings | Refusal::UnknownDeed => {
                    StatusCode::UNPROCESSABLE_ENTITY
                }
                _ => StatusCode::CONFLICT,
            },
            Problem::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// After how many milliseconds another try makes sense.
    pub fn retry_after_ms(&self) -> Option<u64> {
        match self {
            Problem::RateLimited { retry_after_ms } | Problem::Overloaded { retry_after_ms } => {
                Some(*retry_after_ms)
            }
            Problem::Unavailable => Some(1_000),
            _ => None,
        }
    }

    /// The question it is about, where it is about one.
    pub fn number(&self) -> Option<u32> {
        match self {
            Problem::Refused(
                Refusal::WrongStatus { number, .. }
                | Refusal::Changed { number, .. }
                | Refusal::Claimed { number, .. }
                | Refusal::OnAir { number },
            ) => Some(*number),
            _ => None,
        }
    }

    /// In the words of that language.
    pub fn detail(&self, lang: Lang) -> String {
        let mut args: Vec<(&str, Arg)> = Vec::new();
        match self {
            Problem::BadRequest(what) | Problem::BadRules(what) => args.push(("what", what.as_str().into())),
            Problem::TooLarge { max } | Problem::TooLong { max } => args.push(("max", (*max).into())),
            Problem::RateLimited { retry_after_ms } => {
                args.push(("seconds", retry_after_ms.div_ceil(1000).into()));
            }
            Problem::Refused(Refusal::WrongStatus { status, who, .. }) => {
                args.push(("status", status.name().into()));
                args.push(("who", who.as_deref().unwrap_or("none").into()));
            }
            Problem::Refused(Refusal::Changed { who, .. } | Refusal::Claimed { who, .. }) => {
                args.push(("who", who.as_deref().unwrap_or("none").into()));
            }
            Problem::Refused(Refusal::BadText) => args.push(("max", 0_u64.into())),
            _ => {}
        }
        args.extend(self.number().map(|number| ("number", number.to_string().into())));
        efir_web::refusal(lang, self.code(), &args)
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Problem::Refused(refusal)
    }
}

impl From<RulesError> for Problem {
    fn from(error: RulesError) -> Self {
        Problem::BadRules(error.to_string())
    }
}

impl From<LogError> for Problem {
    fn from(error: LogError) -> Self {
        match error {
            LogError::Overloaded { .. } => Problem::overloaded(),
            other => {
                other.report("", "the log does not answer");
                Problem::Unavailable
            }
        }
    }
}

/// Why an id given by a client was refused along with the id, for frames that name it.
pub type ById = (Option<Uuid>, Problem);
