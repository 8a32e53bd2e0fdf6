export const sync = {
  'alert.clock_far_off':
    'Giờ của máy này lệch nhiều so với giờ của phường. Xin chỉnh lại ngày giờ của máy trước khi làm tiếp. Dữ liệu vẫn an toàn.',
  'alert.custody_mismatch':
    'Số mục mà phường giữ khác với số mục máy này đã gửi. Dữ liệu trên máy vẫn còn đủ. Xin đồng bộ lại; nếu vẫn báo, gọi bộ phận một cửa.',
  'alert.unknown':
    'Có điều cần xem lại khi đồng bộ ({code}). Dữ liệu trên máy vẫn an toàn. Xin báo bộ phận một cửa.',
  'alert.ward_restored':
    'Máy chủ của phường vừa được khôi phục từ bản sao. Máy này gửi lại những gì phường bị mất. Dữ liệu trên máy vẫn còn đủ.',
  'delivery.in_transit': 'Đã gửi, chờ biên nhận',
  'delivery.on_device': 'Đang ở máy này',
  'delivery.receipted': 'Phường đã nhận',
  'delivery.set_aside': 'Phường chưa nhận được',
  'delivery.unknown': 'Chưa rõ ở đâu',
  'status.alerts': '{n} cảnh báo khi đồng bộ',
  'status.conflicts': '{n} chỗ hai người ghi khác nhau',
  'status.connecting': 'Đang nối với phường…',
  'status.fetching': 'Đang nhận từ phường: {n}',
  'status.files': '{n} tệp chờ gửi',
  'status.not_reached': 'Chưa nối được với phường',
  'status.nothing_to_send': 'Không có gì chờ gửi, đồng bộ lúc {time}',
  'status.nothing_yet': 'Chưa đồng bộ lần nào',
  'status.offline': 'Ngoại tuyến',
  'status.practice': 'Thực hành, {n} mục chỉ ở máy này',
  'status.received': 'Phường đã nhận đủ lúc {time}',
  'status.sending': 'Đang gửi: {n}',
  'status.sending_of': 'Đang gửi {done}/{total}, {percent} %',
  'status.set_aside': '{n} mục phường chưa nhận được',
  'status.unknown': 'Đang xem…',
  'status.waiting': '{n} mục đang ở máy này, chưa có biên nhận',
  'sync.conflicts': '{n} chỗ hai người ghi khác nhau. Cả hai bản đều được giữ; người có trách nhiệm sẽ chọn.',
  'sync.created': 'Máy này đã tạo hoặc sửa {n} mục',
  'sync.explain':
    'Một mục là một hồ sơ, một công dân, một việc cần làm hoặc một lượt thăm. "Phường đã nhận" chỉ được ghi khi có biên nhận của phường cho thay đổi cuối cùng.',
  'sync.last': 'Đồng bộ xong lần cuối: {at}',
  'sync.never': 'Chưa đồng bộ lần nào.',
  'sync.now': 'Đồng bộ ngay',
  'sync.practice': 'Phường thực hành không gửi đi đâu.',
  'sync.running': 'Đang đồng bộ…',
  'sync.share_of':
    'Có {n} mục, trong đó {dossiers} hồ sơ dưới đây. Còn lại là công dân, việc cần làm và lượt thăm.',
  'sync.shares': 'Các mục đang ở đâu',
  'sync.waiting': '{n} mục chờ biên nhận, khoảng {kb} KB.',
} as const;
