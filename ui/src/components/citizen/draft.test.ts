import { expect, test } from 'vitest';
import type { Citizen } from '$lib/backend/backend';
import { changesOf, draftOf } from './draft';

const citizen: Citizen = {
  id: 'c1',
  full_name: 'Nguyễn Thị Ví Dụ',
  born: '1942-06',
  phone: '0999000001',
  state: 'live',
  agreed: [],
  needs: ['birth_rereg'],
  delivery: 'receipted',
  findings: [],
};

test('only what was changed is saved, an emptied line is cleared', () => {
  const draft = { ...draftOf(citizen), phone: ' ', sex: 'female' as const };
  expect(changesOf(draft, citizen)).toEqual({ id: 'c1', phone: null, sex: 'female' });
  expect(changesOf(draftOf(citizen), citizen)).toEqual({ id: 'c1' });
});

test('a birth is typed as people write it; one that cannot be read is kept as typed', () => {
  expect(draftOf(citizen).born).toBe('06/1942');
  expect(changesOf({ ...draftOf(citizen), born: '17/6/1942' }, citizen).born).toBe('1942-06-17');
  expect(changesOf({ ...draftOf(citizen), born: 'khoảng 1942' }, citizen).born).toBe('khoảng 1942');
});

test('a new citizen has no id', () => {
  expect(changesOf({ ...draftOf(), full_name: 'Trần Văn Mẫu'.normalize('NFD') })).toEqual({
    full_name: 'Trần Văn Mẫu'.normalize('NFC'),
  });
});
