//! Programs that die at a moment chosen beforehand: when they make something durable for the nth time.

use crate::{Device, PIN, program};
use serde_json::{Value, json};
use std::process::Command;

/// A program that is killed when it makes something durable for the `nth` time.
pub fn dying_at(nth: u32, name: &str) -> Command {
    let mut strace = Command::new("strace");
    strace.args(["--follow-forks", "--trace=fsync,fdatasync", "--output=/dev/null"]);
    strace.arg(format!("--inject=fsync,fdatasync:signal=SIGKILL:when={nth}"));
    strace.arg(program(name));
    strace
}

/// Has a tablet carry out a command, killed at each commit on the way to it in turn: the tablet, how often it died, and
/// what the command said in the end. Each try has `params` of its own. After each death the tablet opens, and `holds`
/// of it.
///
/// # Panics
/// When the command is refused, or never ends.
pub fn killed_at_each_commit(
    mut tablet: Device,
    method: &str,
    mut params: impl FnMut() -> Value,
    mut holds: impl FnMut(&mut Device),
) -> (Device, u32, Value) {
    for nth in 1..80 {
        let mut dying = Device::start_under(&tablet.kill(), dying_at(nth, "tan-nha-rpc"));
        let unlocked = dying.call("profile.unlock", json!({ "pin": PIN }));
        let said = unlocked.and_then(|_| dying.call(method, params()));
        tablet = Device::start(&dying.kill());
        tablet.must("profile.unlock", json!({ "pin": PIN }));
        match said {
            Ok(said) => return (tablet, nth - 1, said),
            Err(refused) => assert_eq!(refused.code(), "died", "{refused:?}"),
        }
        holds(&mut tablet);
    }
    panic!("{method} never ends");
}
