/** A hand scanner types a card wherever the cursor stands: its text is told from an answer. */

const FIELDS = 7;
/** A number and the line that parts it from what follows: no answer has that. */
const CARD = /\d[\d .]{8,}\|/;

/** The card in what was typed, behind what stood there before; `whole` once all of it has come. */
export function cardIn(typed: unknown): { text: string; whole: boolean } | undefined {
  const begins = typeof typed === 'string' ? typed.search(CARD) : -1;
  if (typeof typed !== 'string' || begins < 0) return undefined;
  const text = typed.slice(begins);
  return { text, whole: text.split('|').length >= FIELDS };
}
