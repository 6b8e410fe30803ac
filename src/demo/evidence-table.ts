/** The rated meetings of the adult cohort. Levels are of the twelve elements in order. `minutes` null: observed without film. */
export interface Evidence {
  code: string;
  leader: string;
  date: string;
  minutes: number | null;
  attendees: number;
  assessors: [string, string] | null;
  a: number[];
  b: number[];
  requested: string;
  locked: string | null;
  adjudicated?: { by: string; on: string; element: number; level: number };
  erased?: { on: string; why: 'certified' | 'withdrawn' };
  closed?: { on: string; why: 'consent_withdrawn' };
}

const levels = (text: string) => text.split(' ').map(Number);
const inJuly = { on: '2026-07-09', why: 'certified' } as const;
const inSeptember = { on: '2026-09-24', why: 'certified' } as const;

const rated = (
  code: string,
  leader: string,
  date: string,
  minutes: number | null,
  attendees: number,
  assessors: [string, string],
  a: string,
  b: string,
  more: Partial<Evidence> = {},
): Evidence => ({
  code,
  leader,
  date,
  minutes,
  attendees,
  assessors,
  a: levels(a),
  b: levels(b),
  requested: '2026-05-28',
  locked: '2026-06-04',
  ...more,
});

const hq: [string, string] = ['EH', 'MQ'];

export const evidence: Evidence[] = [
  rated('R01', 'M02', '2026-03-17', 62, 6, hq, '4 4 3 4 3 4 3 3 4 4 3 3', '4 4 3 3 3 4 4 3 4 4 3 4', { erased: inJuly }),
  rated('R02', 'M11', '2026-05-20', 52, 5, hq, '3 4 3 3 2 3 3 3 3 2 3 2', '3 4 3 3 3 3 3 2 3 2 3 2'),
  rated('R03', 'M01', '2026-03-25', 71, 7, hq, '5 4 4 4 4 5 4 4 4 5 4 4', '5 5 4 4 4 4 4 4 5 5 4 4', { erased: inJuly }),
  rated('R04', 'M09', '2026-05-26', 54, 4, hq, '2 3 2 2 2 2 2 2 3 1 2 2', '2 3 3 2 2 2 2 2 3 3 2 2', {
    adjudicated: { by: 'PÆ', on: '2026-06-06', element: 10, level: 2 },
  }),
  rated('R05', 'M03', '2026-05-13', 88, 9, hq, '4 5 4 4 3 4 4 4 4 4 4 4', '4 4 4 4 4 4 4 4 4 4 4 3', { erased: inJuly }),
  rated('R06', 'M07', '2026-05-21', 66, 5, hq, '4 4 4 3 3 4 3 4 4 3 3 3', '4 4 3 3 3 4 3 3 4 3 4 3', { erased: inSeptember }),
  {
    code: 'R08',
    leader: 'M13',
    date: '2026-05-05',
    minutes: 73,
    attendees: 6,
    assessors: ['EH', 'YL'],
    a: [],
    b: [],
    requested: '2026-05-18',
    locked: null,
    erased: { on: '2026-05-27', why: 'withdrawn' },
    closed: { on: '2026-05-27', why: 'consent_withdrawn' },
  },
  rated('R12', 'M19', '2026-04-29', 58, 5, ['MQ', 'YL'], '4 4 3 4 4 3 3 4 4 4 4 4', '4 4 3 5 5 3 3 3 4 4 3 5', { erased: inJuly }),
  rated('R16', 'M05', '2026-05-20', null, 0, ['EH', 'YL'], '4 3 4 5 3 3 4 3 4 4 3 4', '4 3 4 5 3 3 4 3 5 4 3 5'),
  rated('R17', 'M07', '2026-08-11', 64, 5, ['YL', 'UD'], '3 3 5 5 4 3 4 4 4 3 3 3', '4 3 5 5 4 4 4 5 4 4 3 3', {
    requested: '2026-08-13',
    locked: '2026-08-20',
    erased: inSeptember,
  }),
  rated('R18', 'M08', '2026-05-19', 57, 4, ['EH', 'MQ'], '3 4 4 5 3 4 3 4 5 3 4 3', '4 4 4 4 4 4 3 4 5 3 4 3', { erased: inJuly }),
  rated('R19', 'M12', '2026-04-22', 71, 6, ['MQ', 'YL'], '3 3 5 3 3 4 4 4 4 4 5 4', '3 4 5 3 4 4 4 4 4 4 5 4', { erased: inJuly }),
  rated('R20', 'M14', '2026-04-15', 62, 5, ['EH', 'YL'], '5 3 4 4 4 4 5 4 4 4 4 4', '5 3 4 4 3 3 5 4 3 3 4 3', { erased: inJuly }),
  rated('R21', 'M15', '2026-05-06', 55, 4, ['EH', 'MQ'], '4 5 4 4 5 4 5 4 3 4 4 3', '5 5 4 4 5 4 5 3 3 4 4 3', { erased: inJuly }),
  rated('R22', 'M16', '2026-05-12', 68, 7, ['MQ', 'YL'], '3 3 4 4 4 4 3 4 4 4 5 4', '3 3 4 4 4 4 3 4 4 3 5 4', { erased: inJuly }),
  rated('R23', 'M21', '2026-04-08', 60, 5, ['EH', 'YL'], '4 4 4 4 3 4 5 4 3 3 3 3', '4 4 4 4 4 4 5 4 4 3 4 3', { erased: inJuly }),
  {
    code: 'R24',
    leader: 'M11',
    date: '2026-09-16',
    minutes: 48,
    attendees: 5,
    assessors: null,
    a: [],
    b: [],
    requested: '2026-09-18',
    locked: null,
  },
];
