/** A person on the near side, seen from behind with the face in profile. Origin: the neck; drawn looking right. */

const line = (d, colour, w) =>
  `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${w}" stroke-linecap="round" stroke-linejoin="round"/>`;
const mix = (from, to, share) => from + (to - from) * share;

const chairBack = `<path d="M-74 108Q-72 88-52 88L44 94Q62 95 64 114L72 220H-84z" fill="#2f3b44"/>
  <path d="M-74 108Q-72 88-52 88L44 94Q62 95 64 114L65 120Q62 105 44 104L-52 98Q-72 98-75 118z" fill="#4a5963"/>`;

const body = ({ top, shade }) => `<path d="M-84 190Q-98 40-48 20Q-20 8-14 0L16 0Q24 10 44 20Q86 44 84 190z" fill="${top}"/>
  <path d="M-84 190Q-98 40-48 20Q-74 60-64 190z" fill="${shade}"/><path d="M-16-2Q0 10 18-2L22 8Q0 22-22 8z" fill="${shade}"/>`;

/** The arm towards the circle; `raise` 0 rests out of sight on the knee, 1 is an open hand in the circle. */
function arm({ top, shade, skin }, raise) {
  const [elbowX, elbowY] = [mix(86, 102, raise), mix(132, 112, raise)];
  const [handX, handY] = [mix(104, 134, raise), mix(176, 62, raise)];
  const sleeve = `M54 48L${elbowX} ${elbowY}L${mix(handX, elbowX, 0.18)} ${mix(handY, elbowY, 0.18)}`;
  const fingers =
    raise > 0.4 ? line(`M${handX} ${handY}l-4-17M${handX} ${handY}l5-17M${handX} ${handY}l13-12M${handX} ${handY}l-11-8`, skin, 6) : '';
  return `${line(sleeve, shade, 35)}${line(sleeve, top, 31)}<circle cx="${handX}" cy="${handY}" r="12" fill="${skin}"/>${fingers}`;
}

/** Face in profile; the chin sinks and the lips part as the mouth opens. */
function profile({ skin, skinShade, brow }, { away, blink, mouth }) {
  const [gap, chin] = [mouth * 1.7, mouth * 1.5];
  const outline = `M-6-84Q26-88 32-62L33-57L43-44Q43-40 36-39L38-34L35-31L38 ${-27 + gap}L35 ${-23 + gap}Q38 ${-14 + chin} 28 ${-9 + chin}Q14 ${-4 + chin / 2} 4-14L-8-30z`;
  const lips = mouth > 0 ? `<path d="M37-31.5L26-30.5L37 ${-27.5 + gap}z" fill="#5b2a26"/>` : line('M36-30.5l-8 1', '#7c4038', 2);
  const eye = blink ? line('M23-51h6', '#33261f', 2) : '<ellipse cx="26" cy="-51" rx="2.4" ry="3.2" fill="#33261f"/>';
  return `<g transform="translate(${-away * 7} 0)"><path d="${outline}" fill="${skin}"/>${lips}${eye}${line('M21-60q5-3 10 0', brow, 2.4)}
    ${line('M37-41q-3 2-5 1', skinShade, 1.8)}</g>`;
}

function head(look, state) {
  const ear = `<ellipse cx="${2 - state.away * 4}" cy="-42" rx="6.5" ry="9" fill="${look.skin}"/>${line(`M${3 - state.away * 4}-46q3 4-1 8`, look.skinShade, 1.8)}`;
  return `<g transform="rotate(${state.tilt + state.down * 13} 0 -8)">${profile(look, state)}${look.hair(state.away)}${ear}</g>`;
}

/** Draws one near person. State: away 0 (profile)…1 (nearly the back of the head), down 0…1, tilt, mouth 0…3, blink, raise 0…1. */
export function nearPerson(look, state) {
  const neck = `<path d="M-16-22L14-22L18 6Q0 16-18 6z" fill="${look.skinShade}"/>`;
  return `<g transform="translate(${look.x} ${look.y}) scale(${look.mirrored ? -look.scale : look.scale} ${look.scale})">
    ${neck}${body(look)}${arm(look, state.raise)}${head(look, state)}${chairBack}</g>`;
}
