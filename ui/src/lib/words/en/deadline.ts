export const deadline = {
  'deadline.day': 'If handed in on {day}: {result}',
  'deadline.day_before': 'If handed in on {day} before {time}: {result}',
  'deadline.due': 'the result is due on {day}.',
  'deadline.due_noted': 'the result is due on {day} ({notes}).',
  'deadline.longest.change_or_correction': 'a change or correction by {day}',
  'deadline.longest.old_books': 'by {day} if old books have to be searched',
  'deadline.longest.verification': 'by {day} if something has to be verified',
  'deadline.mark.R': 'a time that is only remembered, not checked',
  'deadline.mark.S': 'a time not compared with the text of the law',
  'deadline.same_day': 'the result comes on the same day, without a slip.',
  'deadline.same_day_noted': 'the result comes on the same day, without a slip ({notes}).',
  'deadline.slip_counts': 'What counts is the day on the appointment slip of the one-stop desk.',
  'deadline.today': 'If handed in today: {result}',
  'deadline.today_before': 'If handed in today before {time}: {result}',
  'deadline.unknown.law_replaced':
    'A newer text, which this device does not have, changed the time of this procedure; please ask the one-stop desk.',
  'deadline.unknown.not_found':
    'No text that this device has says how long this procedure takes; please ask the one-stop desk.',
  'deadline.without_choices': 'without what is done only on request',
  'deadline.year.provisional': 'some days off are only expected',
  'deadline.year.unknown': 'not all days off are known',
} as const;
