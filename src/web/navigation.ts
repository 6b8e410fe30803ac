import type { Person, Role } from '../domain/person/person.js';
import type { Translate } from './language.js';
import { paths } from './paths.js';

interface Entry {
  href: string;
  key: string;
  /** Addresses that belong under this entry. */
  under: RegExp;
  for: (person: Person) => boolean;
}

const has =
  (...roles: Role[]) =>
  (person: Person) =>
    person.roles.some((role) => roles.includes(role));

const entries: Entry[] = [
  { href: paths.today(), key: 'today', under: /^\/$/, for: () => true },
  { href: paths.meetings.list(), key: 'meetings', under: /^\/(meetings|recordings|review)/, for: has('trainee') },
  { href: paths.recordings.list(), key: 'recordings', under: /^\/(recordings|review)/, for: (person) => has('supervisor')(person) },
  {
    href: paths.coordination.desk(),
    key: 'desk',
    under: /^\/coordination(\/(started|reports))?$/,
    for: has('coordinator'),
  },
  {
    href: paths.training.cohorts(),
    key: 'cohorts',
    under: /^\/(training|intake|applications\/|coordination\/(cohorts|trainees))/,
    for: has('coordinator'),
  },
  { href: paths.supervision.index(), key: 'supervision', under: /^\/supervision/, for: has('trainee', 'supervisor', 'coordinator') },
  { href: paths.calendar.list(), key: 'calendar', under: /^\/calendar/, for: has('trainee', 'supervisor', 'coordinator') },
  {
    href: paths.certification.index(),
    key: 'certification',
    under: /^\/certification/,
    for: (person) => person.assessor || has('trainee', 'supervisor', 'coordinator')(person),
  },
  { href: paths.coordination.municipality(), key: 'municipality', under: /^\/coordination\/municipality/, for: has('manager') },
  { href: paths.applications.places(), key: 'places', under: /^\/applications/, for: has('manager') },
  { href: paths.accounts.list(), key: 'accounts', under: /^\/accounts/, for: has('administrator', 'coordinator') },
  { href: paths.operation.show(), key: 'operation', under: /^\/operation/, for: has('administrator') },
];

export const navigationFor = (person: Person, path: string, t: Translate) =>
  entries
    .filter((entry) => entry.for(person))
    .map((entry) => ({ href: entry.href, label: t(`web:nav.${entry.key}`), current: entry.under.test(path) }));

/** «Supervisor, Dialogværkstedet». */
export const roleLine = (person: Person, t: Translate): string =>
  [
    ...person.roles.map((role) => t(`web:roles.${role}`)),
    ...(person.roles.length === 0 && person.assessor ? [t('web:roles.assessor')] : []),
  ]
    .concat(person.organisation ? [person.organisation] : [])
    .join(', ');
