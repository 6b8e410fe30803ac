import type { Rules } from '../certification/rules.js';
import type { Origin } from './origin.js';

export type { Origin } from './origin.js';

export interface Component {
  code: string;
  kind: 'seminar' | 'course' | 'certification_day' | 'supervision' | 'module' | 'workshop' | 'visit' | 'meeting' | 'application';
  title: { da: string; en: string };
  days?: number;
  /** Minutes offered in groups; null where the source states none. */
  minutes?: number | null;
  origin: Origin;
}

/** A version of a programme, kept as data. Never edited in place once in force. */
export interface ProgrammeBody {
  code: string;
  version: number;
  title: { da: string; en: string };
  audience: { da: string; en: string };
  /** Places: per municipality, or a figure for the whole course. */
  capacity: { perMunicipality: number | null; about: number | null; origin: Origin };
  months: { from: number; to: number } | null;
  components: Component[];
  /** Null where no certification is stated. */
  rules: Rules | null;
}
