//! Where a service is, and whether that is this PC.

use reqwest::Url;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Without a slash at its end.
    pub text: String,
    /// Not on this PC.
    pub is_remote: bool,
}

/// `http://…` on this PC, `https://…` anywhere; none for anything else.
#[must_use]
pub fn address_of(typed: &str) -> Option<Address> {
    let url = Url::parse(typed.trim().trim_end_matches('/')).ok()?;
    let host = url.host_str()?;
    let is_here = host == "localhost"
        || host.trim_matches(['[', ']']).parse().is_ok_and(|it: std::net::IpAddr| it.is_loopback());
    let is_bare = url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    let may_be = is_bare && (url.scheme() == "https" || url.scheme() == "http" && is_here);
    may_be.then(|| Address { text: url.as_str().trim_end_matches('/').to_owned(), is_remote: !is_here })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_pc_is_spoken_to_in_clear() {
        let is_remote = |typed: &str| address_of(typed).map(|it| it.is_remote);
        for here in ["http://127.0.0.1:11434/v1/", "http://localhost:8080/v1", "http://[::1]:8000/v1"] {
            assert_eq!(is_remote(here), Some(false), "{here}");
        }
        assert_eq!(is_remote("https://models.example/v1"), Some(true));
        for none in [
            "http://models.example/v1",
            "http://10.0.0.4:11434/v1",
            "ftp://127.0.0.1",
            "https://user:word@models.example",
            "https://models.example/v1?key=1",
            "models.example",
            "http://127.0.0.1.example/v1",
            "",
        ] {
            assert_eq!(is_remote(none), None, "{none}");
        }
        assert_eq!(address_of(" http://127.0.0.1:11434/v1/ ").unwrap().text, "http://127.0.0.1:11434/v1");
    }
}
