/** What takes longest begins first, so that nothing long is left alone at the end. Rough seconds on two processors; all others take less. */
const seconds = {
  'journeys/coordinator': 200,
  'journeys/upload-odds': 190,
  'journeys/upload': 180,
  'journeys/upload-stop': 110,
  'media/formats-more': 105,
  'journeys/certificate': 100,
  'media/formats': 95,
  'journeys/reflow': 90,
  'journeys/practice': 75,
  'journeys/seats': 70,
  'journeys/desk': 70,
  'media/cut': 60,
  'house/permissions': 60,
  'journeys/seminar-day': 60,
  'journeys/supervision-entry': 57,
  'features/replay': 57,
  'house/kill-processing': 56,
  'journeys/viewing': 55,
  'journeys/writing': 50,
  'features/film-versions': 51,
  'media/hostile': 48,
  'features/cut': 43,
  'media/sealed': 38,
  'media/film': 30,
  'features/certification-decision': 26,
  'media/untold': 26,
};

const lengthOf = ({ path }) => seconds[/test\/(.+)\.test\.ts$/.exec(path)?.[1]] ?? 0;

export default class LongestFirst {
  sort(tests) {
    return [...tests].sort((a, b) => lengthOf(b) - lengthOf(a) || a.path.localeCompare(b.path));
  }

  cacheResults() {}

  allFailedTests(tests) {
    return tests;
  }

  shard(tests) {
    return tests;
  }
}
