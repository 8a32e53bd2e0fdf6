export const bundle = {
  'bundle.carried':
    'Phường đã xét gói. Đã ghi tệp biên nhận {name} trong thư mục Tài liệu của máy này. Xin đưa tệp này lại cho người đã ghi gói: máy của họ chỉ báo "Phường đã nhận" khi đọc tệp này.',
  'bundle.carry': 'Chọn gói để gửi hộ',
  'bundle.carry_hint':
    'Cần có mạng. Máy này không đọc được gì trong gói; nó chỉ chuyển gói tới phường và ghi lại tệp biên nhận.',
  'bundle.carry_title': 'Gửi hộ gói của đồng nghiệp',
  'bundle.explain':
    'Khi không có mạng, máy này ghi những gì đang chờ vào một gói. Mang gói tới phường, hoặc nhờ một máy có mạng gửi hộ. Sau đó đọc tệp biên nhận trên máy này. Khi có mạng cứ đồng bộ như thường: thứ gì tới phường hai lần cũng chỉ được tính một lần.',
  'bundle.not_taken': '{n} thay đổi phường đang giữ mà chưa nhận. Xem trang Đồng bộ để biết lý do.',
  'bundle.read': 'Chọn tệp biên nhận',
  'bundle.read_done': 'Phường đã nhận {changes} thay đổi và {files} tệp của gói.',
  'bundle.read_hint': 'Tệp biên nhận (.tnr) do phường hoặc người gửi hộ đưa lại.',
  'bundle.read_title': 'Đọc biên nhận',
  'bundle.title': 'Bàn giao không cần mạng',
  'bundle.write': 'Ghi gói bàn giao',
  'bundle.write_hint':
    'Gói giữ mọi thay đổi và tệp chưa có biên nhận. Chỉ máy chủ của phường mở được. Bản gốc vẫn ở máy này.',
  'bundle.write_title': 'Ghi gói',
  'bundle.written':
    'Đã ghi gói {name} ({size}) trong thư mục Tài liệu của máy này: {changes} thay đổi, {files} tệp. Phường chưa nhận cho tới khi máy này đọc tệp biên nhận.',
} as const;
