//! The rules over HTTP, for an editor's page: the files in force, and what changed ones would have done.

use std::collections::BTreeMap;

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
};
use efir_core::Role;
use moderation_rules::rules::Rules;
use serde::{Deserialize, Serialize};

use super::{App, answer::ApiError, auth::Credentials};
use crate::{dry_run, problem::Problem};

/// The files in force.
#[derive(Serialize)]
pub struct Files {
    version: String,
    files: BTreeMap<String, String>,
}

/// `GET /broadcasts/SLUG/rules`
pub async fn files(
    State(app): State<App>,
    Path(slug): Path<String>,
    who: Credentials,
) -> Result<Json<Files>, ApiError> {
    let read = || {
        who.role(Role::Moderator, &slug)?;
        app.node.room(&slug)?;
        let rules = app.node.rules();
        Ok(Json(Files { version: rules.version(), files: rules.files().iter().cloned().collect() }))
    };
    read().map_err(|problem| ApiError(problem, who.lang))
}

/// `POST /broadcasts/SLUG/rules/diff`: a file takes the place of the one of the same name, `null` leaves it out.
pub async fn diff(
    State(app): State<App>,
    Path(slug): Path<String>,
    who: Credentials,
    body: Bytes,
) -> Result<Json<dry_run::Report>, ApiError> {
    #[derive(Deserialize)]
    struct Changed {
        files: BTreeMap<String, Option<String>>,
    }
    let lang = who.lang;
    let run = async {
        who.role_to_change(Role::Moderator, &slug)?;
        let room = app.node.room(&slug)?;
        let Changed { files: changed } =
            serde_json::from_slice(&body).map_err(|error| Problem::BadRequest(error.to_string()))?;
        let old = app.node.rules();
        let questions = dry_run::questions(&room.read().broadcast);
        let judged = tokio::task::spawn_blocking(move || {
            let mut files: BTreeMap<String, String> = old.files().iter().cloned().collect();
            for (name, text) in changed {
                match text {
                    Some(text) => files.insert(name, text),
                    None => files.remove(&name),
                };
            }
            let new = Rules::load(&files.into_iter().collect::<Vec<_>>())?;
            Ok(dry_run::run(&old, &new, &questions))
        });
        judged.await.map_err(|_| Problem::Internal)?
    };
    run.await.map(Json).map_err(|problem| ApiError(problem, lang))
}
