import { parseDate } from '../../domain/calendar/dates.js';
import type { Component, ProgrammeBody } from '../../domain/programme/programme.js';
import type { TrainingDay } from '../../store/training-day.js';
import { typedText, type Typed } from '../../web/forms.js';
import type { FieldError } from '../../web/render.js';

/** A line of the form: a day the programme asks for, or one the cohort has added. */
export interface Slot {
  /** Ends the names of its fields: «S1-2». */
  key: string;
  kind: 'seminar' | 'certification' | 'other';
  code: string;
  day: number;
  title: string;
  optional: boolean;
  existing: TrainingDay | null;
}

const kindOf = ({ kind }: Component): Slot['kind'] =>
  kind === 'seminar' ? 'seminar' : kind === 'certification_day' ? 'certification' : 'other';
const keyOf = (code: string, day: number) => `${code}-${day}`;

/** Every day of the programme, the days added beside it, and room for one more certification day. */
export function slotsOf(body: ProgrammeBody, days: TrainingDay[]): Slot[] {
  const dated = new Map(days.map((day) => [keyOf(day.code, day.day), day]));
  const planned = body.components.flatMap((component) =>
    Array.from({ length: component.days ?? 0 }, (_, index): Slot => {
      const key = keyOf(component.code, index + 1);
      return {
        key,
        kind: kindOf(component),
        code: component.code,
        day: index + 1,
        title: component.title.da,
        optional: false,
        existing: dated.get(key) ?? null,
      };
    }),
  );
  const added = days
    .filter((day) => !planned.some(({ key }) => key === keyOf(day.code, day.day)))
    .map((existing): Slot => ({
      key: keyOf(existing.code, existing.day),
      kind: existing.kind as Slot['kind'],
      code: existing.code,
      day: existing.day,
      title: existing.title,
      optional: false,
      existing,
    }));
  const all = [...planned, ...added];
  const certifications = all.filter(({ kind }) => kind === 'certification');
  if (certifications.length === 0) return all;
  const code = `C${Math.max(...certifications.map((slot) => Number(slot.code.slice(1)) || 1)) + 1}`;
  return [...all, { key: keyOf(code, 1), kind: 'certification', code, day: 1, title: '', optional: true, existing: null }];
}

export interface ReadDay {
  slot: Slot;
  onDate: string;
  place: string;
}

interface Known {
  /** Ids of days with attendance. */
  entered: Set<number>;
  today: string;
}

function fault(slot: Slot, onDate: string, earlier: ReadDay[], { entered, today }: Known): string | null {
  if (earlier.some((one) => one.onDate === onDate)) return 'training:days.sameDate';
  if (earlier.some((one) => one.slot.code === slot.code && one.slot.day < slot.day && one.onDate > onDate)) return 'training:days.order';
  if (slot.existing && entered.has(slot.existing.id) && onDate > today) return 'training:days.held';
  return null;
}

/** Reads the form; lines left empty are days not planned yet. */
export function readDays(slots: Slot[], typed: Typed, known: Known): { ok: true; days: ReadDay[] } | { ok: false; errors: FieldError[] } {
  const days: ReadDay[] = [];
  const errors: FieldError[] = [];
  for (const slot of slots) {
    const [date, place] = [typedText(typed, `date-${slot.key}`).trim(), typedText(typed, `place-${slot.key}`).trim()];
    const at = (field: 'date' | 'place', message: string) => errors.push({ field: `${field}-${slot.key}`, message });
    if (place.length > 200) at('place', 'web:tooLong?limit=200');
    if (date === '' && slot.existing) at('date', 'training:days.notRemoved');
    else if (date === '' && place !== '') at('date', 'training:dateMissing');
    if (date === '') continue;
    const onDate = parseDate(date);
    const wrong = onDate === null ? 'training:dateWrong' : fault(slot, onDate, days, known);
    if (wrong !== null) at('date', wrong);
    else if (onDate !== null) days.push({ slot, onDate, place });
  }
  return errors.length > 0 ? { ok: false, errors } : { ok: true, days };
}
