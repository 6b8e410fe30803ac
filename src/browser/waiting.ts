/** Keeps the waiting page true while the film is made ready. Without this island the page has a link that loads it again. */
interface Status {
  /** Changes when the page has other words to show. */
  mark: string;
  percent: number;
  told: string;
  left: string;
}

const place = document.querySelector<HTMLElement>('[data-waiting]');
const askEveryMs = 4_000;
const slowestMs = 60_000;

function show(status: Status): void {
  const put = (name: string, text: string) => {
    const one = document.querySelector(`[data-waiting-${name}]`);
    if (one && one.textContent !== text) one.textContent = text;
  };
  put('told', status.told);
  put('left', status.left);
  place?.querySelector('.pf-bar__done')?.setAttribute('width', `${status.percent}%`);
}

async function answerOf(address: string): Promise<Status | 'gone' | null> {
  try {
    const answer = await fetch(address, { headers: { Accept: 'application/json' } });
    return answer.status === 404 ? 'gone' : ((await answer.json()) as Status);
  } catch {
    return null;
  }
}

async function ask(sheet: HTMLElement, pause: number): Promise<void> {
  const status = await answerOf(sheet.dataset['waiting'] ?? '');
  if (status === null) return later(sheet, Math.min(slowestMs, pause * 2));
  if (status === 'gone' || status.mark !== sheet.dataset['mark']) return location.reload();
  show(status);
  later(sheet, askEveryMs);
}

function later(sheet: HTMLElement, pause: number): void {
  setTimeout(() => void ask(sheet, pause), pause);
}

if (place) later(place, askEveryMs);
