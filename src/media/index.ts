import type { FileHandle } from 'node:fs/promises';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openBlobFolder } from './blob-folder.js';
import type { Blobs, FilmKeys } from './blobs.js';
import { makeCut, makeCutAnew } from './cut.js';
import { type Disk, diskOf, hasRoomFor } from './disk.js';
import { diskBlobs } from './disk-blobs.js';
import { makeRemux, makeSteady } from './film.js';
import { type GrowingFilms, growingFilms } from './growing.js';
import { playsAtOnce, toldLength } from './first-look.js';
import { keyframeGapMs } from './keyframes.js';
import { loopFilm } from './loop.js';
import { namelessFile } from './nameless.js';
import { endOrphan } from './orphans.js';
import { makePoster, makeSprite } from './pictures.js';
import { type PlainFilms, plainFilms } from './plain-films.js';
import { probe } from './probe.js';
import { remembered, type SandboxFault, type SandboxState } from './sandbox.js';
import { clamd, type Scanner } from './scanner.js';
import { hear } from './sound.js';

export { BlobMissing, type Blobs, FilmKeyGone, type FilmKeys, type HeldBlob, newBlobKey, type Piece, prefixOf, Unwanted } from './blobs.js';
export type { Cut, CutSpan } from './cut.js';
export type { Disk } from './disk.js';
export { playsAsItIs } from './encoding.js';
export { canRemux, type Film } from './film.js';
export { GrowingBusy, type GrowingFilms, NotWhole, OffsetMismatch } from './growing.js';
export { limits } from './limits.js';
export type { Probe } from './probe.js';
export { type MediaRefusal, MediaRefused, refusalReasons } from './refusal.js';
export { SandboxClosed, type SandboxState } from './sandbox.js';
export { ScannerAway } from './scanner.js';
export { TooLong } from './sealed-writer.js';

/** Why no film is processed at the moment: a program is missing, the sandbox cannot start, or the virus scanner does not answer. */
export type Standstill = SandboxFault | 'scanner';

export interface Media {
  blobs: Blobs;
  /** Films that arrive piece by piece. */
  growing: GrowingFilms;
  /** Films of the time before sealing. */
  plainFilms: PlainFilms;
  /** A file without a name for half-made output. The caller closes it; it is gone with the process at the latest. */
  nameless(): Promise<FileHandle>;
  /** Room where film is kept. */
  disk(): Promise<Disk>;
  /** Whether this many more bytes of film fit on the disk, with room to make them playable. */
  hasRoomFor(bytes: number): Promise<boolean>;
  /** Whether tools can be started in their sandbox. Without it nothing is processed; there is no other way. */
  sandbox: { check(): Promise<SandboxState> };
  /** Why nothing is processed at the moment, or null when all is well. */
  standstill(): Promise<Standstill | null>;
  /** Null when no virus scanner is asked for. */
  scanner: Scanner | null;
  /** Whether the file behind the key plays in a browser as it came. Takes milliseconds, whatever its length; no tool is started. */
  playsAtOnce(key: string): Promise<boolean>;
  /** How long an MP4 or MOV says it is, in ms, read as quickly; null where it does not say. */
  toldLength(key: string): Promise<number | null>;
  probe: typeof probe;
  keyframeGapMs: typeof keyframeGapMs;
  makeRemux: typeof makeRemux;
  makeSteady: typeof makeSteady;
  makeCut: typeof makeCut;
  makeCutAnew: typeof makeCutAnew;
  makePoster: typeof makePoster;
  makeSprite: typeof makeSprite;
  hear: typeof hear;
  /** Lays a film end to end, for the demo and for tests. */
  loopFilm: typeof loopFilm;
  endOrphan: typeof endOrphan;
}

export interface MediaOptions {
  dataDir: string;
  filmKeys: FilmKeys;
  /** Path of the socket of ClamAV's daemon; without it nothing is scanned. */
  clamdSocket?: string | undefined;
}

/** Opens the room where film is kept and changed, and makes its folders below `dataDir`. */
export async function openMedia({ dataDir, filmKeys, clamdSocket }: MediaOptions): Promise<Media> {
  const folder = await openBlobFolder(join(dataDir, 'blobs'));
  const work = join(dataDir, 'work');
  await mkdir(work, { recursive: true, mode: 0o700 });
  const sandbox = remembered();
  const scanner = clamdSocket === undefined ? null : clamd(clamdSocket);
  const standstill = async (): Promise<Standstill | null> => {
    const state = await sandbox.check();
    if (!state.ok) return state.why;
    return scanner === null || (await scanner.answers()) ? null : 'scanner';
  };
  const blobs = diskBlobs({ folder, work, filmKeys });
  return {
    blobs,
    playsAtOnce: (key) => playsAtOnce(blobs, key),
    toldLength: (key) => toldLength(blobs, key),
    growing: growingFilms(folder, filmKeys),
    plainFilms: plainFilms(dataDir),
    ...{ sandbox, scanner, standstill },
    nameless: () => namelessFile(work),
    disk: () => diskOf(dataDir),
    hasRoomFor: (bytes) => hasRoomFor(dataDir, bytes),
    ...{ probe, keyframeGapMs, makeRemux, makeSteady, makeCut, makeCutAnew, makePoster, makeSprite, hear, loopFilm, endOrphan },
  };
}
