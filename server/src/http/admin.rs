//! The administrator's page: the broadcasts with their links and settings, a form for a new one, and opening, pausing
//! and closing, all by plain forms.

use axum::{
    extract::{Form, OriginalUri, Path, State, rejection::FormRejection},
    response::{IntoResponse, Redirect, Response},
};
use efir_core::{Actor, Command, Deed, Entry, Refusal, Role, SettingsPatch};
use qrcode::{EcLevel, QrCode, render::svg};
use serde::Deserialize;

use super::{
    App,
    answer::PageError,
    auth::Credentials,
    pages::{self, Page},
};
use crate::{clock, node, problem::Problem, room::Room};

/// `GET /admin`
pub async fn page(State(app): State<App>, OriginalUri(uri): OriginalUri, who: Credentials) -> Page {
    let show = || {
        if who.link.is_some() {
            return pages::enter(&who, Role::Admin, "*", uri.path());
        }
        who.role(Role::Admin, "*")?;
        Ok(pages::with_lang(&who, &uri, render(&app, &who, None)))
    };
    show().map_err(|problem| PageError(problem, who.lang))
}

fn render(app: &App, who: &Credentials, error: Option<&Problem>) -> Response {
    let broadcasts = app.node.rooms().iter().map(|room| managed(app, room)).collect();
    let error = error.map(|problem| problem.detail(who.lang));
    let page = efir_web::AdminPage { lang: who.lang, broadcasts, error };
    pages::html(page.render())
}

fn managed(app: &App, room: &Room) -> efir_web::Managed {
    let link = |page: &str, role| {
        let token = node::token(&app.node.keys(), role, &room.slug, None);
        format!("{}/{page}/{}?token={token}", app.base_url, room.slug)
    };
    let state = room.read();
    let settings = state.broadcast.settings();
    let viewers = match settings.anonymous {
        true => format!("{}/b/{}", app.base_url, room.slug),
        false => link("b", Role::Viewer),
    };
    efir_web::Managed {
        slug: room.slug.clone(),
        title: settings.title.clone(),
        phase: state.broadcast.phase().name(),
        questions: state.broadcast.questions().len(),
        moderate: link("moderate", Role::Moderator),
        host: link("host", Role::Host),
        overlay: link("overlay", Role::Overlay),
        qr: qr(&viewers),
        viewers,
        anonymous: settings.anonymous,
        rules: settings.rules,
        wall: settings.wall,
        text_max: settings.text_max,
        air_from: settings.air_from.map(as_field).unwrap_or_default(),
        air_until: settings.air_until.map(as_field).unwrap_or_default(),
        video: settings.video.clone().unwrap_or_default(),
    }
}

/// A link as a picture for phones; empty where it is too long for one.
fn qr(link: &str) -> String {
    let code = QrCode::with_error_correction_level(link, EcLevel::M);
    let picture = code.map(|code| code.render::<svg::Color<'_>>().min_dimensions(220, 220).build());
    let picture = picture.unwrap_or_default();
    // The declaration of XML has no place inside a page.
    picture.split_once("?>").map_or(picture.as_str(), |(_, svg)| svg).to_owned()
}

/// A time as a form has it, in UTC.
fn as_field(ms: u64) -> String {
    let time = i64::try_from(ms).ok().and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok());
    time.map(|time| time.strftime("%Y-%m-%dT%H:%M").to_string()).unwrap_or_default()
}

/// A time from a form; an empty one takes the setting away.
fn from_field(field: &str) -> Option<u64> {
    if field.is_empty() {
        return Some(0);
    }
    let time: jiff::civil::DateTime = field.parse().ok()?;
    let time = time.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    time.timestamp().as_millisecond().try_into().ok()
}

/// What the form of the settings sends; a box that is not ticked is not there.
#[derive(Deserialize)]
pub struct SettingsForm {
    title: String,
    text_max: u32,
    air_from: String,
    air_until: String,
    video: String,
    anonymous: Option<String>,
    wall: Option<String>,
    rules: Option<String>,
}

