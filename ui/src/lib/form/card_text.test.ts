import { expect, test } from 'vitest';
import { cardIn } from './card_text';

const CARD = '087167001234|301234567|Trần Thị Bình|15081967|Nữ|Khóm 2, Phường Hòa Thuận|20072021';

test('a card is told from an answer, also behind one and while it is still being typed', () => {
  expect(cardIn(CARD)).toEqual({ text: CARD, whole: true });
  expect(cardIn(`${CARD}||||`)?.whole).toBe(true);
  expect(cardIn(`LÊ THỊ ÁNH${CARD}`)).toEqual({ text: CARD, whole: true });
  expect(cardIn(CARD.slice(0, 30))?.whole).toBe(false);
  for (const answer of ['087167001234', 'Trần | Thị | Bình | a | b | c | d', 'Tổ 3 | Khóm 2', '', 12, null]) {
    expect(cardIn(answer)).toBeUndefined();
  }
});
