/** Shows what the answers mean as they are chosen. Without this island a button does it. */
const form = document.querySelector<HTMLFormElement>('form[data-answers]');
const sheetId = 'meaning-sheet';
const pauseMs = 250;

/** What changes above the buttons moves them: under a pointer they are kept where they are, or a press would miss, or hit another. */
function keepingButtons(answers: HTMLFormElement, change: () => void): void {
  const buttons = answers.querySelector(':scope > .pf-actions');
  const top = () => buttons?.getBoundingClientRect().top ?? 0;
  const [before, isPointedAt] = [top(), buttons?.matches(':hover')];
  change();
  if (isPointedAt) window.scrollBy(0, top() - before);
}

async function ask(answers: HTMLFormElement, stop: AbortSignal): Promise<void> {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(answers)) if (typeof value === 'string') body.append(name, value);
  body.set('act', 'show');
  const page = await fetch(answers.action, { method: 'POST', body, signal: stop });
  if (page.status !== 200) return;
  const shown = new DOMParser().parseFromString(await page.text(), 'text/html').getElementById(sheetId);
  const old = document.getElementById(sheetId);
  if (shown && old) keepingButtons(answers, () => old.replaceWith(shown));
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
