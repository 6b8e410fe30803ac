import { meetingLeaderRules } from '../certification/rules.js';
import type { Component, Origin, ProgrammeBody } from './programme.js';

const from2019 = (quote: string): Origin => ({ kind: 'source', source: 'Socialstyrelsen 2019', quote });
const from2024 = (quote: string): Origin => ({ kind: 'source', source: 'Social- og Boligstyrelsen 2024', quote });
const ours: Origin = { kind: 'ours' };

const seminars = from2019(
  'Mødelederuddannelsen er bygget op med fire 2-dages seminarer (eksternater), hvor I selv skal betale transporten til uddannelsesstedet.',
);

const seminar = (number: number): Component => ({
  code: `S${number}`,
  kind: 'seminar',
  title: { da: `Seminar ${number}`, en: `Seminar ${number}` },
  days: 2,
  origin: seminars,
});

/** Template A: meeting leaders, adult, 2019. */
export const meetingLeaders2019: ProgrammeBody = {
  code: 'moedeleder_2019',
  version: 1,
  title: { da: 'Mødelederuddannelse', en: 'Meeting leader programme' },
  audience: { da: 'Medarbejdere, der skal lede netværksmøder', en: 'Employees who are to lead network meetings' },
  capacity: { perMunicipality: 6, about: null, origin: from2019('Hver kommune har mulighed for at få uddannet op til seks mødeledere.') },
  months: { from: 24, to: 24 },
  components: [
    ...[1, 2, 3, 4].map(seminar),
    {
      code: 'C1',
      kind: 'certification_day',
      title: { da: 'Certificeringsdag', en: 'Certification day' },
      days: 1,
      origin: from2019('Derudover er der en enkelt dag, hvor mødelederne certificeres i at anvende Åben Dialog.'),
    },
    {
      code: 'SV',
      kind: 'supervision',
      title: { da: 'Supervision i grupper på tværs af kommuner', en: 'Group supervision across municipalities' },
      minutes: 3000,
      origin: from2019('Ud over seminarerne vil der være supervision af mødelederne på samlet set 50 timer fordelt over de to år.'),
    },
  ],
  rules: meetingLeaderRules,
};

/** Template B: introduction course, 2019. */
export const introduction2019: ProgrammeBody = {
  code: 'intro_2019',
  version: 1,
  title: { da: 'Introduktionskursus i Åben Dialog', en: 'Introduction course in Open Dialogue' },
  audience: { da: 'Medarbejdere, relevante ledere og samarbejdspartnere', en: 'Employees, relevant managers and partners' },
  capacity: { perMunicipality: null, about: 24, origin: from2019('Introduktionskursus for cirka 24 medarbejdere (og relevante ledere)') },
  months: null,
  components: [
    {
      code: 'I1',
      kind: 'course',
      title: { da: 'Kursusdage', en: 'Course days' },
      days: 4,
      origin: from2019('Kurset varer i alt fire dage, og tilrettelægges i samarbejde mellem kompetenceleverandøren og jer.'),
    },
    {
      code: 'SV',
      kind: 'supervision',
      title: { da: 'Supervision i grupper', en: 'Group supervision' },
      minutes: 900,
      origin: from2019('vil de deltagende medarbejdere også få 15 timers supervision i grupper'),
    },
  ],
  rules: null,
};

/** Template C: management day, 2019. */
export const management2019: ProgrammeBody = {
  code: 'ledelse_2019',
  version: 1,
  title: { da: 'Ledelse af Åben Dialog', en: 'Managing Open Dialogue' },
  audience: { da: 'Personaleledere med medarbejdere under uddannelse', en: 'Staff leaders with employees in training' },
  capacity: { perMunicipality: null, about: null, origin: ours },
  months: null,
  components: [
    {
      code: 'L1',
      kind: 'course',
      title: { da: 'Ledelsesdag', en: 'Management day' },
      days: 1,
      origin: from2019('en enkelt uddannelsesdag for de personaleledere, der har medarbejdere, der skal uddannes i Åben Dialog'),
    },
  ],
  rules: null,
};

const youth = (code: string, kind: Component['kind'], da: string, en: string, quote: string, more: Partial<Component> = {}): Component => ({
  code,
  kind,
  title: { da, en },
  origin: from2024(quote),
  ...more,
});

const modules = 'Tre undervisningsmoduler af hver 2 dages varighed';
const between = 'Implementeringsworkshops faciliteret af Social- og Boligstyrelsen mellem undervisningsmodulerne';

/** Template D: youth, 2024. No certification and no figure for supervision is stated, so none is set. */
export const youth2024: ProgrammeBody = {
  code: 'unge_2024',
  version: 1,
  title: { da: 'Åben Dialog på ungeområdet', en: 'Open Dialogue with young people' },
  audience: { da: 'Kommuner, der arbejder med børn og unge på 13-24 år', en: 'Municipalities working with people aged 13-24' },
  capacity: { perMunicipality: null, about: null, origin: ours },
  months: { from: 8, to: 12 },
  components: [
    youth('O1', 'meeting', 'Opstartsmøde', 'Start meeting', 'Et opstartsmøde med leder- og medarbejderrepræsentanter fra kommunen'),
    youth(
      'O2',
      'application',
      'Ansøgningsskema med underskrift',
      'Signed application form',
      'Udfyldelse af ansøgningskema der underskrives',
    ),
    youth('O3', 'workshop', 'Opstartsworkshop', 'Start workshop', 'Opstartworkshop med Social- og Boligstyrelsen'),
    youth('M1', 'module', 'Undervisningsmodul 1', 'Teaching module 1', modules, { days: 2 }),
    youth('W1', 'workshop', 'Implementeringsworkshop', 'Implementation workshop', between),
    youth('M2', 'module', 'Undervisningsmodul 2', 'Teaching module 2', modules, { days: 2 }),
    youth('W2', 'workshop', 'Implementeringsworkshop', 'Implementation workshop', between),
    youth('M3', 'module', 'Undervisningsmodul 3', 'Teaching module 3', modules, { days: 2 }),
    youth('V1', 'visit', 'Læringsbesøg', 'Learning visit', 'Læringsbesøg faciliteret af Substans og Åben Dialog Fonden'),
    youth(
      'SV',
      'supervision',
      'Supervision efter sidste modul',
      'Supervision after the last module',
      'Supervision med Substans efter sidste undervisningsmodul',
      {
        minutes: null,
      },
    ),
    youth(
      'T1',
      'meeting',
      'Tværkommunalt læringsmøde',
      'Learning meeting across municipalities',
      'Tværkommunale læringsmøder med mulighed for erfaringsudveksling',
    ),
    youth('W3', 'workshop', 'Forankringsworkshop', 'Anchoring workshop', 'Forankringsworkshop til slut i forløbet'),
  ],
  rules: null,
};

export const templates: ProgrammeBody[] = [meetingLeaders2019, introduction2019, management2019, youth2024];