impl SettingsForm {
    fn patch(&self) -> Option<SettingsPatch> {
        Some(SettingsPatch {
            title: Some(self.title.trim().to_owned()),
            anonymous: Some(self.anonymous.is_some()),
            rules: Some(self.rules.is_some()),
            text_max: Some(self.text_max),
            wall: Some(self.wall.is_some()),
            air_from: Some(from_field(&self.air_from)?),
            air_until: Some(from_field(&self.air_until)?),
            video: Some(self.video.trim().to_owned()),
        })
    }
}

/// `POST /admin/broadcasts/SLUG/settings`
pub async fn set(
    State(app): State<App>,
    Path(slug): Path<String>,
    who: Credentials,
    form: Result<Form<SettingsForm>, FormRejection>,
) -> Page {
    let admin = who.role_to_change(Role::Admin, "*").map_err(|problem| PageError(problem, who.lang))?;
    let set = async {
        let room = app.node.room(&slug)?;
        let Form(form) = form.map_err(|error| Problem::BadRequest(error.body_text()))?;
        let patch = form.patch().ok_or(Problem::Refused(Refusal::BadSettings))?;
        order(&room, admin.actor(), Command::Settings(patch)).await
    };
    match set.await {
        Ok(()) => Ok(Redirect::to(&format!("/admin#{slug}")).into_response()),
        Err(problem) => Ok((problem.status(), render(&app, &who, Some(&problem))).into_response()),
    }
}

async fn order(room: &Room, by: Actor, command: Command) -> Result<(), Problem> {
    let entry = Entry::new(clock::new_id(), clock::now_ms(), by, Deed::Command(command));
    Ok(room.submit(&entry, None).await?.outcome?)
}

/// What the form for a new broadcast sends.
#[derive(Deserialize)]
pub struct New {
    slug: String,
    title: String,
}

/// `POST /admin/broadcasts`
pub async fn create(State(app): State<App>, who: Credentials, Form(new): Form<New>) -> Page {
    let admin = who.role_to_change(Role::Admin, "*").map_err(|problem| PageError(problem, who.lang))?;
    match app.node.create(new.slug.trim(), &new.title, true, admin.actor()).await {
        Ok(_) => Ok(Redirect::to("/admin").into_response()),
        Err(problem) => Ok((problem.status(), render(&app, &who, Some(&problem))).into_response()),
    }
}

/// `POST /admin/broadcasts/SLUG/open`, `pause` or `close`
pub async fn set_phase(
    State(app): State<App>,
    Path((slug, phase)): Path<(String, String)>,
    who: Credentials,
) -> Page {
    let set = async {
        let admin = who.role_to_change(Role::Admin, "*")?;
        let room = app.node.room(&slug)?;
        let command = match phase.as_str() {
            "open" => Command::Open,
            "pause" => Command::Pause,
            "close" => Command::Close,
            _ => return Err(Problem::NotFound),
        };
        order(&room, admin.actor(), command).await?;
        Ok(Redirect::to(&format!("/admin#{slug}")).into_response())
    };
    set.await.map_err(|problem| PageError(problem, who.lang))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_go_through_the_form_and_back() {
        assert_eq!(from_field(""), Some(0));
        assert_eq!(from_field("2026-11-24T19:05"), Some(1_795_547_100_000));
        assert_eq!(as_field(1_795_547_100_000), "2026-11-24T19:05");
        for bad in ["soon", "2026-13-01T00:00", "1969-01-01T00:00"] {
            assert_eq!(from_field(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_link_becomes_a_picture_that_may_stand_in_a_page() {
        let picture = qr("https://ask.example/b/direct-line");
        assert!(picture.trim_start().starts_with("<svg") && !picture.contains("style"), "{picture}");
        assert_eq!(qr(&"x".repeat(5_000)), "");
    }
}
