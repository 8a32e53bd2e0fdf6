export const viewer = {
  'viewer.broken': 'This device cannot show this file. The file is kept in the dossier as it is.',
  'viewer.farther': 'Zoom out',
  'viewer.file': 'File {n} of {of}',
  'viewer.nearer': 'Zoom in',
  'viewer.next': 'Next',
  'viewer.page': 'Page {n} of {of}',
  'viewer.previous': 'Previous',
  'viewer.tools': 'Zoom, turn, leaf',
  'viewer.turn': 'Turn right',
  'viewer.whole': 'Show the whole',
  'viewer.zoom': '{n} %',
} as const;
