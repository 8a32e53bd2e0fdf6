import { failure, type Handlers, type World } from './world';

/** Papers, kept as they are given: nothing is shrunk here. */
export function paper(world: World): Pick<Handlers, 'dossier.attach' | 'dossier.detach' | 'dossier.paper'> {
  const contents = new Map<string, string>();
  const named = (id: string) => {
    const dossier = world.dossier(id);
    dossier.paper_counts = { received: 0, all: dossier.files.length };
    world.touch(id);
    return dossier;
  };
  return {
    'dossier.attach': ({ id, slot, content = '' }) => {
      const sha256 = [...contents].find(([, known]) => known === content)?.[0] ?? world.id();
      contents.set(sha256, content);
      const media = content.startsWith('JVBERi') ? 'application/pdf' : 'image/jpeg';
      const file = { sha256, bytes: Math.floor((content.length * 3) / 4), media } as const;
      const { files } = world.dossier(id);
      if (!files.some((other) => other.sha256 === sha256 && other.slot === slot)) {
        files.push({ ...file, slot, state: 'on_device' });
        named(id);
      }
      return { file };
    },
    'dossier.detach': ({ id, file, slot }) => {
      const dossier = world.dossier(id);
      dossier.files = dossier.files.filter(
        (other) => other.sha256 !== file || (slot !== undefined && other.slot !== slot),
      );
      return named(id);
    },
    'dossier.paper': ({ id, file }) => {
      const found = world.dossier(id).files.find(({ sha256 }) => sha256 === file);
      if (!found) throw failure('file_not_found');
      return { media: found.media, content: contents.get(file) ?? '' };
    },
  };
}
