/** The backend in the window: no other file knows Tauri. */
import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { asFailure, type Backend, type Progress } from './backend';

export const tauri: Backend = {
  async call(name, args) {
    try {
      return await invoke('call', { name, args });
    } catch (thrown) {
      throw asFailure(thrown);
    }
  },
  onProgress(listener) {
    const stop = listen<Progress>('progress', (event) => listener(event.payload));
    return () => void stop.then((unlisten) => unlisten());
  },
};
