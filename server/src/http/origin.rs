//! Where a request comes from: a browser's page, and an address.

use std::net::{IpAddr, SocketAddr};

use axum::http::{HeaderMap, header};
use ipnet::IpNet;

use crate::problem::Problem;

/// A browser says which site's page speaks; only the server's own may.
pub fn check(headers: &HeaderMap, public_url: Option<&str>) -> Result<(), Problem> {
    let Some(origin) = headers.get(header::ORIGIN) else { return Ok(()) };
    let origin = origin.to_str().map_err(|_| Problem::BadOrigin)?;
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let own = origin.split_once("://").is_some_and(|(_, site)| site.eq_ignore_ascii_case(host));
    let public = public_url.is_some_and(|url| site_of(url).eq_ignore_ascii_case(origin));
    if own || public { Ok(()) } else { Err(Problem::BadOrigin) }
}

/// Scheme and host of an address, without its path.
fn site_of(url: &str) -> &str {
    let after = url.find("://").map_or(0, |at| at + 3);
    url[after..].find('/').map_or(url, |slash| &url[..after + slash])
}

/// The address of whoever asks: the last one in X-Forwarded-For that no trusted proxy added.
pub fn address(peer: SocketAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |ip: &IpAddr| trusted.iter().any(|net| net.contains(ip));
    let peer = peer.ip().to_canonical();
    if !is_trusted(&peer) {
        return peer;
    }
    let forwarded = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let hops: Vec<IpAddr> =
        forwarded.flat_map(|list| list.split(',')).map_while(|ip| ip.trim().parse().ok()).collect();
    hops.into_iter().rev().find(|ip| !is_trusted(ip)).unwrap_or(peer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(n, v)| (n.parse().unwrap(), HeaderValue::from_static(v))).collect()
    }

    #[test]
    fn only_the_servers_own_pages_may_speak() {
        let table = [
            (vec![], None, true),
            (vec![("host", "efir.local:8080"), ("origin", "http://efir.local:8080")], None, true),
            (vec![("host", "efir.local:8080"), ("origin", "http://efir.local")], None, false),
            (vec![("host", "efir.local"), ("origin", "https://evil.example")], None, false),
            (vec![("host", "efir.local"), ("origin", "null")], None, false),
            (
                vec![("host", "10.0.0.1:80"), ("origin", "https://ask.example")],
                Some("https://ask.example/x"),
                true,
            ),
            (
                vec![("host", "10.0.0.1:80"), ("origin", "http://ask.example")],
                Some("https://ask.example"),
                false,
            ),
        ];
        for (pairs, url, allowed) in table {
            assert_eq!(check(&headers(&pairs), url).is_ok(), allowed, "{pairs:?}");
        }
    }

    #[test]
    fn a_proxy_is_believed_only_where_it_is_trusted() {
        let trusted: Vec<IpNet> = vec!["10.0.0.0/8".parse().unwrap()];
        let forwarded = headers(&[("x-forwarded-for", "6.6.6.6, 1.2.3.4, 10.0.0.9")]);
        let from = |peer: &str| address(peer.parse().unwrap(), &forwarded, &trusted).to_string();
        assert_eq!(from("10.0.0.1:5"), "1.2.3.4");
        assert_eq!(from("9.9.9.9:5"), "9.9.9.9");
        assert_eq!(
            address("10.0.0.1:5".parse().unwrap(), &HeaderMap::new(), &trusted).to_string(),
            "10.0.0.1"
        );
    }
}
