export const findings = {
  'finding.bad_answer': 'Câu trả lời này không đúng kiểu. Xin ghi lại.',
  'finding.choice_unknown': 'Mục này không có trong danh sách. Xin chọn một mục có sẵn.',
  'finding.choice_unlisted': 'Mục này chưa có trong danh sách. Nếu đúng thì cứ để; xin kiểm tra chính tả.',
  'finding.citizen_has_visit': 'Người này đã có một lượt thăm khác được xếp. Xin xem lại để khỏi đi hai lần.',
  'finding.date_future': 'Ngày này chưa tới. Xin xem lại năm.',
  'finding.date_incomplete': 'Chỗ này cần đủ ngày, tháng, năm.',
  'finding.date_past': 'Ngày này đã qua.',
  'finding.date_unreadable': 'Không đọc được ngày này. Ghi như 17/6/1942, 6/1942 hoặc 1942, năm đủ bốn số.',
  'finding.day_off': 'Ngày này nghỉ. Xin chọn ngày khác, hoặc báo trước cho người dân.',
  'finding.dead_in_other_words': 'Người đã mất thì ghi đúng hai chữ "Đã chết" ở đây.',
  'finding.email_unlikely': 'Địa chỉ thư này chưa đúng dạng ten@noi.vn. Xin xem lại.',
  'finding.fee_paid_differs':
    'Đã nộp {paid} đồng, nay phải nộp {due} đồng. Xin thu thêm rồi ghi thêm một khoản, hoặc trả lại rồi sửa khoản đã ghi.',
  'finding.fee_paid_twice':
    'Đã ghi {n} khoản nộp, cộng {amount} đồng: nhiều hơn số phải nộp, hoặc chưa biết phải nộp bao nhiêu. Xin xem có thu thừa hay ghi trùng không.',
  'finding.hamlet_unknown':
    'Khóm, ấp này chưa có trong danh sách của phường. Tên vẫn được giữ; xin kiểm tra chính tả.',
  'finding.head_name_differs':
    'Ghi quan hệ là "chủ hộ" nhưng họ tên chủ hộ khác họ tên ở đây. Sửa một trong hai.',
  'finding.id_number_birth_year':
    'Trong số có năm sinh {in_number}, nhưng ngày sinh đã ghi là năm {given}. Xin xem lại thẻ.',
  'finding.id_number_cmnd':
    'Đây là số chứng minh nhân dân 9 số. Nếu đã có số định danh 12 số, xin ghi số đó.',
  'finding.id_number_digits': 'Số định danh chỉ gồm chữ số. Xin ghi lại.',
  'finding.id_number_future': 'Theo số này thì sinh năm {in_number}, chưa tới. Xin xem lại từng số trên thẻ.',
  'finding.id_number_length': 'Số định danh phải có 12 chữ số; ở đây có {digits}. Xin xem lại thẻ.',
  'finding.id_number_province': 'Ba số đầu {prefix} không phải mã của tỉnh nào. Xin xem lại thẻ.',
  'finding.id_number_repeated':
    'Số này trùng với số của người khác trong hồ sơ. Mỗi người một số: xin xem lại.',
  'finding.id_number_sex': 'Số này là của {in_number}, nhưng giới tính đã ghi là {given}. Xin xem lại thẻ.',
  'finding.int_range': 'Số này quá lớn (nhiều nhất {most}). Xin xem lại.',
  'finding.moment_unreadable':
    'Không đọc được ngày giờ này. Ghi ngày như 21/5/2026, giờ như 14:30; chỉ ghi giờ khi đủ ngày, tháng, năm.',
  'finding.money_range': 'Số tiền phải từ 0 đến {most} đồng. Xin xem lại.',
  'finding.old_id_number_length': 'Số chứng minh nhân dân cũ có 9 chữ số. Xin xem lại.',
  'finding.over_capacity': 'Tổ này đã quá số nhà trong ngày. Xin chia cho tổ khác hoặc ngày khác.',
  'finding.paper_absent': 'Người dân chưa có giấy này: {why}. Vẫn nộp được; một cửa sẽ xem xét.',
  'finding.paper_missing': 'Chưa có ảnh của giấy này. Vẫn nộp được; một cửa sẽ cần trước khi tiếp nhận.',
  'finding.parent_not_older': 'Cha, mẹ không thể sinh cùng lúc hoặc sau con. Xin xem lại hai ngày sinh.',
  'finding.parent_very_young': 'Cha, mẹ hơn con chưa tới {years} tuổi. Xin hỏi lại hai ngày sinh.',
  'finding.person_dead': 'Người đã chết không thể tự đứng đơn. Xin xem lại, hoặc ghi người khác.',
  'finding.person_without_name': 'Đã ghi điều khác về người này nhưng chưa ghi họ tên. Biết thì ghi thêm.',
  'finding.phone_characters': 'Số điện thoại có ký tự lạ. Xin ghi lại bằng chữ số.',
  'finding.phone_length': 'Số điện thoại thường có 10 chữ số. Xin xem lại.',
  'finding.phone_old_mobile': 'Đây là số di động 11 số kiểu cũ, nay không gọi được. Xin hỏi số mới.',
  'finding.phone_prefix': 'Đầu số này lạ. Xin đọc lại số cho người dân nghe.',
  'finding.requester_is_subject':
    'Trùng họ tên và ngày sinh với người trong hồ sơ. Nếu là một người, ghi "bản thân"; nếu không, xin xem lại.',
  'finding.required': 'Chỗ này cần trả lời.',
  'finding.rows_too_few': 'Cần ít nhất {least} dòng. Xin thêm dòng.',
  'finding.rows_too_many': 'Chỉ được nhiều nhất {most} dòng. Xin bỏ bớt.',
  'finding.rule_failed':
    'Máy chưa kiểm tra được điều này. Câu trả lời vẫn được giữ. Xin báo người phụ trách biểu mẫu.',
  'finding.self_birth_differs':
    'Ghi quan hệ là "bản thân" nhưng hai ngày sinh khác nhau. Xin xem lại; nếu giấy tờ ghi khác nhau thì giữ nguyên.',
  'finding.self_name_differs':
    'Ghi quan hệ là "bản thân" nhưng hai họ tên khác nhau. Sửa họ tên hoặc sửa quan hệ.',
  'finding.self_name_marks_differ': 'Hai họ tên chỉ khác nhau ở dấu. Xin xem lại dấu cho giống giấy tờ.',
  'finding.self_number_differs':
    'Ghi quan hệ là "bản thân" nhưng hai số định danh khác nhau. Xin xem lại thẻ.',
  'finding.team_unknown': 'Tổ này chưa có trong danh sách của phường. Tên vẫn được giữ.',
  'finding.unit_old':
    '{unit} là đơn vị cũ, nay thuộc {now}. Xin chọn đơn vị mới; dòng địa chỉ vẫn để nguyên như giấy tờ.',
  'finding.unit_old_divided':
    '{unit} đã chia cho nhiều nơi: {now}. Xin hỏi người dân đang ở nơi nào rồi chọn.',
  'finding.unit_old_unsure': '{unit} là đơn vị cũ, chưa chắc nay thuộc đâu. Xin hỏi rồi chọn đơn vị mới.',
  'finding.unit_set_missing':
    'Mã xã, phường này có ở cả danh mục cũ và mới, là hai nơi khác nhau. Xin chọn lại.',
  'finding.unit_text_differs':
    'Dòng địa chỉ không nhắc tới {unit}. Giấy in theo dòng chữ; xin xem lại một trong hai.',
  'finding.unit_unknown': 'Không có xã, phường nào mang mã này. Xin chọn lại; dòng địa chỉ vẫn được giữ.',
  'finding.unknown': 'Có điều cần xem lại ({code}).',
  'finding.unknown_field': 'Biểu mẫu này không có mục đó. Câu trả lời vẫn được giữ.',
  'finding.words_differ':
    'Ngày bằng chữ khác ngày bằng số. Xóa phần bằng chữ để máy viết lại, hoặc sửa ngày bằng số.',
  'finding.year_unknown': 'Lịch nghỉ của năm này chưa công bố đủ. Xin xem lại khi có thông báo.',
  'finding.card_date_unreadable': 'Không đọc được ngày này trong mã. Xin xem thẻ rồi ghi tay.',
  'finding.card_expired': 'Theo các dòng này thì thẻ đã hết hạn. Xin xem lại ngày trên thẻ.',
  'finding.card_issuer_doubtful':
    'Ngày cấp không khớp với loại thẻ, nên nơi cấp chưa chắc. Xin xem mặt sau của thẻ.',
  'finding.card_layout_unknown':
    'Mã có {fields} mục, không giống thẻ năm 2021 hay 2024. Xin xem nơi cấp ở mặt sau của thẻ.',
  'finding.card_name_missing': 'Mã không có họ tên. Xin ghi theo thẻ.',
  'finding.card_name_without_marks':
    'Tên không có dấu nào. Nếu trên thẻ có dấu, xin đặt bàn phím về tiếng Anh (Mỹ), tắt bộ gõ Telex hoặc VNI rồi quét lại.',
  'finding.card_sex_unreadable': 'Không đọc được giới tính. Xin xem thẻ rồi chọn tay.',
  'finding.card_typing_damaged':
    'Chữ đã bị bàn phím làm sai. Xin đặt bàn phím về tiếng Anh (Mỹ), tắt bộ gõ Telex hoặc VNI rồi quét lại, hoặc chọn ảnh của thẻ.',
  'finding.mrz_character': 'Dòng {line}, ký tự thứ {place} phải là chữ số. Xin so lại với mặt sau của thẻ.',
  'finding.mrz_check_digit':
    'Số kiểm tra không khớp: có ký tự gõ sai. Xin so từng ký tự với mặt sau của thẻ.',
  'finding.mrz_letter_o': 'Dòng {line}, ký tự thứ {place}: chữ O đã được đọc là số 0. Xin so lại với thẻ.',
  'finding.mrz_name_characters': 'Trong tên có ký tự không phải chữ cái. Xin so lại với thẻ.',
  'finding.mrz_name_cut': 'Tên dài hết dòng nên có thể thiếu phần cuối. Xin xem mặt trước của thẻ.',
  'finding.mrz_name_plain': 'Dòng này ghi tên không dấu. Xin ghi đủ dấu theo mặt trước của thẻ.',
  'finding.mrz_numbers_differ': 'Số thẻ và số định danh trong dòng đầu không khớp nhau. Xin so lại với thẻ.',
  'finding.writer_unknown': 'Chưa ghi ai đã viết câu trả lời.',
  'finding.reading_missing': 'Người dân cần người đọc: chưa đọc lại cho nghe và xác nhận.',
  'finding.reading_stale': 'Câu trả lời đã đổi sau khi đọc lại. Xin đọc lại những câu đã đổi.',
  'finding.fingerprint_before_reading':
    'Đã ghi là điểm chỉ nhưng chưa đọc lại trước đó. Xin đọc lại, rồi điểm chỉ lại.',
  'finding.signature_missing': '{who}: chưa ghi là đã ký. Vẫn nộp được; một cửa sẽ cần trước khi tiếp nhận.',
  'finding.signing_stale': '{who}: câu trả lời đã đổi sau khi ký. Xin ký lại.',
  'finding.witnesses_missing': 'Cần hai người làm chứng, vì không đọc, nghe và ký được.',
  'finding.official_absent': 'Thủ tục này phải ký trước mặt cán bộ: chưa ghi cán bộ nào có mặt.',
  'finding.consent_missing': 'Chưa hỏi người dân về việc dùng thông tin ngoài hồ sơ này. Vẫn nộp được.',
} as const;
