/** Shows what the answers mean as they are chosen. Without this island a button does it. */
const form = document.querySelector<HTMLFormElement>('form[data-answers]');
const sheetId = 'meaning-sheet';
const pauseMs = 250;

/** Comes when no pointer is over the buttons: what is drawn above them moves them, and a press would miss or hit another. */
async function buttonsLeft(answers: HTMLFormElement, stop: AbortSignal): Promise<void> {
  const buttons = answers.querySelector(':scope > .pf-actions');
  if (!buttons?.matches(':hover')) return;
  await new Promise<void>((resolve) => buttons.addEventListener('pointerleave', () => resolve(), { once: true, signal: stop }));
}

async function ask(answers: HTMLFormElement, stop: AbortSignal): Promise<void> {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(answers)) if (typeof value === 'string') body.append(name, value);
  body.set('act', 'show');
  const page = await fetch(answers.action, { method: 'POST', body, signal: stop });
  if (page.status !== 200) return;
  const shown = new DOMParser().parseFromString(await page.text(), 'text/html').getElementById(sheetId);
  await buttonsLeft(answers, stop);
  const old = document.getElementById(sheetId);
  if (shown && old) old.replaceWith(shown);
}

if (form) {
  let stop = new AbortController();
  let timer = 0;
  form.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.type !== 'radio' || target.name === 'method') return;
    stop.abort();
    stop = new AbortController();
    clearTimeout(timer);
    // An answer overtaken by the next one is let go.
    timer = window.setTimeout(() => void ask(form, stop.signal).catch(() => undefined), pauseMs);
  });
}
