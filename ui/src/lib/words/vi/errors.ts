export const errors = {
  'error.bad_answer':
    'Câu trả lời này chưa lưu được vì không đúng kiểu. Các câu khác vẫn an toàn. Xin ghi lại câu này.',
  'error.bad_argument': 'Ứng dụng gửi sai yêu cầu. Không có gì thay đổi. Xin báo người phụ trách máy.',
  'error.bad_date':
    'Ngày này không đọc được hoặc không có trong lịch. Không có gì thay đổi. Xin ghi lại đủ ngày, tháng, năm.',
  'error.bad_request':
    'Máy chủ của phường không hiểu yêu cầu. Dữ liệu vẫn an toàn trên máy này. Xin cập nhật ứng dụng.',
  'error.busy': 'Máy chủ của phường đang bận. Dữ liệu vẫn an toàn trên máy này. Xin thử lại sau ít phút.',
  'error.carry_cut': 'Mất mạng giữa chừng. Chưa có biên nhận của phường.',
  'error.carry_silent': 'Máy chủ của phường không trả lời. Chưa có biên nhận của phường.',
  'error.cash_contested':
    'Có khoản nộp mà hai người cùng sửa, mỗi người một khác. Chưa ghi gì cả. Xin chọn bản đúng ở "Chỗ hai người ghi khác nhau" rồi nhận tiền sau.',
  'error.cash_differs':
    'Số tiền đếm được là {amount} đồng, còn các hồ sơ được chọn cộng lại là {sum} đồng. Chưa ghi gì cả. Xin đếm lại, hoặc bỏ chọn hồ sơ chưa nộp.',
  'error.cash_gone':
    'Một khoản đã đổi: không còn ở chỗ người này nữa. Chưa ghi gì cả. Xin xem lại danh sách rồi chọn lại.',
  'error.cash_stays':
    'Tiền mặt đã ghi là đang giữ thì chỉ tổ trưởng hoặc một cửa mới xóa hay ghi ít đi được, để không đồng nào mất dấu. Không có gì thay đổi. Nếu ghi nhầm, xin báo tổ trưởng hoặc một cửa.',
  'error.certificate_other_root':
    'Máy chủ trả lời không phải là máy chủ của phường mình. Chưa gửi gì cả. Xin thử mạng khác; nếu vẫn vậy, báo bộ phận một cửa.',
  'error.choice_missing':
    'Còn mục chưa chọn nên chưa ghi được. Cả hai bản vẫn được giữ. Xin chọn đủ từng mục.',
  'error.clock_far_off':
    'Giờ của máy này sai nên chưa nối được với phường. Dữ liệu vẫn an toàn. Xin chỉnh ngày giờ của máy rồi thử lại.',
  'error.conflict_gone': 'Người khác đã chọn xong chỗ này. Không có gì bị mất. Xin xem lại danh sách.',
  'error.cursor_unknown':
    'Máy chủ của phường vừa được khôi phục. Dữ liệu vẫn an toàn trên máy này. Xin đồng bộ lại.',
  'error.database':
    'Chưa ghi được vào máy. Những gì đã báo "Đã lưu" vẫn còn. Xin thử lại; nếu vẫn lỗi, khởi động lại ứng dụng.',
  'error.disk_full':
    'Máy đã hết chỗ nên chưa lưu được. Những gì đã báo "Đã lưu" vẫn còn. Xin xóa bớt ảnh, phim trên máy rồi thử lại; đừng đóng màn hình này.',
  'error.enrolment_unfinished':
    'Việc ghi danh chưa xong vì phường chưa trả lời. Xin dán lại đúng giấy mời đó với đúng mã PIN đó để làm tiếp.',
  'error.fee_handed_in':
    'Phường đã nhận khoản này nên không sửa được nữa. Không có gì thay đổi. Nếu ghi nhầm, tổ trưởng hoặc một cửa bấm "Ghi nhầm: phường chưa nhận tiền này" rồi sửa.',
  'error.fee_paid_already':
    'Hồ sơ này đã có khoản nộp được ghi. Chưa ghi thêm gì. Xin xem khoản đã ghi; nếu người dân còn nộp khoản khác nữa thì ghi thêm.',
  'error.file_damaged':
    'Tệp dữ liệu trên máy bị hỏng và đã được để riêng, không xóa. Những gì phường đã nhận vẫn còn ở phường. Xin mang máy tới người phụ trách.',
  'error.file_exists':
    'Người này đã có tệp trên máy. Không có gì bị ghi đè. Xin mở khóa bằng mã PIN của người đó.',
  'error.file_not_here': 'Tệp này chưa có trên máy này. Hồ sơ vẫn an toàn. Xin đồng bộ rồi mở lại.',
  'error.form_package_broken': 'Chưa nhận được mẫu: tệp {file}, dòng {line}: {message}.',
  'error.form_version_taken':
    'Phiên bản {version} của mẫu này đã có với nội dung khác. Không có gì thay đổi. Xin đặt phiên bản khác trong form.toml rồi nhận lại.',
  'error.form_version_unknown':
    'Ứng dụng trên máy này cũ hơn biểu mẫu của hồ sơ, nên chưa mở được. Hồ sơ vẫn an toàn. Xin đồng bộ, rồi cập nhật ứng dụng.',
  'error.group_not_here':
    'Hồ sơ này khai chung với các hồ sơ khác, và bản khai chung không có trên máy này: có thể đã được chuyển cho người khác. Những gì đã ghi ở đây vẫn được giữ.',
  'error.handle_needed': 'Máy này có nhiều người dùng. Xin chọn tên của mình trước.',
  'error.handle_taken': 'Tên gọi này đã có người dùng trên máy. Xin chọn tên gọi khác.',
  'error.handle_unknown': 'Không có ai mang tên gọi này trên máy. Xin chọn lại.',
  'error.incomplete':
    'Hồ sơ chưa nộp được vì còn mục thiếu hoặc sai. Mọi câu trả lời vẫn được giữ. Xin xem danh sách bên dưới.',
  'error.int_unreadable': 'Chỗ này phải là một số, nên chưa lưu được. Xin ghi lại bằng chữ số.',
  'error.internal':
    'Ứng dụng gặp lỗi. Những gì đã báo "Đã lưu" vẫn còn. Xin thử lại; nếu vẫn lỗi, khởi động lại ứng dụng.',
  'error.invitation_expired': 'Giấy mời đã hết hạn. Xin phường cấp giấy mời mới.',
  'error.invitation_other_person':
    'Giấy mời này của người khác. Không có gì thay đổi. Xin giấy mời mới đứng tên người đang dùng máy này.',
  'error.invitation_other_ward': 'Giấy mời này của phường khác. Xin kiểm tra lại với phường.',
  'error.invitation_unknown': 'Phường không có giấy mời này. Xin kiểm tra đã dán đủ, hoặc xin giấy mời mới.',
  'error.invitation_unreadable': 'Không đọc được giấy mời. Xin dán lại cả đoạn, từ chữ TN1 đến hết.',
  'error.invitation_used': 'Giấy mời này đã được dùng rồi. Xin phường cấp giấy mời mới.',
  'error.io': 'Chưa đọc hay ghi được tệp trên máy. Những gì đã báo "Đã lưu" vẫn còn. Xin thử lại.',
  'error.key_file_damaged':
    'Tệp khóa trên máy bị hỏng hoặc mất. Không có gì bị xóa. Xin mang máy tới người phụ trách.',
  'error.kind_unknown':
    'Phường chưa biết loại dữ liệu này. Dữ liệu vẫn an toàn trên máy. Xin báo bộ phận một cửa.',
  'error.locked': 'Ứng dụng đang khóa. Dữ liệu vẫn an toàn. Xin nhập mã PIN để mở.',
  'error.malformed':
    'Phường không đọc được thay đổi này. Dữ liệu vẫn an toàn trên máy. Xin báo bộ phận một cửa.',
  'error.member_of_group':
    'Hồ sơ này khai chung với các hồ sơ khác. Không có gì thay đổi. Xin sửa ở bản khai chung.',
  'error.money_unreadable': 'Chỗ này phải là số tiền, nên chưa lưu được. Xin ghi bằng chữ số, như 20.000.',
  'error.move_unsent':
    'Hồ sơ vừa được chuyển mẫu thêm một lần ở máy này và phường chưa nhận. Chưa chọn gì cả, mọi câu trả lời vẫn còn. Xin đồng bộ trước, rồi chọn. Nếu vẫn chưa chọn được, phần chuyển mẫu đó bị từ chối: xem trong trang Đồng bộ.',
  'error.name_taken': 'Tên này đã có. Không có gì thay đổi. Xin chọn tên khác.',
  'error.newer_file': 'Dữ liệu do phiên bản mới hơn ghi. Không có gì thay đổi. Xin cập nhật ứng dụng.',
  'error.no_documents':
    'Máy này chưa có thư mục Tài liệu nên chưa ghi được tệp. Chưa gửi gì, mọi thứ vẫn còn nguyên. Xin nhờ người phụ trách máy tạo thư mục đó rồi thử lại.',
  'error.no_printer':
    'Máy này chưa nối với máy in nào. Tệp PDF vẫn còn ở nơi đã lưu. Xin nối máy in, hoặc mang tệp tới máy có máy in.',
  'error.no_printer_chosen':
    'Máy có máy in nhưng chưa chọn máy in mặc định nên chưa gửi gì. Tệp PDF vẫn còn ở nơi đã lưu. Xin chọn máy in mặc định trong cài đặt của máy rồi gửi lại.',
  'error.no_randomness': 'Máy chưa tạo được khóa an toàn. Chưa có gì được ghi. Xin khởi động lại máy.',
  'error.no_record': 'Không tìm thấy mục này trên máy. Có thể đã được chuyển đi. Xin quay lại danh sách.',
  'error.not_allowed':
    'Vai trò của anh/chị không làm được việc này. Không có gì thay đổi. Xin nhờ tổ trưởng hoặc một cửa.',
  'error.not_enrolled': 'Máy này chưa ghi danh với phường. Xin dán giấy mời của phường để ghi danh.',
  'error.not_in_state':
    'Mục này đã sang bước khác nên không làm được nữa. Không có gì thay đổi. Xin mở lại để xem.',
  'error.not_permitted':
    'Phường không cho phép thay đổi này. Dữ liệu vẫn an toàn trên máy. Xin hỏi tổ trưởng.',
  'error.not_the_ward':
    'Mạng này trả lời thay cho phường (có thể là trang đăng nhập Wi-Fi). Chưa gửi gì cả, dữ liệu vẫn an toàn. Xin đăng nhập Wi-Fi hoặc đổi mạng.',
  'error.op_reused':
    'Có hai máy dùng chung một bản dữ liệu. Không mất gì: mỗi máy giữ đủ phần của mình. Xin phường giấy mời mới đứng tên anh/chị cho từng máy, rồi trên mỗi máy mở Cài đặt → Ghi danh lại máy này.',
  'error.other_kind': 'Mục này thuộc loại khác. Không có gì thay đổi. Xin quay lại danh sách.',
  'error.paper_too_large':
    'Tệp này quá lớn nên chưa thêm được. Hồ sơ vẫn an toàn. Xin chụp lại nhỏ hơn, hoặc chia PDF ra nhiều phần.',
  'error.paper_unreadable':
    'Không đọc được tệp này nên chưa thêm được. Hồ sơ vẫn an toàn. Xin chụp lại hoặc chọn tệp khác.',
  'error.paper_unsupported':
    'Máy chỉ nhận ảnh (JPEG, PNG, WebP) và PDF. Hồ sơ vẫn an toàn. Xin chụp lại hoặc chọn tệp khác.',
  'error.part_damaged':
    'Một phần dữ liệu trên máy không đọc được. Phần còn lại vẫn dùng được. Xin đồng bộ, rồi mang máy tới người phụ trách.',
  'error.payment_gone':
    'Khoản nộp này không còn trong hồ sơ: người khác đã xóa ghi nhận. Chưa ghi gì thêm. Nếu người dân đã nộp, xin ghi thêm một khoản.',
  'error.pin_too_short': 'Mã PIN quá ngắn. Xin dùng ít nhất 6 ký tự.',
  'error.pin_wait': 'Đã nhập sai nhiều lần. Dữ liệu vẫn an toàn. Xin chờ {wait_s} giây rồi nhập lại.',
  'error.practice_never_syncs': 'Đây là phường thực hành, không gửi đi đâu. Dữ liệu chỉ ở trên máy này.',
  'error.print_failed':
    'Chưa in được vì ứng dụng gặp lỗi khi dàn trang. Mọi câu trả lời vẫn được giữ. Xin thử lại; nếu vẫn lỗi, báo người phụ trách máy.',
  'error.print_stale':
    'Hồ sơ đã đổi sau khi lưu bản in này nên chưa gửi gì tới máy in. Xin lưu bản in mới rồi gửi bản đó.',
  'error.print_unknown': 'Thủ tục này không có bản in đó. Không có gì thay đổi. Xin chọn bản in khác.',
  'error.printer_refused':
    'Máy in không nhận. Tệp PDF vẫn còn ở nơi đã lưu. Xin xem lại máy in rồi gửi lần nữa.',
  'error.procedure_unknown': 'Máy này không có thủ tục đó. Không có gì thay đổi. Xin cập nhật ứng dụng.',
  'error.profile_empty': 'Máy này chưa có ai. Xin ghi danh hoặc mở phường thực hành.',
  'error.profile_in_use':
    'Ứng dụng đang mở ở một cửa sổ khác. Dữ liệu vẫn an toàn. Xin dùng cửa sổ đó, hoặc đóng nó rồi mở lại.',
  'error.record_not_found':
    'Không tìm thấy mục này trên máy. Có thể đã được chuyển cho người khác. Xin quay lại danh sách.',
  'error.revoked':
    'Phường đã ngừng quyền của anh/chị trên máy này. Những gì chưa gửi vẫn được giữ. Xin liên hệ bộ phận một cửa.',
  'error.slot_unknown':
    'Biểu mẫu này không có loại giấy tờ đó. Không có gì thay đổi. Xin chọn mục giấy tờ khác.',
  'error.template_faulty':
    'Mẫu in của thủ tục này bị lỗi nên chưa in được. Mọi câu trả lời vẫn được giữ. Xin báo phường; trong lúc chờ có thể in danh mục giấy tờ.',
  'error.token_refused':
    'Phường không nhận ra máy này; có thể máy chủ của phường vừa được khôi phục từ một bản sao cũ hơn. Không mất gì trên máy này. Xin phường giấy mời mới đứng tên anh/chị, rồi mở Cài đặt → Ghi danh lại máy này.',
  'error.too_large':
    'Lượt gửi quá lớn với máy chủ của phường. Dữ liệu vẫn an toàn trên máy này. Xin cập nhật ứng dụng.',
  'error.unexpected':
    'Dữ liệu trên máy có chỗ không như mong đợi. Không có gì bị xóa. Xin khởi động lại ứng dụng; nếu vẫn lỗi, báo người phụ trách.',
  'error.unknown': 'Có lỗi ({code}). Những gì đã báo "Đã lưu" vẫn còn. Xin thử lại.',
  'error.unknown_command': 'Phiên bản này chưa có việc đó. Không có gì thay đổi. Xin cập nhật ứng dụng.',
  'error.unknown_op':
    'Phường gửi biên nhận cho một thay đổi không có trên máy này. Không có gì bị đổi. Xin báo bộ phận một cửa.',
  'error.unknown_replica':
    'Máy này không còn biết người dùng đó. Không có gì bị xóa. Xin khởi động lại ứng dụng.',
  'error.ward_busy':
    'Máy chủ của phường đang bận. Dữ liệu vẫn an toàn trên máy này. Xin thử lại sau ít phút.',
  'error.ward_cut':
    'Mất mạng giữa chừng. Dữ liệu vẫn an toàn trên máy này; phần phường đã nhận không phải gửi lại. Xin thử lại khi có mạng.',
  'error.ward_disagrees':
    'Máy này và máy chủ của phường chưa hiểu nhau. Dữ liệu vẫn an toàn trên máy. Xin cập nhật ứng dụng hoặc báo bộ phận một cửa.',
  'error.ward_silent':
    'Máy chủ của phường không trả lời trong 30 giây. Dữ liệu vẫn an toàn trên máy này. Xin thử lại sau.',
  'error.unit_unknown': 'Không có đơn vị hành chính nào mang mã này. Chưa thay đổi gì. Xin chọn lại.',
  'error.ward_too_old':
    'Máy chủ của phường còn dùng phiên bản cũ, chưa ghi danh lại được. Không có gì thay đổi, dữ liệu vẫn an toàn. Xin phường cập nhật máy chủ rồi dùng lại đúng giấy mời này.',
  'error.ward_unreachable':
    'Chưa nối được với máy chủ của phường. Dữ liệu vẫn an toàn trên máy này. Xin thử lại khi có mạng.',
  'error.wrong_pin': 'Mã PIN chưa đúng. Dữ liệu vẫn an toàn. Xin nhập lại.',
  'error.wrong_recovery_key':
    'Khóa khôi phục không mở được tệp này. Không có gì thay đổi. Xin phường kiểm tra lại.',
  'error.file_not_found': 'Không tìm thấy tệp này. Hồ sơ vẫn như cũ. Xin chọn lại tệp.',
  'error.file_unreadable':
    'Ảnh hoặc tệp này không đọc được nữa trên máy. Các phần khác vẫn dùng được. Xin chụp hoặc chọn lại.',
  'error.paper_encrypted': 'Tệp PDF này có mật khẩu. Hồ sơ vẫn như cũ. Xin bỏ mật khẩu rồi chọn lại.',
  'error.file_there':
    'Đã có một tệp cùng tên. Ứng dụng không ghi đè tệp nào nên chưa lưu gì. Xin chọn tên khác.',
  'error.path_missing': 'Máy này chưa có thư mục Tài liệu. Chưa ghi gì. Xin chọn nơi để tệp.',
  'error.reassigned':
    'Việc này đã được giao cho người khác. Những gì đã ghi vẫn giữ trên máy này. Xin hỏi tổ trưởng.',
  'error.role_changed': 'Vai trò đã được đổi. Những gì đã ghi vẫn giữ trên máy này. Xin hỏi tổ trưởng.',
  'error.sync_cancelled':
    'Lượt đồng bộ đã dừng theo yêu cầu. Những gì chưa gửi vẫn an toàn trên máy này. Bấm đồng bộ khi cần.',
  'error.unreadable':
    'Một thay đổi không đọc được trên máy này nên chưa gửi. Các thay đổi khác vẫn gửi được. Xin báo bộ phận một cửa.',
  'error.garbled':
    'Dữ liệu bị hỏng trên đường truyền. Những gì chưa gửi vẫn an toàn trên máy này. Máy sẽ tự gửi lại.',
  'error.bundle_damaged':
    'Gói bàn giao bị cắt hoặc bị hỏng, phường không nhận phần nào. Dữ liệu vẫn an toàn trên máy đã tạo gói. Xin chép lại gói hoặc tạo gói mới.',
  'error.bundle_newer':
    'Tệp này do phiên bản mới hơn ghi ra. Không có gì thay đổi. Xin cập nhật ứng dụng rồi thử lại.',
  'error.bundle_other_ward': 'Gói bàn giao này là của phường khác. Không có gì được gửi. Xin chọn đúng gói.',
  'error.bundle_replica_unknown':
    'Phường không nhận ra máy đã tạo gói này. Dữ liệu vẫn an toàn trên máy đó. Xin báo bộ phận một cửa.',
  'error.bundle_too_large':
    'Gói bàn giao lớn hơn {most} MB nên không gửi hộ từ đây được. Gói vẫn còn nguyên. Xin mang gói tới máy chủ của phường.',
  'error.cannot_seal':
    'Không niêm phong được gói bàn giao. Dữ liệu vẫn an toàn trên máy này. Xin khởi động lại ứng dụng rồi thử lại.',
  'error.no_space':
    'Máy gần hết chỗ nên chưa thêm ảnh này. Những gì đã báo "Đã lưu" vẫn còn. Xin xóa bớt ảnh, phim trên máy rồi chụp lại.',
  'error.no_viewer':
    'Máy này chưa có chương trình xem PDF. Tệp vẫn còn trong thư mục Tài liệu. Xin nhờ người phụ trách máy.',
  'error.not_a_bundle': 'Tệp này không phải gói bàn giao. Không có gì được gửi. Xin chọn tệp có đuôi .tnb.',
  'error.not_receipts': 'Tệp này không phải tệp biên nhận. Không có gì thay đổi. Xin chọn tệp có đuôi .tnr.',
  'error.receipts_damaged':
    'Tệp biên nhận bị cắt hoặc bị hỏng. Không có gì thay đổi. Xin chép lại tệp từ nơi đã nhận.',
  'error.receipts_of_others':
    'Biên nhận này là của người khác hoặc máy khác. Không có gì thay đổi. Xin chọn biên nhận cho gói của mình.',
  'error.receipts_outdated':
    'Biên nhận này có trước khi máy chủ của phường được khôi phục, nên có thể không còn đúng. Không có gì thay đổi. Xin tạo gói mới hoặc đồng bộ khi có mạng.',
  'error.card_cut':
    'Mã chỉ có {fields} mục, thiếu nên chưa đọc được. Không có gì thay đổi. Xin quét lại cả mã.',
  'error.card_typed':
    'Đây là nội dung quét từ thẻ nên không lưu thành câu trả lời. Xin xóa đi rồi ghi, hoặc quét lại cả mã vào câu hỏi về người có thẻ.',
  'error.card_unknown':
    'Đây không phải mã QR hay ba dòng mặt sau của thẻ căn cước. Không có gì thay đổi. Xin đặt bàn phím về tiếng Anh (Mỹ), tắt bộ gõ rồi quét lại.',
  'error.mrz_cut':
    'Dòng {line} có {length} ký tự; đúng ra mặt sau của thẻ có ba dòng, mỗi dòng 30 ký tự. Không có gì thay đổi. Xin gõ lại cho đủ, kể cả dấu <.',
  'error.picture_too_large': 'Ảnh quá lớn nên chưa đọc được. Không có gì thay đổi. Xin chụp lại nhỏ hơn.',
  'error.picture_unreadable':
    'Tệp ảnh bị hỏng nên chưa đọc được. Không có gì thay đổi. Xin chụp lại hoặc chọn ảnh khác.',
  'error.picture_unsupported':
    'Máy chỉ đọc được ảnh JPEG, PNG hoặc WebP. Không có gì thay đổi. Xin chụp lại hoặc chọn ảnh khác.',
  'error.qr_missing':
    'Không thấy mã QR trong ảnh. Không có gì thay đổi. Xin chụp mặt có mã, gần hơn, đủ sáng, không lóa.',
  'error.qr_no_card':
    'Mã QR trong ảnh không phải của thẻ căn cước. Không có gì thay đổi. Xin chụp mã trên thẻ.',
  'error.qr_several': 'Trong ảnh có mã của nhiều thẻ. Không có gì thay đổi. Xin chụp từng thẻ một.',
  'error.qr_unreadable':
    'Thấy mã QR nhưng không đọc được. Không có gì thay đổi. Xin chụp lại thẳng, gần hơn, đủ sáng, không lóa; hoặc ghi tay.',
  'error.answers_changed':
    'Câu trả lời vừa được người khác hoặc máy khác đổi nên chưa ghi được. Không có gì bị mất. Xin xem lại câu trả lời rồi đọc, ký lại.',
  'error.reading_incomplete':
    'Còn câu chưa đọc hoặc chưa đúng nên chưa xác nhận được. Những câu đã đọc vẫn được giữ. Xin đọc nốt rồi xác nhận.',
  'error.reading_first':
    'Phải đọc lại cho người dân nghe và xác nhận trước khi điểm chỉ. Không có gì thay đổi. Xin mở trang "Đọc lại từng câu".',
  'error.bad_witness':
    'Chưa ghi được người làm chứng: cần hai người khác nhau, chắc chắn đủ 18 tuổi, có số giấy tờ và không có tên trong hồ sơ. Không có gì thay đổi. Xin xem lại.',
  'error.consent_incomplete':
    'Chưa đủ để ghi: nói miệng thì cần người chứng kiến; chưa ghi ngày sinh hoặc ngày sinh chưa đọc được thì cần hỏi tuổi; trẻ dưới 16 tuổi cần người đại diện, và từ đủ 7 tuổi cần chính trẻ đồng ý. Không có gì thay đổi. Xin ghi thêm.',
  'error.consent_text_unknown':
    'Máy này không có bản lời hỏi đó. Không có gì thay đổi. Xin cập nhật ứng dụng.',
} as const;
