import { formatTimeOfDay } from '../../domain/calendar/time-of-day.js';
import type { SessionLine } from '../../store/supervision.js';
import type { Visit } from '../../web/guard.js';
import { typedText, type Typed } from '../../web/forms.js';
import type { EntryContext } from './entry-context.js';

export interface TypedRow {
  enrolmentId: number;
  present: boolean;
  from: string;
  to: string;
  remark: string;
  online: boolean;
}

/** The form as it stands on the page. */
export interface TypedEntry {
  onDate: string;
  startsAt: string;
  endsAt: string;
  breakMinutes: string;
  host: string;
  topics: string;
  kind: string;
  /** Who was there by a screen. */
  online: string;
  /** The times every row followed when the page was made: a row left at them follows the new ones. */
  shownFrom: string;
  shownTo: string;
  /** The sum the page showed; only that sum may be signed. */
  shownSum: string;
  rows: TypedRow[];
}

export const fieldOf = (enrolmentId: number, part: 'present' | 'from' | 'to' | 'remark' | 'online'): string => `m${enrolmentId}-${part}`;

type Words = Pick<Visit<unknown>, 't' | 'fmt'>;

const usual = { startsAt: 9 * 60, endsAt: 15 * 60, breakMinutes: 60 };

/**
 * A form prefilled from the draft, the plan, or the group's latest session: everyone there all the time, but for those who sent an apology.
 * Their reason stays with the apology: the ledger, which more people read, only says that there was one.
 */
export function startEntry(context: EntryContext, from: SessionLine | null, like: SessionLine | null, { fmt, t }: Words): TypedEntry {
  const frame = from ?? like ?? usual;
  const [startsAt, endsAt] = [formatTimeOfDay(frame.startsAt), formatTimeOfDay(frame.endsAt)];
  const drafted = new Map(from?.draft?.rows.map((row) => [row.enrolmentId, row]));
  return {
    onDate: fmt.typedDate(context.onDate),
    startsAt,
    endsAt,
    breakMinutes: String(frame.breakMinutes),
    host: String(from?.hostMunicipalityId ?? ''),
    topics: from?.topics ?? '',
    kind: from?.kind ?? 'group',
    online: (from ?? like)?.online ?? 'nobody',
    shownFrom: startsAt,
    shownTo: endsAt,
    shownSum: '',
    rows: context.members.map(({ member, mayBeCredited, apology }) => {
      const row = drafted.get(member.enrolmentId);
      return {
        enrolmentId: member.enrolmentId,
        present: mayBeCredited && (row?.present ?? apology === null),
        from: row ? formatTimeOfDay(row.from) : startsAt,
        to: row ? formatTimeOfDay(row.to) : endsAt,
        remark: row?.remark ?? (apology === null ? '' : t('supervision:entry.apologyWord')),
        online: row?.online ?? false,
      };
    }),
  };
}

/** Somebody who is on the list only because the date was changed stands as there all the time. */
export function typedEntry(typed: Typed, context: EntryContext): TypedEntry {
  const text = (name: string) => typedText(typed, name).trim();
  return {
    onDate: text('onDate'),
    startsAt: text('startsAt'),
    endsAt: text('endsAt'),
    breakMinutes: text('breakMinutes'),
    host: text('host'),
    topics: text('topics'),
    kind: text('kind'),
    online: text('online'),
    shownFrom: text('shownFrom'),
    shownTo: text('shownTo'),
    shownSum: text('shownSum'),
    rows: context.members.map(({ member: { enrolmentId }, mayBeCredited }) => ({
      enrolmentId,
      present: typed[fieldOf(enrolmentId, 'from')] === undefined ? mayBeCredited : typed[fieldOf(enrolmentId, 'present')] !== undefined,
      from: text(fieldOf(enrolmentId, 'from')),
      to: text(fieldOf(enrolmentId, 'to')),
      remark: text(fieldOf(enrolmentId, 'remark')),
      online: typed[fieldOf(enrolmentId, 'online')] !== undefined,
    })),
  };
}
