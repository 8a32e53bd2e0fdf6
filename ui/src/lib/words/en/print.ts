export const print = {
  'print.choose': 'Choose what to print',
  'print.counted': {
    one: 'Saved as a print {n} time, counting each time it was sent again. Last {at}.',
    other: 'Saved as a print {n} times, counting each time it was sent again. Last {at}.',
  },
  'print.draft': 'The dossier is not submitted, so each page says BẢN NHÁP (draft) in its margin.',
  'print.explain':
    'Looking at it first writes nothing. A print is saved as a PDF in the Documents folder, or where you choose.',
  'print.kind.checklist': 'Papers to bring',
  'print.kind.collection_sheet': 'Collection sheet',
  'print.kind.declaration': 'Declaration',
  'print.kind.missing': 'What is still missing',
  'print.kind.unknown': 'Another print ({code})',
  'print.larger': 'Larger',
  'print.look': 'Look at it first',
  'print.page': 'Page {n} of {all} of the preview: {what}',
  'print.practice': 'A practice ward: each page says THỰC HÀNH (practice) in its margin.',
  'print.save': 'Save as PDF',
  'print.not_saved':
    'The app locked while the place of the print was being chosen, so nothing was saved. Please save it again.',
  'print.saved': {
    one: 'Saved {name}, {n} page, in the Documents folder.',
    other: 'Saved {name}, {n} pages, in the Documents folder.',
  },
  'print.save_title': 'Where to save the print',
  'print.save_to': 'Save to…',
  'print.saved_there': {
    one: 'Saved {name}, {n} page, where you chose.',
    other: 'Saved {name}, {n} pages, where you chose.',
  },
  'print.send': 'Send to the printer',
  'print.sent': 'Sent to the printer.',
  'print.show': "Open in the device's viewer",
  'print.shown_stale':
    'The dossier has changed since the file that was opened was saved: it, and paper printed from it, is no longer right. Please save a new one.',
  'print.size': 'Size: {n}%',
  'print.smaller': 'Smaller',
  'print.stale':
    'The answers have changed since the print was last saved: it, and paper printed from it, is no longer right. Please save it again.',
  'print.stale_look': 'The dossier has changed. Please look at it again.',
  'print.title': 'Print',
  'print.unprintable':
    'Some letters cannot be printed and stand as empty boxes. Please write by hand: {labels}.',
  'print.working': 'Laying out the pages…',
} as const;
