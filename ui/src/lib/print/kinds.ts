/** What can be printed of a dossier. */
import type { Form } from '$lib/backend/backend';

const SHEET = 'collection_sheet';

/** The kinds that a form has, the one that is asked for most first. */
export function kindsOf({ papers }: Form): string[] {
  const forms = papers.filter(({ is_form }) => is_form).map(({ slot }) => slot);
  const declared = forms.some((slot) => slot !== SHEET);
  return [
    ...(declared ? ['declaration'] : []),
    'checklist',
    'missing',
    ...(forms.includes(SHEET) ? [SHEET] : []),
  ];
}

/** A page as an address: as a picture it runs nothing and asks for nothing. */
export const pictureOf = (svg: string): string =>
  `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
