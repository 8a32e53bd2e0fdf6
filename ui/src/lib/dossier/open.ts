import type { DossierSummary } from '$lib/backend/backend';

/** A dossier in one of these is gone on with; no other is begun beside it. */
const OPEN = ['draft', 'queued', 'sent_back', 'received'];

/** The dossier of a procedure that is not over yet. */
export const openDossier = (dossiers: DossierSummary[], procedure: string): DossierSummary | undefined =>
  dossiers.find((dossier) => dossier.procedure === procedure && OPEN.includes(dossier.state));
