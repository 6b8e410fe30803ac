import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { annotationKinds, textLimit } from '../../domain/annotation/annotation.js';
import { formatTimecode, parseTimecode } from '../../domain/annotation/timecode.js';
import { looksLikeCpr } from '../../domain/meeting/cpr.js';
import { text } from '../../web/forms.js';

const withoutCpr = (value: string) => !looksLikeCpr(value);
const written = (missing: string) => text(textLimit, missing).refine(withoutCpr, 'review:error.cpr');

/** A key from our own page; anything else gets a new one, so that the words are kept all the same. */
const clientKey = z
  .string()
  .regex(/^[0-9a-f-]{36}$/)
  .catch(() => randomUUID());

const timeOf = (typed: string, durationMs: number | null, context: z.core.$RefinementCtx): number => {
  const ms = parseTimecode(typed);
  if (ms === null) context.addIssue({ code: 'custom', message: 'review:error.time' });
  else if (durationMs !== null && ms > durationMs)
    context.addIssue({ code: 'custom', message: `review:error.outside?length=${formatTimecode(durationMs)}` });
  return ms ?? 0;
};

const moment = (durationMs: number | null) => ({
  from: z
    .string({ error: 'review:error.from' })
    .trim()
    .min(1, 'review:error.from')
    .transform((typed, context) => timeOf(typed, durationMs, context)),
  to: z
    .string()
    .trim()
    .default('')
    .transform((typed, context) => (typed === '' ? null : timeOf(typed, durationMs, context))),
});

const element = z
  .string()
  .regex(/^([1-9]|1[0-2])?$/, 'review:error.element')
  .default('')
  .transform((value) => (value === '' ? null : Number(value)));

/** A comment on a film of this length in milliseconds. */
export const annotationForm = (durationMs: number | null) =>
  z
    .object({
      ...moment(durationMs),
      element,
      kind: z.enum(annotationKinds, { error: 'review:error.kind' }),
      text: written('review:error.text'),
      clientKey,
      version: z
        .string()
        .regex(/^\d{1,9}$/)
        .catch('0')
        .transform(Number),
    })
    .refine(({ from, to }) => to === null || to > from, { path: ['to'], message: 'review:error.order' })
    .transform(({ from, to, ...rest }) => ({ ...rest, startMs: from, endMs: to }));

export type AnnotationValues = z.infer<ReturnType<typeof annotationForm>>;

export const replyForm = z.object({ text: written('review:error.reply'), clientKey });

export const reflectionForm = z.object({
  text: written('review:error.reflection'),
  /** When the text in the form was kept; empty for the first one. */
  seen: z
    .string()
    .catch('')
    .transform((value) => (value === '' ? null : value)),
  act: z.enum(['save', 'deliver']).catch('save'),
});

export const sharingForm = z.object({
  annotation: z
    .string()
    .regex(/^[1-9]\d{0,8}$/)
    .transform(Number)
    .nullish()
    .catch(null),
});
