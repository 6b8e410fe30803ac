import type { Client } from './app.js';
/** Visible words of a page, in order, without markup. */
export const wordsOf = (html: string): string =>
  html
    .replace(/^[\s\S]*?<main[^>]*>/, '')
    .replace(/<\/main>[\s\S]*$/, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&#34;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll(/[\s\u00a0]+/g, ' ')
    .trim();

/** What differs between two visits of the same page: the nonce and the session's token. */
export const withoutTokens = (html: string): string =>
  html.replaceAll(/nonce="[^"]*"/g, 'nonce=""').replaceAll(/name="_csrf" value="[^"]*"/g, 'name="_csrf" value=""');

/** Names in the first column of the page's table, in order. */
export const namesInTable = (html: string): string[] =>
  [...html.matchAll(/<th scope="row"><a[^>]*>([^<]+)<\/a>/g)].map((match) => match[1]!);

/** Titles of the rows that wait, in order. */
export const taskTitles = (html: string): string[] =>
  [...html.matchAll(/pf-task__title"><a[^>]*>([^<]+)<\/a>/g)].map((match) => match[1]!.replaceAll('\u00a0', ' '));

export const filledButtons = (html: string): number => html.match(/class="button button-primary/g)?.length ?? 0;

/** What an address sends, byte for byte. */
export async function bytesAt(client: Client, path: string): Promise<{ status: number; headers: Record<string, string>; body: Buffer }> {
  const { status, headers, body } = await client
    .get(path)
    .buffer(true)
    .parse((res, done) => {
      const parts: Buffer[] = [];
      res.on('data', (part: Buffer) => parts.push(part));
      res.on('end', () => done(null, Buffer.concat(parts)));
    });
  return { status, headers: headers as Record<string, string>, body: body as Buffer };
}
