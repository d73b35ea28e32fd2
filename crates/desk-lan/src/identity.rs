//! Who is at the other end: both sides prove by TLS 1.3 that they hold a key that the centre named. The keys are shown bare
//! (RFC 7250): there is no certificate to read, to expire, or to be signed by somebody else.
//!
//! Invariant: every call proves it anew. A session is never resumed, so that a desk that was taken off the list is refused at
//! its next call.

use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, DistinguishedName, Error, ServerConfig,
    SignatureScheme,
    client::{
        AlwaysResolvesClientRawPublicKeys, Resumption,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    },
    crypto::{
        CryptoProvider,
        aws_lc_rs::{default_provider, sign::any_eddsa_type},
        verify_tls13_signature_with_raw_key,
    },
    pki_types::{CertificateDer, PrivatePkcs8KeyDer, ServerName, SubjectPublicKeyInfoDer, UnixTime, alg_id},
    server::{
        AlwaysResolvesServerRawPublicKeys, NoServerSessionStorage,
        danger::{ClientCertVerified, ClientCertVerifier},
    },
    sign::{CertifiedKey, public_key_to_spki},
    version::TLS13,
};
use std::{fmt, sync::Arc};

/// What stands before the 32 bytes of an Ed25519 key in PKCS#8 (RFC 8410).
const PKCS8: [u8; 16] = [48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32];

/// This desk's key, as it is shown and proved.
pub(crate) struct Identity {
    key: Arc<CertifiedKey>,
    provider: Arc<CryptoProvider>,
}

impl Identity {
    pub(crate) fn of(seed: &[u8; 32]) -> Result<Identity, Error> {
        let pkcs8 = zeroize::Zeroizing::new([&PKCS8[..], seed].concat());
        let key = any_eddsa_type(&PrivatePkcs8KeyDer::from(&pkcs8[..]))?;
        let spki = key.public_key().ok_or_else(|| Error::General("a key without its public half".into()))?;
        let shown = CertificateDer::from(spki.to_vec());
        Ok(Identity {
            key: Arc::new(CertifiedKey::new(vec![shown], key)),
            provider: Arc::new(default_provider()),
        })
    }

    /// Takes calls of whoever holds a key for which `is_known` says yes.
    pub(crate) fn takes(&self, is_known: IsKnown) -> Result<ServerConfig, Error> {
        let proof = Proof { is_known, provider: Arc::clone(&self.provider) };
        let mut config = ServerConfig::builder_with_provider(Arc::clone(&self.provider))
            .with_protocol_versions(&[&TLS13])?
            .with_client_cert_verifier(Arc::new(proof))
            .with_cert_resolver(Arc::new(AlwaysResolvesServerRawPublicKeys::new(Arc::clone(&self.key))));
        config.session_storage = Arc::new(NoServerSessionStorage {});
        config.send_tls13_tickets = 0;
        Ok(config)
    }

    /// Calls the one that holds `public_key`.
    pub(crate) fn calls(&self, public_key: &[u8; 32]) -> Result<ClientConfig, Error> {
        let wanted = spki(public_key);
        let is_known: IsKnown = Box::new(move |shown| wanted.as_ref() == shown);
        let proof = Proof { is_known, provider: Arc::clone(&self.provider) };
        let mut config = ClientConfig::builder_with_provider(Arc::clone(&self.provider))
            .with_protocol_versions(&[&TLS13])?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(proof))
            .with_client_cert_resolver(Arc::new(AlwaysResolvesClientRawPublicKeys::new(Arc::clone(
                &self.key,
            ))));
        config.resumption = Resumption::disabled();
        config.enable_sni = false;
        Ok(config)
    }
}

/// Whether a key (a SubjectPublicKeyInfo) is one of those that are meant.
pub(crate) type IsKnown = Box<dyn Fn(&[u8]) -> bool + Send + Sync>;

/// An Ed25519 key as TLS shows it.
pub(crate) fn spki(public_key: &[u8; 32]) -> SubjectPublicKeyInfoDer<'static> {
    public_key_to_spki(&alg_id::ED25519, public_key)
}

struct Proof {
    is_known: IsKnown,
    provider: Arc<CryptoProvider>,
}

impl fmt::Debug for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Proof")
    }
}

impl Proof {
    fn knows(&self, shown: &CertificateDer<'_>) -> Result<(), Error> {
        let unknown = Error::InvalidCertificate(CertificateError::ApplicationVerificationFailure);
        if (self.is_known)(shown) { Ok(()) } else { Err(unknown) }
    }

    fn holds(
        &self,
        message: &[u8],
        shown: &CertificateDer<'_>,
        proof: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let key = SubjectPublicKeyInfoDer::from(shown.as_ref());
        verify_tls13_signature_with_raw_key(
            message,
            &key,
            proof,
            &self.provider.signature_verification_algorithms,
        )
    }
}

/// Keys of desks alone.
const SCHEMES: [SignatureScheme; 1] = [SignatureScheme::ED25519];

fn no_tls12() -> Result<HandshakeSignatureValid, Error> {
    Err(Error::General("TLS 1.3 alone".into()))
}

impl ClientCertVerifier for Proof {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        shown: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        self.knows(shown).map(|()| ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        no_tls12()
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        shown: &CertificateDer<'_>,
        proof: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.holds(message, shown, proof)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        SCHEMES.to_vec()
    }

    fn requires_raw_public_keys(&self) -> bool {
        true
    }
}

impl ServerCertVerifier for Proof {
    fn verify_server_cert(
        &self,
        shown: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        self.knows(shown).map(|()| ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        no_tls12()
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        shown: &CertificateDer<'_>,
        proof: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.holds(message, shown, proof)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        SCHEMES.to_vec()
    }

    fn requires_raw_public_keys(&self) -> bool {
        true
    }
}
