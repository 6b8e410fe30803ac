/** Sends the film with its progress in words. Without this island the form sends itself. */
const form = document.querySelector<HTMLFormElement>('form[data-upload]');
if (form) begin(form);

function begin(sheet: HTMLFormElement): void {
  const find = <E extends HTMLElement>(name: string) => document.querySelector<E>(`[data-upload-${name}]`);
  const chosen = sheet.querySelector<HTMLInputElement>('input[type=file]');
  const way = find('way');
  const heading = document.querySelector('h1');
  const lead = document.querySelector('.pf-lead');
  if (!chosen || !way || !heading) return;
  const before = { heading: heading.textContent, lead: lead?.textContent ?? '' };
  const words = sheet.dataset;
  let request: XMLHttpRequest | null = null;

  const put = (name: string, text: string) => {
    const place = find(name);
    if (place && place.textContent !== text) place.textContent = text;
  };
  const warn = (event: BeforeUnloadEvent) => event.preventDefault();
  const turn = (sending: boolean) => {
    sheet.hidden = sending;
    way.hidden = !sending;
    heading.textContent = sending ? (words['sending'] ?? '') : before.heading;
    if (lead) lead.textContent = sending ? (words['stay'] ?? '') : before.lead;
    if (sending) window.addEventListener('beforeunload', warn);
    else window.removeEventListener('beforeunload', warn);
  };
  const tell = (sentence: string) => {
    put('error', sentence);
    const box = find('refusal');
    if (!box) return;
    box.hidden = sentence === '';
    if (sentence) box.focus();
  };
  const end = (sentence: string) => {
    request = null;
    turn(false);
    tell(sentence);
  };

  const send = (film: File) => {
    const started = performance.now();
    let spoken = -1;
    const sent = (event: ProgressEvent) => {
      const percent = Math.floor((event.loaded / event.total) * 100);
      const bar = find<HTMLProgressElement>('bar');
      if (bar) bar.value = percent;
      put('percent', fill(words['percent'], { percent }));
      put('told', `${fill(words['sent'], { sent: size(event.loaded), total: size(event.total) })} ${left(started, event, words)}`);
      if (percent - spoken < 10 && percent !== 100) return;
      spoken = percent;
      put('spoken', fill(words['percent'], { percent }));
    };
    request = new XMLHttpRequest();
    request.open('POST', sheet.action);
    request.setRequestHeader('Accept', 'application/json');
    request.responseType = 'json';
    request.upload.addEventListener('progress', sent);
    request.upload.addEventListener('load', () => put('told', words['checking'] ?? ''));
    request.addEventListener('error', () => end(words['broken'] ?? ''));
    request.addEventListener('abort', () => end(words['stopped'] ?? ''));
    request.addEventListener('load', () => {
      const answer = request?.response as { location?: string; error?: string } | null;
      if (!answer?.location) return end(answer?.error ?? words['broken'] ?? '');
      window.removeEventListener('beforeunload', warn);
      location.assign(answer.location);
    });
    put('file', film.name);
    put('size', size(film.size));
    tell('');
    turn(true);
    find('way')?.focus();
    request.send(new FormData(sheet));
  };

  sheet.addEventListener('submit', (event) => {
    const film = chosen.files?.[0];
    event.preventDefault();
    if (!film) return tell(words['none'] ?? '');
    if (film.size > Number(words['max'])) return tell(words['large'] ?? '');
    send(film);
  });
  find('stop')?.addEventListener('click', () => request?.abort());
}

function fill(pattern: string | undefined, values: Record<string, string | number>): string {
  return (pattern ?? '').replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

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
  return minutes < 1 ? (words['soon'] ?? '') : fill(words['left'], { minutes });
}
