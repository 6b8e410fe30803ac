import { askProbe } from './ffprobe.js';
import { makeTimeMs } from './limits.js';
import type { Probe } from './probe.js';

/** What is stored of one track, in the order it is stored in. Times are seconds on the film's own clock; NaN where the container says none. */
export interface Track {
  times: number[];
  lengths: number[];
  keys: boolean[];
}

export interface Packets {
  video: Track | null;
  audio: Track | null;
  /** What players call the beginning, in seconds on the same clock. */
  origin: number;
}

const empty = (): Track => ({ times: [], lengths: [], keys: [] });

export interface PacketOptions {
  signal?: AbortSignal | undefined;
  /** Also what the film's own list of edits tells players to leave out. */
  stored?: boolean;
}

/** Reads the film from end to end and says when each packet is shown; nothing is decoded. Null when it cannot be read to its end. */
export async function listPackets(input: number, found: Probe, { signal, stored = false }: PacketOptions = {}): Promise<Packets | null> {
  const packets: Packets = { video: found.video && empty(), audio: found.audio && empty(), origin: NaN };
  const trackOf = (index: string | undefined): Track | null => {
    if (index === String(found.video?.index)) return packets.video;
    return index === String(found.audio?.index) ? packets.audio : null;
  };
  const { exit } = await askProbe({
    ...{ input, container: found.container, signal, timeMs: makeTimeMs(found.durationMs) },
    args: [
      ...(stored && found.container === 'mov' ? ['-ignore_editlist', '1'] : []),
      ...['-show_entries', 'packet=stream_index,pts_time,duration_time,flags:format=start_time', '-of', 'csv'],
    ],
    onLine: (line) => {
      const [what, index, time, length, flags] = line.split(',');
      if (what === 'format') packets.origin = Number(index) || 0;
      const track = what === 'packet' ? trackOf(index) : null;
      track?.times.push(Number(time));
      track?.lengths.push(Number(length) || 0);
      track?.keys.push(flags?.startsWith('K') === true);
      return true;
    },
  });
  return exit === 0 && Number.isFinite(packets.origin) ? packets : null;
}
