export const bundle = {
  'bundle.carried':
    'Phường đã xử lý gói. Đã ghi tệp biên nhận {name} trong thư mục Tài liệu của máy này. Xin đưa tệp này lại cho người đã tạo gói: máy của họ chỉ báo "Phường đã nhận" khi đã đọc tệp này, hoặc khi đã đồng bộ.',
  'bundle.carry': 'Chọn gói để gửi hộ',
  'bundle.carry_again': 'Gói vẫn còn nguyên; xin gửi hộ lại từ đầu khi có mạng.',
  'bundle.carry_hint':
    'Cần có mạng. Máy này không đọc được gì trong gói; nó chỉ chuyển gói tới phường và ghi lại tệp biên nhận.',
  'bundle.carry_title': 'Gửi hộ gói của đồng nghiệp',
  'bundle.carrying': 'Đang chuyển gói tới phường, xin đừng tắt máy…',
  'bundle.explain':
    'Khi không có mạng, anh/chị có thể tạo một gói gồm những gì đang chờ gửi. Mang gói tới phường, hoặc nhờ một máy có mạng gửi hộ. Sau đó đọc tệp biên nhận trên máy này. Khi có mạng cứ đồng bộ như thường: thứ gì tới phường hai lần cũng chỉ được tính một lần.',
  'bundle.left_out':
    '{n} thay đổi chưa có trong gói này. Các thay đổi đó nối tiếp việc làm trước khi ghi danh lại và sẽ đi khi máy này đã có biên nhận của việc trước.',
  'bundle.not_taken': 'Phường đang giữ nhưng chưa nhận {n} thay đổi. Xem trang Đồng bộ để biết lý do.',
  'bundle.nothing': 'Không có gì chờ gửi; không cần mang gói.',
  'bundle.read': 'Chọn tệp biên nhận',
  'bundle.read_done': 'Phường đã nhận {changes} thay đổi và {files} tệp của gói.',
  'bundle.read_hint': 'Tệp biên nhận (.tnr) do phường hoặc người gửi hộ đưa lại.',
  'bundle.read_title': 'Đọc biên nhận',
  'bundle.reading': 'Đang đọc biên nhận…',
  'bundle.take_along': 'Chép tệp {name} trong thư mục Tài liệu vào USB, hoặc gửi cho người mang đi.',
  'bundle.title': 'Bàn giao không cần mạng',
  'bundle.write': 'Tạo gói bàn giao',
  'bundle.write_hint':
    'Gói gồm mọi thay đổi và tệp đang chờ gửi, trừ những gì ở phần "Bản treo" của trang Đồng bộ; nếu còn gì chưa đi cùng được, máy sẽ báo. Chỉ máy chủ của phường mở được gói. Bản gốc vẫn ở máy này.',
  'bundle.write_title': 'Tạo gói',
  'bundle.writing': 'Đang tạo gói…',
  'bundle.written':
    'Đã tạo gói {name} ({size}): {changes} thay đổi, {files} tệp. Máy này chỉ báo "Phường đã nhận" khi đã đọc tệp biên nhận, hoặc khi đã đồng bộ.',
} as const;
