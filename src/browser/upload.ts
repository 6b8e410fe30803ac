/** Sends the film with its progress in words. Without this island the form sends itself. */
const find = <E extends HTMLElement>(name: string) => document.querySelector<E>(`[data-upload-${name}]`);
const put = (name: string, text: string): void => {
  const place = find(name);
  if (place && place.textContent !== text) place.textContent = text;
};
const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
const fill = (pattern: string | undefined, values: Record<string, string | number>): string =>
  (pattern ?? '').replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

function size(bytes: number): string {
  const giga = bytes >= 1024 ** 3;
  const value = bytes / 1024 ** (giga ? 3 : 2);
  return `${value.toLocaleString(document.documentElement.lang, { maximumFractionDigits: giga ? 1 : 0 })}\u00a0${giga ? 'GB' : 'MB'}`;
}

/** Time left by the speed so far; nothing before five seconds have shown the speed. */
function left(started: number, { loaded, total }: ProgressEvent, words: DOMStringMap): string {
  const passed = performance.now() - started;
  if (passed < 5_000 || loaded === 0) return '';
  const minutes = Math.round(((passed / loaded) * (total - loaded)) / 60_000);
  if (minutes < 2) return words[minutes < 1 ? 'soon' : 'leftOne'] ?? '';
  return fill(words['left'], { minutes });
}

/** Says how far it is; aloud only for every ten per cent. */
function progressTeller(words: DOMStringMap): (event: ProgressEvent) => void {
  const started = performance.now();
  let spoken = -1;
  return (event) => {
    const percent = Math.floor((event.loaded / event.total) * 100);
    const bar = find<HTMLProgressElement>('bar');
    if (bar) bar.value = percent;
    put('percent', fill(words['percent'], { percent }));
    put('told', `${fill(words['sent'], { sent: size(event.loaded), total: size(event.total) })} ${left(started, event, words)}`);
    if (percent - spoken < 10 && percent !== 100) return;
    spoken = percent;
    put('spoken', fill(words['percent'], { percent }));
  };
}

/** Puts the film on its way. `ended` gets the address of the next page, or a sentence about what went wrong. */
function send(sheet: HTMLFormElement, ended: (end: { location: string } | { error: string }) => void): XMLHttpRequest {
  const words = sheet.dataset;
  const request = new XMLHttpRequest();
  request.open('POST', sheet.action);
  request.setRequestHeader('Accept', 'application/json');
  request.responseType = 'json';
  request.upload.addEventListener('progress', progressTeller(words));
  request.upload.addEventListener('load', () => put('told', words['checking'] ?? ''));
  request.addEventListener('error', () => ended({ error: words['broken'] ?? '' }));
  request.addEventListener('abort', () => ended({ error: words['stopped'] ?? '' }));
  request.addEventListener('load', () => {
    const answer = request.response as { location?: string; error?: string } | null;
    ended(answer?.location ? { location: answer.location } : { error: answer?.error ?? words['broken'] ?? '' });
  });
  request.send(new FormData(sheet));
  return request;
}

/** Turns the page between choosing and sending. */
function turner(sheet: HTMLFormElement, way: HTMLElement, heading: HTMLElement): (sending: boolean) => void {
  const lead = document.querySelector('.pf-lead');
  const before = { heading: heading.textContent, lead: lead?.textContent ?? '' };
  return (sending) => {
    sheet.hidden = sending;
    way.hidden = !sending;
    heading.textContent = sending ? (sheet.dataset['sending'] ?? '') : before.heading;
    if (lead) lead.textContent = sending ? (sheet.dataset['stay'] ?? '') : before.lead;
    if (sending) window.addEventListener('beforeunload', warn);
    else window.removeEventListener('beforeunload', warn);
  };
}

function tell(sentence: string): void {
  put('error', sentence);
  const box = find('refusal');
  if (!box) return;
  box.hidden = sentence === '';
  if (sentence) box.focus();
}

function begin(sheet: HTMLFormElement, chosen: HTMLInputElement, turn: (sending: boolean) => void): void {
  const words = sheet.dataset;
  let request: XMLHttpRequest | null = null;
  sheet.addEventListener('submit', (event) => {
    const film = chosen.files?.[0];
    event.preventDefault();
    if (!film) return tell(words['none'] ?? '');
    if (film.size > Number(words['max'])) return tell(words['large'] ?? '');
    put('file', film.name);
    put('size', size(film.size));
    tell('');
    turn(true);
    find('way')?.focus();
    request = send(sheet, (end) => {
      if ('location' in end) {
        window.removeEventListener('beforeunload', warn);
        return location.assign(end.location);
      }
      turn(false);
      tell(end.error);
    });
  });
  find('stop')?.addEventListener('click', () => request?.abort());
}

const form = document.querySelector<HTMLFormElement>('form[data-upload]');
const chosen = form?.querySelector<HTMLInputElement>('input[type=file]');
const way = find('way');
const heading = document.querySelector('h1');
if (form && chosen && way && heading) begin(form, chosen, turner(form, way, heading));
