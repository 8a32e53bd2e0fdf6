export const deadline = {
  'deadline.day': 'Nếu nộp ngày {day}: {result}',
  'deadline.day_before': 'Nếu nộp ngày {day} trước {time}: {result}',
  'deadline.due': 'hẹn trả ngày {day}.',
  'deadline.due_noted': 'hẹn trả ngày {day} ({notes}).',
  'deadline.longest.change_or_correction': 'thay đổi, cải chính thì chậm nhất {day}',
  'deadline.longest.old_books': 'phải tìm sổ cũ thì chậm nhất {day}',
  'deadline.longest.verification': 'phải xác minh thì chậm nhất {day}',
  'deadline.mark.R': 'thời hạn ghi theo trí nhớ, chưa kiểm chứng',
  'deadline.mark.S': 'thời hạn chưa đối chiếu với văn bản luật',
  'deadline.same_day': 'trả trong ngày, không cần giấy hẹn.',
  'deadline.same_day_noted': 'trả trong ngày, không cần giấy hẹn ({notes}).',
  'deadline.slip_counts': 'Ngày trên giấy hẹn của bộ phận một cửa mới là căn cứ.',
  'deadline.today': 'Nếu nộp hôm nay: {result}',
  'deadline.today_before': 'Nếu nộp hôm nay trước {time}: {result}',
  'deadline.unknown.law_replaced':
    'Thời hạn của thủ tục này đã đổi theo văn bản mới mà máy chưa có; xin hỏi bộ phận một cửa.',
  'deadline.unknown.not_found':
    'Máy chưa có văn bản nào nêu thời hạn của thủ tục này; xin hỏi bộ phận một cửa.',
  'deadline.without_choices': 'chưa kể phần chỉ làm khi được đề nghị',
  'deadline.year.provisional': 'có ngày nghỉ mới là dự kiến',
  'deadline.year.unknown': 'máy chưa biết hết ngày nghỉ',
} as const;
