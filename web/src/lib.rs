//! Efir's pages: typed structs that templates turn into HTML, the words they are written in, and the static files
//! that make them live. No I/O, and nothing of the server's state: what a page shows is handed to it.

mod assets;
mod compiled;
mod packed;
mod pages;
mod told;
mod words;

pub use assets::{Asset, HOST_WORKER, OVERLAY_THEMES, asset, asset_url, graphic_file};
pub use pages::{
    AdminPage, ErrorPage, Home, HostPage, Listed, Managed, ModeratePage, MyQuestion, OverlayPage,
    PublicQuestion, ReceiptPage, TextLimits, ViewerPage,
};
pub use words::{Arg, Lang, refusal, t};
