//! An OpenID provider as its client sees it: what it says of itself, a code exchanged for a signed answer, and whether the
//! answer is one.
//!
//! Invariants: an organization names its provider, so nothing is asked of an address that is not public, no redirect is
//! followed, and no answer is read beyond a limit; an answer is believed for its signature, its issuer, its audience, its
//! nonce and its time together.

use crate::http::Problem;
use axum::http::StatusCode;
use central_store::{Circuit, Pass, Patience, Sign};
use clinic_domain::time::Instant;
use clinic_env::Clock;
use jsonwebtoken::{
    Algorithm, DecodingKey, Validation,
    jwk::{Jwk, JwkSet},
};
use reqwest::{
    Url,
    dns::{Addrs, Name, Resolve, Resolving},
    redirect::Policy,
};
use serde::{Deserialize, de::DeserializeOwned};
use std::{
    collections::{BTreeMap, HashMap},
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

const TIME_LIMIT: Duration = Duration::from_secs(8);
const ANSWER_LIMIT: usize = 256 * 1024;
const PATIENCE: Patience = Patience { silences: 3, rest_seconds: 30 };
/// How many providers are known to answer or not.
const MOST_CIRCUITS: usize = 1_000;
/// How far the provider's clock may be from the centre's.
const SKEW_SECONDS: i64 = 120;
const ALGORITHMS: &[Algorithm] = &[
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::EdDSA,
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failed {
    /// It does not answer, or not as a provider does.
    Unreachable,
    /// It knows no such code, or its answer is not to be believed.
    Refused,
}

impl From<Failed> for Problem {
    fn from(failed: Failed) -> Self {
        match failed {
            Failed::Unreachable => Problem::new(
                StatusCode::BAD_GATEWAY,
                "identity_provider_unreachable",
                "The organization's identity provider does not answer as it has to.",
            ),
            Failed::Refused => Problem::new(
                StatusCode::FORBIDDEN,
                "identity_refused",
                "What the identity provider says proves nobody.",
            ),
        }
    }
}

pub struct Client {
    http: reqwest::Client,
    may_be_private: bool,
    clock: Clock,
    /// By issuer: one organization's provider that is down is nobody else's trouble.
    circuits: Mutex<HashMap<String, Circuit>>,
}

/// What a provider says of itself.
#[derive(Clone, Debug)]
pub struct Provider {
    pub issuer: String,
    pub authorization: Url,
    /// Whether it names itself beside each code (RFC 9207).
    pub names_itself: bool,
    token: Url,
    keys: Url,
}

#[derive(Deserialize)]
struct Metadata {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

#[derive(Deserialize)]
struct Exchanged {
    id_token: String,
}

pub struct Exchange<'a> {
    pub client_id: &'a str,
    pub client_secret: Option<&'a str>,
    pub code: &'a str,
    pub verifier: &'a str,
    pub redirect: &'a str,
}

impl Client {
    /// `may_be_private`: providers at private addresses and without TLS are asked too.
    ///
    /// # Errors
    /// TLS cannot be set up.
    pub fn new(may_be_private: bool, clock: Clock) -> anyhow::Result<Client> {
        let mut builder = reqwest::Client::builder()
            .redirect(Policy::none())
            .timeout(TIME_LIMIT)
            .https_only(!may_be_private)
            .no_proxy();
        if !may_be_private {
            builder = builder.dns_resolver(Arc::new(PublicOnly));
        }
        Ok(Client { http: builder.build()?, may_be_private, clock, circuits: Mutex::default() })
    }

    /// How many providers are left alone.
    #[must_use]
    pub fn left_alone(&self) -> usize {
        self.circuits().values().filter(|it| it.is_open()).count()
    }

    /// # Errors
    /// [`Failed::Unreachable`].
    pub async fn discover(&self, issuer: &str) -> Result<Provider, Failed> {
        let place = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
        let said: Metadata = self.asked(issuer, self.http.get(self.url(&place)?)).await?;
        if said.issuer != issuer {
            return Err(Failed::Unreachable);
        }
        Ok(Provider {
            issuer: said.issuer,
            authorization: self.url(&said.authorization_endpoint)?,
            names_itself: said.authorization_response_iss_parameter_supported,
            token: self.url(&said.token_endpoint)?,
            keys: self.url(&said.jwks_uri)?,
        })
    }

    /// The signed answer for a code.
    ///
    /// # Errors
    /// It knows no such code, or does not answer.
    pub async fn exchange(&self, provider: &Provider, it: &Exchange<'_>) -> Result<String, Failed> {
        let mut form = provider.token.clone();
        form.query_pairs_mut()
            .clear()
            .append_pair("grant_type", "authorization_code")
            .append_pair("client_id", it.client_id)
            .append_pair("code", it.code)
            .append_pair("code_verifier", it.verifier)
            .append_pair("redirect_uri", it.redirect);
        let mut request = self.http.post(provider.token.clone());
        if let Some(secret) = it.client_secret {
            request = request.basic_auth(encoded(it.client_id), Some(encoded(secret)));
        }
        let request = request
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form.query().unwrap_or_default().to_owned());
        Ok(self.asked::<Exchanged>(&provider.issuer, request).await?.id_token)
    }

    /// # Errors
    /// [`Failed::Unreachable`].
    pub async fn keys(&self, provider: &Provider) -> Result<JwkSet, Failed> {
        self.asked(&provider.issuer, self.http.get(provider.keys.clone())).await
    }

    /// # Errors
    /// It is no address that may be asked.
    pub fn url(&self, text: &str) -> Result<Url, Failed> {
        let url = Url::parse(text).map_err(|_| Failed::Unreachable)?;
        let is_named = url.domain().is_some();
        let is_safe = url.scheme() == "https" && is_named;
        let is_plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
        if is_plain && (is_safe || self.may_be_private) { Ok(url) } else { Err(Failed::Unreachable) }
    }

    async fn asked<T: DeserializeOwned>(
        &self,
        issuer: &str,
        request: reqwest::RequestBuilder,
    ) -> Result<T, Failed> {
        let sign = |it: &Result<T, Failed>| match it {
            Err(Failed::Unreachable) => Sign::Silence,
            _ => Sign::Answer,
        };
        self.admit(issuer)?.ask(read(request), sign).await
    }

    fn admit(&self, issuer: &str) -> Result<Pass, Failed> {
        let mut circuits = self.circuits();
        if circuits.len() >= MOST_CIRCUITS {
            circuits.retain(|_, it| it.is_open());
        }
        let circuit = circuits
            .entry(issuer.to_owned())
            .or_insert_with(|| Circuit::new("an identity provider", self.clock, PATIENCE));
        circuit.admit().map_err(|_| Failed::Unreachable)
    }

    fn circuits(&self) -> MutexGuard<'_, HashMap<String, Circuit>> {
        self.circuits.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn read<T: DeserializeOwned>(request: reqwest::RequestBuilder) -> Result<T, Failed> {
    let mut answer = request.send().await.map_err(|_| Failed::Unreachable)?;
    match answer.status().as_u16() {
        200 => {}
        400..=499 => return Err(Failed::Refused),
        _ => return Err(Failed::Unreachable),
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|_| Failed::Unreachable)? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > ANSWER_LIMIT {
            return Err(Failed::Unreachable);
        }
    }
    serde_json::from_slice(&bytes).map_err(|_| Failed::Unreachable)
}

fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// Resolves names to public addresses alone.
struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let public: Vec<SocketAddr> = found.filter(|it| is_public(it.ip())).collect();
            if public.is_empty() {
                return Err("no public address".into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(it) => is_public_v4(it),
        IpAddr::V6(it) => match it.to_ipv4_mapped() {
            Some(inner) => is_public_v4(inner),
            // Global unicast is 2000::/3; 2001:db8::/32 is documentation, 2002::/16 and 64:ff9b::/96 lead into IPv4.
            None => {
                let parts = it.segments();
                parts[0] & 0xe000 == 0x2000 && parts[0] != 0x2002 && parts[..2] != [0x2001, 0x0db8]
            }
        },
    }
}

fn is_public_v4(it: Ipv4Addr) -> bool {
    let [a, b, ..] = it.octets();
    let is_shared = a == 100 && (64..128).contains(&b);
    let is_reserved = a == 0 || a >= 240 || (a == 198 && (18..20).contains(&b)) || (a, b) == (192, 0);
    !(it.is_private()
        || it.is_loopback()
        || it.is_link_local()
        || it.is_multicast()
        || it.is_documentation()
        || is_shared
        || is_reserved)
}

/// What an answer says of a person.
#[derive(Debug, Deserialize)]
pub struct Claims {
    pub iss: String,
    pub sub: String,
    aud: Audience,
    #[serde(default)]
    azp: Option<String>,
    exp: i64,
    iat: i64,
    nonce: String,
    #[serde(flatten)]
    others: BTreeMap<String, serde_json::Value>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

pub struct Expected<'a> {
    pub issuer: &'a str,
    pub client_id: &'a str,
    pub nonce: &'a str,
    pub required: &'a BTreeMap<String, String>,
}

/// The claims of an answer that is to be believed now.
///
/// # Errors
/// [`Failed::Refused`] for any other.
pub fn believed(id_token: &str, keys: &JwkSet, it: &Expected<'_>, now: Instant) -> Result<Claims, Failed> {
    let header = jsonwebtoken::decode_header(id_token).map_err(|_| Failed::Refused)?;
    if !ALGORITHMS.contains(&header.alg) {
        return Err(Failed::Refused);
    }
    let mut validation = Validation::new(header.alg);
    (validation.validate_exp, validation.validate_nbf, validation.validate_aud) = (false, false, false);
    validation.set_required_spec_claims(&["iss", "sub", "aud", "exp"]);
    let fits = |key: &&Jwk| header.kid.is_none() || key.common.key_id == header.kid;
    let claims = keys.keys.iter().filter(fits).find_map(|key| {
        let key = DecodingKey::from_jwk(key).ok()?;
        Some(jsonwebtoken::decode::<Claims>(id_token, &key, &validation).ok()?.claims)
    });
    claims.filter(|claims| is_expected(claims, it, now)).ok_or(Failed::Refused)
}

fn is_expected(claims: &Claims, it: &Expected<'_>, now: Instant) -> bool {
    let is_for_us = match &claims.aud {
        Audience::One(one) => one == it.client_id,
        Audience::Many(many) => {
            many.iter().any(|one| one == it.client_id)
                && (many.len() == 1 || claims.azp.as_deref() == Some(it.client_id))
        }
    };
    let is_now = claims.exp > now.0 - SKEW_SECONDS && claims.iat <= now.0 + SKEW_SECONDS;
    let has = |(name, value): (&String, &String)| match claims.others.get(name) {
        Some(serde_json::Value::String(text)) => text == value,
        Some(serde_json::Value::Bool(is)) => is.to_string() == *value,
        _ => false,
    };
    is_for_us
        && is_now
        && claims.iss == it.issuer
        && claims.nonce == it.nonce
        && !claims.sub.is_empty()
        && claims.sub.len() <= 255
        && it.required.iter().all(has)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_names_over_tls_are_asked() {
        let client = Client::new(false, Clock::System).unwrap();
        for wrong in [
            "http://id.clinic.test",
            "https://127.0.0.1",
            "https://[::1]",
            "https://user@id.clinic.test",
            "https://id.clinic.test/#x",
            "file:///etc/passwd",
            "nonsense",
        ] {
            assert_eq!(client.url(wrong).map(|_| ()), Err(Failed::Unreachable), "{wrong}");
        }
        assert!(client.url("https://id.clinic.test/realms/one").is_ok());
    }

    #[test]
    fn private_addresses_are_none() {
        let private = [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "2002:a00:1::",
            "ff02::1",
        ];
        for address in private {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
        for address in ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"] {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }
}
