//! The command table on standard input and output: JSON-RPC 2.0, one message a line. Requests are
//! answered in their order, so a script may write them all at once. Progress comes as notifications.
//! It never syncs by itself. End of input ends it.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::io::{self, BufRead, Write};
use tan_nha_app::{App, error::Failure, news::Progress};

/// Codes of JSON-RPC 2.0, section 5.1.
const PARSE_ERROR: i32 = -32700;
const INVALID_REQUEST: i32 = -32600;
const METHOD_NOT_FOUND: i32 = -32601;
const INVALID_PARAMS: i32 = -32602;
/// Ours: the command itself failed; `data.code` says why.
const COMMAND_FAILED: i32 = -32000;

/// A request; one without `id` is a notification and gets no answer.
#[derive(Deserialize)]
struct Request {
    jsonrpc: String,
    #[serde(default, deserialize_with = "present")]
    id: Option<Value>,
    method: String,
    #[serde(default)]
    params: Value,
}

/// An `id` of `null` is an id; only an absent one makes a notification.
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

#[derive(Serialize)]
struct RpcError {
    code: i32,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Failure>,
}

/// Answers every line of `input` until it ends. Where the profile could not be opened, every command
/// is answered by that failure.
///
/// # Errors
/// Those of the two streams.
pub fn serve(app: &Result<App, Failure>, mut input: impl BufRead, mut output: impl Write) -> io::Result<()> {
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        if !line.trim_ascii().is_empty()
            && let Some(answer) = answer(app, &line)
        {
            writeln!(output, "{answer}")?;
            output.flush()?;
        }
        line.clear();
    }
    Ok(())
}

fn answer(app: &Result<App, Failure>, line: &[u8]) -> Option<Value> {
    let request: Request = match serde_json::from_slice(line) {
        Ok(request) => request,
        Err(error) => {
            let code = if error.is_data() { INVALID_REQUEST } else { PARSE_ERROR };
            return Some(failed(&Value::Null, code, "the line is not a JSON-RPC 2.0 request", None));
        }
    };
    let id = request.id;
    let outcome = match app {
        _ if request.jsonrpc != "2.0" => Err((INVALID_REQUEST, "jsonrpc must be \"2.0\"".to_owned(), None)),
        Ok(app) => app.call(&request.method, request.params).map_err(of_command),
        Err(failure) => Err(of_command(failure.clone())),
    };
    let id = id?;
    Some(match outcome {
        Ok(result) => json!({ "jsonrpc": "2.0", "id": id, "result": result }),
        Err((code, message, failure)) => failed(&id, code, &message, failure),
    })
}

fn of_command(failure: Failure) -> (i32, String, Option<Failure>) {
    let code = match failure.code.as_str() {
        "unknown_command" => METHOD_NOT_FOUND,
        "bad_argument" => INVALID_PARAMS,
        _ => COMMAND_FAILED,
    };
    (code, failure.code.clone(), Some(failure))
}

fn failed(id: &Value, code: i32, message: &str, data: Option<Failure>) -> Value {
    json!({ "jsonrpc": "2.0", "id": id, "error": RpcError { code, message: message.to_owned(), data } })
}

/// A progress notification, as a line.
pub fn progress_line(progress: &Progress) -> String {
    json!({ "jsonrpc": "2.0", "method": "progress", "params": progress }).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn talk(input: &[u8]) -> Vec<Value> {
        let closed = Failure {
            code: "profile_in_use".into(),
            message_key: String::new(),
            params: serde_json::Map::new(),
            findings: None,
            retryable: false,
        };
        let mut output = Vec::new();
        serve(&Err(closed), input, &mut output).unwrap();
        output.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect()
    }

    #[test]
    fn a_line_that_is_no_request_is_answered_and_the_next_one_heard() {
        let answers = talk(
            b"\xff\xfe\n{\"jsonrpc\":\"2.0\"}\n\n{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"x.y\"}\n",
        );
        let codes: Vec<_> = answers.iter().map(|answer| answer["error"]["code"].as_i64().unwrap()).collect();
        assert_eq!(codes, [PARSE_ERROR, INVALID_REQUEST, COMMAND_FAILED].map(i64::from));
        assert_eq!(answers[2]["error"]["data"]["code"], "profile_in_use");
    }

    #[test]
    fn a_notification_gets_no_answer() {
        assert!(talk(b"{\"jsonrpc\":\"2.0\",\"method\":\"profile.status\"}\n").is_empty());
    }
}
