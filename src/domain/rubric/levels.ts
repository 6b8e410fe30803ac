import type { Rubric } from './rubric.js';

export const levels: Rubric['levels'] = [
  {
    level: 1,
    label: { da: 'Mangler', en: 'Missing' },
    meaning: {
      da: 'Elementet mangler eller modarbejdes, skønt der var anledning.',
      en: 'The element is missing or worked against, though there was occasion for it.',
    },
  },
  {
    level: 2,
    label: { da: 'Begyndende', en: 'Beginning' },
    meaning: { da: 'Ses enkelte gange, men brydes ofte.', en: 'Seen now and then, but often broken.' },
  },
  {
    level: 3,
    label: { da: 'Til stede', en: 'Present' },
    meaning: { da: 'Ses tydeligt i en del af mødet; mindre brud.', en: 'Clearly seen in part of the meeting; smaller breaks.' },
  },
  {
    level: 4,
    label: { da: 'Sikker', en: 'Secure' },
    meaning: { da: 'Ses gennem det meste af mødet; brud repareres.', en: 'Seen through most of the meeting; breaks are repaired.' },
  },
  {
    level: 5,
    label: { da: 'Forbilledlig', en: 'Exemplary' },
    meaning: { da: 'Bærer mødet; kan bruges som undervisningseksempel.', en: 'Carries the meeting; could be used as a teaching example.' },
  },
];
