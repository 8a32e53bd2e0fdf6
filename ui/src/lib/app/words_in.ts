/** What somebody has written in a form that cannot be filled again by itself: each field with its words. */
export function wordsIn(form: HTMLElement): string[] {
  return [...form.querySelectorAll<HTMLElement>('.field')].flatMap((field) => {
    const label = field.querySelector('.label')?.childNodes[0]?.textContent?.trim() ?? '';
    const words = [...field.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')]
      .filter(({ type }) => type !== 'password')
      .map((input) => (isChoice(input) ? chosen(input) : input.value.normalize('NFC').trim()))
      .filter(Boolean);
    return words.length > 0 ? [`${label}: ${words.join(', ')}`] : [];
  });
}

const isChoice = (input: HTMLElement): input is HTMLInputElement =>
  input instanceof HTMLInputElement && ['radio', 'checkbox'].includes(input.type);

const chosen = (input: HTMLInputElement): string =>
  input.checked ? (input.closest('label')?.textContent?.trim() ?? '') : '';
