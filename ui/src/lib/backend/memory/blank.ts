import type { Dossier } from '../backend';
import { hashOf, noAttests } from './attest';

/** A dossier's own parts as they are before anybody has noted anything in it. */
export const blank = (answers: Dossier['answers']) => ({
  answers,
  derived: {},
  answers_hash: hashOf(answers),
  attests: noAttests(),
  visible: [],
  papers: [],
  findings: [],
  files: [],
  checklist: { originals: {}, absent: {} },
  prints: [],
  also_open: [],
  paper_counts: { received: 0, all: 0 },
});
