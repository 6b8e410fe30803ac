/** This page as the server would write it now, or why there is none: nobody is signed in, it is not theirs to see, or no answer came. */
export async function pageNow(): Promise<Document | 'signed-out' | 'refused' | 'away'> {
  const address = location.pathname + location.search;
  const answer = await fetch(address, { headers: { Accept: 'text/html' }, redirect: 'manual' }).catch(() => null);
  if (!answer) return 'away';
  if (answer.type === 'opaqueredirect') return 'signed-out';
  return answer.ok ? new DOMParser().parseFromString(await answer.text(), 'text/html') : 'refused';
}
