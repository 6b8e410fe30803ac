/** A signed-in person: cookies kept by hand, forms posted with the session's token. */
export async function signIn(url, subject, secret) {
  const jar = new Map();
  const keep = (answer) => {
    for (const line of answer.headers.getSetCookie()) jar.set(line.split('=', 1)[0], line.split(';', 1)[0]);
    return answer;
  };
  const cookie = () => [...jar.values()].join('; ');
  const get = async (path) => keep(await fetch(url + path, { headers: { cookie: cookie() }, redirect: 'manual' }));
  const token = async () => /name="_csrf" value="([^"]+)"/.exec(await (await get('/help')).text())[1];
  const post = async (path, fields) =>
    keep(
      await fetch(url + path, {
        method: 'POST',
        redirect: 'manual',
        headers: { cookie: cookie(), 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ _csrf: await token(), ...fields }),
      }),
    );
  const answer = await post('/sign-in', { subject, secret });
  if (answer.status !== 303) throw new Error(`sign-in of ${subject} answered ${answer.status}`);
  return { get, post, token, cookie };
}
