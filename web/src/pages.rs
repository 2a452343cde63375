//! Every page as a struct: what it shows, and nothing else. The templates of the same names are in `web/templates`.

use askama::Template;

use crate::{
    assets::asset_url,
    compiled,
    words::{Lang, t},
};

/// A broadcast in a list.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Listed {
    pub slug: String,
    pub title: String,
    /// `open`, `paused` or `closed`.
    pub phase: &'static str,
    pub questions: usize,
}

/// `/`: the broadcasts.
#[derive(Template)]
#[template(path = "home.html")]
#[allow(missing_docs)]
pub struct Home {
    pub lang: Lang,
    pub broadcasts: Vec<Listed>,
}

/// The longest texts, in graphemes.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct TextLimits {
    pub text: usize,
    pub name: usize,
    pub place: usize,
}

/// A question that a moderator approved.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct PublicQuestion {
    pub id: String,
    pub number: u32,
    pub text: String,
    pub name: Option<String>,
    pub place: Option<String>,
    pub same: u32,
    pub status: &'static str,
    /// Since when it has that status, in milliseconds.
    pub since: u64,
}

/// A text longer than this, in characters, shows its beginning until it is tapped. As `CUT` in `viewer/view.js`.
const CUT: usize = 300;

impl PublicQuestion {
    fn is_cut(&self) -> bool {
        self.text.chars().count() > CUT
    }

    /// A long text has the width for itself, and its button below. As `kind` in `viewer/view.js`.
    fn kind(&self) -> &'static str {
        if self.text.chars().count() > 100 { "asked long" } else { "asked" }
    }
}

/// What became of one's own question.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct MyQuestion {
    pub id: String,
    pub number: u32,
    pub text: String,
    pub status: &'static str,
    /// How the question stands that this one was folded into.
    pub root_status: Option<&'static str>,
    pub duplicate_number: Option<u32>,
    pub same: u32,
    /// Place in the rundown, from 1.
    pub rank: Option<usize>,
    pub reason: Option<String>,
    /// What a rule has to say to the asker.
    pub message: Option<String>,
    /// When it last changed, in milliseconds.
    pub at: u64,
    pub receipt: String,
}

/// `/b/SLUG`: the page to ask on.
#[derive(Template)]
#[template(path = "viewer.html")]
#[allow(missing_docs)]
pub struct ViewerPage {
    pub lang: Lang,
    pub slug: String,
    pub title: String,
    pub phase: &'static str,
    pub limits: TextLimits,
    pub air_from: Option<u64>,
    /// The https address of the broadcast's picture.
    pub video: Option<String>,
    pub on_air: Option<PublicQuestion>,
    pub wall: Vec<PublicQuestion>,
    /// It was asked for with the whole wall.
    pub whole: bool,
    /// How many of the wall the page leaves out, to stay light; whoever asks for them gets them.
    pub wall_more: usize,
    /// The wall's name, by which the socket knows that the page has it already.
    pub wall_id: String,
    pub questions: usize,
    pub answered: usize,
    pub mine: Vec<MyQuestion>,
    /// Ids of the questions one voted for.
    pub voted: Vec<String>,
    /// The id that the form's question will have.
    pub question_id: String,
    pub text: String,
    pub name: String,
    pub place: String,
    /// Why the form was refused.
    pub error: Option<String>,
}

/// `/b/SLUG/q/RECEIPT`: what became of a question.
#[derive(Template)]
#[template(path = "receipt.html")]
#[allow(missing_docs)]
pub struct ReceiptPage {
    pub lang: Lang,
    pub slug: String,
    pub title: String,
    pub air_from: Option<u64>,
    pub question: MyQuestion,
    /// Its address with the server's name, to be copied.
    pub address: String,
    /// Whether who looks may take it back.
    pub own: bool,
    /// Why that was refused.
    pub error: Option<String>,
}

/// `/moderate/SLUG`: the console.
#[derive(Template)]
#[template(path = "moderate.html")]
#[allow(missing_docs)]
pub struct ModeratePage {
    pub lang: Lang,
    pub slug: String,
    pub title: String,
}

