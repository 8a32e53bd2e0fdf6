//! `docs/commands.md` and the window's types, written from the table of commands; a test holds the
//! files to it.

use crate::{
    door::{Access, Command},
    table, typescript,
};
use std::fmt::Write;

const HEAD: &str = "\
# Commands

Written from the command table in `crates/app`; do not edit. To write it anew:
`UPDATE=1 cargo test -p tan-nha-app reference`.

Every command is a JSON-RPC 2.0 method of `tan-nha-rpc --profile DIR`, one message a line. Types are in
TypeScript notation; ids are UUIDs, dates `2026-05-21`, partial dates `1942`, `1942-06`, `1942-06-17`, moments
RFC 3339 in UTC. A `Finding` is `{ code, field, severity: \"error\" | \"warning\", params }`. A `Source` says where
an answer came from: `\"spoken\"`, `\"record\"`, `\"ward\"`, `\"scan\"`, `\"list\"`, or `{ earlier: { dossier, day } }`. An error's `data` is
`{ code, message_key, params, findings?, retryable }`. Types that several commands name stand at the end.
";

const NEWS: &str = "
## News

What is told without being asked: `progress` (a `Progress`) while a pass runs, `sync` (a `SyncNews`) when one
begins and when it ended, and `person` when the ward gave the person another role, other hamlets or another team:
`profile.status` has the role. The page hears them as events of these names; the stdio server sends `progress` as a
notification and nothing else, since it never syncs by itself.
";

/// The text of `docs/commands.md`.
pub fn commands_markdown() -> String {
    let mut text = HEAD.to_owned();
    // Writing to a string cannot fail.
    for command in table() {
        let _ = section(&mut text, command);
    }
    text.push_str(NEWS);
    text.push_str("\n## Types\n");
    for declaration in typescript::named(table()).values() {
        let _ = writeln!(text, "\n```ts\n{declaration}\n```");
    }
    text
}

/// The text of `ui/src/lib/backend/commands.ts`.
pub fn commands_typescript() -> String {
    typescript::client(table())
}

fn section(text: &mut String, command: &Command) -> std::fmt::Result {
    let access = match command.access {
        Access::Anybody => "anybody who holds the device".to_owned(),
        Access::Roles(roles) => roles.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(", "),
    };
    let (args, result) = (command.args().inline, command.result().inline);
    writeln!(text, "\n## `{}`\n\n{}\n\nWho: {access}.\n", command.name, command.doc)?;
    writeln!(text, "```ts\nargs: {args}\nresult: {result}\n```")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{collections::BTreeMap, path::Path};

    #[test]
    fn reference_and_types_are_what_the_table_says() {
        let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        for (name, text) in [
            ("docs/commands.md", commands_markdown()),
            ("ui/src/lib/backend/commands.ts", commands_typescript()),
        ] {
            let path = top.join(name);
            if std::env::var_os("UPDATE").is_some() {
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(&path, &text).unwrap();
            }
            let written = std::fs::read_to_string(&path).unwrap_or_default();
            assert!(written == text, "{name} is stale: UPDATE=1 cargo test -p tan-nha-app reference");
        }
    }

    #[test]
    fn a_type_name_means_one_type() {
        let mut met: BTreeMap<String, String> = BTreeMap::new();
        for types in table().iter().flat_map(|command| [command.args(), command.result()]) {
            for (name, declaration) in types.named {
                let first = met.entry(name.clone()).or_insert_with(|| declaration.clone());
                assert_eq!(*first, declaration, "{name}");
            }
        }
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
