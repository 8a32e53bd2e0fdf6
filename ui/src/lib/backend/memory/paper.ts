/** Photos and PDFs of a dossier. */
import { nowText } from '$lib/text/day';
import type { Dossier, FileView, Form } from '../backend';
import { failure, finding, type Handlers, type Kept, type World } from './world';

/** So large a file may be. */
const MAX_BYTES = 20 * 1024 * 1024;

type Ways = { formOf: (procedure: string) => Form; changed: (dossier: Dossier) => Dossier };

export const paper = (world: World, { formOf, changed }: Ways): Handlers => ({
  'device.space': () => world.space,
  'dossier.attach': ({ id, slot, content = '', replaces }) => {
    const dossier = world.dossier(id);
    const slots = formOf(dossier.procedure).papers.filter(({ is_form }) => !is_form);
    if (!slots.some((paper) => paper.slot === slot)) throw failure('slot_unknown', { slot });
    const kept = read(content);
    if (world.space.photos === 0) throw failure('no_space', { free: 0, needed: kept.bytes });
    const file = { sha256: nameOf(content), ...kept };
    const there = dossier.files.some((other) => other.slot === slot && other.sha256 === file.sha256);
    world.files.set(file.sha256, { ...kept, content });
    const { sha256, bytes, media, pages } = file;
    const said = { sha256, bytes, media, ...(pages ? { pages } : {}) };
    const added = { ...said, slot, state: 'on_device' as const };
    const place = dossier.files.findIndex((other) => other.slot === slot && other.sha256 === replaces);
    if (place >= 0) dossier.files.splice(place, 1, added);
    else if (!there) dossier.files.push(added);
    delete dossier.checklist.absent[slot];
    changed(dossier);
    return { file: said };
  },
  'dossier.detach': ({ id, file, slot }) => {
    const dossier = world.dossier(id);
    dossier.files = dossier.files.filter(({ sha256, slot: of }) => sha256 !== file || (slot && slot !== of));
    return changed(dossier);
  },
  'dossier.paper_back': ({ id, slot, file, order }) => {
    const dossier = world.dossier(id);
    const kept = world.files.get(file);
    if (!kept) throw failure('file_not_here');
    const { bytes, media, pages } = kept;
    dossier.files.push({ sha256: file, slot, bytes, media, ...(pages ? { pages } : {}), state: 'on_device' });
    if (order) arrange(dossier, slot, order);
    return changed(dossier);
  },
  'dossier.paper_order': ({ id, slot, files }) => {
    const dossier = world.dossier(id);
    arrange(dossier, slot, files);
    return changed(dossier);
  },
  'dossier.original_seen': ({ id, slot, seen }) => {
    const dossier = world.dossier(id);
    if (seen) dossier.checklist.originals[slot] = { by: world.open?.identity.user ?? '', at: nowText() };
    else delete dossier.checklist.originals[slot];
    return changed(dossier);
  },
  'dossier.paper_absent': ({ id, slot, why }) => {
    const dossier = world.dossier(id);
    const by = world.open?.identity.user ?? '';
    if (why === null) delete dossier.checklist.absent[slot];
    else dossier.checklist.absent[slot] = { why, by, at: nowText() };
    return changed(dossier);
  },
  'dossier.paper': ({ file }) => {
    const kept = world.files.get(file);
    if (!kept) throw failure('file_not_here');
    return { media: kept.media, content: kept.content };
  },
});

/** The papers that are asked for and not there. */
export const missingPapers = (asked: string[], { files, checklist }: Dossier) =>
  asked
    .filter((slot) => !files.some((file) => file.slot === slot))
    .map((slot) => {
      const why = checklist.absent[slot]?.why;
      return finding(why ? 'paper_absent' : 'paper_missing', slot, 'warning', why ? { why } : {});
    });

/** The files of a slot in this order, in the places where they stand. */
function arrange(dossier: Dossier, slot: string, order: string[]): void {
  const rank = ({ sha256 }: FileView) => (order.includes(sha256) ? order.indexOf(sha256) : order.length);
  const pages = dossier.files.filter((file) => file.slot === slot).sort((a, b) => rank(a) - rank(b));
  dossier.files = dossier.files.map((file) => (file.slot === slot ? (pages.shift() ?? file) : file));
}

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
