const silencesIn = (place: ParentNode): [number, number][] =>
  [...place.querySelectorAll<HTMLElement>('[data-sound] [data-from]')].map((one) => [
    Number(one.dataset['from']),
    Number(one.dataset['to']),
  ]);

/** Draws how loud it is, and below it where nobody speaks. A picture of the list of silences: it says nothing the list does not. */
function draw(canvas: HTMLCanvasElement, film: HTMLVideoElement, peaks: number[], silences: [number, number][]): void {
  const pen = canvas.getContext('2d');
  const [wide, high] = [canvas.width, canvas.height];
  if (!pen || wide < 2 || high < 8 || !Number.isFinite(film.duration)) return;
  const style = getComputedStyle(canvas);
  const [played, ahead, ink] = ['--pf-action', '--pf-line-strong', '--pf-ink'].map((name) => style.getPropertyValue(name).trim()) as [
    string,
    string,
    string,
  ];
  const foot = Math.max(3, Math.round(high / 8));
  const at = (film.currentTime / film.duration) * wide;
  pen.clearRect(0, 0, wide, high);
  const column = wide / peaks.length;
  const loudest = Math.max(1, ...peaks);
  peaks.forEach((peak, index) => {
    pen.fillStyle = index * column < at ? played : ahead;
    const tall = Math.max(1, ((high - foot - 2) * peak) / loudest);
    pen.fillRect(index * column, high - foot - 2 - tall, Math.max(1, column - 0.5), tall);
  });
  pen.fillStyle = ink;
  for (const [from, to] of silences)
    pen.fillRect((from / 1000 / film.duration) * wide, high - foot, Math.max(2, ((to - from) / 1000 / film.duration) * wide), foot);
  pen.fillRect(at, 0, 2, high);
}

/** The wave under the picture. Errors in drawing never stop the film. */
export function liveWave(root: HTMLElement, film: HTMLVideoElement): void {
  const canvas = root.querySelector<HTMLCanvasElement>('[data-wave]');
  if (!canvas) return;
  const silences = silencesIn(root.parentElement ?? document);
  let peaks: number[] = [];
  let drawnAt = -1;
  const again = () => {
    if (peaks.length === 0) return;
    canvas.hidden = false;
    canvas.width = canvas.clientWidth * devicePixelRatio;
    canvas.height = canvas.clientHeight * devicePixelRatio;
    draw(canvas, film, peaks, silences);
  };
  const follow = () => {
    const second = Math.floor(film.currentTime);
    if (second === drawnAt || canvas.hidden) return;
    drawnAt = second;
    draw(canvas, film, peaks, silences);
  };
  const fetched = async () => {
    const answer = await fetch(canvas.dataset['wave'] ?? '', { headers: { Accept: 'application/json' } });
    if (!answer.ok) return;
    ({ peaks } = (await answer.json()) as { peaks: number[] });
    again();
  };
  const fetchOnce = () => void fetched().catch(() => undefined);
  if (film.readyState >= film.HAVE_METADATA) fetchOnce();
  else film.addEventListener('loadedmetadata', fetchOnce, { once: true });
  for (const kind of ['timeupdate', 'seeked']) film.addEventListener(kind, follow);
  new ResizeObserver(again).observe(canvas.parentElement ?? canvas);
  canvas.addEventListener('click', (event) => {
    const { left, width } = canvas.getBoundingClientRect();
    if (Number.isFinite(film.duration)) film.currentTime = ((event.clientX - left) / width) * film.duration;
  });
}

/** A silence in the list opens the film there, a little before. */
export function liveSilences(place: ParentNode, film: HTMLVideoElement): void {
  place.querySelector('[data-sound]')?.addEventListener('click', (event) => {
    const link = (event.target as Element).closest<HTMLElement>('[data-from]');
    if (!link || (event as MouseEvent).ctrlKey || (event as MouseEvent).metaKey || (event as MouseEvent).shiftKey) return;
    event.preventDefault();
    film.currentTime = Math.max(0, Number(link.dataset['from']) / 1000 - 2);
    void film.play().catch(() => undefined);
  });
}
