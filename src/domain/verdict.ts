/** May they? Yes, or no with a reason (a locale key whose sentence the person reads). */
export type Verdict = { ok: true } | { ok: false; reason: string };

export const yes: Verdict = { ok: true };
export const no = (reason: string): Verdict => ({ ok: false, reason });
