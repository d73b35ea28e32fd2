//! Tokens that nobody gave: forged, swapped, cut, too old, too early. None is taken, and every hundredth one is a good one
//! that is, so that a verifier that refuses everything does not pass.
//!
//! `TOKENS=1000000 cargo test -p central --test tokens --release` for the long run, `TOKENS_SEED` for another one.

use central::auth::token::{Bearer, Tokens};
use clinic_domain::{
    id::{OrganizationId, PersonId},
    time::Instant,
};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};
use uuid::Uuid;

const NOW: Instant = Instant(1_777_968_000);
const PRIVATE: &[u8] = include_bytes!("../fixtures/token.pem");
const PUBLIC: &[u8] = include_bytes!("../fixtures/token.pub.pem");

/// SplitMix64: the same tokens for the same seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        it ^ (it >> 31)
    }

    fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.roll() % u64::try_from(most).expect("a small number")).expect("a small number")
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    fn id(&mut self) -> Uuid {
        Uuid::from_u64_pair(self.roll(), self.roll())
    }
}

struct Forge {
    dice: Dice,
    tokens: Tokens,
    ours: EncodingKey,
    theirs: EncodingKey,
}

impl Forge {
    fn good(&mut self) -> String {
        let bearer = Bearer {
            organization: OrganizationId(self.dice.id()),
            person: PersonId(self.dice.id()),
            device: None,
            session: self.dice.id(),
            amr: vec!["pwd".to_owned()],
            mfa_at: None,
        };
        self.tokens.issue(bearer, NOW, 300).expect("a token")
    }

    /// The claims of a good token, to be spoiled.
    fn claims(&mut self) -> Value {
        let (org, sub, sid) = (self.dice.id(), self.dice.id(), self.dice.id());
        json!({
            "org": org, "sub": sub, "sid": sid, "amr": ["pwd", "mfa"], "iss": "agentcare-central",
            "aud": "agentcare-api", "iat": NOW.0, "nbf": NOW.0, "exp": NOW.0 + 300,
        })
    }

    fn signed(&self, claims: &Value) -> String {
        jsonwebtoken::encode(&Header::new(Algorithm::EdDSA), claims, &self.ours).expect("a token")
    }

    /// What was done to it, and the token.
    fn forged(&mut self) -> (&'static str, String) {
        match self.dice.below(9) {
            0 => ("a bit of the text flipped", self.flipped()),
            1 => ("cut", self.cut()),
            2 => ("the parts of two", self.swapped()),
            3 => ("another key", self.by_another_key()),
            4 => ("another algorithm", self.by_another_algorithm()),
            5 => ("a claim missing", self.without_a_claim()),
            6 => ("a claim of another type", self.with_another_type()),
            7 => ("another time, issuer or audience", self.with_another_value()),
            _ => ("noise", self.noise()),
        }
    }

    fn flipped(&mut self) -> String {
        const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let mut bytes = self.good().into_bytes();
        // Not the last letter: of 64 bytes it carries four bits alone, and the rest is refused by the decoder.
        let at = self.dice.below(bytes.len() - 1);
        let other = loop {
            let letter = *self.dice.one(LETTERS);
            if letter != bytes[at] {
                break letter;
            }
        };
        bytes[at] = other;
        String::from_utf8(bytes).expect("letters")
    }

    fn cut(&mut self) -> String {
        let good = self.good();
        let at = self.dice.below(good.len());
        if self.dice.below(2) == 0 { good[..at].to_owned() } else { good[at + 1..].to_owned() }
    }

    fn swapped(&mut self) -> String {
        let (one, other) = (self.good(), self.good());
        let (one, other): (Vec<&str>, Vec<&str>) = (one.split('.').collect(), other.split('.').collect());
        match self.dice.below(3) {
            0 => format!("{}.{}.{}", one[0], other[1], one[2]),
            1 => format!("{}.{}.{}", one[0], one[1], other[2]),
            _ => format!("{}.{}.{}.{}", one[0], one[1], one[2], other[2]),
        }
    }

    fn by_another_key(&mut self) -> String {
        let claims = self.claims();
        jsonwebtoken::encode(&Header::new(Algorithm::EdDSA), &claims, &self.theirs).expect("a token")
    }

