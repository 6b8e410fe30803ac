// A client of the protocol of resumable uploads, over one connection that stays open.
import http from 'node:http';

const version = '1.0.0';

/** Sends one request with a body; the answer's status and headers, or null when the line broke. */
export function exchange(agent, url, { method, headers = {}, body }) {
  return new Promise((resolve) => {
    const request = http.request(url, { agent, method, headers: { ...headers, 'content-length': body?.length ?? 0 } }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('error', () => resolve(null));
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, text: Buffer.concat(parts).toString('utf8') }));
    });
    request.on('error', () => resolve(null));
    request.end(body);
  });
}

/** Speaks for one signed-in person. */
export async function pieces(url, person) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const origin = new URL(url).origin;
  const usual = {
    cookie: person.cookie(),
    origin,
    accept: 'application/json',
    'tus-resumable': version,
    'x-csrf-token': await person.token(),
  };
  const ask = (path, options) => exchange(agent, url + path, { ...options, headers: { ...usual, ...options.headers } });
  return {
    ask,
    begin: async (meetingId, bytes) => {
      const answer = await ask(`/meetings/${meetingId}/uploads`, { method: 'POST', headers: { 'upload-length': bytes } });
      if (answer?.status !== 201) throw new Error(`begin answered ${answer?.status}: ${answer?.text}`);
      return answer.headers.location;
    },
    patch: (at, offset, body) =>
      ask(at, { method: 'PATCH', body, headers: { 'upload-offset': offset, 'content-type': 'application/offset+octet-stream' } }),
    offset: async (at) => Number((await ask(at, { method: 'HEAD' }))?.headers['upload-offset'] ?? Number.NaN),
    standing: async (at) => JSON.parse((await ask(at, { method: 'GET' })).text),
    discard: (at) => ask(at, { method: 'DELETE' }),
    close: () => agent.destroy(),
  };
}
