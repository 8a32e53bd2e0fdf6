export const errors = {
  'error.bad_answer':
    'This answer could not be saved, because it is of another type. The other answers are safe. Please write it again.',
  'error.bad_argument':
    'The app asked wrongly. Nothing was changed. Please tell whoever looks after the device.',
  'error.bad_date':
    'This date cannot be read or does not exist. Nothing was changed. Please write day, month and year.',
  'error.bad_request':
    "The ward's server did not understand. Your data is safe on this device. Please update the app.",
  'error.busy':
    "The ward's server is busy. Your data is safe on this device. Please try again in some minutes.",
  'error.carry_cut': 'The network was cut. There are no receipts from the ward yet.',
  'error.carry_silent': "The ward's server did not answer. There are no receipts from the ward yet.",
  'error.cash_contested':
    'Two people changed the same payment, each in another way. Nothing was noted. Please decide between them first, then take the cash in.',
  'error.cash_differs':
    'You counted {amount} đồng, but the dossiers that are chosen make {sum} đồng. Nothing was noted. Please count again, or leave out what is not handed in.',
  'error.cash_gone':
    'A payment has changed: this person does not carry it any more. Nothing was noted. Please look at the list again.',
  'error.cash_stays':
    'Cash that somebody carries is taken away or made less by a team leader or the one-stop desk only, so that none of it is lost sight of. Nothing was changed. If it was noted by mistake, please tell them.',
  'error.certificate_other_root':
    "The server that answered is not your ward's. Nothing was sent. Try another network; if this stays, tell the one-stop desk.",
  'error.choice_missing':
    'Something is not chosen yet, so nothing was kept. Both versions are safe. Please choose for every field.',
  'error.clock_far_off':
    "This device's clock is wrong, so the ward could not be reached. Your data is safe. Please set date and time and try again.",
  'error.conflict_gone': 'Somebody else has decided this. Nothing is lost. Please look at the list again.',
  'error.cursor_unknown':
    "The ward's server was restored. Your data is safe on this device. Please sync again.",
  'error.database':
    'The device could not write. What was shown as saved is still there. Try again; if this stays, restart the app.',
  'error.disk_full':
    'The device is full, so this was not saved. What was shown as saved is still there. Please delete some photos or films and try again; do not close this screen.',
  'error.enrolment_unfinished':
    'Enrolment is not finished, because the ward has not answered. Paste the same invitation with the same PIN to go on.',
  'error.fee_handed_in':
    'The ward has the money of this payment, so it cannot be changed any more. Nothing was changed. If it was noted by mistake, a team leader or the one-stop desk presses "By mistake: the ward does not have this cash" and changes it.',
  'error.fee_paid_already':
    'A payment of this dossier is noted already. Nothing more was noted. Please look at it; where the citizen pays another one too, note that as well.',
  'error.file_damaged':
    'The data file is damaged and was set aside, not deleted. What the ward received is still there. Please bring the device to whoever looks after it.',
  'error.file_exists':
    'This person has a file on this device. Nothing was overwritten. Please unlock it with their PIN.',
  'error.file_not_here':
    'This file is not on this device yet. The dossier is safe. Please sync and open it again.',
  'error.form_package_broken': 'The form was not taken in: file {file}, line {line}: {message}.',
  'error.form_version_taken':
    'Version {version} of this form is there already and says something else. Nothing was changed. Please give it another version in form.toml and take it in again.',
  'error.form_version_unknown':
    "The app on this device is older than the dossier's form, so it cannot be opened yet. The dossier is safe. Please sync, then update the app.",
  'error.group_not_here':
    'This dossier is filled together with others, and the common form is not on this device: it may have been given to somebody else. What was written here is kept.',
  'error.handle_needed': 'Several people use this device. Please choose your name first.',
  'error.handle_taken': 'Somebody on this device has this name. Please choose another.',
  'error.handle_unknown': 'Nobody on this device has this name. Please choose again.',
  'error.incomplete':
    'The dossier could not be submitted: something is missing or wrong. All answers are kept. See the list below.',
  'error.int_unreadable': 'This has to be a number, so it was not saved. Please write it in digits.',
  'error.internal':
    'The app met a fault. What was shown as saved is still there. Try again; if this stays, restart the app.',
  'error.invitation_expired': 'The invitation has ended. Please ask the ward for a new one.',
  'error.invitation_other_person':
    "This is another person's invitation. Nothing was changed. Please ask for one in the name of whoever uses this device.",
  'error.invitation_other_ward': "This is another ward's invitation. Please check with the ward.",
  'error.invitation_unknown':
    'The ward does not know this invitation. Check that all of it was pasted, or ask for a new one.',
  'error.invitation_unreadable':
    'The invitation cannot be read. Please paste all of it, from TN1 to its end.',
  'error.invitation_used': 'This invitation has been used already. Please ask the ward for a new one.',
  'error.io':
    'A file on this device could not be read or written. What was shown as saved is still there. Please try again.',
  'error.key_file_damaged':
    'The key file is damaged or missing. Nothing was deleted. Please bring the device to whoever looks after it.',
  'error.kind_unknown':
    'The ward does not know this kind of data yet. It is safe on this device. Please tell the one-stop desk.',
  'error.locked': 'The app is locked. Your data is safe. Please type your PIN.',
  'error.malformed':
    'The ward cannot read this change. It is safe on this device. Please tell the one-stop desk.',
  'error.member_of_group':
    'This dossier is filled together with others. Nothing was changed. Please change the common form.',
  'error.money_unreadable':
    'This has to be an amount, so it was not saved. Please write digits, like 20.000.',
  'error.move_unsent':
    'The draft was moved to another form once more on this device, and the ward has not received that. Nothing was chosen, and every answer is still there. Please sync first, and then choose. If it still cannot be chosen, that move was refused: see the sync page.',
  'error.name_taken': 'This name is taken. Nothing was changed. Please choose another.',
  'error.newer_file': 'The data was written by a newer version. Nothing was changed. Please update the app.',
  'error.no_documents':
    'This device has no documents folder, so the file could not be written. Nothing was sent and everything is whole. Ask whoever looks after the device to make that folder, then try again.',
  'error.no_printer':
    'No printer is connected to this device. The PDF is still where it was saved. Please connect a printer, or take the file to a device that has one.',
  'error.no_printer_chosen':
    'There are printers, and none is chosen as the default one, so nothing was sent. The PDF is still where it was saved. Please choose one in the settings of the device and send it again.',
  'error.no_randomness':
    'The device could not make a safe key. Nothing was written. Please restart the device.',
  'error.no_record': 'This is not on the device. It may have moved. Please go back to the list.',
  'error.not_allowed':
    'Your role cannot do this. Nothing was changed. Please ask the leader or the one-stop desk.',
  'error.not_enrolled': "This device is not enrolled. Please paste the ward's invitation.",
  'error.not_in_state':
    'This has moved on, so it cannot be done any more. Nothing was changed. Please open it again.',
  'error.not_permitted':
    'The ward does not permit this change. It is safe on this device. Please ask the leader.',
  'error.not_the_ward':
    'This network answered in place of the ward (perhaps a Wi-Fi sign-in page). Nothing was sent, your data is safe. Sign in to the Wi-Fi or change the network.',
  'error.op_reused':
    'Two devices use the same copy of the data. Nothing is lost: each device keeps its own. Ask the ward for a new invitation in your name for each device, then on each device open Settings → Enrol this device again.',
  'error.other_kind': 'This is of another kind. Nothing was changed. Please go back to the list.',
  'error.paper_too_large':
    'This file is too large, so it was not added. The dossier is safe. Take a smaller photo, or part the PDF.',
  'error.paper_unreadable':
    'This file cannot be read, so it was not added. The dossier is safe. Take it again or choose another.',
  'error.paper_unsupported':
    'Only photos (JPEG, PNG, WebP) and PDFs can be added. The dossier is safe. Please choose another file.',
  'error.part_damaged':
    'A part of the data cannot be read. The rest can be used. Please sync, then bring the device to whoever looks after it.',
  'error.payment_gone':
    'This payment is no longer noted: somebody else took the note out. Nothing was noted. If the citizen did pay, note another payment.',
  'error.pin_too_short': 'The PIN is too short. Please use at least 6 characters.',
  'error.pin_wait': 'Too many wrong PINs. Your data is safe. Please wait {wait_s} seconds.',
  'error.practice_never_syncs':
    'This is a practice ward: nothing is ever sent. The data is on this device only.',
  'error.print_failed':
    'It was not printed: the app failed while it laid out the pages. Every answer is kept. Please try again; if it fails again, tell whoever looks after the device.',
  'error.print_stale':
    'The dossier has changed since this print was saved, so nothing was sent to the printer. Please save a new print and send that.',
  'error.print_unknown': 'This procedure has no such print. Nothing was changed. Please choose another.',
  'error.printer_refused':
    'The printer did not take it. The PDF is still where it was saved. Please look at the printer and send it again.',
  'error.procedure_unknown':
    'This device does not have that procedure. Nothing was changed. Please update the app.',
  'error.profile_empty': 'Nobody uses this device yet. Please enrol or open a practice ward.',
  'error.profile_in_use':
    'The app is open in another window. Your data is safe. Use that window, or close it first.',
  'error.record_not_found':
    'This is not on the device. It may have been given to somebody else. Please go back to the list.',
  'error.revoked':
    'The ward has ended your access on this device. What is unsent is kept. Please call the one-stop desk.',
  'error.slot_unknown': 'This form has no such paper. Nothing was changed. Please choose another place.',
  'error.template_faulty':
    'The layout of this procedure is faulty, so it was not printed. Every answer is kept. Please tell the ward; the list of papers can be printed meanwhile.',
  'error.token_refused':
    'The ward does not know this device; perhaps its server was restored from an older copy. Nothing on this device is lost. Ask the ward for a new invitation in your name, then open Settings → Enrol this device again.',
  'error.too_large':
    "This was too much for the ward's server. Your data is safe on this device. Please update the app.",
  'error.unexpected':
    'Something in the data is not as expected. Nothing was deleted. Restart the app; if this stays, tell whoever looks after it.',
  'error.unknown': 'Something went wrong ({code}). What was shown as saved is still there. Please try again.',
  'error.unknown_command': 'This version cannot do that yet. Nothing was changed. Please update the app.',
  'error.unknown_op':
    'The ward sent a receipt for a change that is not on this device. Nothing was changed. Please tell the one-stop desk.',
  'error.unknown_replica':
    'This device no longer knows that person. Nothing was deleted. Please restart the app.',
  'error.ward_busy':
    "The ward's server is busy. Your data is safe on this device. Please try again in some minutes.",
  'error.ward_cut':
    'The network was cut. Your data is safe on this device; what the ward received need not be sent again. Try again when there is a network.',
  'error.ward_disagrees':
    "This device and the ward's server do not agree. Your data is safe here. Update the app or tell the one-stop desk.",
  'error.ward_silent':
    "The ward's server said nothing for 30 seconds. Your data is safe on this device. Please try again later.",
  'error.unit_unknown': 'No administrative unit has this code. Nothing was changed. Please choose again.',
  'error.ward_too_old':
    "The ward's server is of an older version and cannot enrol a device again yet. Nothing was changed and your data is safe. Ask the ward to update it, then use the same invitation.",
  'error.ward_unreachable':
    "The ward's server cannot be reached. Your data is safe on this device. Try again when there is a network.",
  'error.wrong_pin': 'That is not the PIN. Your data is safe. Please try again.',
  'error.wrong_recovery_key':
    'The recovery key does not open this file. Nothing was changed. Please let the ward check it.',
  'error.file_not_found': 'There is no such file. The dossier is as it was. Please choose the file again.',
  'error.file_unreadable':
    'This photo or file can no longer be read on this device. All else works. Please take or choose it again.',
  'error.paper_encrypted':
    'This PDF has a password. The dossier is as it was. Please take the password off and choose it again.',
  'error.file_there':
    'There is a file of this name already. The app writes over no file, so nothing was saved. Please choose another name.',
  'error.path_missing':
    'This device has no documents folder. Nothing was written. Please say where to put the file.',
  'error.reassigned':
    'This was given to somebody else. What was written stays on this device. Please ask the team leader.',
  'error.role_changed':
    'The role was changed. What was written stays on this device. Please ask the team leader.',
  'error.sync_cancelled':
    'This pass was stopped as asked. What was not sent is safe on this device. Sync when you need to.',
  'error.unreadable':
    'A change cannot be read on this device and was not sent. All others go. Please tell the one-stop desk.',
  'error.garbled':
    'The data was damaged on its way. What was not sent is safe on this device. It is sent again by itself.',
  'error.bundle_damaged':
    'The bundle is cut or damaged, and the ward took nothing of it. Everything is safe on the device that wrote it. Copy it again or write a new one.',
  'error.bundle_newer':
    'This file was written by a newer version. Nothing has changed. Update the app and try again.',
  'error.bundle_other_ward':
    'This bundle is for another ward. Nothing was sent. Please choose the right one.',
  'error.bundle_replica_unknown':
    'The ward does not know the device that wrote this bundle. Everything is safe on that device. Please tell the one-stop desk.',
  'error.bundle_too_large':
    "The bundle has more than {most} MB and cannot be carried from here. It is whole. Please bring it to the ward's server.",
  'error.cannot_seal':
    'The bundle cannot be sealed. Your data is safe on this device. Restart the app and try again.',
  'error.no_space':
    'This device is almost full, so the photo was not added. What was said to be saved is still there. Please delete photos or films on the device and try again.',
  'error.no_viewer':
    'This device has no program that shows a PDF. The file is still in the Documents folder. Please ask whoever looks after the device.',
  'error.not_a_bundle': 'This file is no bundle. Nothing was sent. Please choose a file that ends in .tnb.',
  'error.not_receipts':
    'This file holds no receipts. Nothing has changed. Please choose a file that ends in .tnr.',
  'error.receipts_damaged':
    'The receipts are cut or damaged. Nothing has changed. Copy the file again from where it came.',
  'error.receipts_of_others':
    'These receipts are for another person or device. Nothing has changed. Please choose those of your own bundle.',
  'error.receipts_outdated':
    "These receipts are from before the ward's server was restored and may no longer hold. Nothing has changed. Write a new bundle, or sync when there is a network.",
  'error.card_cut':
    'The code has only {fields} parts, so it could not be read. Nothing has changed. Please scan the whole code again.',
  'error.card_typed':
    'This is what a card says, and is not kept as an answer. Please clear it and write, or scan the whole code again into a question about whose card it is.',
  'error.card_unknown':
    'This is neither the QR code nor the three lines of an identity card. Nothing has changed. Set the keyboard to English (US), switch off the input method, and scan again.',
  'error.mrz_cut':
    'Line {line} has {length} characters; the back of the card has three lines of 30. Nothing has changed. Please type all of it again, with the signs <.',
  'error.picture_too_large':
    'The picture is too large to be read. Nothing has changed. Please take a smaller one.',
  'error.picture_unreadable':
    'The picture is damaged and could not be read. Nothing has changed. Please take it again or choose another.',
  'error.picture_unsupported':
    'Only JPEG, PNG and WebP pictures can be read. Nothing has changed. Please take it again or choose another.',
  'error.qr_missing':
    'There is no QR code in the picture. Nothing has changed. Please photograph the side with the code, nearer, in good light, without glare.',
  'error.qr_no_card':
    'The QR code in the picture is not that of an identity card. Nothing has changed. Please photograph the code on the card.',
  'error.qr_several':
    'The picture has the codes of several cards. Nothing has changed. Please photograph one card at a time.',
  'error.qr_unreadable':
    'There is a QR code, but it cannot be read. Nothing has changed. Please photograph it straight, nearer, in good light; or type it.',
  'error.answers_changed':
    'Somebody else or another device has just changed answers, so it was not noted. Nothing is lost. Please look at the answers, then read or sign again.',
  'error.reading_incomplete':
    'Some answers are not read or not right, so it is not confirmed. What was read is kept. Please read the rest, then confirm.',
  'error.reading_first':
    'The answers have to be read back and confirmed before the fingerprint. Nothing has changed. Please open "Read every answer back".',
  'error.bad_witness':
    'The witnesses were not noted: two different people, surely of age, with the number of a paper, and not named in the dossier. Nothing has changed. Please check.',
  'error.consent_incomplete':
    'Something is missing: a witness for what was said aloud; the age, where no date of birth is written or it cannot be read; for a child under 16 a representative, and from 7 years on the child’s own yes. Nothing has changed. Please add it.',
  'error.consent_text_unknown':
    'This device does not have that text. Nothing has changed. Please update the app.',
} as const;
