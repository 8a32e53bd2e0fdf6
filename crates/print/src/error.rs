//! Why something is not printed.

/// Why something is not printed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PrintError {
    /// The template of the procedure is faulty, or does what no template may.
    #[error("the template is faulty{}: {message}", line.map(|line| format!(" in line {line}")).unwrap_or_default())]
    Template {
        /// The line of `paper.typ`, from 1, where it is the template's own fault.
        line: Option<usize>,
        /// What is wrong, in English, for whoever writes templates. It may hold answers: not for people, not for logs.
        message: String,
    },
    /// The template takes away what has to stand in the margin.
    #[error("the template hides what has to stand in the margin")]
    MarksHidden,
    /// Text of the template stands where none may: beside the page's place for text, over other text, across a border.
    #[error("on page {page} something stands where none may: {text}")]
    Misplaced {
        /// The page, from 1.
        page: usize,
        /// What stands there. It may be an answer: not for logs.
        text: String,
    },
    /// It has more pages than anything has.
    #[error("too many pages")]
    TooLong,
    /// The form has nothing of that kind.
    #[error("there is no such paper")]
    NoSuchPaper,
    /// A fault of this program.
    #[error("it cannot be laid out")]
    Broken,
}
