/** The backend in the window: no other file knows Tauri. */
import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { asFailure, type Backend } from './backend';
import type { News } from './commands';

export const tauri: Backend = {
  async call(name, args) {
    try {
      return await invoke('call', { name, args });
    } catch (thrown) {
      throw asFailure(thrown);
    }
  },
  onProgress: (listener) => hear('progress', listener),
  onSync: (listener) => hear('sync', listener),
};

function hear<K extends keyof News>(name: K, listener: (news: News[K]) => void): () => void {
  const stop = listen<News[K]>(name, (event) => listener(event.payload));
  return () => void stop.then((unlisten) => unlisten());
}
