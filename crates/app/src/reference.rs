//! `docs/commands.md`, written from the table of commands; a test holds the file to it.

use crate::{
    commands::table,
    door::{Access, Command},
};
use std::fmt::Write;

const HEAD: &str = "\
# Commands

Written from the command table in `crates/app`; do not edit. To write it anew:
`UPDATE=1 cargo test -p tan-nha-app reference`.

Every command is a JSON-RPC 2.0 method of `tan-nha-rpc --profile DIR`, one message a line. Types are in
TypeScript notation; ids are UUIDs, dates `2026-05-21`, partial dates `1942`, `1942-06`, `1942-06-17`, moments
RFC 3339 in UTC. A `Finding` is `{ code, field, severity: \"error\" | \"warning\", params }`. An error's `data` is
`{ code, message_key, params, findings?, retryable }`.
";

/// The text of `docs/commands.md`.
pub fn commands_markdown() -> String {
    let mut text = HEAD.to_owned();
    for command in table() {
        // Writing to a string cannot fail.
        let _ = section(&mut text, command);
    }
    text
}

fn section(text: &mut String, command: &Command) -> std::fmt::Result {
    let types = command.types();
    let access = match command.access {
        Access::Anybody => "anybody who holds the device".to_owned(),
        Access::Roles(roles) => roles.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(", "),
    };
    writeln!(text, "\n## `{}`\n\n{}\n", command.name, command.doc)?;
    writeln!(text, "Who: {access}.\n")?;
    writeln!(text, "```ts\nargs: {}\nresult: {}\n```", types.args, types.result)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn reference_is_what_the_table_says() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/commands.md");
        let text = commands_markdown();
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &text).unwrap();
        }
        let written = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(written == text, "docs/commands.md is stale: UPDATE=1 cargo test -p tan-nha-app reference");
    }

    #[test]
    fn names_are_nouns_and_verbs_and_stand_once() {
        let mut names: Vec<_> = table().iter().map(|command| command.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), table().len());
        assert!(names.iter().all(|name| name.split('.').count() == 2));
    }
}
