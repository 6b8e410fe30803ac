/** Sends a film in pieces, with its progress in words; a broken line, a pause or a lost session ends nothing. Without this island the form sends itself. */
import { cutFields } from './upload/cut.js';
import type { Half } from './upload/given.js';
import { Journey } from './upload/journey.js';
import { close, fill, find, put, refuse, size, turner, warnOnLeaving, type Turner, type Words } from './upload/page.js';
import { preview } from './upload/preview.js';

function halfOf(sheet: HTMLFormElement): Half | null {
  const { resume, resumeBytes, resumePercent } = sheet.dataset;
  return resume === undefined ? null : { address: resume, bytes: Number(resumeBytes), percent: Number(resumePercent) };
}

/** What is left on the server is gone on with when a film is chosen again; what is gone is not offered any longer. */
function remember(sheet: HTMLFormElement, left: Half | null, turn: Turner, words: Words): void {
  if (left === null) {
    delete sheet.dataset['resume'];
    find('before')?.remove();
    find('again')?.remove();
    return turn.afresh(words['newTitle'] ?? '', words['newLead'] ?? '');
  }
  sheet.dataset['resume'] = left.address;
  sheet.dataset['resumeBytes'] = String(left.bytes);
  sheet.dataset['resumePercent'] = String(left.percent);
}

/** What can be seen to be wrong with a file before any of it is sent. */
function faultOf(film: File | undefined, most: number): 'none' | 'empty' | 'tooLarge' | null {
  if (!film) return 'none';
  if (film.size === 0) return 'empty';
  return film.size > most ? 'tooLarge' : null;
}

function begin(sheet: HTMLFormElement, chosen: HTMLInputElement, words: Words): void {
  const turn = turner(words);
  const cut = cutFields(words);
  const button = find('pause');
  find('again')?.removeAttribute('hidden');
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
        late: (address) => close(words['lateTitle'] ?? '', words['late'] ?? '', address),
        over: (sentence, left, why) => {
          current = null;
          remember(sheet, left, turn, words);
          turn.to(false);
          if (why?.closesMeeting) close(words['closedTitle'] ?? '', '');
          refuse(sentence, why?.isAboutAnswers);
        },
        offer: (word) => {
          (button?.querySelector('span') ?? button)?.replaceChildren(words[word] ?? '');
          // It is being deleted already.
          if (word === 'tryAgain') find('stopping')?.setAttribute('hidden', '');
        },
      },
    );

  chosen.addEventListener('change', () => preview(chosen.files?.[0] ?? null, words, cut));
  sheet.addEventListener('submit', (event) => {
    event.preventDefault();
    // The fields stay while the film is sent, and Enter in one of them sends nothing twice.
    if (current !== null) return;
    const film = chosen.files?.[0];
    const fault = faultOf(film, Number(sheet.dataset['max']));
    refuse(fault === null ? '' : (words[fault] ?? ''));
    if (!film || fault !== null || cut.read() === null) return;
    put('file', film.name);
    put('size', size(film.size));
    put('percent', fill(words['percent'], { percent: 0 }));
    turn.to(true);
    find('way')?.focus();
    current = send(film);
    current.go();
  });
  cut.changed(() => current?.remark(() => cut.say(words['cutSaved'] ?? '')));
  button?.addEventListener('click', () => current?.pauseOrGoOn());
  find('stop')?.addEventListener('click', () => {
    current?.stop();
    // The button is gone, and the focus with it, unless all of it is gone by now.
    find('way')?.focus();
  });
}

const form = document.querySelector<HTMLFormElement>('form[data-upload]');
const chosen = form?.querySelector<HTMLInputElement>('input[type=file]');
if (form && chosen) begin(form, chosen, JSON.parse(form.dataset['words'] ?? '{}') as Words);
