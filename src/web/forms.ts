import { z } from 'zod';
import type { FieldError } from './render.js';

/** One parse at the door. Messages in schemas are locale keys, optionally with parameters as `key?name=value`. */
export type Parsed<T> = { ok: true; values: T } | { ok: false; errors: FieldError[] };

export type Typed = Record<string, string | string[] | undefined>;

const isTyped = (value: unknown): value is string | string[] =>
  typeof value === 'string' || (Array.isArray(value) && value.every((one) => typeof one === 'string'));

/** The body as typed, without anything that is not text. Line breaks become `\n`. */
export function typedOf(body: unknown): Typed {
  if (typeof body !== 'object' || body === null) return {};
  return Object.fromEntries(
    Object.entries(body)
      .filter(([, value]) => isTyped(value))
      .map(([key, value]) => [key, typeof value === 'string' ? value.replaceAll('\r\n', '\n') : (value as string[])]),
  );
}

/** One text of the typed body; the first when the field came twice. */
export const typedText = (typed: Typed, name: string): string => {
  const value = typed[name];
  return (Array.isArray(value) ? value[0] : value) ?? '';
};

/** Everything typed or ticked under one name. */
export const typedList = (typed: Typed, name: string): string[] => {
  const value = typed[name];
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
};

/** The numbers of what was ticked; whatever is no number is nobody's. */
export const typedIds = (typed: Typed, name: string): Set<number> =>
  new Set(
    typedList(typed, name)
      .filter((one) => /^[1-9]\d{0,8}$/.test(one))
      .map(Number),
  );

/** Errors carry the locale key in `message`; {@link translateErrors} makes sentences of them. */
export function parseForm<S extends z.ZodType>(schema: S, body: unknown): Parsed<z.infer<S>> {
  const parsed = schema.safeParse(typedOf(body));
  if (parsed.success) return { ok: true, values: parsed.data };
  const first = new Map<string, FieldError>();
  for (const issue of parsed.error.issues) {
    const field = issue.path.join('-') || 'form';
    const known = issue.message.includes(':') ? issue.message : 'web:fieldMissing';
    if (!first.has(field)) first.set(field, { field, message: known });
  }
  return { ok: false, errors: [...first.values()] };
}

/** A text with its own limit, trimmed. Over the limit is refused with the text kept. */
export const text = (limit: number, missing = 'web:fieldMissing') =>
  z.string({ error: missing }).trim().min(1, missing).max(limit, `web:tooLong?limit=${limit}`);
export const optionalText = (limit: number) => z.string().trim().max(limit, `web:tooLong?limit=${limit}`).default('');
export const idField = (missing = 'web:fieldMissing') =>
  z
    .string({ error: missing })
    .regex(/^[1-9]\d{0,9}$/, missing)
    .transform(Number);
