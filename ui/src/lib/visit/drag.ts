/** What is dragged: a visit by its id, or a person who waits for one. */
const PERSON = 'citizen:';
/** What a drop brought. */
export type Dropped = { visit: string } | { citizen: string };

export const dragVisit = (event: DragEvent, id: string) => event.dataTransfer?.setData('text/plain', id);
export const dragPerson = (event: DragEvent, id: string) =>
  event.dataTransfer?.setData('text/plain', PERSON + id);

export function droppedOf(event: DragEvent): Dropped | undefined {
  const text = event.dataTransfer?.getData('text/plain');
  if (!text) return undefined;
  return text.startsWith(PERSON) ? { citizen: text.slice(PERSON.length) } : { visit: text };
}
