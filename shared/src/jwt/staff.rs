//! What a company's own sign-in says of somebody of its staff: an issuer's token with a mail address.

use super::{JwtError, LEEWAY, Parsed, holds_for, moment, object::Object};
use crate::time::Timestamp;
use serde_json::Value;

impl Parsed {
    /// The mail address (`email`), if the token is of this issuer, meant for this audience and good at `now`. Only to be
    /// asked after its signature was verified.
    ///
    /// # Errors
    /// The first claim that is missing or wrong.
    pub fn staff(&self, issuer: &str, audience: &str, now: Timestamp) -> Result<String, JwtError> {
        let claims = Object::read(&self.payload).ok_or(JwtError::Json)?;
        let expires = moment(&claims, "exp")?.ok_or(JwtError::Claim("exp"))?;
        let issued = moment(&claims, "iat")?.ok_or(JwtError::Claim("iat"))?;
        let begins = moment(&claims, "nbf")?.unwrap_or(issued);
        if expires <= now {
            return Err(JwtError::Expired);
        }
        if issued.since(now) > LEEWAY || begins.since(now) > LEEWAY {
            return Err(JwtError::Early);
        }
        if claims.get("iss").and_then(Value::as_str) != Some(issuer) {
            return Err(JwtError::Issuer);
        }
        holds_for(&claims, audience)?;
        // Programs have tokens too, which say no address; what is no application's is for something else.
        if claims.get("type").is_some_and(|kind| kind.as_str() != Some("app")) {
            return Err(JwtError::Claim("type"));
        }
        let email = claims.get("email").and_then(Value::as_str).filter(|email| (1..=320).contains(&email.len()));
        email.map(str::to_owned).ok_or(JwtError::Claim("email"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jwt::encode;
    use serde_json::json;

    const ISSUER: &str = "https://shop.cloudflareaccess.com";
    const NOW: Timestamp = Timestamp(1_795_319_460_000);

    fn read(change: impl FnOnce(&mut Value)) -> Result<String, JwtError> {
        let now = NOW.0 / 1_000;
        let mut claims = json!({
            "iss": ISSUER, "aud": ["other", "tag"], "exp": now + 60, "iat": now - 60, "nbf": now - 60,
            "email": "ada@shop.example", "type": "app", "sub": "1", "identity_nonce": "x", "country": "GB"
        });
        change(&mut claims);
        let header = encode(br#"{"alg":"RS256","kid":"k","typ":"JWT"}"#);
        let token = format!("{header}.{}.{}", encode(claims.to_string().as_bytes()), encode(b"signature"));
        Parsed::read(&token).unwrap().staff(ISSUER, "tag", NOW)
    }

    #[test]
    fn an_address_is_taken_from_the_right_issuer_for_the_right_audience_in_time() {
        assert_eq!(read(|_| {}).unwrap(), "ada@shop.example");
        assert_eq!(read(|claims| claims["aud"] = json!("tag")).unwrap(), "ada@shop.example");
        let now = NOW.0 / 1_000;
        for (claim, value, expected) in [
            ("iss", json!("https://shop.cloudflareaccess.com/"), JwtError::Issuer),
            ("iss", json!(null), JwtError::Issuer),
            ("aud", json!(["other"]), JwtError::Audience),
            ("aud", json!([]), JwtError::Audience),
            ("aud", json!(["tag", 1]), JwtError::Claim("aud")),
            ("aud", json!(1), JwtError::Claim("aud")),
            ("exp", json!(now), JwtError::Expired),
            ("exp", json!("soon"), JwtError::Claim("exp")),
            ("iat", json!(now + 61), JwtError::Early),
            ("nbf", json!(now + 61), JwtError::Early),
            ("email", json!(""), JwtError::Claim("email")),
            ("email", json!(["ada@shop.example"]), JwtError::Claim("email")),
            ("type", json!("org"), JwtError::Claim("type")),
        ] {
            assert_eq!(read(|claims| claims[claim] = value.clone()), Err(expected), "{claim}: {value}");
        }
        let without = |claim: &str| read(|claims| drop(claims.as_object_mut().unwrap().remove(claim)));
        for claim in ["exp", "iat", "aud", "iss", "email"] {
            assert!(without(claim).is_err(), "{claim}");
        }
        assert!(without("nbf").is_ok() && without("type").is_ok());
    }
}
