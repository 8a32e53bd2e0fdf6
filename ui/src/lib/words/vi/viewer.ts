export const viewer = {
  'viewer.broken': 'Máy này không hiển thị được tệp này. Tệp vẫn được giữ nguyên trong hồ sơ.',
  'viewer.farther': 'Thu nhỏ',
  'viewer.file': 'Tệp {n} trong {of}',
  'viewer.nearer': 'Phóng to',
  'viewer.next': 'Tiếp theo',
  'viewer.page': 'Trang {n} trong {of}',
  'viewer.previous': 'Trước đó',
  'viewer.tools': 'Xem gần, xoay, lật',
  'viewer.turn': 'Xoay phải',
  'viewer.whole': 'Xem cả tờ',
  'viewer.zoom': '{n} %',
} as const;
