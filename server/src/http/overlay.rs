//! What goes over the broadcast's picture: the page, the same as data for vMix and other graphics, and as an OGraf
//! graphic. Only what is on air is ever told here.

use axum::{
    extract::{OriginalUri, Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use efir_core::{Role, audience::RundownItem};
use efir_web::Lang;
use serde_json::{Value, json};

use super::{
    App,
    answer::{ApiError, PageError},
    auth::Credentials,
    pages::screen,
};
use crate::problem::Problem;

/// `GET /overlay/SLUG`: the page for OBS, vMix and the like.
pub async fn page(
    State(app): State<App>,
    Path(slug): Path<String>,
    OriginalUri(uri): OriginalUri,
    who: Credentials,
) -> Result<Response, PageError> {
    screen(&app, Role::Overlay, &slug, &uri, &who, |lang, slug, title| {
        efir_web::OverlayPage { lang, slug, title }.render()
    })
}

/// What is on air as one row of texts; all are empty where nothing is, so that a column stays a column.
fn row(item: Option<RundownItem>, lang: Lang) -> Vec<(&'static str, String)> {
    let Some(item) = item else {
        let names = ["id", "number", "label", "text", "name", "place", "same", "asked", "line"];
        return [("on_air", "false".to_owned())]
            .into_iter()
            .chain(names.map(|name| (name, String::new())))
            .collect();
    };
    let number = item.number.to_string();
    let asked = match item.same {
        0 | 1 => String::new(),
        same => lang.with("overlay-asked", "count", same),
    };
    let (name, place) = (item.name.unwrap_or_default(), item.place.unwrap_or_default());
    let joined = |parts: [&str; 2], by: &str| {
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(by)
    };
    let line = joined([&joined([&name, &place], ", "), &asked], " · ");
    vec![
        ("on_air", "true".to_owned()),
        ("id", item.id.to_string()),
        ("label", lang.with("overlay-number", "number", number.as_str())),
        ("number", number),
        ("text", item.text),
        ("name", name),
        ("place", place),
        ("same", item.same.to_string()),
        ("asked", asked),
        ("line", line),
    ]
}

fn on_air(app: &App, slug: &str, who: &Credentials) -> Result<Vec<(&'static str, String)>, ApiError> {
    let find = || {
        who.role(Role::Overlay, slug)?;
        let (_, rundown) = app.node.room(slug)?.rundown();
        Ok(row(rundown.on_air, who.lang))
    };
    find().map_err(|problem: Problem| ApiError(problem, who.lang))
}

/// For graphics that run elsewhere; who may ask is told by the token in the address, never by a cookie.
fn for_anywhere(mime: &'static str, body: impl Into<axum::body::Body>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(mime)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
    ];
    (headers, body.into()).into_response()
}

/// `GET /overlay/SLUG/data.json`: an array of one row.
pub async fn data_json(
    State(app): State<App>,
    Path(slug): Path<String>,
    who: Credentials,
) -> Result<Response, ApiError> {
    let row = on_air(&app, &slug, &who)?;
    let row: serde_json::Map<String, Value> =
        row.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
    Ok(for_anywhere("application/json", json!([row]).to_string()))
}

/// `GET /overlay/SLUG/data.xml`: the same; vMix reads it by the XPath `/data/row`.
pub async fn data_xml(
    State(app): State<App>,
    Path(slug): Path<String>,
    who: Credentials,
) -> Result<Response, ApiError> {
    let row = on_air(&app, &slug, &who)?;
    let fields: String =
        row.iter().map(|(name, value)| format!("<{name}>{}</{name}>", escaped(value))).collect();
    let xml = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<data><row>{fields}</row></data>\n");
    Ok(for_anywhere("application/xml; charset=utf-8", xml))
}

/// Text for XML. What XML cannot hold at all was cleaned away when the question came in.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// `GET /overlay/SLUG/ograf/FILE`: the graphic. Its manifest, asked for with the overlay's token, names the data with
/// that token in it; the other files are the same for all.
pub async fn ograf(
    State(app): State<App>,
    Path((slug, file)): Path<(String, String)>,
    who: Credentials,
) -> Result<Response, ApiError> {
    let find = || {
        if file == "efir-question.ograf.json" {
            who.role(Role::Overlay, &slug)?;
            let token = who.link.as_deref().map(|token| format!("?token={token}")).unwrap_or_default();
            let source = format!("{}/overlay/{slug}/data.json{token}", app.base_url);
            return Ok(for_anywhere("application/json", manifest(&source, who.lang).to_string()));
        }
        let asset = efir_web::graphic_file(&file).ok_or(Problem::NotFound)?;
        Ok(for_anywhere(asset.mime, asset.bytes.into_owned()))
    };
    find().map_err(|problem: Problem| ApiError(problem, who.lang))
}

fn manifest(source: &str, lang: Lang) -> Value {
    json!({
        "$schema": "https://ograf.ebu.io/v1/specification/json-schemas/graphics/schema.json",
        "id": "efir.question-on-air",
        "version": env!("CARGO_PKG_VERSION"),
        "name": lang.t("overlay-ograf-name"),
        "description": lang.t("overlay-ograf-description"),
        "author": {"name": "Efir"},
        "main": "graphic.mjs",
        "stepCount": 1,
        "supportsRealTime": true,
        "supportsNonRealTime": false,
        "schema": {"type": "object", "required": ["source"], "properties": {
            "source": {"type": "string", "title": lang.t("overlay-ograf-source"), "default": source},
            "theme": {
                "type": "string",
                "title": lang.t("overlay-ograf-theme"),
                "enum": efir_web::OVERLAY_THEMES,
                "default": efir_web::OVERLAY_THEMES[0],
            },
        }},
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item() -> RundownItem {
        RundownItem {
            id: uuid::Uuid::from_u128(7),
            number: 1476,
            text: "Где <b>автобус</b> & когда?".to_owned(),
            name: Some("Анна".to_owned()),
            place: Some("Чебоксары".to_owned()),
            same: 312,
            note: Some("не для зрителей".to_owned()),
            revision: 0,
            pinned: false,
            since: None,
        }
    }

    #[test]
    fn a_row_says_what_viewers_may_read_and_has_the_same_columns_when_nothing_is_on_air() {
        let full = row(Some(item()), Lang::RU);
        let of = |name: &str| full.iter().find(|(n, _)| *n == name).map(|(_, value)| value.as_str());
        assert_eq!(of("line"), Some("Анна, Чебоксары · этот вопрос задали 312 зрителей"));
        assert_eq!(of("label"), Some("№\u{a0}1476"));
        assert!(full.iter().all(|(_, value)| !value.contains("не для зрителей")), "a word to the host");
        let names = |row: &[(&'static str, String)]| {
            let mut names: Vec<_> = row.iter().map(|(name, _)| *name).collect();
            names.sort_unstable();
            names
        };
        let empty = row(None, Lang::RU);
        assert_eq!(names(&full), names(&empty));
        assert!(empty.iter().all(|(name, value)| *name == "on_air" || value.is_empty()));
        let alone = RundownItem { name: None, place: None, same: 1, ..item() };
        assert!(row(Some(alone), Lang::EN).contains(&("line", String::new())));
    }

    #[test]
    fn markup_in_a_question_is_text_in_xml() {
        assert_eq!(escaped(&item().text), "Где &lt;b&gt;автобус&lt;/b&gt; &amp; когда?");
    }
}
