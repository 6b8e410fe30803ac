import type { TypedMarks } from './cut.js';

/** What the page asks of our own server, besides the pieces themselves. */
export interface Standing {
  bytes: number;
  kept: number;
  sha256: string;
  token: string;
}

/** An answer that is no. `status` 0: no answer came at all. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    sentence: string,
  ) {
    super(sentence);
  }
}

const sentenceOf = async (answer: Response): Promise<string> => ((await answer.json().catch(() => ({}))) as { error?: string }).error ?? '';

async function ask(address: string, options: RequestInit): Promise<Response> {
  const answer = await fetch(address, {
    redirect: 'manual',
    ...options,
    headers: { Accept: 'application/json', ...options.headers },
  }).catch(() => null);
  if (answer === null) throw new Refused(0, '');
  // Whoever is signed out is sent to another page.
  if (answer.type === 'opaqueredirect') throw new Refused(401, '');
  if (!answer.ok) throw new Refused(answer.status, await sentenceOf(answer));
  return answer;
}

const protocol = { 'Tus-Resumable': '1.0.0' };

/** Begins an upload of so many bytes. Returns its address. */
export async function begin(address: string, bytes: number, token: string): Promise<string> {
  const headers = { ...protocol, 'Upload-Length': String(bytes), 'X-CSRF-Token': token };
  const answer = await ask(address, { method: 'POST', headers });
  return answer.headers.get('Location') ?? '';
}

export const standing = async (address: string): Promise<Standing> => (await (await ask(address, {})).json()) as Standing;

/** From–to: what of the film is kept. */
export const setMarks = (address: string, marks: TypedMarks, token: string): Promise<Response> =>
  ask(`${address}/cut`, { method: 'POST', body: new URLSearchParams({ ...marks }), headers: { 'X-CSRF-Token': token } });

/** Everything is sent: the address of the recording. */
export async function complete(address: string, sha256: string, token: string): Promise<string> {
  const body = new URLSearchParams({ sha256 });
  const answer = await ask(`${address}/completion`, { method: 'POST', body, headers: { 'X-CSRF-Token': token } });
  return ((await answer.json()) as { location: string }).location;
}

export const discard = (address: string, token: string): Promise<Response> =>
  ask(address, { method: 'DELETE', headers: { ...protocol, 'X-CSRF-Token': token } });

/** The token of a session that is younger than this page. */
export async function freshToken(): Promise<string> {
  const answer = await ask(location.pathname, { headers: { Accept: 'text/html' } });
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  return page.querySelector<HTMLInputElement>('input[name=_csrf]')?.value ?? '';
}
