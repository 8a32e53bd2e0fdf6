export const card = {
  'card.beside': 'Here now: {form}',
  'card.can_cuoc_2024': 'Identity card (since 2024)',
  'card.cccd_2021': 'Citizen identity card (since 2021)',
  'card.close': 'Close, take nothing',
  'card.empty': 'nothing yet',
  'card.issued': 'Issued on {issued}, {issuer}',
  'card.issued_on': 'Issued on {issued}',
  'card.mrz': 'The three lines on the back of the card',
  'card.nothing_new': 'Everything on the card is here already.',
  'card.not_kept': 'A picture of the card is only read, and not kept.',
  'card.not_proof':
    'The code saves typing; it does not prove that the card is genuine. Please look at the card and compare.',
  'card.other_number':
    "The number on the card is not the one here. It may be somebody else's card: please look before taking anything.",
  'card.picture': 'Photograph the card or choose a picture',
  'card.read': 'Read',
  'card.reading': 'Reading…',
  'card.same': 'here already',
  'card.take': { one: 'Take the chosen part', other: 'Take the {n} chosen parts' },
  'card.taken': {
    one: 'One part was filled in from the card. Not saved yet: please look at it and press Save.',
    other: '{n} parts were filled in from the card. Not saved yet: please look at them and press Save.',
  },
  'card.text': 'What was scanned',
  'card.text_hint':
    'Touch this field and scan with a hand scanner, or paste the text of the code, or type the three lines on the back. Keyboard in English, Telex and VNI off.',
  'card.title': 'Scan a card',
  'card.what_to_take': 'Choose what to take from the card',
} as const;
