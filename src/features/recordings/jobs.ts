import type { Catalogue, Handlers, JobKind } from '../../jobs/catalogue.js';
import { removeOldIntakes } from '../../store/intake.js';
import type { House } from '../../web/house.js';
import { cutRecording } from './cut-recording.js';
import { eraseRecording } from './erase-recording.js';
import { pictureRecording, tidyRecording } from './picture-recording.js';
import { processRecording } from './process-recording.js';
import { endUnsteady, steadyRecording } from './steady-recording.js';
import { sweepFilmKeys } from './sweep-film-keys.js';
import { planNext, scheduleSweeps, sweepIncoming, sweepRetention, sweepWork, type Strays } from './sweeps.js';
import { giveUp } from './waiting.js';

export interface RecordingJobs {
  handlers: Omit<Handlers, 'sweep-uploads' | 'sweep-hours' | 'sweep-applications'>;
  onDead: (kind: JobKind, payload: Catalogue[JobKind], reason: string) => Promise<void>;
  /** Plans the sweeps; call it when the worker starts. */
  schedule: () => Promise<void>;
}

/** Every job about a recording, and what happens when one cannot be done. */
export function recordingJobs(house: House): RecordingJobs {
  let strays: Strays = new Map();
  const handlers: RecordingJobs['handlers'] = {
    'process-recording': (payload, run) => processRecording(house, payload, run),
    'cut-recording': (payload, run) => cutRecording(house, payload, run),
    'picture-recording': (payload, run) => pictureRecording(house, payload, run),
    'steady-recording': (payload, run) => steadyRecording(house, payload, run),
    'tidy-recording': (payload) => tidyRecording(house, payload),
    'erase-recording': (payload, run) => eraseRecording(house, payload, run),
    'sweep-retention': async (_payload, run) => {
      await planNext(house, 'sweep-retention', run.now());
      await sweepRetention(house, run.now());
      await house.db.write((tx) => removeOldIntakes(tx, run.now()));
    },
    'sweep-incoming': async (_payload, run) => {
      await planNext(house, 'sweep-incoming', run.now());
      strays = await sweepIncoming(house, strays, run.now());
      await sweepFilmKeys(house, run.now());
    },
    'sweep-work': async (_payload, run) => {
      await planNext(house, 'sweep-work', run.now());
      await sweepWork(house, run.now());
    },
  };
  return {
    handlers,
    schedule: () => scheduleSweeps(house),
    onDead: async (kind, payload, reason) => {
      // A film that is not erased is found again by the next sweep; until then it is closed for everyone.
      house.log.error({ kind, reason }, 'job given up');
      const { recordingId } = payload as Catalogue['process-recording'];
      if (kind === 'process-recording' || kind === 'cut-recording') await giveUp(house, recordingId, 'gave-up', house.clock);
      if (kind === 'steady-recording') await endUnsteady(house, recordingId, 'gave-up', house.clock);
    },
  };
}
