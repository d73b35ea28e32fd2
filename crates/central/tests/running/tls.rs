//! TLS 1.3 and nothing older, as clients see it; and a certificate that is renewed while the service runs.

use crate::{
    authority::Authority,
    centre::Centre,
    service::{Running, rest},
};
use rustix::process::Signal;
use rustls::{
    ClientConfig, ClientConnection, ProtocolVersion, RootCertStore, StreamOwned, SupportedProtocolVersion,
    crypto::aws_lc_rs,
    version::{TLS12, TLS13},
};
use std::{fs, io::Write, path::PathBuf, sync::Arc};
use tempfile::TempDir;

/// The files that the service is told of.
struct Files {
    folder: TempDir,
}

impl Files {
    fn with((certificate, key): &(String, String)) -> Files {
        let files = Files { folder: tempfile::tempdir().expect("a folder") };
        files.put(certificate, key);
        files
    }

    fn put(&self, certificate: &str, key: &str) {
        fs::write(self.path("tls.crt"), certificate).expect("a file");
        fs::write(self.path("tls.key"), key).expect("a file");
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    async fn serve(&self, centre: &Centre, with: &[(&str, &str)]) -> Running {
        let path = |name: &str| self.path(name).display().to_string();
        let (certificate, key) = (path("tls.crt"), path("tls.key"));
        let files = [("CENTRAL_TLS__CERTIFICATE", certificate.as_str()), ("CENTRAL_TLS__KEY", &key)];
        Running::start(centre, &[&files[..], with].concat()).await
    }
}

#[derive(Debug, PartialEq, Eq)]
struct Hands {
    version: ProtocolVersion,
    protocol: Option<String>,
    answer: String,
}

struct Client<'a> {
    trusts: &'a Authority,
    speaks: &'static SupportedProtocolVersion,
    name: &'static str,
    offers: &'a [&'a str],
}

impl Client<'_> {
    /// Shakes hands, and asks for something by HTTP/1.1 where that was agreed on.
    fn meets(&self, service: &Running) -> Result<Hands, rustls::Error> {
        let mut roots = RootCertStore::empty();
        roots.add(self.trusts.der()).expect("an authority");
        let mut config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_protocol_versions(&[self.speaks])
            .expect("a version")
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = self.offers.iter().map(|it| it.as_bytes().to_vec()).collect();
        let name = self.name.try_into().expect("a name");
        let connection = ClientConnection::new(Arc::new(config), name).expect("a client");
        let mut stream = StreamOwned::new(connection, service.connect());
        while stream.conn.is_handshaking() {
            stream.conn.complete_io(&mut stream.sock).map_err(|error| {
                let refused = error.get_ref().and_then(|it| it.downcast_ref::<rustls::Error>()).cloned();
                refused.unwrap_or_else(|| rustls::Error::General(error.to_string()))
            })?;
        }
        let version = stream.conn.protocol_version().expect("hands were shaken");
        let protocol = stream.conn.alpn_protocol().map(|it| String::from_utf8_lossy(it).into_owned());
        let mut answer = String::new();
        if protocol.as_deref() != Some("h2") {
            let request = b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
            stream.write_all(request).expect("it reads");
            answer = rest(&mut stream).chars().take("HTTP/1.1 200".len()).collect();
        }
        Ok(Hands { version, protocol, answer })
    }
}

fn hands(protocol: Option<&str>, answer: &str) -> Result<Hands, rustls::Error> {
    let version = ProtocolVersion::TLSv1_3;
    Ok(Hands { version, protocol: protocol.map(str::to_owned), answer: answer.to_owned() })
}

fn is_of_certificate(refused: &Result<Hands, rustls::Error>, what: &str) -> bool {
    matches!(refused, Err(rustls::Error::InvalidCertificate(error)) if format!("{error:?}").starts_with(what))
}

