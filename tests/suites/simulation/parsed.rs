//! JSON that is read again after every step is parsed once a seed.

use crate::model::{Violation, broken};
use serde::de::DeserializeOwned;
use std::{
    any::{Any, TypeId},
    cell::RefCell,
    collections::HashMap,
    rc::Rc,
};

thread_local! {
    static PARSED: RefCell<HashMap<(TypeId, String), Rc<dyn Any>>> = RefCell::default();
}

/// The value of a text.
pub fn parsed<T: DeserializeOwned + 'static>(text: &str) -> Result<Rc<T>, Violation> {
    let key = (TypeId::of::<T>(), text.to_owned());
    let known = PARSED.with_borrow(|parsed| parsed.get(&key).cloned());
    if let Some(Ok(known)) = known.map(Rc::downcast) {
        return Ok(known);
    }
    let value = Rc::new(serde_json::from_str::<T>(text).map_err(broken)?);
    PARSED.with_borrow_mut(|parsed| parsed.insert(key, value.clone()));
    Ok(value)
}

/// Another seed begins.
pub fn forget() {
    PARSED.with_borrow_mut(HashMap::clear);
}
