import { farPerson } from './far-person.mjs';
import { far, looks, near } from './looks.mjs';
import { people } from './manuscript.mjs';
import { nearPerson } from './near-person.mjs';
import { behind, between, height, width } from './room.mjs';

const glow = { far: { y: -96, rx: 100, ry: 118 }, near: { y: -18, rx: 125, ry: 138 } };
const above = { far: -184, near: -122 };

/** The light behind the one who speaks fades outwards, so that it is seen without being looked at. */
const lamp = `<defs><radialGradient id="lamp"><stop offset="0" stop-color="#ffe9b8" stop-opacity=".95"/><stop offset=".55" stop-color="#ffe9b8" stop-opacity=".6"/>
  <stop offset="1" stop-color="#ffe9b8" stop-opacity="0"/></radialGradient></defs>`;

function light(name, share) {
  if (share === 0) return '';
  const { x, y, scale, near: isNear } = looks[name];
  const shape = isNear ? glow.near : glow.far;
  return `<ellipse cx="${x}" cy="${y + shape.y * scale}" rx="${shape.rx}" ry="${shape.ry}" fill="url(#lamp)" opacity="${share}"/>`;
}

function label(name, share) {
  if (share === 0) return '';
  const { x, y, scale, near: isNear } = looks[name];
  const half = people[name].label.length * 3.6 + 11;
  return `<g transform="translate(${x} ${y + (isNear ? above.near : above.far) * scale})" opacity="${share}">
    <rect x="${-half}" y="-11" width="${half * 2}" height="22" rx="11" fill="#fffdf9"/><text y="4.5">${people[name].label}</text></g>`;
}

const fiction = `<g transform="translate(785 28)"><rect x="-53" y="-12" width="106" height="24" rx="4" fill="#fffdf9" opacity=".8"/><text y="4.5">Fiktivt møde</text></g>`;

/** The whole picture as SVG: `persons` by name, and how far the clouds have drifted. */
export function sheet({ drift, persons }) {
  const each = (names, draw) => names.map((name) => draw(name, persons[name])).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">${lamp}${behind(drift)}
    ${each([...far, ...near], (name, state) => light(name, state.light))}${each(far, (name, state) => farPerson(looks[name], state))}${between}
    ${each(near, (name, state) => nearPerson(looks[name], state))}
    ${each([...far, ...near], (name, state) => label(name, state.label))}${fiction}</svg>`;
}
