/** The recording's page: everything here also works as forms and links without this island. */
import { formatTimecode } from '../domain/annotation/timecode.js';
import { livePlayer } from './player/player.js';
import { liveComposer } from './review/composer.js';
import { shortcuts } from './review/controls.js';
import { filmGone } from './review/film-gone.js';
import { followFilm, liveList } from './review/list.js';
import { pausing } from './review/pausing.js';
import type { Room } from './review/room.js';
import { guardWords } from './review/unsaved.js';

function enter(main: HTMLElement): void {
  const player = main.querySelector<HTMLElement>('[data-player]');
  const film = player && livePlayer(player, filmGone(main));
  const list = main.querySelector<HTMLElement>('[data-list]');
  const place = main.querySelector<HTMLElement>('[data-composer]');
  const said = main.querySelector('[data-said]');
  const none = { hold: () => undefined, release: () => undefined, taken: () => undefined };
  const room: Room = {
    main,
    film,
    pausing: film ? pausing(film) : none,
    now: () => (film ? film.currentTime * 1000 : 0),
    say: (sentence) => {
      if (said && sentence) said.textContent = sentence;
    },
    wake: (part) => {
      if (film) for (const one of part.querySelectorAll<HTMLElement>('[data-set], [data-pauses]')) one.hidden = false;
    },
    changed: () => undefined,
  };
  const composer = place && list ? liveComposer(room, place, list) : null;
  if (list) {
    liveList(room, list);
    room.changed = followFilm(room, list);
  }
  if (film) shortcuts(room, film, composer);
  film?.addEventListener('play', room.pausing.taken);
  main.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLElement>('[data-set]');
    const to = button && button.closest('form')?.querySelector<HTMLInputElement>(`[name="${button.dataset['set'] ?? ''}"]`);
    if (to) to.value = formatTimecode(room.now());
  });
  const fold = main.querySelector<HTMLDetailsElement>('[data-fold]');
  if (fold && matchMedia('(max-width: 899.98px)').matches && location.hash !== '#refleksion') fold.open = false;
  guardWords(main);
  room.wake(main);
}

const main = document.querySelector<HTMLElement>('[data-room]');
if (main) enter(main);
