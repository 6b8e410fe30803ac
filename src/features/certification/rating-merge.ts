import { createHash } from 'node:crypto';
import { formatMoments, parseMoments } from '../../domain/annotation/timecode.js';
import { typedText, type Typed } from '../../web/forms.js';
import type { FieldError } from '../../web/render.js';
import { fieldOf, isWholeMeeting, notRatableValue, type Asked } from './rating-typed.js';

/** What is kept, or refused as changed by two windows, as one: an element, or a field of its own. */
export interface Part {
  name: string;
  fields: string[];
}

const elementPart = (element: number): Part => ({
  name: `e${element}`,
  fields: (['level', 'reason', 'moments', 'note'] as const).map((part) => fieldOf(element, part)),
});

/** The parts of a form, as they stand down the page. */
export function partsOf({ elements, route, adjudicates }: Asked): Part[] {
  const alone = adjudicates ? [] : ['overall', 'worked', 'next'];
  const seen = adjudicates || route === 'film' ? [] : ['observedOn', 'observedMinutes'];
  const single = (name: string): Part => ({ name, fields: [name] });
  return [...seen.map(single), ...elements.map(elementPart), ...alone.map(single)];
}

/** Where on the page a part is; null for those at its top. */
export const anchorOf = (part: string): string | null => {
  if (['overall', 'worked', 'next'].includes(part)) return 'together';
  const element = /^e(\d+)$/.exec(part)?.[1];
  return element === undefined ? null : `element-${element}`;
};

/** The hidden field that says what a part was drawn from. */
export const seenField = (part: string): string => `last-${part}`;

function plainMoments(given: string): string {
  if (isWholeMeeting(given)) return 'whole';
  const moments = parseMoments(given);
  return moments === null ? given : formatMoments(moments);
}

function plain(typed: Typed, field: string): string {
  const given = typedText(typed, field).trim();
  if (field.endsWith('-moments')) return plainMoments(given);
  // A reason without «cannot be rated» is never kept.
  const isIdle = field.endsWith('-reason') && typedText(typed, field.replace('-reason', '-level')) !== notRatableValue;
  return isIdle ? '' : given;
}

/** A mark of what a part says: the same for the same content, however it is typed. */
export const markOf = (typed: Typed, { fields }: Part): string =>
  createHash('sha256')
    .update(JSON.stringify(fields.map((field) => plain(typed, field))))
    .digest('base64url')
    .slice(0, 16);

type Side = 'form' | 'standing' | 'both';

/** Who changed a part since the form was drawn. A form without the mark speaks for whatever it carries. */
function sideOf(typed: Typed, standing: Typed, part: Part): Side {
  const seen = typedText(typed, seenField(part.name));
  if (seen === '') return part.fields.some((field) => typed[field] !== undefined) ? 'form' : 'standing';
  const [mine, theirs] = [markOf(typed, part), markOf(standing, part)];
  if (mine === seen || mine === theirs) return 'standing';
  return theirs === seen ? 'form' : 'both';
}

const take = (from: Typed, parts: Part[]): Typed =>
  Object.fromEntries(parts.flatMap(({ fields }) => fields).map((field) => [field, typedText(from, field)]));

export interface Merged {
  /** What is to be kept: what this form changed, over what stands. */
  wanted: Typed;
  /** What the page shows if it is shown again: also this form's own words where another window changed the same. */
  shown: Typed;
  /** Parts that this form changed. */
  changed: string[];
  /** Parts that this form and another window changed, each in its way. */
  conflicts: string[];
}

/** Puts a form over what stands, so that an older form overwrites nothing it did not change. */
export function merge(typed: Typed, standing: Typed, parts: Part[]): Merged {
  const on = (side: Side) => parts.filter((part) => sideOf(typed, standing, part) === side);
  const [mine, both] = [on('form'), on('both')];
  const wanted = { ...standing, ...take(typed, mine) };
  return {
    wanted,
    shown: { ...wanted, ...take(typed, both) },
    changed: parts.filter((part) => mine.includes(part) || both.includes(part)).map(({ name }) => name),
    conflicts: both.map(({ name }) => name),
  };
}

/** One sentence for each part that another window changed meanwhile. */
export const conflictErrors = (conflicts: string[]): FieldError[] =>
  conflicts.map((name) => {
    const element = /^e(\d+)$/.exec(name)?.[1];
    return element === undefined
      ? { field: name, message: `certification:rating.conflict.${name}` }
      : { field: fieldOf(Number(element), 'level'), message: `certification:rating.conflict.element?element=${element}` };
  });

/** Whether an error is told about one of these parts. */
export const isAbout = (parts: string[], { field }: FieldError): boolean =>
  parts.some((name) => field === name || field.startsWith(`${name}-`));
