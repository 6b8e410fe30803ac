import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { run } from './programs.mjs';
import { stepMs } from './timeline.mjs';
import { sampleRate } from './voices.mjs';

const fps = 25;
const keyframeSeconds = 2;
const audioRate = 32000;

// A trace of the room around the voices; the gate closes again to full silence between the lines.
const room = 'highpass=f=90,lowpass=f=7800,aecho=0.9:0.6:17|29:0.16|0.1,alimiter=limit=0.8';

// Exactly as long as the picture, so that a copy laid after it begins where both end.
const audio = (durationMs) => [
  ...['-af', `${room},aresample=${audioRate},apad,atrim=end_sample=${(durationMs / 1000) * audioRate}`],
  ...['-c:a', 'aac', '-b:a', '32k', '-ac', '1', '-ar', `${audioRate}`],
];

// No B-frames: then decoding order is showing order, and copies can be laid end to end.
const video = [
  ...[
    '-vf',
    `scale=out_color_matrix=bt709:out_range=tv,fps=${fps},format=yuv420p`,
    '-c:v',
    'libx264',
    '-preset',
    'veryslow',
    '-tune',
    'animation',
    '-crf',
    '35',
    '-bf',
    '0',
  ],
  ...['-g', `${fps * keyframeSeconds}`, '-keyint_min', `${fps * keyframeSeconds}`, '-sc_threshold', '0', '-threads', '2'],
  ...['-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709', '-color_range', 'tv'],
];

/** Makes the MP4 from PNG pictures and a file of raw 16-bit sound. */
export async function encode({ pictures, soundPath, durationMs, target }) {
  const input = ['-f', 'image2pipe', '-framerate', `${1000 / stepMs}`, '-c:v', 'png', '-i', 'pipe:0'];
  const sound = ['-f', 's16le', '-ar', `${sampleRate}`, '-ac', '1', '-i', soundPath];
  const tail = [
    '-map',
    '0:v',
    '-map',
    '1:a',
    '-map_metadata',
    '-1',
    '-fflags',
    '+bitexact',
    '-flags',
    '+bitexact',
    '-movflags',
    '+faststart',
  ];
  const args = ['-v', 'error', '-y', ...input, ...sound, ...video, ...audio(durationMs), ...tail, target];
  const ffmpeg = spawn('ffmpeg', args, { stdio: ['pipe', 'inherit', 'inherit'] });
  const ended = once(ffmpeg, 'exit');
  for (const picture of pictures) if (!ffmpeg.stdin.write(picture)) await Promise.race([once(ffmpeg.stdin, 'drain'), ended]);
  ffmpeg.stdin.end();
  const [code] = await ended;
  if (code !== 0) throw new Error(`ffmpeg ended with ${code}`);
}

/** Length of a film in seconds. */
export function secondsOf(path) {
  return Number(run('ffprobe', ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', path]).toString());
}
