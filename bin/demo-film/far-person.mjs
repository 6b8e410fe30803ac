/** A person on the far side of the circle, seen from the front. Origin: middle of the seat; upright. */

const line = (d, colour, w) =>
  `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${w}" stroke-linecap="round" stroke-linejoin="round"/>`;
const mix = (from, to, share) => from + (to - from) * share;

const chair = `<ellipse cx="0" cy="90" rx="60" ry="10" fill="#6b7d75"/>
  ${line('M-34 6L-44 86M34 6L44 86', '#2f3b44', 5)}<rect x="-36" y="-74" width="72" height="80" rx="12" fill="#2f3b44"/>
  <rect x="-42" y="-2" width="84" height="11" rx="5" fill="#3a4852"/>`;

const legs = ({ trousers, shoes }) => `${line('M-15 2Q-22 18-21 32L-22 80', trousers, 23)}${line('M15 2Q22 18 21 32L22 80', trousers, 23)}
  <ellipse cx="-24" cy="88" rx="15" ry="6.5" fill="${shoes}"/><ellipse cx="24" cy="88" rx="15" ry="6.5" fill="${shoes}"/>`;

const torso = ({ top, shade }) => `<path d="M-39-72Q-37-96-14-100Q0-103 14-100Q37-96 39-72L36 4Q0 14-36 4z" fill="${top}"/>
  <path d="M-36 4Q0 14 36 4L36-4Q0 6-36-4z" fill="${shade}"/>`;

/** One arm; `raise` 0 rests in the lap, 1 is an open hand beside the shoulder. */
function arm({ top, shade, skin }, side, raise) {
  const [elbowX, elbowY] = [side * mix(47, 56, raise), mix(-38, -40, raise)];
  const [handX, handY] = [side * mix(9, 66, raise), mix(-8, -82, raise)];
  const wristX = mix(handX, elbowX, 0.2);
  const wristY = mix(handY, elbowY, 0.2);
  const sleeve = `M${side * 33}-82L${elbowX} ${elbowY}L${wristX} ${wristY}`;
  const fingers =
    raise > 0.5
      ? line(`M${handX} ${handY}l${-side * 9}-6M${handX} ${handY}l-4-13M${handX} ${handY}l4-13M${handX} ${handY}l${side * 10}-9`, skin, 4.5)
      : '';
  return `${line(sleeve, shade, 21)}${line(sleeve, top, 18)}<circle cx="${handX}" cy="${handY}" r="8.5" fill="${skin}"/>${fingers}`;
}

const open = [
  '',
  '<ellipse rx="4.5" ry="2" fill="#5b2a26"/>',
  '<ellipse rx="5" ry="3.4" fill="#5b2a26"/>',
  '<ellipse rx="5.2" ry="5" fill="#5b2a26"/>',
];

function face({ brow, skinShade, extra }, { turn, down, blink, mouth }) {
  const lids = blink || down > 0.6;
  const eyes = [-9, 9].map((x) =>
    lids ? line(`M${x - 3.2} 1q3.2 2 6.4 0`, '#33261f', 1.9) : `<ellipse cx="${x}" cy="0" rx="2.3" ry="2.8" fill="#33261f"/>`,
  );
  const lips = mouth > 0 ? `<g transform="translate(0 13)">${open[mouth]}</g>` : line('M-5 13q5 2.5 10 0', '#7c4038', 2);
  return `<g transform="translate(${turn * 8} ${down * 5.5 - 2})">${eyes.join('')}${line('M-13-8q4-3 8-1M5-9q4-2 8 1', brow, 2)}
    ${line(`M${turn * 2} 1q${turn * 3 + 0.5} 4 0 6`, skinShade, 2)}${lips}${extra ?? ''}</g>`;
}

function head(look, state) {
  const ears = [-1, 1]
    .map((side) => `<ellipse cx="${side * 22 - state.turn * 3}" cy="1" rx="4.5" ry="6" fill="${look.skinShade}"/>`)
    .join('');
  return `<g transform="translate(0 ${-130 + state.down * 5}) rotate(${state.tilt} 0 26)">${look.hairBack(state.turn)}${ears}
    <path d="M-22-6Q-22-28 0-28T22-6Q23 14 10 24Q0 30-10 24Q-23 14-22-6z" fill="${look.skin}"/>${face(look, state)}${look.hairFront(state.turn)}</g>`;
}

/** Draws one far person. State: turn −1…1, down 0…1, tilt in degrees, mouth 0…3, blink, raise 0…1. */
export function farPerson(look, state) {
  const neck = `<path d="M-9-112h18v14q-9 9-18 0z" fill="${look.skinShade}"/>`;
  const upper = `${torso(look)}${neck}${look.collar}${arm(look, -look.hand, 0)}${arm(look, look.hand, state.raise)}${head(look, state)}`;
  return `<g transform="translate(${look.x} ${look.y}) scale(${look.scale})">${chair}${legs(look)}<g transform="rotate(${state.turn * 3})">${upper}</g></g>`;
}
