import { typedText, type Typed } from '../../web/forms.js';
import type { FieldError } from '../../web/render.js';

/** Reads the figures of a long form one by one and gathers what is wrong with them. */
export interface Figures {
  errors: FieldError[];
  text: (name: string, limit: number) => string;
  /** A whole number; null when the field is empty. */
  whole: (name: string, most: number) => number | null;
  /** A whole number that has to be there. */
  need: (name: string, most: number) => number;
  /** «12,5» hours as 750 minutes; null when the field is empty. */
  minutes: (name: string) => number | null;
  /** «3,5» as 3500. */
  thousandths: (name: string) => number;
}

const mostHours = 2000;

export function figuresOf(typed: Typed): Figures {
  const errors: FieldError[] = [];
  const at = (field: string, message: string) => void errors.push({ field, message });
  const raw = (name: string) => typedText(typed, name).trim();
  const whole = (name: string, most: number): number | null => {
    const given = raw(name);
    if (given === '') return null;
    if (/^\d{1,4}$/.test(given) && Number(given) <= most) return Number(given);
    at(name, `programmes:fault.whole?most=${most}`);
    return 0;
  };
  return {
    errors,
    text: (name, limit) => {
      if (raw(name).length > limit) at(name, `web:tooLong?limit=${limit}`);
      return raw(name);
    },
    whole,
    need: (name, most) => {
      const value = whole(name, most);
      if (value === null) at(name, `programmes:fault.whole?most=${most}`);
      return value ?? 0;
    },
    minutes: (name) => {
      const given = raw(name);
      if (given === '') return null;
      const minutes = /^\d{1,4}([.,]\d{1,2})?$/.test(given) ? Number(given.replace(',', '.')) * 60 : Number.NaN;
      if (Number.isInteger(minutes) && minutes <= mostHours * 60) return minutes;
      at(name, 'programmes:fault.hoursTyped');
      return 0;
    },
    thousandths: (name) => {
      const given = raw(name);
      const value = /^\d([.,]\d{1,3})?$/.test(given) ? Math.round(Number(given.replace(',', '.')) * 1000) : Number.NaN;
      if (value >= 1000 && value <= 5000) return value;
      at(name, 'programmes:fault.level');
      return 1000;
    },
  };
}
