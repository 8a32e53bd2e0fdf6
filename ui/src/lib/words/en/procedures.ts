export const procedures = {
  'procedures.choose': 'Choose procedures',
  'procedures.done': 'Done, {n} chosen',
  'procedures.found': 'Procedures: {n}.',
  'procedures.more': 'Add or remove procedures',
  'procedures.no_area': 'Other areas',
  'procedures.none': 'No procedure found. Try fewer letters.',
  'procedures.search': 'Find a procedure',
} as const;
