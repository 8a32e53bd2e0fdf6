/** Prints: what the panel shows of them, and not what stands on them. */
import { nowText } from '$lib/text/day';
import type { Dossier, Form } from '../backend';
import { kindsOf } from '$lib/print/kinds';
import { failure, type Handlers, type World } from './world';

type Ways = { formOf: (procedure: string) => Form; changed: (dossier: Dossier) => Dossier };

const PAGE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 595 842" width="595" height="842"></svg>';

export const print = (world: World, { formOf, changed }: Ways): Handlers => {
  const written = new Map<string, { id: string; kind: string; says: string; sent: boolean }>();
  const kindOf = (dossier: Dossier, kind?: string) => {
    const kinds = kindsOf(formOf(dossier.procedure));
    const wanted = kind ?? kinds[0];
    if (!wanted || !kinds.includes(wanted)) throw failure('print_unknown');
    return { kind: wanted, kinds };
  };
  const saying = ({ answers, state }: Dossier) => JSON.stringify([answers, state]);
  const known = (path: string) => {
    const file = written.get(path);
    if (!file) throw failure('file_not_found');
    return { file, stale: file.says !== saying(world.dossier(file.id)) };
  };
  const count = (dossier: Dossier, kind: string) => {
    const before = dossier.prints.find((print) => print.kind === kind);
    const counted = { kind, count: (before?.count ?? 0) + 1, at: nowText(), stale: false };
    dossier.prints = [...dossier.prints.filter((print) => print !== before), counted];
  };
  return {
    'dossier.preview': ({ id, kind }) => ({
      ...kindOf(world.dossier(id), kind),
      pages: [PAGE, PAGE],
      unprintable: [],
    }),
    'dossier.print': ({ id, kind: asked, path }) => {
      const dossier = world.dossier(id);
      const { kind } = kindOf(dossier, asked);
      const at = path ?? `/home/thu/Tài liệu/to-khai-${written.size + 1}.pdf`;
      if (written.has(at)) throw failure('file_there');
      written.set(at, { id, kind, says: saying(dossier), sent: false });
      count(dossier, kind);
      return { kind, path: at, pages: 2, unprintable: [], dossier: { ...changed(dossier) } };
    },
    'print.show': ({ path }) => ({ stale: known(path).stale }),
    'print.send': ({ path }) => {
      const { file, stale } = known(path);
      if (stale) throw failure('print_stale');
      if (!world.hasPrinter) throw failure('no_printer');
      const dossier = world.dossier(file.id);
      if (file.sent) {
        count(dossier, file.kind);
      }
      file.sent = true;
      return { dossier: { ...changed(dossier) } };
    },
  };
};