/// `/host/SLUG`: the host's screen.
#[derive(Template)]
#[template(path = "host.html")]
#[allow(missing_docs)]
pub struct HostPage {
    pub lang: Lang,
    pub slug: String,
    pub title: String,
}

/// `/overlay/SLUG`: what goes over the broadcast's picture.
#[derive(Template)]
#[template(path = "overlay.html")]
#[allow(missing_docs)]
pub struct OverlayPage {
    pub lang: Lang,
    pub slug: String,
    pub title: String,
}

/// A broadcast as its administrator sees it, with the links for each role.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Managed {
    pub slug: String,
    pub title: String,
    pub phase: &'static str,
    pub questions: usize,
    pub viewers: String,
    pub moderate: String,
    pub host: String,
    pub overlay: String,
    /// The viewers' link as a picture for phones, in SVG.
    pub qr: String,
    pub anonymous: bool,
    pub rules: bool,
    pub wall: bool,
    pub text_max: u32,
    /// As a form has it, `2026-11-24T19:00`, in UTC; empty where there is none.
    pub air_from: String,
    pub air_until: String,
    pub video: String,
}

impl Managed {
    /// The links by whom they are for.
    fn links(&self) -> [(&'static str, &str); 4] {
        [
            ("viewers", &self.viewers),
            ("moderate", &self.moderate),
            ("host", &self.host),
            ("overlay", &self.overlay),
        ]
    }
}

/// `/admin`: the broadcasts and their links.
#[derive(Template)]
#[template(path = "admin.html")]
#[allow(missing_docs)]
pub struct AdminPage {
    pub lang: Lang,
    pub broadcasts: Vec<Managed>,
    pub error: Option<String>,
}

/// What was wrong, and what to do.
#[derive(Template)]
#[template(path = "error.html")]
#[allow(missing_docs)]
pub struct ErrorPage {
    pub lang: Lang,
    pub status: u16,
    pub code: &'static str,
    pub detail: String,
}

impl ErrorPage {
    /// A page for a refusal.
    pub fn new(lang: Lang, status: u16, code: &'static str, detail: String) -> Self {
        ErrorPage { lang, status, code, detail }
    }
}

/// A template that reads only from memory renders always; were one broken, the tests that render each would say so.
fn rendered(page: askama::Result<String>) -> String {
    page.unwrap_or_else(|error| error.to_string())
}

impl AdminPage {
    /// What brings a broadcast into that phase.
    fn deed(&self, phase: &str) -> &'static str {
        match phase {
            "open" => "open",
            "paused" => "pause",
            _ => "close",
        }
    }
}

impl ErrorPage {
    /// What one may do about it.
    fn advice(&self) -> String {
        self.lang.t(match self.status {
            401 | 403 => "error-advice-link",
            404 => "error-advice-address",
            400..500 => "error-advice-back",
            _ => "error-advice-later",
        })
    }
}

impl ViewerPage {
    /// The approved questions that wait, in the order of the rundown.
    fn planned(&self) -> impl Iterator<Item = &PublicQuestion> {
        self.wall.iter().filter(|question| question.status == "approved")
    }

    /// The newest of those that were answered.
    fn past(&self) -> impl Iterator<Item = &PublicQuestion> {
        self.wall.iter().filter(|question| question.status == "answered")
    }

    /// The broadcast's figures.
    fn counts(&self) -> String {
        t(self.lang, "viewer-counts", &[("count", self.questions.into()), ("answered", self.answered.into())])
    }

    fn has_voted(&self, question: &PublicQuestion) -> bool {
        self.voted.contains(&question.id)
    }
}

macro_rules! pages {
    ($($page:ident),*) => {$(
        impl $page {
            /// The page as HTML.
            pub fn render(&self) -> String {
                rendered(Template::render(self))
            }

            /// The address of a static file, for the template.
            fn file(&self, name: &str) -> String {
                asset_url(name)
            }

            /// The texts for the page's script, for the template.
            #[allow(dead_code)] // not every page has a script
            fn words(&self, prefixes: &str) -> String {
                compiled::json_for_page(self.lang, &prefixes.split(' ').collect::<Vec<_>>())
            }
        }
    )*};
}

pages!(Home, ViewerPage, ReceiptPage, ModeratePage, HostPage, OverlayPage, AdminPage, ErrorPage);
