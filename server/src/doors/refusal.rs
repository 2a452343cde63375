//! What a viewer is told who cannot be let in now: when to come back, each at another moment. A browser's page comes back
//! by itself.

use std::time::Duration;

use efir_web::ErrorPage;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy, sink},
    net::TcpStream,
    time::timeout,
};

use super::head::Head;
use crate::{
    http::{CSP, answer::problem_json},
    limits,
    problem::Problem,
};

/// How long one may take to read the refusal. Closed at once with something unread, it would not arrive.
const LINGER: Duration = Duration::from_secs(1);

/// Refuses, and ends the connection.
pub async fn no_room(mut stream: TcpStream, head: &Head) {
    let problem = Problem::overloaded();
    metrics::counter!("efir_refusals_total", "code" => problem.code()).increment(1);
    let answer = answer(&problem, head);
    let refuse = async {
        stream.write_all(answer.as_bytes()).await?;
        stream.shutdown().await?;
        copy(&mut (&mut stream).take(limits::BODY_BYTES as u64), &mut sink()).await
    };
    // Who is gone needs no answer.
    let _ = timeout(LINGER, refuse).await;
}

fn answer(problem: &Problem, head: &Head) -> String {
    let lang = head.lang();
    let seconds = problem.retry_after_ms().unwrap_or_default().div_ceil(1000);
    let (kind, refresh, body) = if head.is_for_a_person() {
        let (status, detail) = (problem.status().as_u16(), problem.detail(lang));
        let page = ErrorPage::new(lang, status, problem.code(), detail).render();
        ("text/html; charset=utf-8", format!("refresh: {seconds}\r\n"), page)
    } else {
        ("application/problem+json", String::new(), problem_json(problem, lang).to_string())
    };
    format!(
        "HTTP/1.1 503 Service Unavailable\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n\
         retry-after: {seconds}\r\n{refresh}cache-control: no-store\r\ncontent-security-policy: {CSP}\r\n\
         x-content-type-options: nosniff\r\nreferrer-policy: same-origin\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
}
