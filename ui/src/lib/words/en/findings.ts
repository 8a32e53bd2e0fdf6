export const findings = {
  'finding.bad_answer': 'This answer is of another type. Please write it again.',
  'finding.choice_unknown': 'This is not in the list. Please choose from it.',
  'finding.choice_unlisted': 'This is not in the list. If it is right, leave it; please check the spelling.',
  'finding.citizen_has_visit':
    'Another visit is planned for this person. Please check, so that nobody goes twice.',
  'finding.date_future': 'This day has not come yet. Please check the year.',
  'finding.date_incomplete': 'Day, month and year are needed here.',
  'finding.date_past': 'This day has passed.',
  'finding.date_unreadable':
    'This date cannot be read. Write it like 17/6/1942, 6/1942 or 1942, with four digits for the year.',
  'finding.day_off': 'This is a day off. Choose another, or tell the person beforehand.',
  'finding.dead_in_other_words': 'For somebody who has died, write exactly "Đã chết" here.',
  'finding.email_unlikely': 'This does not look like an address (name@place.vn). Please check.',
  'finding.fee_paid_differs':
    '{paid} đồng was paid, {due} đồng is due now. Please take the rest and note it as another payment, or give back what is too much and change the payment.',
  'finding.fee_paid_twice':
    '{n} payments are noted, {amount} đồng in all: more than is due, or nobody knows what is due. Please see whether too much was taken or one was noted twice.',
  'finding.hamlet_unknown':
    "This hamlet is not in the ward's list. The name is kept; please check its spelling.",
  'finding.head_name_differs':
    'The relation says head of household, but the names differ. Correct one of them.',
  'finding.id_number_birth_year':
    'The number says born in {in_number}, the date of birth says {given}. Please check the card.',
  'finding.id_number_cmnd':
    'This is an old number of 9 digits. If there is one of 12 digits, please write that.',
  'finding.id_number_digits': 'The number has digits only. Please write it again.',
  'finding.id_number_future':
    'This number says born in {in_number}, which has not come. Please check each digit.',
  'finding.id_number_length': 'The number has 12 digits; here are {digits}. Please check the card.',
  'finding.id_number_province': 'The first three digits {prefix} are no province. Please check the card.',
  'finding.id_number_repeated':
    'This number is also that of somebody else in the dossier. Everybody has their own: please check.',
  'finding.id_number_sex': 'The number is of: {in_number}; the sex given is: {given}. Please check the card.',
  'finding.int_range': 'This number is too large ({most} at most). Please check.',
  'finding.moment_unreadable':
    'This date and time cannot be read. Write the date like 21/5/2026 and the time like 14:30; a time needs its whole date.',
  'finding.money_range': 'An amount is between 0 and {most} đồng. Please check.',
  'finding.old_id_number_length': 'The old card number has 9 digits. Please check.',
  'finding.over_capacity':
    'The team has more homes than it can visit that day. Please give some to another team or day.',
  'finding.paper_absent':
    'The citizen does not have this paper: {why}. It can be handed in; the desk will see.',
  'finding.paper_missing':
    'There is no photo of this paper yet. It can be submitted; the desk needs it before receiving.',
  'finding.parent_not_older': 'A parent cannot be born with or after the child. Please check both dates.',
  'finding.parent_very_young':
    'The parent is less than {years} years older than the child. Please ask again for both dates.',
  'finding.person_dead': 'Who has died cannot act here. Please check, or write somebody else.',
  'finding.person_without_name':
    'Something of this person is given, but not the name. Add it if it is known.',
  'finding.phone_characters': 'There are strange signs in this phone number. Please write digits.',
  'finding.phone_length': 'A phone number usually has 10 digits. Please check.',
  'finding.phone_old_mobile':
    'This is an old mobile number of 11 digits that no longer works. Please ask for the new one.',
  'finding.phone_prefix': 'This prefix is unusual. Please read the number out once more.',
  'finding.requester_is_subject':
    'The same name and birth as the person in the dossier. If it is one person, write "bản thân"; otherwise please check.',
  'finding.required': 'This has to be answered.',
  'finding.rows_too_few': 'At least {least} rows are needed. Please add one.',
  'finding.rows_too_many': 'There may be {most} rows at most. Please take some out.',
  'finding.rule_failed':
    'This could not be checked. The answer is kept. Please tell whoever looks after the form.',
  'finding.self_birth_differs':
    'The relation says "self", but the dates of birth differ. Please check; if the papers differ, leave it.',
  'finding.self_name_differs':
    'The relation says "self", but the names differ. Correct a name or the relation.',
  'finding.self_name_marks_differ':
    'The names differ in their marks only. Please write them as the papers do.',
  'finding.self_number_differs': 'The relation says "self", but the numbers differ. Please check the card.',
  'finding.team_unknown': "This team is not in the ward's list. The name is kept.",
  'finding.unit_old':
    '{unit} is an old unit, now part of {now}. Please choose the new one; the line stays as on the paper.',
  'finding.unit_old_divided': '{unit} was divided: {now}. Please ask where the person lives, and choose.',
  'finding.unit_old_unsure':
    '{unit} is an old unit, and it is not sure what it is part of now. Please ask, and choose.',
  'finding.unit_set_missing':
    'This code stands for two places, one in the old list and one in the new. Please choose again.',
  'finding.unit_text_differs':
    'The address does not name {unit}. The paper prints the text; please check one of the two.',
  'finding.unit_unknown': 'No commune has this code. Please choose again; the text is kept.',
  'finding.unknown': 'Something needs a look ({code}).',
  'finding.unknown_field': 'This form does not have that field. The answer is kept.',
  'finding.words_differ':
    'The date in words is not the date in digits. Clear the words to have them written anew, or correct the digits.',
  'finding.year_unknown':
    'The days off of this year are not all announced yet. Please look again when they are.',
  'finding.card_date_unreadable':
    'This date of the code cannot be read. Please look at the card and type it.',
  'finding.card_expired': 'These lines say that the card has expired. Please look at the date on the card.',
  'finding.card_issuer_doubtful':
    'The date of issue does not fit this kind of card, so the issuer is not sure. Please look at the back.',
  'finding.card_layout_unknown':
    'The code has {fields} parts, unlike the cards of 2021 or 2024. Please look for the issuer on the back.',
  'finding.card_name_missing': 'The code has no name. Please type it from the card.',
  'finding.card_name_without_marks':
    'The name has no marks at all. If the card has them, set the keyboard to English (US), switch off Telex or VNI, and scan again.',
  'finding.card_sex_unreadable': 'The sex cannot be read. Please look at the card and choose it.',
  'finding.card_typing_damaged':
    'The keyboard has spoiled the letters. Set the keyboard to English (US), switch off Telex or VNI and scan again, or choose a picture of the card.',
  'finding.mrz_character':
    'Line {line}, character {place} must be a digit. Please compare with the back of the card.',
  'finding.mrz_check_digit':
    'A check digit does not agree: something is mistyped. Please compare each character with the back of the card.',
  'finding.mrz_letter_o':
    'Line {line}, character {place}: the letter O was read as a zero. Please compare with the card.',
  'finding.mrz_name_characters': 'The name has characters that are no letters. Please compare with the card.',
  'finding.mrz_name_cut':
    'The name fills its line, so its end may be missing. Please look at the front of the card.',
  'finding.mrz_name_plain':
    'This line has the name without marks. Please type the marks from the front of the card.',
  'finding.mrz_numbers_differ':
    'The card number and the personal number in the first line do not agree. Please compare with the card.',
  'finding.writer_unknown': 'It is not noted who wrote the answers.',
  'finding.reading_missing':
    'The citizen needs somebody to read to them: nothing was read back and confirmed.',
  'finding.reading_stale': 'Answers have changed since they were read back. Please read those again.',
  'finding.fingerprint_before_reading':
    'A fingerprint is noted, but nothing was read back before it. Please read back, then have it given again.',
  'finding.signature_missing':
    '{who}: not noted as signed. It can be submitted; the desk needs it before it receives.',
  'finding.signing_stale': '{who}: answers have changed since it was signed. Please have it signed again.',
  'finding.witnesses_missing': 'Two witnesses are needed, because they can neither read, hear nor sign.',
  'finding.official_absent': 'This procedure is signed before an official: none is noted.',
  'finding.consent_missing':
    'The citizen was not asked about uses of their data beyond this dossier. It can be submitted.',
} as const;
