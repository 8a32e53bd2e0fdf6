export const bundle = {
  'bundle.carried':
    'The ward has dealt with the bundle. Its receipts are in {name}, in the documents of this device. Please bring that file back to whoever wrote the bundle: only once their device has read it, or has synced, does it say that the ward received the work.',
  'bundle.carry': 'Choose a bundle to carry',
  'bundle.carry_again': 'The bundle is whole; please carry it again from the start when there is a network.',
  'bundle.carry_hint':
    'Needs a network. This device can read nothing of the bundle; it brings it to the ward and writes down the receipts.',
  'bundle.carry_title': "Carry a colleague's bundle",
  'bundle.carrying': 'Bringing the bundle to the ward, please leave the device on…',
  'bundle.explain':
    'Without a network, you can write what waits into a bundle. Bring it to the ward, or ask somebody with a network to carry it. Then read the receipts on this device. Syncing later works as ever: what reaches the ward twice counts once.',
  'bundle.left_out': {
    one: '{n} change is not in this bundle. It follows what was done before this device was enrolled again, and goes once this device has the receipt for that.',
    other:
      '{n} changes are not in this bundle. They follow what was done before this device was enrolled again, and go once this device has the receipts for that.',
  },
  'bundle.not_taken': {
    one: 'The ward keeps {n} change and has not taken it. The sync page says why.',
    other: 'The ward keeps {n} changes and has not taken them. The sync page says why.',
  },
  'bundle.nothing': 'Nothing waits to be sent; no bundle needs to be brought.',
  'bundle.read': 'Choose the receipts',
  'bundle.read_done': 'The ward has taken from the bundle: changes {changes}, files {files}.',
  'bundle.read_hint': 'The receipts (.tnr) that the ward or the carrier gave you.',
  'bundle.read_title': 'Read receipts',
  'bundle.reading': 'Reading the receipts…',
  'bundle.take_along':
    'Copy {name} from the documents folder to a USB stick, or send it to whoever brings it.',
  'bundle.title': 'Hand over without a network',
  'bundle.write': 'Write a bundle',
  'bundle.write_hint':
    "A bundle holds every change and file that waits to be sent, except what was set aside (see the Sync page); you are told if anything else is left out. Only the ward's server can open it. Everything stays on this device.",
  'bundle.write_title': 'Write a bundle',
  'bundle.writing': 'Writing the bundle…',
  'bundle.written':
    'Written to {name} ({size}): changes {changes}, files {files}. This device says "Received by the ward" only once it has read the receipts, or has synced.',
} as const;
