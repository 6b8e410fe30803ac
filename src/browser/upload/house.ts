import type { TypedMarks } from './cut.js';

/** What the page asks of our own server, besides the pieces themselves. */
export interface Standing {
  bytes: number;
  kept: number;
  sha256: string;
  /** Where the recording is, once all of it has been received. */
  recording: string | null;
  token: string;
}

/** An answer that is no. `status` 0: no answer came at all. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    sentence: string,
    /** Its name, the same in every language; empty where the server gave none. */
    readonly reason = '',
  ) {
    super(sentence);
  }

  /** It passes, or the person can do something about it; what was sent is kept meanwhile. */
  get passes(): boolean {
    return [409, 423, 429, 507].includes(this.status);
  }

  /** It has become a recording already. */
  get isFinished(): boolean {
    return this.reason === 'uploads:refused.finished';
  }

  /** No film of this meeting is taken now, not this one and no other. */
  get closesMeeting(): boolean {
    return (
      this.isAboutAnswers ||
      ['uploads:refused.meetingGone', 'uploads:refused.hasRecording', 'refusals:meetingHasRecording'].includes(this.reason)
    );
  }

  /** The way goes by the answers of those in the room. */
  get isAboutAnswers(): boolean {
    return ['uploads:refused.refused', 'uploads:refused.unanswered', 'uploads:new.answersChanged'].includes(this.reason);
  }
}

/** What an answer that is no says of itself; nothing when it is not the house's own. */
export function refusalIn(status: number, body = ''): Refused {
  try {
    const { error, reason } = JSON.parse(body) as { error?: string; reason?: string };
    return new Refused(status, error ?? '', reason);
  } catch {
    return new Refused(status, '');
  }
}

async function ask(address: string, options: RequestInit): Promise<Response> {
  const answer = await fetch(address, {
    redirect: 'manual',
    ...options,
    headers: { Accept: 'application/json', ...options.headers },
  }).catch(() => null);
  if (answer === null) throw new Refused(0, '');
  // Whoever is signed out is sent to another page.
  if (answer.type === 'opaqueredirect') throw new Refused(401, '');
  if (!answer.ok) throw refusalIn(answer.status, await answer.text().catch(() => ''));
  return answer;
}

/** No answer, or one that says nothing of the film: asking again may help. A full disk is an answer. */
export const isOutage = (status: number): boolean => status === 0 || (status >= 500 && status !== 507);

const protocol = { 'Tus-Resumable': '1.0.0' };

async function begin(address: string, bytes: number, token: string): Promise<string> {
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

async function thisPage(): Promise<Document> {
  const answer = await ask(location.pathname, { headers: { Accept: 'text/html' } });
  return new DOMParser().parseFromString(await answer.text(), 'text/html');
}

/** The token of a session that is younger than this page. */
export const freshToken = async (): Promise<string> => (await thisPage()).querySelector<HTMLInputElement>('input[name=_csrf]')?.value ?? '';

/** The upload of so many bytes that was begun here and of which nothing is sent; null when there is none such. */
async function untouched(bytes: number): Promise<string | null> {
  const sheet = (await thisPage()).querySelector<HTMLFormElement>('form[data-upload]');
  const { resume, resumeBytes } = sheet?.dataset ?? {};
  if (resume === undefined || Number(resumeBytes) !== bytes) return null;
  return (await standing(resume)).kept === 0 ? resume : null;
}

export interface Beginning {
  /** The address of a new upload. Asked again, it is the same one. */
  address: (token: string) => Promise<string>;
  /** What of it there is by now, also when the answer was lost on the way; null when there is nothing. */
  left: () => Promise<string | null>;
}

/** Begins an upload of so many bytes, once. */
export function beginning(beginAt: string, bytes: number): Beginning {
  let asked: Promise<string> | null = null;
  let unanswered = false;
  const ask = async (token: string): Promise<string> => {
    try {
      return await begin(beginAt, bytes, token);
    } catch (error) {
      asked = null;
      if (!(error instanceof Refused)) throw error;
      // The one that is in the way may be our own, of which we were never told.
      const own = error.status === 409 && unanswered ? await untouched(bytes) : null;
      unanswered ||= isOutage(error.status);
      if (own === null) throw error;
      return own;
    }
  };
  return {
    address: (token) => (asked ??= ask(token)),
    left: async () => {
      const known = await asked?.catch(() => null);
      return known ?? (unanswered ? untouched(bytes) : null);
    },
  };
}
