import { formatTimecode } from '../../domain/annotation/timecode.js';

/** The small picture over the slider: of the moment under the mouse, or of the one a key has moved to. The strip is fetched when first asked for. */
export function livePreview(root: HTMLElement): void {
  const slider = root.querySelector<HTMLInputElement>('[data-slider]');
  const box = root.querySelector<HTMLElement>('[data-preview]');
  const picture = box?.querySelector<HTMLElement>('div');
  const time = box?.querySelector('span');
  if (!slider || !box || !picture || !time) return;
  const [width, height, every] = ['width', 'height', 'every'].map((name) => Number(box.dataset[name])) as [number, number, number];
  let columns = 0;
  const strip = new Image();
  strip.addEventListener('load', () => {
    columns = Math.max(1, Math.round(strip.naturalWidth / width));
    picture.style.backgroundImage = `url("${strip.src}")`;
  });
  picture.style.width = `${width}px`;
  picture.style.height = `${height}px`;

  const show = (second: number) => {
    if (!strip.src) strip.src = box.dataset['preview'] ?? '';
    const index = Math.floor((second * 1000) / every);
    if (columns > 0) picture.style.backgroundPosition = `-${(index % columns) * width}px -${Math.floor(index / columns) * height}px`;
    time.textContent = formatTimecode(second * 1000);
    const room = slider.clientWidth - width - 2;
    box.hidden = false;
    box.style.left = `${Math.max(0, Math.min(room, (second / Number(slider.max)) * slider.clientWidth - width / 2))}px`;
  };
  const hide = () => {
    box.hidden = true;
  };
  slider.addEventListener('pointermove', (event) => {
    const { left, width: wide } = slider.getBoundingClientRect();
    show(Math.max(0, Math.min(1, (event.clientX - left) / wide)) * Number(slider.max));
  });
  slider.addEventListener('input', () => show(Number(slider.value)));
  for (const kind of ['pointerleave', 'pointercancel', 'blur', 'change']) slider.addEventListener(kind, hide);
}
