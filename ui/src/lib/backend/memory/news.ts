import type { News } from '../commands';

/** Who hears what is told without being asked. */
export class Listeners {
  #listeners: { [K in keyof News]: Set<(news: News[K]) => void> } = {
    progress: new Set(),
    sync: new Set(),
    person: new Set(),
  };

  on<K extends keyof News>(name: K, listener: (news: News[K]) => void): () => void {
    this.#listeners[name].add(listener);
    return () => void this.#listeners[name].delete(listener);
  }

  tell<K extends keyof News>(name: K, news: News[K]): void {
    this.#listeners[name].forEach((listener) => listener(news));
  }
}
