//! Tables: their rows as expressions see them, and what is said of each cell.

use super::Run;
use crate::{
    address, answer,
    field::{Field, FieldType},
    field_check::{self, Given},
    rows::cell_name,
};
use serde_json::{Map, Value};
use tan_nha_domain::{
    finding::Finding,
    table::{ROW, is_row_id},
};

impl Run<'_> {
    /// The rows with all their columns, a blank cell as null; none when they are no rows. A row that cannot be
    /// one, an unknown cell and one of another JSON type come from other devices, and are findings.
    pub(super) fn seen_rows(&mut self, place: usize, table: &Field, answer: &Value) -> Option<Value> {
        let mut rows = Vec::new();
        let about_table = |code| (Some(place), Finding::error(code, &table.key));
        for row in answer.as_array()? {
            let id = row.get(ROW).and_then(Value::as_str).filter(|id| is_row_id(id));
            let Some((id, cells)) = id.zip(row.as_object()) else {
                self.findings.push(about_table("bad_answer"));
                continue;
            };
            if cells.keys().any(|key| key != ROW && table.column(key).is_none()) {
                self.findings.push((Some(place), Finding::warning("unknown_field", &table.key)));
            }
            let mut seen = Map::from_iter([(ROW.to_owned(), Value::from(id))]);
            for column in &table.columns {
                let cell = cells.get(&column.key).unwrap_or(&Value::Null);
                let name = cell_name(&table.key, id, &column.key);
                if column.kind == FieldType::Addr {
                    let found = address::check(column, &name, cell);
                    self.findings.extend(found.into_iter().map(|finding| (Some(place), finding)));
                }
                let value = answer::seen(column.kind, cell).unwrap_or_else(|| {
                    self.findings.push((Some(place), Finding::error("bad_answer", &name)));
                    Value::Null
                });
                seen.insert(column.key.clone(), value);
            }
            rows.push(Value::Object(seen));
        }
        Some(if rows.is_empty() { Value::Null } else { Value::from(rows) })
    }

    /// Checks the tables that are seen. Returns their visible cells, each with its table's place.
    pub(super) fn check_tables(&mut self, sees: &impl Fn(usize) -> bool) -> Vec<(usize, String)> {
        let mut shown = Vec::new();
        for (place, table) in self.definition.fields.iter().enumerate().filter(|&(place, _)| sees(place)) {
            let Value::Array(rows) = self.scope.at(place).clone() else { continue };
            self.check_count(place, table, rows.len());
            for row in rows {
                self.check_row(place, table, row, &mut shown);
            }
        }
        self.scope.look_at(None);
        shown
    }

    fn check_count(&mut self, place: usize, table: &Field, count: usize) {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        let mut found = |finding| self.findings.push((Some(place), finding));
        if let Some(least) = table.rows.least.filter(|least| count < *least) {
            found(Finding::error("rows_too_few", &table.key).with("least", least));
        }
        if let Some(most) = table.rows.most.filter(|most| count > *most) {
            found(Finding::error("rows_too_many", &table.key).with("most", most));
        }
    }

    fn check_row(&mut self, place: usize, table: &Field, row: Value, shown: &mut Vec<(usize, String)>) {
        let Some(id) = row.get(ROW).and_then(Value::as_str).map(str::to_owned) else { return };
        self.scope.look_at(Some(row.clone()));
        for column in &table.columns {
            let name = cell_name(&table.key, &id, &column.key);
            let condition = column.visible_when.as_ref().map(|condition| condition.holds(&self.scope));
            let visible = condition
                .is_none_or(|holds| self.or_note(holds, Some(place), &name, "visible_when").unwrap_or(true));
            if !visible {
                // What could not be read stays said only where it is seen.
                self.findings.retain(|(_, finding)| finding.field != name);
                continue;
            }
            self.check_cell(place, column, &name, &row);
            for rule in &self.definition.rules {
                if rule.place == Some(place) && rule.column.as_deref() == Some(&column.key) {
                    self.check_rule(rule, &name);
                }
            }
            shown.push((place, name));
        }
    }

    fn check_cell(&mut self, place: usize, column: &Field, name: &str, row: &Value) {
        let cell = row.get(&column.key).unwrap_or(&Value::Null);
        if !cell.is_null() {
            let beside = |key: &str| row.get(key).and_then(Value::as_str);
            let given = Given { field: column, name, beside: &beside };
            let found = field_check::check(&given, cell, self.context);
            self.findings.extend(found.into_iter().map(|finding| (Some(place), finding)));
            return;
        }
        let required_when = column.required_when.as_ref().map(|condition| condition.holds(&self.scope));
        let required = required_when
            .and_then(|holds| self.or_note(holds, Some(place), name, "required_when"))
            .unwrap_or(column.required);
        if required {
            self.findings.push((Some(place), Finding::error("required", name)));
        }
    }
}
