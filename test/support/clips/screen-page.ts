/** Runs in the page: plays a film from just before its flash to just after, and looks at what is painted. */
export const seeFilm = String.raw`async ({ src, bytes, picture, sound, stepMs, brief }) => {
  const film = document.createElement('video');
  const told = (name, withinMs) =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('not within ' + withinMs + ' ms: ' + name)), withinMs);
      film.addEventListener(name, () => (clearTimeout(late), resolve()), { once: true });
      film.addEventListener('error', () => (clearTimeout(late), reject(new Error(film.error?.message ?? 'error'))), { once: true });
    });
  const canvas = Object.assign(document.createElement('canvas'), { width: 16, height: 16 });
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  const light = () => {
    pen.drawImage(film, 0, 0, 16, 16);
    const { data } = pen.getImageData(0, 0, 16, 16);
    let sum = 0;
    for (let at = 0; at < data.length; at += 4) sum += data[at] + data[at + 1] + data[at + 2];
    return sum / (data.length / 4) / 3;
  };
  const [painted, sought] = [[], []];
  const nextFrames = async (count) => {
    for (let left = count; left > 0; left -= 1) await new Promise(requestAnimationFrame);
  };
  // A picture is looked at as it is painted: on a busy machine one from before the jump can still come.
  const seek = async (seconds) => {
    const there = told('seeked', 15_000);
    let last = null;
    let watching = picture;
    const look = (_now, { mediaTime }) => {
      last = { at: mediaTime, light: light() };
      if (watching) film.requestVideoFrameCallback(look);
    };
    if (picture) film.requestVideoFrameCallback(look);
    film.currentTime = seconds;
    await there;
    const shown = () => last !== null && last.at <= seconds + 0.05;
    // Where the same picture stands already, none is painted anew.
    for (const end = performance.now() + 300; picture && !shown() && performance.now() < end; ) await nextFrames(1);
    watching = false;
    if (shown()) sought.push(last);
  };
  const beginOfSound = async () => {
    const raw = Uint8Array.from(atob(bytes), (one) => one.charCodeAt(0));
    const heard = await new OfflineAudioContext(1, 48_000, 48_000).decodeAudioData(raw.buffer);
    const [samples, window] = [heard.getChannelData(0), 240];
    for (let from = 0; from + window < samples.length; from += window) {
      let power = 0;
      for (let at = from; at < from + window; at += 1) power += samples[at] ** 2;
      if (Math.sqrt(power / window) > 0.05) return from / heard.sampleRate;
    }
    return null;
  };
  const seen = { error: null, width: 0, height: 0, duration: 0, played: [0, 0], painted, sought, soundBytes: 0, beep: null };
  try {
    const loaded = told('canplay', 15_000);
    Object.assign(film, { src, playsInline: true });
    document.body.append(film);
    await loaded;
    [seen.width, seen.height, seen.duration] = [film.videoWidth, film.videoHeight, film.duration];
    for (const at of [0.25, 0.75]) await seek(at);
    seen.played[0] = film.currentTime;
    const watch = () => {
      painted.push(light());
      if (!film.paused) film.requestVideoFrameCallback(watch);
    };
    if (picture) film.requestVideoFrameCallback(watch);
    await film.play();
    for (const end = performance.now() + 10_000; film.currentTime < 1.3 && performance.now() < end; ) await nextFrames(1);
    film.pause();
    await nextFrames(4);
    seen.played[1] = film.currentTime;
    seen.soundBytes = film.webkitAudioDecodedByteCount;
    if (sound && !brief) seen.beep = await beginOfSound();
    if (picture && !brief) for (const away of [-stepMs, stepMs]) await seek((seen.beep ?? 1) + away / 1000);
  } catch (error) {
    seen.error = String(error?.message ?? error);
  }
  film.removeAttribute('src');
  film.load();
  film.remove();
  return seen;
}`;
