//! PDFs: kept as they are, after a look whether they can be read.

use crate::error::AppError;
use hayro_syntax::{LoadPdfError, Pdf};
use std::sync::Arc;

/// The largest one: a scanner that makes larger ones can be set to make smaller ones.
pub(super) const MOST_MB: u64 = 20;
/// Where the mark of a PDF must stand; some programs write a few bytes before it.
const MARK_WITHIN: usize = 1024;

/// Whether it says that it is a PDF.
pub(super) fn is_one(content: &[u8]) -> bool {
    let start = &content[..content.len().min(MARK_WITHIN)];
    start.windows(5).any(|bytes| bytes == b"%PDF-")
}

/// Checks that it can be read without a password, and counts its pages.
pub(super) fn check(content: Vec<u8>) -> Result<(Vec<u8>, Option<u32>), AppError> {
    let content = Arc::new(content);
    let pages = {
        let pdf = Pdf::new(Arc::clone(&content)).map_err(|error| match error {
            LoadPdfError::Decryption(_) => AppError::PaperEncrypted,
            LoadPdfError::Invalid => AppError::PaperUnreadable,
        })?;
        pdf.pages().len()
    };
    if pages == 0 {
        return Err(AppError::PaperUnreadable);
    }
    Ok((Arc::unwrap_or_clone(content), u32::try_from(pages).ok()))
}

#[cfg(test)]
mod tests {
    use super::super::take;
    use crate::error::AppError;
    use tan_nha_domain::paper::Media;

    /// A PDF of so many empty pages; `trailer` is added to its last dictionary.
    fn pdf(pages: usize, trailer: &str) -> Vec<u8> {
        let kids: String = (0..pages).map(|page| format!("{} 0 R ", page + 3)).collect();
        let mut objects = vec![
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            format!("<< /Type /Pages /Count {pages} /Kids [{kids}] >>"),
        ];
        objects.extend((0..pages).map(|_| "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>".to_owned()));
        let (mut text, mut places) = ("%PDF-1.7\n".to_owned(), Vec::new());
        for (index, object) in objects.iter().enumerate() {
            places.push(text.len());
            text += &format!("{} 0 obj\n{object}\nendobj\n", index + 1);
        }
        let xref = text.len();
        text += &format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
        for place in places {
            text += &format!("{place:010} 00000 n \n");
        }
        let size = objects.len() + 1;
        text += &format!("trailer\n<< /Size {size} /Root 1 0 R {trailer}>>\nstartxref\n{xref}\n%%EOF\n");
        text.into_bytes()
    }

    #[test]
    fn a_pdf_is_kept_as_it_is_with_its_pages_counted() {
        let content = pdf(3, "");
        let taken = take(content.clone()).unwrap();
        assert_eq!((taken.media, taken.pages), (Media::Pdf, Some(3)));
        assert!(taken.content == content);
    }

    #[test]
    fn a_pdf_that_nobody_at_the_desk_could_open_is_refused() {
        let secret = "/ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] \
            /Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -44 \
            /O <0011223344556677889900112233445566778899001122334455667788990011> \
            /U <0011223344556677889900112233445566778899001122334455667788990011> >> ";
        assert!(matches!(take(pdf(1, secret)), Err(AppError::PaperEncrypted)));
        assert!(matches!(take(b"%PDF-1.7\nand nothing more".to_vec()), Err(AppError::PaperUnreadable)));
        let mut large = pdf(1, "");
        large.resize(21 * 1024 * 1024, b' ');
        assert!(matches!(take(large), Err(AppError::PaperTooLarge(_))));
    }
}
