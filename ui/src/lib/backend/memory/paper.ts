/** Photos and PDFs of a dossier. */
import type { Dossier, FileView, Form } from '../backend';
import { failure, finding, type Handlers, type Kept, type World } from './world';

/** So large a file may be. */
const MAX_BYTES = 20 * 1024 * 1024;

type Ways = { formOf: (procedure: string) => Form; changed: (dossier: Dossier) => Dossier };

export const paper = (world: World, { formOf, changed }: Ways): Handlers => ({
  'dossier.attach': ({ id, slot, content = '' }) => {
    const dossier = world.dossier(id);
    const slots = formOf(dossier.procedure).papers.filter(({ is_form }) => !is_form);
    if (!slots.some((paper) => paper.slot === slot)) throw failure('slot_unknown', { slot });
    const kept = read(content);
    const file = { sha256: nameOf(content), ...kept };
    const there = dossier.files.some((other) => other.slot === slot && other.sha256 === file.sha256);
    world.files.set(file.sha256, { ...kept, content });
    const { sha256, bytes, media, pages } = file;
    const said = { sha256, bytes, media, ...(pages ? { pages } : {}) };
    if (!there) dossier.files.push({ ...said, slot, state: 'on_device' });
    changed(dossier);
    return { file: said };
  },
  'dossier.detach': ({ id, file, slot }) => {
    const dossier = world.dossier(id);
    dossier.files = dossier.files.filter(({ sha256, slot: of }) => sha256 !== file || (slot && slot !== of));
    return changed(dossier);
  },
  'dossier.paper': ({ file }) => {
    const kept = world.files.get(file);
    if (!kept) throw failure('file_not_here');
    return { media: kept.media, content: kept.content };
  },
});

/** The papers that are asked for and not there. */
export const missingPapers = (asked: string[], files: FileView[]) =>
  asked
    .filter((slot) => !files.some((file) => file.slot === slot))
    .map((slot) => finding('paper_missing', slot, 'warning'));

/** The files that are not at the ward yet. */
export const filesWaiting = (world: World): FileView[] =>
  [...world.dossiers.values()].flatMap(({ files }) =>
    files.filter(({ state }) => ['on_device', 'in_transit', 'missing'].includes(state)),
  );

function read(content: string): Omit<Kept, 'content'> {
  const head = atob(content.slice(0, 16));
  const bytes = Math.floor((content.length * 3) / 4);
  if (bytes === 0) throw failure('paper_unreadable');
  if (bytes > MAX_BYTES) throw failure('paper_too_large', { bytes });
  if (head.startsWith('%PDF')) return { bytes, media: 'application/pdf', pages: 2 };
  if (!/^(\xff\xd8|\x89PNG|RIFF)/.test(head)) throw failure('paper_unsupported');
  return { bytes, media: 'image/jpeg' };
}

/** Another name for another content; not the real one. */
function nameOf(content: string): string {
  let sum = 2_166_136_261;
  for (let at = 0; at < content.length; at++) sum = Math.imul(sum ^ content.charCodeAt(at), 16_777_619) >>> 0;
  return sum.toString(16).padStart(8, '0').repeat(8);
}
