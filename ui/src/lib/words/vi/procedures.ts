export const procedures = {
  'procedures.choose': 'Chọn thủ tục',
  'procedures.done': 'Xong, đã chọn {n}',
  'procedures.found': '{n} thủ tục.',
  'procedures.more': 'Thêm hoặc bỏ thủ tục',
  'procedures.no_area': 'Lĩnh vực khác',
  'procedures.none': 'Không thấy thủ tục nào. Thử gõ ít chữ hơn.',
  'procedures.search': 'Tìm thủ tục',
} as const;