#[tokio::test]
async fn hands_are_shaken_by_tls_1_3_alone_and_with_whom_they_should_be() {
    let centre = Centre::start().await;
    let (ours, others) = (Authority::new("ours"), Authority::new("others"));
    let service = Files::with(&ours.gives("localhost", 2090));
    let service = service.serve(&centre, &[]).await;
    let client = |trusts, speaks, name, offers| Client { trusts, speaks, name, offers };
    let meets = |it: Client<'_>| it.meets(&service);
    assert_eq!(meets(client(&ours, &TLS13, "localhost", &[])), hands(None, "HTTP/1.1 200"));
    assert_eq!(
        meets(client(&ours, &TLS13, "localhost", &["http/1.1"])),
        hands(Some("http/1.1"), "HTTP/1.1 200")
    );
    assert_eq!(meets(client(&ours, &TLS13, "localhost", &["http/1.1", "h2"])), hands(Some("h2"), ""));
    let old = meets(client(&ours, &TLS12, "localhost", &[]));
    let alert = rustls::Error::AlertReceived(rustls::AlertDescription::ProtocolVersion);
    assert_eq!(old, Err(alert));
    let unknown = meets(client(&ours, &TLS13, "localhost", &["spdy/3"]));
    assert_eq!(unknown, Err(rustls::Error::AlertReceived(rustls::AlertDescription::NoApplicationProtocol)));
    let other_name = meets(client(&ours, &TLS13, "centre.example", &[]));
    assert!(is_of_certificate(&other_name, "NotValidForName"), "{other_name:?}");
    let stranger = meets(client(&others, &TLS13, "localhost", &[]));
    assert!(is_of_certificate(&stranger, "UnknownIssuer"), "{stranger:?}");
    let plain = service.answer(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n");
    assert!(!plain.contains("HTTP/1.1"), "nothing is said in the clear: {plain}");

    let expired = Files::with(&ours.gives("localhost", 2024));
    let expired = expired.serve(&centre, &[]).await;
    let too_late = client(&ours, &TLS13, "localhost", &[]).meets(&expired);
    assert!(is_of_certificate(&too_late, "Expired"), "{too_late:?}");
}

#[tokio::test]
async fn a_renewed_certificate_is_taken_up_and_a_broken_one_is_not() {
    let centre = Centre::start().await;
    let (before, after) = (Authority::new("before"), Authority::new("after"));
    let files = Files::with(&before.gives("localhost", 2090));
    let mut service = files.serve(&centre, &[]).await;
    let meets = |service: &Running, trusts: &Authority| {
        Client { trusts, speaks: &TLS13, name: "localhost", offers: &[] }.meets(service)
    };
    assert_eq!(meets(&service, &before), hands(None, "HTTP/1.1 200"));

    let (renewed, key) = after.gives("localhost", 2090);
    // Half of it is there: the one before is kept.
    fs::write(files.path("tls.crt"), &renewed).expect("a file");
    service.signal(Signal::HUP);
    let said = service.says("the files of the certificate are of no use: the one before is kept").await;
    assert!(said["error"].as_str().expect("why").contains("do not go together"), "{said}");
    assert_eq!(meets(&service, &before), hands(None, "HTTP/1.1 200"));

    files.put(&renewed, &key);
    service.signal(Signal::HUP);
    service.says("the certificate was renewed: new connections have the new one").await;
    assert_eq!(meets(&service, &after), hands(None, "HTTP/1.1 200"));
    assert!(is_of_certificate(&meets(&service, &before), "UnknownIssuer"));
}

#[tokio::test]
async fn a_renewed_certificate_is_taken_up_though_nobody_says_so() {
    let centre = Centre::start().await;
    let (before, after) = (Authority::new("before"), Authority::new("after"));
    let files = Files::with(&before.gives("localhost", 2090));
    let mut service = files.serve(&centre, &[("CENTRAL_TLS__LOOK_AGAIN_SECONDS", "1")]).await;
    let client = |trusts| Client { trusts, speaks: &TLS13, name: "localhost", offers: &[] };
    assert_eq!(client(&before).meets(&service), hands(None, "HTTP/1.1 200"));
    let (renewed, key) = after.gives("localhost", 2090);
    files.put(&renewed, &key);
    service.says("the certificate was renewed: new connections have the new one").await;
    assert_eq!(client(&after).meets(&service), hands(None, "HTTP/1.1 200"));
}

#[tokio::test]
async fn a_handshake_that_is_never_finished_is_closed() {
    let centre = Centre::start().await;
    let files = Files::with(&Authority::new("ours").gives("localhost", 2090));
    let service = files.serve(&centre, &[("CENTRAL_CLIENTS__HEAD_SECONDS", "1")]).await;
    let mut stream = service.connect();
    // The beginning of a greeting of TLS, and no more.
    stream.write_all(&[22, 3, 1, 2, 0, 1]).expect("it reads");
    assert_eq!(rest(&mut stream), "");
}
