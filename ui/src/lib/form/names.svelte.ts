import type { App } from '$lib/app/app.svelte';
import type { Procedure } from '$lib/backend/backend';

/** The names of procedures and citizens for lists that hold only their ids. */
export class Names {
  procedures = $state.raw<Procedure[]>([]);
  #citizens = $state.raw<
    Readonly<Record<string, { full_name: string; address?: string; phone?: string; hamlet?: string }>>
  >({});

  async load(app: App, citizens: Iterable<string | undefined>): Promise<void> {
    this.procedures = await app.call('procedure.list', {});
    const wanted = [...new Set(citizens)].filter((id) => id !== undefined);
    const found = await Promise.all(
      wanted.map((id) => app.call('citizen.get', { id }).catch(() => undefined)),
    );
    const known = found
      .filter((citizen) => citizen !== undefined)
      .map((citizen) => [citizen.id, citizen] as const);
    this.#citizens = { ...this.#citizens, ...Object.fromEntries(known) };
  }

  citizen(id: string | undefined) {
    return id === undefined ? undefined : this.#citizens[id];
  }

  procedure(key: string): string {
    return this.procedures.find((procedure) => procedure.key === key)?.name ?? key;
  }

  /** The papers to ask for at a home, each once. */
  papers(keys: string[]): string[] {
    const wanted = this.procedures.filter((procedure) => keys.includes(procedure.key));
    const asked = wanted.flatMap(({ papers }) =>
      papers.filter((paper) => !paper.required).map(({ label }) => label),
    );
    return [...new Set(asked)];
  }
}
