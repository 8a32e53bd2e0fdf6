/** How much something asks for attention; the colours stand in base.css as `.tone-…`. */
export type Tone = 'quiet' | 'good' | 'needs' | 'wrong';
