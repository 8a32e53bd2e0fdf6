import { expect, test } from 'vitest';
import { sizeText } from './size';

test.each([
  [0, '0 KB'],
  [1, '1 KB'],
  [1024 * 1023, '1.023 KB'],
  [1024 * 1024, '1 MB'],
  [1024 * 1024 + 1, '1,1 MB'],
  [12_500_000, '12 MB'],
])('%i bytes are written %s', (bytes, text) => expect(sizeText(bytes)).toBe(text));
