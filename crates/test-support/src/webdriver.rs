//! The few words of W3C WebDriver that the tests say to the window.

use serde_json::{Value, json};
use std::{fmt, time::Duration};
use ureq::Agent;

/// How WebDriver writes an element in JSON.
pub(crate) const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// What the driver answered with when it could not do what it was asked.
#[derive(Clone, Debug)]
pub(crate) struct Complaint {
    /// `no such element`, `stale element reference`, …; `unreachable` when there was no answer.
    pub(crate) error: String,
    pub(crate) message: String,
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.error, self.message)
    }
}

/// A session with one window.
pub(crate) struct Session {
    agent: Agent,
    url: String,
}

impl Session {
    /// Waits until the driver at `address` is ready and starts `application` by it.
    pub(crate) fn start(address: &str, application: &Value) -> Result<Self, Complaint> {
        let config = Agent::config_builder().http_status_as_error(false);
        let agent: Agent = config.timeout_global(Some(Duration::from_secs(60))).build().into();
        let driver = Self { agent, url: format!("http://{address}") };
        let capabilities = json!({ "capabilities": { "alwaysMatch": { "tauri:options": application, "browserName": "wry" } } });
        let session = driver.post("session", &capabilities)?;
        let id = session["sessionId"].as_str().unwrap_or_default();
        Ok(Self { url: format!("{}/session/{id}", driver.url), ..driver })
    }

    pub(crate) fn get(&self, path: &str) -> Result<Value, Complaint> {
        read(self.agent.get(format!("{}/{path}", self.url)).call())
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Result<Value, Complaint> {
        read(self.agent.post(format!("{}/{path}", self.url)).send_json(body))
    }

    /// Runs a function body in the page: what it returned.
    pub(crate) fn run(&self, body: &str, arguments: &Value) -> Result<Value, Complaint> {
        self.post("execute/sync", &json!({ "script": body, "args": arguments }))
    }

    /// Runs a function body whose last argument is a function that takes the result.
    pub(crate) fn run_async(&self, body: &str, arguments: &Value) -> Result<Value, Complaint> {
        self.post("execute/async", &json!({ "script": body, "args": arguments }))
    }

    /// Ends the session, and with it the application.
    pub(crate) fn end(&self) {
        let _ =
            self.agent.delete(&self.url).config().timeout_global(Some(Duration::from_secs(5))).build().call();
    }
}

fn read(answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<Value, Complaint> {
    let unreachable =
        |error: ureq::Error| Complaint { error: "unreachable".to_owned(), message: error.to_string() };
    let mut answer: Value = answer.map_err(unreachable)?.body_mut().read_json().map_err(unreachable)?;
    let value = answer["value"].take();
    match value["error"].as_str() {
        Some(error) => Err(Complaint {
            error: error.to_owned(),
            message: value["message"].as_str().unwrap_or_default().to_owned(),
        }),
        None => Ok(value),
    }
}
