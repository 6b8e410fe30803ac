/** Sends a film in pieces, with its progress in words; a broken line, a pause or a lost session ends nothing. Without this island the form sends itself. */
import { cutFields } from './upload/cut.js';
import { Journey, type Half } from './upload/journey.js';
import { fill, find, put, refuse, size, turner, warnOnLeaving, type Words } from './upload/page.js';
import { preview } from './upload/preview.js';

function halfOf(sheet: HTMLFormElement): Half | null {
  const { resume, resumeBytes, resumePercent } = sheet.dataset;
  return resume === undefined ? null : { address: resume, bytes: Number(resumeBytes), percent: Number(resumePercent) };
}

/** What is left on the server is gone on with when a film is chosen again; what is gone is not offered any longer. */
function remember(sheet: HTMLFormElement, left: Half | null): void {
  if (left === null) {
    delete sheet.dataset['resume'];
    find('before')?.remove();
    return;
  }
  sheet.dataset['resume'] = left.address;
  sheet.dataset['resumeBytes'] = String(left.bytes);
  sheet.dataset['resumePercent'] = String(left.percent);
}

function begin(sheet: HTMLFormElement, chosen: HTMLInputElement, words: Words): void {
  const turn = turner(words);
  const cut = cutFields(words);
  const button = find('pause');
  let current: Journey | null = null;

  const send = (film: File) =>
    new Journey(
      {
        film,
        words,
        token: sheet.querySelector<HTMLInputElement>('input[name=_csrf]')?.value ?? '',
        beginAt: sheet.dataset['begin'] ?? '',
        half: halfOf(sheet),
        marks: cut.read,
      },
      {
        arrived: (address) => {
          warnOnLeaving(false);
          location.assign(address);
        },
        over: (sentence, left) => {
          current = null;
          remember(sheet, left);
          turn(false);
          refuse(sentence);
        },
        moving: (moves) => {
          const label = button?.querySelector('span') ?? button;
          if (label) label.textContent = words[moves ? 'pause' : 'goOn'] ?? '';
        },
      },
    );

  chosen.addEventListener('change', () => {
    const film = chosen.files?.[0];
    if (film) preview(film, words, cut);
  });
  sheet.addEventListener('submit', (event) => {
    event.preventDefault();
    // The fields stay while the film is sent, and Enter in one of them sends nothing twice.
    if (current !== null) return;
    const film = chosen.files?.[0];
    if (!film) return refuse(words['none'] ?? '');
    if (film.size > Number(sheet.dataset['max'])) return refuse(words['tooLarge'] ?? '');
    refuse('');
    if (cut.read() === null) return;
    put('file', film.name);
    put('size', size(film.size));
    put('percent', fill(words['percent'], { percent: 0 }));
    turn(true);
    find('way')?.focus();
    current = send(film);
  });
  cut.changed(() => current?.remark(() => cut.say(words['cutSaved'] ?? '')));
  button?.addEventListener('click', () => current?.pauseOrGoOn());
  find('stop')?.addEventListener('click', () => current?.stop());
}

const form = document.querySelector<HTMLFormElement>('form[data-upload]');
const chosen = form?.querySelector<HTMLInputElement>('input[type=file]');
if (form && chosen) begin(form, chosen, JSON.parse(form.dataset['words'] ?? '{}') as Words);
