import type { Client } from './app.js';

/** What a browser would send: names and values as they stand on the page, every name with all its values. */
export type Filled = Record<string, string | string[]>;

const plain = (text: string) =>
  text.replaceAll('&#34;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

const attribute = (tag: string, name: string): string | null => {
  const found = new RegExp(`\\s${name}(?:="([^"]*)")?(?=[\\s/>])`).exec(tag);
  return found ? plain(found[1] ?? '') : null;
};

function add(filled: Filled, name: string, value: string): void {
  const known = filled[name];
  filled[name] = known === undefined ? value : [...(Array.isArray(known) ? known : [known]), value];
}

function inputs(form: string, filled: Filled): void {
  for (const [tag] of form.matchAll(/<input\b[^>]*>/g)) {
    const [name, type] = [attribute(tag, 'name'), attribute(tag, 'type') ?? 'text'];
    if (!name || name === '_csrf' || attribute(tag, 'disabled') !== null) continue;
    if (['checkbox', 'radio'].includes(type) && attribute(tag, 'checked') === null) continue;
    add(filled, name, attribute(tag, 'value') ?? (type === 'checkbox' ? 'on' : ''));
  }
}

function selects(form: string, filled: Filled): void {
  for (const [whole, tag] of form.matchAll(/(<select\b[^>]*>)[\s\S]*?<\/select>/g)) {
    const options = [...whole.matchAll(/<option\b[^>]*>/g)].map(([option]) => option);
    const chosen = options.find((option) => attribute(option, 'selected') !== null) ?? options[0];
    const name = attribute(tag!, 'name');
    if (name && chosen) add(filled, name, attribute(chosen, 'value') ?? '');
  }
}

/** The form with this address on the page, as it would be sent if nothing were changed; null when there is none. */
export function formOn(html: string, action: string): Filled | null {
  const form = [...html.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/g)]
    .map(([whole]) => whole)
    .find((whole) => {
      const opened = /<form\b[^>]*>/.exec(whole)![0];
      return attribute(opened, 'action') === action || whole.includes(`formaction="${action}"`);
    });
  if (form === undefined) return null;
  const filled: Filled = {};
  inputs(form, filled);
  selects(form, filled);
  for (const [, tag, text] of form.matchAll(/(<textarea\b[^>]*>)([\s\S]*?)<\/textarea>/g)) {
    const name = attribute(tag!, 'name');
    if (name) add(filled, name, plain(text ?? ''));
  }
  return filled;
}

export interface Sent {
  status: number;
  location: string;
  text: string;
}

/** Sends a form with the token that stood on its own page. */
function send(client: Client, action: string, fields: Filled, token: string) {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries({ _csrf: token, ...fields }))
    for (const one of Array.isArray(value) ? value : [value]) body.append(name, one);
  return client.agent.post(action).type('form').send(body.toString());
}

/** Opens a page, changes what is given in its form, and sends it. A value of null takes the field away, as an unticked box. */
export async function fillIn(
  client: Client,
  page: string,
  action: string,
  changes: Record<string, string | string[] | null> = {},
): Promise<Sent> {
  const shown = await client.get(page);
  const filled = formOn(shown.text, action);
  if (!filled) throw new Error(`${page} answered ${shown.status} and has no form to ${action}`);
  const fields = Object.fromEntries(
    Object.entries({ ...filled, ...changes }).filter((entry): entry is [string, string | string[]] => entry[1] !== null),
  );
  const answer = await send(client, action, fields, /name="_csrf" value="([^"]+)"/.exec(shown.text)?.[1] ?? '');
  return { status: answer.status, location: String(answer.headers['location'] ?? ''), text: answer.text };
}
