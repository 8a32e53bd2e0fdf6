export const sync = {
  'alert.clock_far_off':
    "This device's clock is far from the ward's. Please set date and time before going on. Your data is safe.",
  'alert.custody_mismatch':
    'The ward holds another number of changes than this device has sent. Everything is still on this device. Please sync again; if this stays, call the one-stop desk.',
  'alert.unknown':
    'Something about syncing needs a look ({code}). Your data is safe on this device. Please tell the one-stop desk.',
  'alert.ward_restored':
    "The ward's server was restored from a copy. This device sends again what was lost there. Everything is still on this device.",
  'delivery.in_transit': 'Sent, no receipt yet',
  'delivery.on_device': 'On this device',
  'delivery.receipted': 'Received by the ward',
  'delivery.set_aside': 'Not taken by the ward',
  'delivery.unknown': 'Place not known',
  'status.alerts': { one: '{n} alert about syncing', other: '{n} alerts about syncing' },
  'status.conflicts': {
    one: '{n} difference between two people',
    other: '{n} differences between two people',
  },
  'status.connecting': 'Connecting to the ward…',
  'status.fetching': 'Fetching from the ward: {n}',
  'status.files': { one: '{n} file to send', other: '{n} files to send' },
  'status.not_reached': 'The ward was not reached',
  'status.nothing_to_send': 'Nothing to send, synced at {time}',
  'status.nothing_yet': 'Never synced yet',
  'status.offline': 'Offline',
  'status.practice': {
    one: 'Practice, {n} item on this device only',
    other: 'Practice, {n} items on this device only',
  },
  'status.received': 'The ward had received everything at {time}',
  'status.sending': 'Sending: {n}',
  'status.sending_of': 'Sending {done}/{total}, {percent} %',
  'status.set_aside': { one: '{n} item not taken by the ward', other: '{n} items not taken by the ward' },
  'status.unknown': 'Looking…',
  'status.waiting': {
    one: '{n} item on this device, without a receipt',
    other: '{n} items on this device, without a receipt',
  },
  'sync.conflicts': {
    one: '{n} difference between two people. Both are kept; a person will decide.',
    other: '{n} differences between two people. Both are kept; a person will decide.',
  },
  'sync.created': {
    one: '{n} item was made or changed on this device',
    other: '{n} items were made or changed on this device',
  },
  'sync.explain':
    'An item is a dossier, a citizen, a need or a visit. "Received by the ward" is said only upon the ward\'s receipt for its last change.',
  'sync.last': 'Last complete sync: {at}',
  'sync.never': 'Never synced yet.',
  'sync.now': 'Sync now',
  'sync.practice': 'A practice ward sends nothing.',
  'sync.running': 'Syncing…',
  'sync.share_of':
    'Items: {n}, among them the {dossiers} dossiers below. The rest are citizens, needs and visits.',
  'sync.shares': 'Where everything stands',
  'sync.waiting': {
    one: '{n} item waits for a receipt, about {kb} KB.',
    other: '{n} items wait for receipts, about {kb} KB.',
  },
} as const;
