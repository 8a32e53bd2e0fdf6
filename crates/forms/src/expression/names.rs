//! The names in an expression: which it reads from outside, and what it reads of the rows of tables.

use cel::{
    IdedExpr,
    common::ast::{EntryExpr, Expr},
};

/// A part of something that has parts: `column` of a row of `table`, which is `row` itself in what is said of
/// a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) table: String,
    pub(crate) column: String,
}

#[derive(Default)]
pub(super) struct Names {
    /// What no macro of the expression binds.
    pub(super) free: Vec<String>,
    pub(super) members: Vec<Member>,
}

pub(super) fn names(expression: &IdedExpr) -> Names {
    let mut names = Names::default();
    walk(expression, &mut Vec::new(), &mut names);
    names
}

/// `bound`: the variables of the macros around, each with the table whose rows it goes through.
fn walk<'e>(expression: &'e IdedExpr, bound: &mut Vec<(&'e str, Option<&'e str>)>, names: &mut Names) {
    match &expression.expr {
        Expr::Unspecified | Expr::Literal(_) => {}
        Expr::Ident(name) => {
            if !name.starts_with('@') && !bound.iter().any(|(variable, _)| variable == name) {
                names.free.push(name.clone());
            }
        }
        Expr::Call(call) => {
            call.target.iter().for_each(|target| walk(target, bound, names));
            call.args.iter().for_each(|argument| walk(argument, bound, names));
        }
        Expr::List(list) => list.elements.iter().for_each(|element| walk(element, bound, names)),
        Expr::Map(map) => map.entries.iter().for_each(|entry| walk_entry(&entry.expr, bound, names)),
        Expr::Struct(parts) => parts.entries.iter().for_each(|entry| walk_entry(&entry.expr, bound, names)),
        Expr::Select(select) => {
            if let Expr::Ident(name) = &select.operand.expr {
                let of = bound.iter().rev().find(|(variable, _)| variable == name);
                if let Some(table) = of.map_or(Some(name.as_str()), |(_, table)| *table) {
                    names.members.push(Member { table: table.to_owned(), column: select.field.clone() });
                }
            }
            walk(&select.operand, bound, names);
        }
        Expr::Comprehension(macro_) => {
            walk(&macro_.iter_range, bound, names);
            walk(&macro_.accu_init, bound, names);
            let table = match &macro_.iter_range.expr {
                Expr::Ident(name) if !bound.iter().any(|(variable, _)| variable == name) => {
                    Some(name.as_str())
                }
                _ => None,
            };
            let outside = bound.len();
            bound.push((&macro_.iter_var, table));
            bound.extend(macro_.iter_var2.iter().map(|variable| (variable.as_str(), None)));
            bound.push((&macro_.accu_var, None));
            for part in [&macro_.loop_cond, &macro_.loop_step, &macro_.result] {
                walk(part, bound, names);
            }
            bound.truncate(outside);
        }
    }
}

fn walk_entry<'e>(entry: &'e EntryExpr, bound: &mut Vec<(&'e str, Option<&'e str>)>, names: &mut Names) {
    match entry {
        EntryExpr::StructField(field) => walk(&field.value, bound, names),
        EntryExpr::MapEntry(entry) => {
            walk(&entry.key, bound, names);
            walk(&entry.value, bound, names);
        }
    }
}
