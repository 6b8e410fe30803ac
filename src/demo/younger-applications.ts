import type { ApplicationEventKind } from '../domain/application/states.js';
import { applicationEvents, applications } from '../store/tables.js';
import type { Story } from './story.js';

interface Told {
  name: string;
  email: string;
  municipality: string;
  workplace: string;
  onPaper: boolean;
  /** What happened, by whom and when. */
  events: { kind: ApplicationEventKind; by: string; date: string; reason?: string }[];
}

const told: Told[] = [
  {
    name: 'Oda Bruunholt',
    email: 'oda.bruunholt@aasted.example',
    municipality: '901',
    workplace: 'Akuttilbuddet',
    onPaper: true,
    events: [
      { kind: 'nominated', by: 'LR', date: '2026-08-31' },
      { kind: 'refused', by: 'DV', date: '2026-09-01', reason: 'Venter til næste hold' },
    ],
  },
  {
    name: 'Ida Nørregaard',
    email: 'ida.noerregaard@aasted.example',
    municipality: '901',
    workplace: 'Akuttilbuddet',
    onPaper: false,
    events: [{ kind: 'approved', by: 'DV', date: '2026-09-10' }],
  },
  {
    name: 'Kasper Vindelev',
    email: 'kasper.vindelev@aasted.example',
    municipality: '901',
    workplace: 'Bostøtte Nord',
    onPaper: false,
    events: [{ kind: 'approved', by: 'DV', date: '2026-09-22' }],
  },
  {
    name: 'Lone Thorsager',
    email: 'lone.thorsager@birkesund.example',
    municipality: '902',
    workplace: 'Bostøtte Vest',
    onPaper: true,
    events: [{ kind: 'nominated', by: 'LR', date: '2026-09-24' }],
  },
  {
    name: 'Mikkel Ågaard',
    email: 'mikkel.aagaard@oehavn.example',
    municipality: '904',
    workplace: 'Bostøtten',
    onPaper: false,
    events: [
      { kind: 'approved', by: 'KB', date: '2026-09-14' },
      { kind: 'offered', by: 'LR', date: '2026-09-28' },
    ],
  },
];

/** Those who would like to join the younger cohort late: in line, offered a seat, waiting for a yes, and told no. */
export async function youngerApplications({ tx, at, person, municipality }: Story): Promise<void> {
  const cohort = await tx.row<{ id: number }>(`SELECT id FROM cohort WHERE name = 'Hold 2026-2028' AND demo = 1`);
  for (const one of told) {
    const [first] = one.events;
    const applicationId = await tx.insert(applications, {
      cohortId: cohort!.id,
      municipalityId: municipality(one.municipality),
      name: one.name,
      signInName: one.email,
      workplace: one.workplace,
      onPaper: one.onPaper,
      madeBy: person(first!.by),
      madeAt: at(first!.date),
    });
    await tx.insertMany(
      applicationEvents,
      one.events.map(({ kind, by, date, reason = '' }) => ({ applicationId, kind, reason, recordedBy: person(by), recordedAt: at(date) })),
    );
  }
}
