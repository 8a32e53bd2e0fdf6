/** What can be printed of a dossier. */
import type { Form } from '$lib/backend/backend';
import { dayOf, showTime } from '$lib/text/day';

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

const FILES: Record<string, string> = {
  declaration: 'to-khai',
  checklist: 'danh-muc',
  missing: 'con-thieu',
  [SHEET]: 'phieu-thu-thap',
};

/** The name that a print of that moment is offered under, `to-khai-20261122-2030.pdf`; it names nobody. */
export function fileNameOf(kind: string, moment: string): string {
  const [day, time] = [dayOf(moment), showTime(moment)].map((text) => text.replace(/\D/g, ''));
  return `${FILES[kind] ?? 'ban-in'}-${day}-${time}.pdf`;
}

/** A page as an address: as a picture it runs nothing and asks for nothing. */
export const pictureOf = (svg: string): string =>
  `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
