import { pageNow } from '../page-now.js';
import { liveControls } from './controls.js';
import { fullScreen } from './full-screen.js';
import { livePreview } from './preview.js';
import { type Ending, keepStanding } from './standing.js';
import { tellPlayed } from './telling.js';
import { liveWatermark } from './watermark.js';
import { liveSilences, liveWave } from './wave.js';
import { wordsOf, type Words } from './words.js';

function saying(title: string, sentence: string, link?: { href: string; label: string }): HTMLElement {
  const place = document.createElement('div');
  place.className = 'pf-stage pf-stage--none';
  const head = document.createElement('p');
  head.className = 'pf-stage__title';
  head.textContent = title;
  const text = document.createElement('p');
  text.textContent = sentence;
  place.append(head, text);
  if (link) {
    const way = document.createElement('a');
    way.href = link.href;
    way.textContent = link.label;
    text.append(' ', way);
  }
  return place;
}

/** Why there is no film any more, as the page itself would say it. */
async function reason(why: Ending, words: Words): Promise<{ place: HTMLElement; page: Document | null }> {
  const next = encodeURIComponent(location.pathname + location.search);
  if (why === 'signed-out')
    return { place: saying(words.stopped, words.signedOut, { href: `/sign-in?next=${next}`, label: words.signIn }), page: null };
  const now = why === 'gone' ? null : await pageNow();
  const page = now instanceof Document ? now : null;
  const told = page?.querySelector<HTMLElement>('.pf-stage--none');
  return { place: told ? document.importNode(told, true) : saying(words.stopped, words.gone), page };
}

/** Makes the film's frame live. `ended` is told when the film has gone, with the page as it is now. */
export function livePlayer(root: HTMLElement, ended: (page: Document | null) => void = () => undefined): HTMLVideoElement | null {
  const film = root.querySelector<HTMLVideoElement>('[data-film]');
  if (!film) return null;
  const words = wordsOf(root);
  const said = root.querySelector('[data-player-said]');
  const say = (sentence: string) => {
    if (said) said.textContent = sentence;
  };
  const unsay = (sentence: string) => {
    if (said?.textContent === sentence) say('');
  };
  const end = async (why: Ending) => {
    film.pause();
    film.removeAttribute('src');
    film.load();
    if (document.fullscreenElement) await document.exitFullscreen().catch(() => undefined);
    const { place, page } = await reason(why, words);
    const hadFocus = root.contains(document.activeElement);
    for (const part of [...root.children]) if (part !== said) part.remove();
    root.prepend(place);
    place.tabIndex = -1;
    if (hadFocus) place.focus();
    // What stands in the picture's place is read out too, and need not be seen twice.
    said?.classList.add('pf-hidden');
    const sentences = [...place.children].map(({ textContent }) => textContent.replaceAll(/\s+/g, ' ').trim());
    say(sentences.map((one) => (/[.!?]$/.test(one) ? one : `${one}.`)).join(' '));
    if (why !== 'signed-out') ended(page);
  };
  liveControls(root, film, words);
  fullScreen(root, film, words);
  liveWatermark(root);
  livePreview(root);
  liveWave(root, film);
  liveSilences(root.parentElement ?? document, film);
  const standing = keepStanding(root, film, words, { say, unsay, end: (why) => void end(why) });
  tellPlayed(root, film, standing.take);
  return film;
}
