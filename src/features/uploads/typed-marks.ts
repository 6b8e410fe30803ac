import { readMarks, type MarkFaults, type Marks } from '../../domain/recording/cut.js';
import type { Formatters } from '../../web/format.js';
import { typedOf, typedText } from '../../web/forms.js';
import type { FieldError } from '../../web/render.js';

/** From and to as they stand in the fields. */
export interface TypedMarks {
  from: string;
  to: string;
}

const longest = 20;

export const typedMarks = (body: unknown): TypedMarks => {
  const typed = typedOf(body);
  return { from: typedText(typed, 'from').slice(0, longest), to: typedText(typed, 'to').slice(0, longest) };
};

/** Marks that were set before, as they are typed. */
export const wordsOf = (fmt: Formatters, { fromMs, toMs }: Marks): TypedMarks => {
  const words = (ms: number | null) => (ms === null ? '' : fmt.timecode(ms));
  return { from: words(fromMs), to: words(toMs) };
};

const faultErrors = (faults: MarkFaults): FieldError[] =>
  (['from', 'to'] as const).flatMap((field) => {
    const fault = faults[field];
    return fault === undefined ? [] : [{ field, message: `uploads:cut.fault.${fault}` }];
  });

/** The marks, or what is wrong beside each field. */
export function marksIn(typed: TypedMarks): { ok: true; marks: Marks } | { ok: false; errors: FieldError[] } {
  const read = readMarks(typed.from, typed.to);
  return read.ok ? read : { ok: false, errors: faultErrors(read.faults) };
}
