import { purposes } from '../domain/consent/consent.js';
import { elementOf, p12 } from '../domain/rubric/p12.js';
import { notRatableReasons } from '../domain/rubric/rubric.js';
import { typedOf } from './forms.js';
import type { Language, Translate } from './language.js';
import { ownPath } from './paths.js';

interface Words {
  t: Translate;
  lang: Language;
}

/** What belongs together in the form: an element, a row of a list, or what stands between such. */
export interface TypedGroup {
  title: string | null;
  /** What can be read at a glance: levels, times, choices, single words. */
  short: { term: string; text: string }[];
  /** Texts to copy from. */
  long: { label: string; text: string }[];
}

interface Field {
  /** The element or row it belongs to. */
  title: string | null;
  term: string;
  text: string;
}

const secret = /^(_csrf|secret|repeat|current)$|passw|passphrase|token/i;
/** Marks that the page put in itself, and the names of buttons. */
const marks = new Set(
  'at t returnTo lang revision seen version clientKey step state act missed seat annotation session last username decision'.split(' '),
);
const isMark = (name: string, value: string): boolean =>
  marks.has(name) || /^((last|sum|remove)-|shown[A-Z])|-seen$/.test(name) || (/^(next|back)$/.test(name) && ownPath(value) !== null);

/** Fields with a plain name of their own, in the words of the layout. */
const named = new Set(
  (
    'level reason moments note overall worked next observedOn observedMinutes from to remark presence present conversation online name text ' +
    'onDate startsAt endsAt place breakMinutes topics subject signInName nextSteps workplace kind course roles municipality supervisor ' +
    'members person programme seats startsOn endsOn fromDate answer'
  ).split(' '),
);

/** Choices the product has words for: where they stand, and which they are. */
const choices: Record<string, [string, readonly string[]]> = {
  reason: ['certification:rating.reason.', notRatableReasons],
  presence: ['training:attendance.', ['present', 'absent', 'made_up', 'none']],
  conversation: ['training:attendance.conversation.', ['passed', 'not_passed']],
  roles: ['web:roles.', ['trainee', 'supervisor', 'coordinator', 'manager', 'administrator', 'assessor']],
};

/** Fields whose value is the number of a record, which says nothing to anybody. */
const chosenRecord =
  /^(person|supervisor|members|enrolment|municipality|municipalities|municipalityId|organisation|programme|assessor)$|^(host|slot)(-|$)/;

const levelText = ({ t, lang }: Words, value: string): string => {
  const found = p12.levels.find(({ level }) => String(level) === value);
  if (found) return `${value} ${found.label[lang]}`;
  return value === 'nr' ? t('certification:rating.notRatable') : value;
};

function textOf(words: Words, name: string, part: string, value: string): string {
  const { t } = words;
  if (part === 'level' || part === 'overall') return levelText(words, value);
  if (chosenRecord.test(name) && /^\d+$/.test(value)) return t('layout:typed.chosen');
  if (value === 'yes' || value === 'no') return t(`layout:${value}`);
  const [where, known = []] = choices[part] ?? [];
  return known.includes(value) ? t(`${where}${value}`) : value;
}

/** `citizen-1-self-assessment`: an answer of somebody in the room, for one purpose. */
const answerName = new RegExp(`^([a-z_]+)-(\\d+)-(self|holder_[12])-(${purposes.join('|')})$`);

function answerField({ t }: Words, name: string): Omit<Field, 'text'> | null {
  const [, kind, ordinal, giver, purpose] = answerName.exec(name) ?? [];
  if (kind === undefined) return null;
  const asked = t(`meetings:purpose.${purpose}`, { municipality: t('layout:typed.ownMunicipality') });
  return {
    title: `${t(`meetings:kind.${kind}`)} ${ordinal}`,
    term: giver === 'self' ? asked : `${t(`meetings:giver.${giver}`)}: ${asked}`,
  };
}

/** `e4-level` is of element 4; `m12-from` and `from-12` are of one row of a list, told by its place and never by its number. */
function partsOf(name: string): { part: string; element?: number; row?: string } {
  const element = /^e(\d{1,2})-([a-z]+)$/.exec(name);
  if (element && elementOf(Number(element[1]))) return { part: element[2]!, element: Number(element[1]) };
  const first = /^m(\d+)-([a-z]+)$/.exec(name);
  if (first) return { part: first[2]!, row: first[1]! };
  const last = /^([A-Za-z]+)-(\d+)$/.exec(name);
  return last ? { part: last[1]!, row: last[2]! } : { part: name };
}

function fieldsOf(words: Words, entries: [string, string][]): Field[] {
  const { t, lang } = words;
  const rows: string[] = [];
  return entries.map(([name, value], at) => {
    const { part, element, row } = partsOf(name);
    if (row !== undefined && !rows.includes(row)) rows.push(row);
    const text = textOf(words, name, part, value);
    const answer = answerField(words, name);
    if (answer) return { ...answer, text };
    const key = part === 'reason' && element !== undefined ? 'notRatable' : part;
    const term = named.has(part) ? t(`layout:typed.field.${key}`) : t('layout:typed.label', { number: at + 1 });
    if (element !== undefined) return { title: `${element}. ${elementOf(element)!.short[lang]}`, term, text };
    return { title: row === undefined ? null : t('layout:typed.row', { number: rows.indexOf(row) + 1 }), term, text };
  });
}

const isShort = (text: string): boolean => text.length <= 24 && !text.includes('\n');

/** What the person had typed and chosen, in the form's order, so that nothing is lost when the answer is no. Secrets and the page's own marks are not shown. */
export function typedTexts(words: Words, body: unknown): TypedGroup[] {
  const entries = Object.entries(typedOf(body))
    .flatMap(([name, value]) => [value ?? []].flat().map((text): [string, string] => [name, text]))
    .filter(([name, value]) => !secret.test(name) && !isMark(name, value));
  const groups: TypedGroup[] = [];
  for (const { title, term, text } of fieldsOf(words, entries)) {
    if (text.trim() === '') continue;
    let group = title === null ? groups.at(-1) : groups.find((one) => one.title === title);
    if (group === undefined || group.title !== title) groups.push((group = { title, short: [], long: [] }));
    if (isShort(text)) group.short.push({ term, text });
    else group.long.push({ label: term, text });
  }
  return groups;
}