    fn by_another_algorithm(&mut self) -> String {
        let claims = self.claims();
        let algorithm = *self.dice.one(&[Algorithm::HS256, Algorithm::HS384, Algorithm::HS512]);
        // What everybody knows as the secret that nobody does.
        let known: [&[u8]; 4] = [PUBLIC, PUBLIC.trim_ascii(), b"", b"secret"];
        let secret = EncodingKey::from_secret(known[self.dice.below(known.len())]);
        let token = jsonwebtoken::encode(&Header::new(algorithm), &claims, &secret).expect("a token");
        let mut parts: Vec<&str> = token.split('.').collect();
        let good = self.good();
        match self.dice.below(4) {
            // {"alg":"none"}, in a few spellings, with and without a signature.
            0 => parts = vec!["eyJhbGciOiJub25lIn0", parts[1], ""],
            1 => parts = vec!["eyJhbGciOiJOb25lIiwidHlwIjoiSldUIn0", parts[1], parts[2]],
            // Named EdDSA, signed with the secret.
            2 => parts[0] = good.split('.').next().expect("a head"),
            _ => {}
        }
        parts.join(".")
    }

    fn without_a_claim(&mut self) -> String {
        let mut claims = self.claims();
        let name = *self.dice.one(&["org", "sub", "sid", "amr", "iss", "aud", "iat", "nbf", "exp"]);
        claims.as_object_mut().expect("claims").remove(name);
        self.signed(&claims)
    }

    fn with_another_type(&mut self) -> String {
        let mut claims = self.claims();
        let name = *self.dice.one(&["org", "sub", "sid", "amr", "iss", "aud", "iat", "nbf", "exp"]);
        let far = i64::MAX.to_string();
        let others = [
            json!(null),
            json!(true),
            json!({ "value": claims[name] }),
            json!([claims[name], "agentcare-api"]),
            json!(far),
            json!(1e300),
            json!(-1.5),
            json!((NOW.0 + 300).to_string()),
        ];
        claims[name] = self.dice.one(&others).clone();
        self.signed(&claims)
    }

    fn with_another_value(&mut self) -> String {
        let mut claims = self.claims();
        let past = 1 + i64::try_from(self.dice.below(1_000_000)).expect("a small number");
        match self.dice.below(8) {
            0 => claims["exp"] = json!(NOW.0 - past + 1),
            1 => claims["nbf"] = json!(NOW.0 + past),
            // Good for longer than any token is.
            2 => claims["exp"] = json!(NOW.0 + 900 + past),
            3 => (claims["nbf"], claims["exp"]) = (json!(i64::MIN), json!(i64::MAX)),
            4 => {
                claims["iss"] =
                    json!(*self.dice.one(&["", "agentcare", "agentcare-central ", "AGENTCARE-CENTRAL"]))
            }
            5 => claims["aud"] = json!(*self.dice.one(&["", "agentcare-central", "agentcare-api/"])),
            6 => claims["aud"] = json!(["agentcare-api", "other"]),
            _ => claims["exp"] = json!(i64::MIN),
        }
        self.signed(&claims)
    }

    fn noise(&mut self) -> String {
        let length = self.dice.below(200);
        (0..length).map(|_| char::from(u8::try_from(33 + self.dice.below(94)).expect("a letter"))).collect()
    }
}

#[test]
fn no_token_is_taken_that_nobody_gave() {
    let number =
        |name: &str, otherwise| std::env::var(name).map_or(otherwise, |it| it.parse().expect("a number"));
    let (tokens, seed) = (number("TOKENS", 10_000), number("TOKENS_SEED", 7));
    let other =
        [&[0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20][..], &[9; 32]].concat();
    let mut forge = Forge {
        dice: Dice(seed),
        tokens: Tokens::from_pem(PRIVATE, PUBLIC).expect("a key"),
        ours: EncodingKey::from_ed_pem(PRIVATE).expect("a key"),
        theirs: EncodingKey::from_ed_der(&other),
    };
    for number in 0..tokens {
        let (what, token) = forge.forged();
        assert_eq!(forge.tokens.verify(&token, NOW), None, "token {number} of seed {seed}: {what}: {token}");
        if number % 100 == 0 {
            let good = forge.good();
            assert!(forge.tokens.verify(&good, NOW).is_some(), "a good one is taken: {good}");
            assert_eq!(forge.tokens.verify(&good, Instant(NOW.0 - 1)), None, "before its time");
            assert_eq!(forge.tokens.verify(&good, Instant(NOW.0 + 300)), None, "after its time");
        }
    }
}
