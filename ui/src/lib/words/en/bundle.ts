export const bundle = {
  'bundle.carried':
    'The ward has looked at the bundle. Its receipts are in {name}, in the documents of this device. Please bring that file back to whoever wrote the bundle: only then does their device say that the ward has it.',
  'bundle.carry': 'Choose a bundle to carry',
  'bundle.carry_hint':
    'Needs a network. This device can read nothing of the bundle; it brings it to the ward and writes down the receipts.',
  'bundle.carry_title': "Carry a colleague's bundle",
  'bundle.explain':
    'Without a network, this device writes what waits into a bundle. Bring it to the ward, or ask somebody with a network to carry it. Then read the receipts on this device. Syncing later works as ever: what reaches the ward twice counts once.',
  'bundle.not_taken': {
    one: 'The ward keeps {n} change and has not taken it. The sync page says why.',
    other: 'The ward keeps {n} changes and has not taken them. The sync page says why.',
  },
  'bundle.read': 'Choose the receipts',
  'bundle.read_done': 'The ward has {changes} changes and {files} files of the bundle.',
  'bundle.read_hint': 'The receipts (.tnr) that the ward or the carrier gave you.',
  'bundle.read_title': 'Read receipts',
  'bundle.title': 'Hand over without a network',
  'bundle.write': 'Write a bundle',
  'bundle.write_hint':
    "A bundle holds every change and file without a receipt. Only the ward's server can open it. Everything stays on this device.",
  'bundle.write_title': 'Write a bundle',
  'bundle.written':
    'Written to {name} ({size}) in the documents of this device: {changes} changes, {files} files. The ward has nothing until this device has read the receipts.',
} as const;
