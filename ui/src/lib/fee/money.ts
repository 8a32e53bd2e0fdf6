/** Amounts of money as they are read and typed: whole đồng. */
import type { FieldView } from '$lib/backend/commands';
import { readTyped, shown } from '$lib/form/values';

const MONEY = { key: '', type: 'money' } as FieldView;

/** `58.000 đồng`. */
export const dong = (amount: number): string => shown(MONEY, amount);

/** What was typed; nothing where it is no amount. */
export function readDong(typed: string): number | undefined {
  const reading = readTyped(MONEY, typed, null);
  return reading.ok && typeof reading.value === 'number' ? reading.value : undefined;
}
