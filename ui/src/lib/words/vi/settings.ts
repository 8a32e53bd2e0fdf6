export const settings = {
  'idle.failed': 'Máy chưa tự khóa được: {why}',
  'idle.here': 'Tôi vẫn đang dùng',
  'idle.soon': 'Không ai dùng máy. Một phút nữa máy tự khóa; những gì đã lưu vẫn còn.',
  'settings.idle': 'Tự khóa khi không ai dùng máy',
  'settings.idle_after': 'Sau {n} phút',
  'settings.idle_hint':
    'Chọn cho riêng máy này. Chữ đang ghi dở trong một ô có nút "Lưu" được giữ cho đúng người đã ghi.',
  'settings.of_ward': 'Của phường',
  'unsaved.before': 'Phần ghi dở lúc máy tự khóa, chưa lưu',
  'unsaved.close': 'Đóng, bỏ phần chưa lưu',
  'unsaved.kept':
    'Máy đã tự khóa khi đang ghi dở: {what}. Phần đó chưa lưu nhưng vẫn còn, xin mở lại chỗ ấy.',
  'unsaved.kept_drop': 'Bỏ phần đó',
  'unsaved.kept_here': 'Phần ghi dở lúc máy tự khóa vẫn còn ở đây, chưa lưu.',
  'unsaved.leave': 'Rời đi, bỏ phần chưa lưu',
  'unsaved.lock': 'Khóa, bỏ phần chưa lưu',
  'unsaved.of': '{what}, do người dùng {handle} ghi dở',
  'unsaved.saving': 'Máy đang lưu, chưa xong.',
  'unsaved.stay': 'Ở lại',
  'unsaved.text': 'Những gì đã báo "Đã lưu" vẫn an toàn. Phần dưới đây thì chưa lưu:',
  'unsaved.title': 'Có phần chưa lưu',
} as const;
