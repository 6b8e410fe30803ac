const moveEveryMs = 40_000;
const places = ['top-left', 'bottom-right', 'top-right', 'bottom-left'];

/** Keeps the time over the picture true by the server's clock, and moves the line now and then, so that it cannot be cut off. */
export function liveWatermark(root: HTMLElement): void {
  const mark = root.querySelector<HTMLElement>('[data-watermark]');
  const time = mark?.querySelector('[data-watermark-time]');
  if (!mark || !time) return;
  const opened = Date.parse(mark.dataset['at'] ?? '') - performance.now();
  const format = new Intl.DateTimeFormat(document.documentElement.lang === 'en' ? 'en-GB' : 'da-DK', {
    timeZone: 'Europe/Copenhagen',
    dateStyle: 'medium',
    timeStyle: 'short',
  });
  let moved = 0;
  setInterval(() => {
    time.textContent = format.format(new Date(opened + performance.now()));
    moved += 1;
    mark.dataset['place'] = places[moved % places.length];
  }, moveEveryMs);
}
