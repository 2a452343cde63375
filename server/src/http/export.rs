//! The export as a download.

use axum::{
    extract::{Path, Query, State},
    http::header,
    response::{IntoResponse, Response},
};
use efir_core::Role;
use serde::Deserialize;

use super::{App, answer::ApiError, auth::Credentials};
use crate::{
    export::{self, Format},
    problem::Problem,
};

/// What is asked for.
#[derive(Deserialize)]
pub struct Asked {
    format: Option<String>,
}

/// `GET /api/v1/broadcasts/SLUG/export?format=`
pub async fn download(
    State(app): State<App>,
    Path(slug): Path<String>,
    Query(Asked { format }): Query<Asked>,
    who: Credentials,
) -> Result<Response, ApiError> {
    let make = || {
        who.role(Role::Moderator, &slug)?;
        let room = app.node.room(&slug)?;
        let format = Format::parse(format.as_deref().unwrap_or("jsonl"))
            .ok_or_else(|| Problem::BadRequest("format: jsonl, csv or xlsx".to_owned()))?;
        let written = export::write(&room.read().broadcast, format).map_err(|error| {
            tracing::error!(%error, "an export failed");
            Problem::Internal
        })?;
        let name = format!("attachment; filename=\"{slug}.{}\"", format.ending());
        let headers = [(header::CONTENT_TYPE, format.mime().to_owned()), (header::CONTENT_DISPOSITION, name)];
        Ok((headers, written).into_response())
    };
    make().map_err(|problem| ApiError(problem, who.lang))
}
