import { looksLikeCpr } from '../meeting/cpr.js';

/** Signs a spreadsheet takes for the beginning of a formula, also when one stands after an apostrophe. */
const formula = /^'?[=+\-@\t\r＝＋－＠]/u;
const control = /\p{Cc}/u;

/** Why a typed name or workplace is not kept, or null. Personal numbers belong nowhere here; formulas are for no spreadsheet to run. */
export function nameFault(text: string): 'cpr' | 'formula' | 'control' | null {
  if (looksLikeCpr(text)) return 'cpr';
  if (formula.test(text)) return 'formula';
  return control.test(text) ? 'control' : null;
}
