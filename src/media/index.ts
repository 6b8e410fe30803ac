import { join } from 'node:path';
import type { Blobs } from './blobs.js';
import { makePlayable, makePoster } from './derive.js';
import { openDiskBlobs } from './disk-blobs.js';
import { hasRoomFor, type Incoming, openIncoming } from './incoming.js';
import { loopFilm } from './loop.js';
import { endOrphan } from './orphans.js';
import { probe } from './probe.js';
import { missingTools } from './tools.js';
import { openWorkbench, type Workbench } from './workbench.js';

export type { Blobs } from './blobs.js';
export type { Incoming } from './incoming.js';
export { limits } from './limits.js';
export type { Probe } from './probe.js';
export { type MediaRefusal, MediaRefused, refusalReasons } from './refusal.js';
export type { Workbench } from './workbench.js';

export interface Media {
  blobs: Blobs;
  /** Files on their way in. */
  incoming: Incoming;
  /** Half-made output of jobs. */
  workbench: Workbench;
  /** Whether this many more bytes of film fit on the disk, with room to make them playable. */
  hasRoomFor(bytes: number): Promise<boolean>;
  /** The programs that are not installed: none when film can be processed. */
  missingTools(): Promise<string[]>;
  probe: typeof probe;
  makePlayable: typeof makePlayable;
  makePoster: typeof makePoster;
  /** Lays a film end to end, for the demo and for tests. */
  loopFilm: typeof loopFilm;
  endOrphan: typeof endOrphan;
}

/** Opens the room where film is kept and changed, and makes its folders below `dataDir`. */
export async function openMedia({ dataDir }: { dataDir: string }): Promise<Media> {
  const blobs = await openDiskBlobs(join(dataDir, 'blobs'));
  const incoming = await openIncoming(join(dataDir, 'incoming'));
  const workbench = await openWorkbench(join(dataDir, 'work'));
  return {
    blobs,
    incoming,
    workbench,
    hasRoomFor: (bytes) => hasRoomFor(incoming.folder, bytes),
    missingTools,
    probe,
    makePlayable,
    makePoster,
    loopFilm,
    endOrphan,
  };
}
