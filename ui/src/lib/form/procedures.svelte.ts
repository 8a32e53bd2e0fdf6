import type { App } from '$lib/app/app.svelte';
import type { Procedure } from '$lib/backend/backend';

/** The procedures that this device can fill in, for lists that hold only their keys. */
export class Procedures {
  all = $state.raw<Procedure[]>([]);

  async load(app: App): Promise<void> {
    this.all = await app.call('procedure.list', {});
  }

  name(key: string): string {
    return this.all.find((procedure) => procedure.key === key)?.name ?? key;
  }

  /** The papers to ask for at a home, each once. */
  papers(keys: string[]): string[] {
    const wanted = this.all.filter((procedure) => keys.includes(procedure.key));
    const asked = wanted.flatMap(({ papers }) =>
      papers.filter((paper) => !paper.is_form).map(({ label }) => label),
    );
    return [...new Set(asked)];
  }
}
