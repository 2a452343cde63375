//! Every page as a struct: what it shows, and nothing else. The templates of the same names are in `web/templates`.

use askama::Template;

use crate::{assets::asset_url, compiled, words::Lang};

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
    /// Ids and titles.
    pub topics: Vec<(String, String)>,
    pub on_air: Option<PublicQuestion>,
    pub wall: Vec<PublicQuestion>,
    pub mine: Vec<MyQuestion>,
    /// Ids of the questions one voted for.
    pub voted: Vec<String>,
    /// The id that the form's question will have.
    pub question_id: String,
    pub text: String,
    pub name: String,
    pub place: String,
    pub topic: String,
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
    pub question: MyQuestion,
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
