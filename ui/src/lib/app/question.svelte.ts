import type { Way } from './unsaved.svelte';

/** Something that is not saved: what it is, why not, and where it stands. */
export type Trouble = { what: string; why?: string; href?: string };
export type Answer = 'go' | 'stay' | 'again';
/** What else can be answered than to stay. */
type Offers = { again?: boolean; go?: boolean };

/** The one question that stands before everything else: what is not saved, and what to do about it. */
export class Question {
  asked = $state.raw<{ way: Way; troubles: Trouble[] } & Required<Offers>>();
  #answer: ((answer: Answer) => void) | undefined;

  /** A question that comes while another stands takes its place; the other is answered by staying. */
  ask(way: Way, troubles: Trouble[], { again = false, go = true }: Offers = {}): Promise<Answer> {
    this.answer('stay');
    this.asked = { way, troubles, again, go };
    return new Promise((resolve) => (this.#answer = resolve));
  }

  answer(answer: Answer): void {
    const resolve = this.#answer;
    this.#answer = undefined;
    this.asked = undefined;
    resolve?.(answer);
  }
}
