/** The backend in the window: no other file knows Tauri. */
import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { asFailure, type Backend } from './backend';
import type { News } from './commands';

/** Well before the shell's patience ends. */
const HOLD_MS = 3_000;

export const tauri: Backend = {
  async call(name, args) {
    try {
      return await invoke('call', { name, args });
    } catch (thrown) {
      throw asFailure(thrown);
    }
  },
  async askPlace(title, name) {
    try {
      const options = { title, defaultPath: name, filters: [{ name: 'PDF', extensions: ['pdf'] }] };
      const place = await invoke<string | null>('plugin:dialog|save', { options });
      return place === null ? undefined : asPdf(place);
    } catch (thrown) {
      throw asFailure(thrown);
    }
  },
  onProgress: (listener) => hear('progress', listener),
  onSync: (listener) => hear('sync', listener),
  onPerson: (listener) => hear('person', () => listener()),
  onClosing: (ask) =>
    hear('closing', async () => {
      // The shell waits four seconds and a person needs longer, so it is told in time to stay. A page that
      // fails to answer says nothing, and the shell closes.
      const hold = setTimeout(() => void invoke('stay_open'), HOLD_MS);
      try {
        await invoke((await ask()) ? 'ready_to_close' : 'stay_open');
      } finally {
        clearTimeout(hold);
      }
    }),
};

/** A name that says what is in the file, also where somebody typed none. */
const asPdf = (place: string) => (/\.pdf$/i.test(place) ? place : `${place}.pdf`);

/** What the shell tells besides the core's news. */
type Told = News & { closing: null };

function hear<K extends keyof Told>(name: K, listener: (told: Told[K]) => void): () => void {
  const stop = listen<Told[K]>(name, (event) => listener(event.payload));
  return () => void stop.then((unlisten) => unlisten());
}
