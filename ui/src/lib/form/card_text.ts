/** A hand scanner types a card wherever the cursor stands: its text is told from an answer. */

const FIELDS = 7;
/** A number and the line that parts it from what follows: no answer begins so. */
const BEGINNING = /^\s*\d[\d .]{8,}\|/;

/** Whether a text is that of a card, or as much of it as has come so far. */
export function cardIn(text: unknown): 'whole' | 'begun' | undefined {
  if (typeof text !== 'string' || !BEGINNING.test(text)) return undefined;
  return text.split('|').length >= FIELDS ? 'whole' : 'begun';
}
