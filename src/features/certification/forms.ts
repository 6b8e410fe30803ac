import { z } from 'zod';
import { textLimit } from '../../domain/annotation/annotation.js';
import { looksLikeCpr } from '../../domain/meeting/cpr.js';
import { text } from '../../web/forms.js';

const nextSteps = text(textLimit, 'certification:decision.stepsMissing').refine(
  (given) => !looksLikeCpr(given),
  'certification:rating.cpr',
);

export const decisionForm = z.discriminatedUnion(
  'decision',
  [z.object({ decision: z.literal('certified') }), z.object({ decision: z.literal('not_yet'), nextSteps })],
  { error: 'certification:decision.choose' },
);
export type DecisionGiven = z.infer<typeof decisionForm>;

export const withdrawalForm = z.object({
  step: z.enum(['proposed', 'confirmed', 'declined', 'taken_back'], { error: 'certification:withdrawal.stepMissing' }),
  reason: text(2000, 'certification:withdrawal.reasonMissing').refine((given) => !looksLikeCpr(given), 'certification:withdrawal.cpr'),
});

export const checkForm = z.object({
  code: text(60, 'certification:check.codeMissing'),
  name: text(200, 'certification:check.nameMissing'),
});
