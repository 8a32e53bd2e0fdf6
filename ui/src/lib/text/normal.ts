/** Text as it is stored: NFC, without space at its ends. */
export function tidy(text: string): string {
  return text.normalize('NFC').trim();
}

/** Text for comparing alike: no marks, lower case, single spaces. `đ` does not decompose. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();
}
