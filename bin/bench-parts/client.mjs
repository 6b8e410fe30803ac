import http from 'node:http';

/** One request as a browser of the same site would send it (Node's own fetch sends an Origin that is none). */
export function send(address, { method = 'GET', headers = {}, body } = {}) {
  const origin = new URL(address).origin;
  return new Promise((resolve, reject) => {
    const request = http.request(
      address,
      {
        method,
        headers: { ...headers, ...(method === 'GET' ? {} : { origin }), ...(body ? { 'content-length': Buffer.byteLength(body) } : {}) },
      },
      (answer) => {
        const parts = [];
        answer.on('data', (part) => parts.push(part));
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({
            status: answer.statusCode,
            location: answer.headers.location ?? null,
            cookies: answer.headers['set-cookie'] ?? [],
            text: Buffer.concat(parts).toString('utf8'),
          }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** A signed-in person: cookies kept by hand, forms posted with the session's token. */
export async function signIn(url, subject, secret) {
  const jar = new Map();
  const keep = (answer) => {
    for (const line of answer.cookies) jar.set(line.split('=', 1)[0], line.split(';', 1)[0]);
    return answer;
  };
  const cookie = () => [...jar.values()].join('; ');
  const get = async (path) => keep(await send(url + path, { headers: { cookie: cookie() } }));
  const token = async () => /name="_csrf" value="([^"]+)"/.exec((await get('/help')).text)[1];
  const post = async (path, fields) => {
    const body = new URLSearchParams({ _csrf: await token(), ...fields }).toString();
    return keep(
      await send(url + path, { method: 'POST', body, headers: { cookie: cookie(), 'content-type': 'application/x-www-form-urlencoded' } }),
    );
  };
  const answer = await post('/sign-in', { subject, secret });
  if (answer.status !== 303) throw new Error(`sign-in of ${subject} answered ${answer.status}`);
  return { get, post, token, cookie };
}
