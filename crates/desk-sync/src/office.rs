//! What a person at the desk asks of the centre itself, passed on as it is: the centre alone says whether they may.

use crate::{NotAnswered, Session, Wire};
use clinic_protocol::calls::CentreCall;
use reqwest::Method;
use serde_json::Value;
use std::collections::BTreeMap;

/// A call with what it carries.
#[derive(Clone, Copy)]
pub struct Asking<'a> {
    pub call: &'static CentreCall,
    pub path: &'a BTreeMap<String, String>,
    pub query: &'a BTreeMap<String, String>,
    pub body: Option<&'a Value>,
}

impl Asking<'_> {
    /// The centre's answer as it is; None where the parameters are not those of the call.
    ///
    /// # Errors
    /// See [`NotAnswered`].
    pub fn answered(&self, wire: &Wire, session: &Session) -> Option<Result<Value, NotAnswered>> {
        let path = self.call.path_with(|name| self.path.get(name).map(String::as_str), self.path.len())?;
        let method: Method = self.call.method.parse().ok()?;
        Some(session.asked(wire, |wire| {
            let request = wire.request(method.clone(), &path).query(self.query);
            match self.body {
                Some(body) => request.json(body),
                None => request,
            }
        }))
    }
}
