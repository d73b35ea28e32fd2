//! Who may ask. The host and the origin keep other sites' pages out (a name that resolves to this PC does not help
//! them); the token keeps other people's programs on this PC out.

use super::Serving;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::fmt::Write;
use subtle::ConstantTimeEq;

pub struct Gate {
    port: u16,
    token: String,
}

impl Gate {
    /// A token of 256 random bits, for this run only.
    pub fn with_new_token(port: u16) -> std::io::Result<Gate> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|_| std::io::Error::other("no random bytes"))?;
        let mut token = String::with_capacity(64);
        for byte in bytes {
            // Writing to a string cannot fail.
            let _ = write!(token, "{byte:02x}");
        }
        Ok(Gate { port, token })
    }

    /// What a browser opens. The token stands in the fragment, which is not sent anywhere.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/#token={}", self.port, self.token)
    }

    fn is_from_here(&self, headers: &HeaderMap) -> bool {
        let ours = [format!("127.0.0.1:{}", self.port), format!("localhost:{}", self.port)];
        let is_ours = |value: &str| ours.iter().any(|it| it == value);
        let host = headers.get(header::HOST).and_then(|it| it.to_str().ok());
        let origin =
            headers.get(header::ORIGIN).map(|it| it.to_str().ok().and_then(|it| it.strip_prefix("http://")));
        host.is_some_and(is_ours) && origin.is_none_or(|origin| origin.is_some_and(is_ours))
    }

    fn has_token(&self, headers: &HeaderMap) -> bool {
        let given = headers.get(header::AUTHORIZATION).and_then(|it| it.as_bytes().strip_prefix(b"Bearer "));
        given.is_some_and(|given| given.ct_eq(self.token.as_bytes()).into())
    }
}

pub async fn is_from_here(State(serving): State<Serving>, request: Request, next: Next) -> Response {
    if serving.gate.is_from_here(request.headers()) {
        return next.run(request).await;
    }
    StatusCode::FORBIDDEN.into_response()
}

pub async fn wants_token(State(serving): State<Serving>, request: Request, next: Next) -> Response {
    if serving.gate.has_token(request.headers()) {
        return next.run(request).await;
    }
    StatusCode::UNAUTHORIZED.into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    fn headers(pairs: &[(HeaderName, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::from_str(value).unwrap())).collect()
    }

    #[test]
    fn only_our_own_host_and_origin_come_in() {
        let gate = Gate::with_new_token(4000).unwrap();
        for (host, origin, expected) in [
            (Some("127.0.0.1:4000"), None, true),
            (Some("localhost:4000"), None, true),
            (Some("127.0.0.1:4000"), Some("http://127.0.0.1:4000"), true),
            (Some("127.0.0.1:4001"), None, false),
            (Some("rebound.example.org:4000"), None, false),
            (Some("127.0.0.1:4000"), Some("http://example.org"), false),
            (Some("127.0.0.1:4000"), Some("https://127.0.0.1:4000"), false),
            (Some("127.0.0.1:4000"), Some("null"), false),
            (None, None, false),
        ] {
            let pairs: Vec<_> = host
                .map(|it| (header::HOST, it))
                .into_iter()
                .chain(origin.map(|it| (header::ORIGIN, it)))
                .collect();
            assert_eq!(gate.is_from_here(&headers(&pairs)), expected, "{host:?} {origin:?}");
        }
    }

    #[test]
    fn only_the_whole_token_of_this_run_counts() {
        let gate = Gate::with_new_token(4000).unwrap();
        let other = Gate::with_new_token(4000).unwrap();
        assert_eq!(gate.token.len(), 64);
        let has = |text: &str| gate.has_token(&headers(&[(header::AUTHORIZATION, text)]));
        assert!(has(&format!("Bearer {}", gate.token)));
        for wrong in [
            format!("Bearer {}", other.token),
            format!("Bearer {}", &gate.token[..63]),
            format!("Bearer {}0", gate.token),
            format!("Basic {}", gate.token),
            gate.token.clone(),
            "Bearer ".to_owned(),
        ] {
            assert!(!has(&wrong), "{wrong}");
        }
        assert!(!gate.has_token(&HeaderMap::new()));
    }
}
