/** Puts another address of the same film in the place of the one that plays. */
export type MoveTo = (src: string) => void;

/**
 * Remembers where somebody is in the film, how fast and whether it plays, beside the element: that forgets everything whenever its address
 * changes, also when the new one cannot be had, and stops by itself at a fault.
 */
export function keepPlace(film: HTMLVideoElement): MoveTo {
  let moving = false;
  let place = { at: film.currentTime, speed: film.playbackRate, plays: !film.paused };
  const note = () => {
    if (!moving && !film.error) place = { at: film.currentTime, speed: film.playbackRate, plays: !film.paused };
  };
  for (const kind of ['timeupdate', 'seeking', 'play', 'pause', 'ratechange']) film.addEventListener(kind, note);
  film.addEventListener('loadedmetadata', () => {
    if (!moving) return;
    moving = false;
    film.currentTime = place.at;
    film.playbackRate = place.speed;
    if (place.plays) void film.play().catch(() => undefined);
  });
  return (src) => {
    moving = true;
    film.src = src;
  };
}
