/** What a card's text says, for trying the screens: only the plain QR text, and no check of it. */
import { readPartialDate } from '$lib/text/partial_date';
import type { Card } from '../backend';
import { failure, finding } from './world';

export function scanned(text: string): Card {
  const fields = text.trim().normalize('NFC').split('|');
  const [number = '', old_number, full_name = '', born = '', sex, address = '', issued = ''] = fields;
  if (!/\d{9}/.test(number)) throw failure('card_unknown');
  if (fields.length < 7) throw failure('card_cut', { fields: fields.length });
  const is2021 = fields.length === 7;
  const plain = full_name === full_name.normalize('NFD').replace(/[\u0300-\u036f]/g, '');
  return {
    source: 'qr',
    card: is2021 ? 'cccd_2021' : 'can_cuoc_2024',
    number,
    ...(old_number ? { old_number } : {}),
    full_name,
    born: readPartialDate(born),
    sex: sex === 'Nam' ? 'male' : sex === 'Nữ' ? 'female' : null,
    address: address || null,
    issued: readPartialDate(issued),
    issuer: is2021 ? 'Cục Cảnh sát quản lý hành chính về trật tự xã hội' : 'Bộ Công an',
    proof: false,
    findings: plain ? [finding('card_name_without_marks', 'full_name', 'warning')] : [],
  };
}
