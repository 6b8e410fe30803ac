import { createHash } from 'node:crypto';
import http, { type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestApp, Client } from './app.js';

export const pieceType = 'application/offset+octet-stream';
export const chunk = 64 * 1024;
export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

export interface PieceClient {
  port: number;
  /** One request by hand; header values of undefined are left out. */
  ask: (method: string, path: string, headers?: Record<string, string | undefined>, body?: Buffer) => Promise<Answer>;
  /** A request whose body is written by the test, and may be cut. */
  open: (
    method: string,
    path: string,
    headers: Record<string, string | undefined>,
  ) => { request: http.ClientRequest; answer: Promise<Answer | null> };
  begin: (meetingId: number, bytes: number) => Promise<string>;
  patch: (path: string, offset: number, body: Buffer, headers?: Record<string, string | undefined>) => Promise<Answer>;
  head: (path: string) => Promise<Answer>;
  complete: (path: string, digest: string) => Promise<Answer>;
  close: () => Promise<void>;
}

const present = (headers: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter((pair): pair is [string, string] => pair[1] !== undefined));

/** Speaks the protocol of resumable uploads as a signed-in person over a real connection. */
export async function pieceClient(test: TestApp, client: Client | null): Promise<PieceClient> {
  const server: Server = http.createServer(test.app).listen(0, '127.0.0.1');
  server.requestTimeout = 0;
  await new Promise((ready) => server.once('listening', ready));
  const { port } = server.address() as AddressInfo;
  const token = client ? await client.token() : undefined;
  const cookie = client ? client.cookie() : undefined;
  const usual = { cookie, accept: 'application/json', 'tus-resumable': '1.0.0', 'x-csrf-token': token };

  const open: PieceClient['open'] = (method, path, headers) => {
    const request = http.request({ port, host: '127.0.0.1', path, method, headers: present({ ...usual, ...headers }) });
    const answer = new Promise<Answer | null>((resolve) => {
      request.on('error', () => resolve(null));
      request.on('response', (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (piece: string) => (text += piece));
        response.on('error', () => resolve(null));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      });
    });
    return { request, answer };
  };
  const ask: PieceClient['ask'] = async (method, path, headers = {}, body) => {
    const { request, answer } = open(method, path, {
      ...headers,
      'content-length': headers['content-length'] ?? String(body?.length ?? 0),
    });
    request.end(body);
    const got = await answer;
    if (got === null) throw new Error(`${method} ${path}: no answer`);
    return got;
  };
  return {
    port,
    ask,
    open,
    begin: async (meetingId, bytes) => {
      const answer = await ask('POST', `/meetings/${meetingId}/uploads`, { 'upload-length': String(bytes) });
      if (answer.status !== 201) throw new Error(`begin answered ${answer.status}: ${answer.text}`);
      return answer.headers.location ?? '';
    },
    patch: (path, offset, body, headers = {}) =>
      ask('PATCH', path, { 'content-type': pieceType, 'upload-offset': String(offset), ...headers }, body),
    head: (path) => ask('HEAD', path),
    complete: (path, digest) =>
      ask('POST', `${path}/completion`, { 'content-type': 'application/x-www-form-urlencoded' }, Buffer.from(`sha256=${digest}`)),
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
