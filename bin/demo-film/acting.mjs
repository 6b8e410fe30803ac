import { looks } from './looks.mjs';
import { people } from './manuscript.mjs';
import { stepMs } from './timeline.mjs';

const names = Object.keys(people);
const welcomeMs = [480, 9600]; // everyone's label is shown while the meeting opens
const lead = 240; // the others turn a little before the next one speaks
const linger = 1300; // after a line eyes rest on the speaker, then on the one who was asked
const liveliness = { leader: 1, colleague: 0.9, citizen: 0.45, mother: 0.8, caseworker: 1 };

const near = (value, grain) => Math.round(value / grain) * grain;
const tidy = (value, grain) => Number(near(value, grain).toFixed(2));
const clamp = (value, low, high) => Math.max(low, Math.min(high, value));

/** The line being spoken, or the last one spoken, at `ms`. */
function lineAt(spoken, ms) {
  return spoken.findLast((line) => line.startMs - lead <= ms);
}

/** In the reflecting talk the two professionals turn wholly to each other. */
const facing = 1.35;

/** Whom `name` looks at: another person, the floor, or nobody in particular. */
function lookedAt(name, line, ms) {
  if (!line) return 'floor';
  if (line.down?.includes(name)) return 'floor';
  if (name === line.who) return line.to;
  const focus = ms < line.endMs + linger || line.to === 'floor' ? line.who : line.to;
  return focus === name ? line.who : focus;
}

function aim(name, target, line) {
  if (target === 'floor') return { turn: 0, away: 0.4, down: 1 };
  const distance = looks[target].x - looks[name].x;
  return {
    turn: line?.talk && people[name].role.startsWith('meeting_') ? Math.sign(distance) * facing : clamp(distance / 220, -1, 1),
    away: clamp(1 - Math.abs(distance) / 560, 0, 1),
    down: !looks[name].near && looks[target].near ? 0.3 : 0,
  };
}

/** Blinks at uneven but always the same times: a small generator of pseudo-random numbers per person. */
function blinksOf(seed, durationMs) {
  const blinks = new Set();
  let [state, ms] = [seed * 7919 + 13, 700 * seed];
  while (ms < durationMs) {
    state = (state * 1103515245 + 12345) % 2147483648;
    ms += 2200 + (state % 3600);
    blinks.add(Math.floor(ms / stepMs)).add(Math.floor(ms / stepMs) + 1);
  }
  return blinks;
}

function gesture(name, line, ms) {
  const length = line.endMs - line.startMs;
  const beat = ((ms - line.startMs) / 3400) % 1;
  return !line.still && length > 2200 && beat > 0.12 && beat < 0.58 ? liveliness[name] : 0;
}

/** Where everything about one person is heading at `ms`. */
function goal(name, line, ms) {
  const speaks = line?.who === name && ms >= line.startMs && ms < line.endMs;
  const aimed = aim(name, lookedAt(name, line, ms), line);
  const listens = line && line.who !== name && people[name].role.startsWith('meeting_') && ms > line.endMs - 650 && ms < line.endMs - 200;
  const welcome = ms > welcomeMs[0] && ms < welcomeMs[1];
  return {
    ...aimed,
    down: clamp(aimed.down + (listens ? 0.6 : 0), 0, 1),
    tilt: speaks ? 2 * Math.sin((ms - line.startMs) / 410) : 0,
    raise: speaks ? gesture(name, line, ms) : 0,
    light: speaks ? 1 : 0,
    label: speaks || welcome ? 1 : 0,
  };
}

const speed = { turn: 0.4, away: 0.4, down: 0.4, tilt: 0.4, raise: 0.38, light: 0.4, label: 0.4 };
const grain = { turn: 0.1, away: 0.1, down: 0.1, tilt: 0.5, raise: 0.1, light: 0.2, label: 0.2 };

/** One state per drawn picture: everyone moves a share of the way to their goal, so that nothing jumps. */
export function act({ spoken, durationMs }) {
  const moving = Object.fromEntries(names.map((name) => [name, goal(name, undefined, 0)]));
  const blinks = Object.fromEntries(names.map((name, index) => [name, blinksOf(index + 1, durationMs)]));
  return Array.from({ length: durationMs / stepMs }, (_, index) => {
    const ms = index * stepMs;
    const persons = names.map((name, order) => {
      const line = lineAt(spoken, ms - (order % 3) * stepMs);
      const towards = goal(name, line, ms);
      for (const key of Object.keys(speed)) moving[name][key] += (towards[key] - moving[name][key]) * speed[key];
      return [name, pose(moving[name], name, line, index, blinks[name])];
    });
    return { drift: tidy((ms / durationMs) * 70, 0.5), persons: Object.fromEntries(persons) };
  });
}

function pose(values, name, line, index, blinks) {
  const rounded = Object.entries(grain).map(([key, size]) => [key, tidy(values[key], size)]);
  const mouth = line?.who === name ? (line.mouths[index - line.startMs / stepMs] ?? 0) : 0;
  return { ...Object.fromEntries(rounded), mouth, blink: blinks.has(index) };
}
