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
  'finding.hamlet_unknown':
    "This hamlet is not in the ward's list. The name is kept; please check its spelling.",
  'finding.id_number_birth_year':
    'The number says born in {in_number}, the date of birth says {given}. Please check the card.',
  'finding.id_number_cmnd':
    'This is an old number of 9 digits. If there is one of 12 digits, please write that.',
  'finding.id_number_digits': 'The number has digits only. Please write it again.',
  'finding.id_number_future':
    'This number says born in {in_number}, which has not come. Please check each digit.',
  'finding.id_number_length': 'The number has 12 digits; here are {digits}. Please check the card.',
  'finding.id_number_province': 'The first three digits {prefix} are no province. Please check the card.',
  'finding.id_number_sex': 'The number is of: {in_number}; the sex given is: {given}. Please check the card.',
  'finding.old_id_number_length': 'The old card number has 9 digits. Please check.',
  'finding.over_capacity':
    'The team has more homes than it can visit that day. Please give some to another team or day.',
  'finding.paper_missing':
    'There is no photo of this paper yet. It can be submitted; the desk needs it before receiving.',
  'finding.phone_characters': 'There are strange signs in this phone number. Please write digits.',
  'finding.phone_length': 'A phone number usually has 10 digits. Please check.',
  'finding.phone_old_mobile':
    'This is an old mobile number of 11 digits that no longer works. Please ask for the new one.',
  'finding.phone_prefix': 'This prefix is unusual. Please read the number out once more.',
  'finding.required': 'This has to be answered.',
  'finding.rule_failed':
    'This could not be checked. The answer is kept. Please tell whoever looks after the form.',
  'finding.team_unknown': "This team is not in the ward's list. The name is kept.",
  'finding.unknown': 'Something needs a look ({code}).',
  'finding.unknown_field': 'This form does not have that field. The answer is kept.',
  'finding.year_unknown':
    'The days off of this year are not all announced yet. Please look again when they are.',
} as const;
