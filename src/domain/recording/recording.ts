export const processingStates = ['uploaded', 'processing', 'ready', 'failed'] as const;
export type Processing = (typeof processingStates)[number];

export const reviewStates = ['draft', 'ready_for_reflection', 'reflected', 'with_supervisor', 'shared', 'in_dialogue', 'closed'] as const;
export type Review = (typeof reviewStates)[number];

/** A recording shorter than this cannot be evidence, only practice (our choice). */
export const evidenceMinutes = 45;

export const canBeEvidence = (durationMs: number | null): boolean => durationMs !== null && durationMs >= evidenceMinutes * 60_000;
