/** How each of the five is drawn and where they sit. Hair is a drawing that follows the turn of the head. */

const leader = {
  ...{ near: false, x: 427, y: 272, scale: 0.88, hand: 1, top: '#a34f40', shade: '#87402f', trousers: '#54443a', shoes: '#2b2621' },
  ...{ skin: '#c68f68', skinShade: '#a9744f', brow: '#2a211d' },
  collar: '<path d="M-13-101L0-80L13-101Q0-94-13-101z" fill="#f1e9db"/>',
  hairBack: () => '<path d="M-28-8Q-29-37 0-37T28-8L29 30Q22 36 15 33L-15 33Q-22 36-29 30z" fill="#2a211f"/>',
  hairFront: (turn) => `<path d="M-24 2Q-27-33 0-33T24 2Q${20 + turn * 3}-14 ${6 + turn * 8}-20Q-14-17-19-8Q-22-4-24 2z" fill="#2a211f"/>`,
};

const citizen = {
  ...{ near: false, x: 283, y: 284, scale: 0.95, hand: 1, top: '#7d90a1', shade: '#65798b', trousers: '#3d4750', shoes: '#e4ddd0' },
  ...{ skin: '#ecc3a0', skinShade: '#d2a27e', brow: '#6d4d31' },
  collar:
    '<path d="M-26-98Q0-78 26-98Q22-84 0-80Q-22-84-26-98z" fill="#65798b"/><path d="M-6-82v18M6-82v18" stroke="#f1e9db" stroke-width="2"/>',
  hairBack: () => '<path d="M-26 0Q-30-36 0-37T26 0L20 8L-20 8z" fill="#7a5636"/>',
  hairFront: (turn) =>
    `<path d="M-24-2Q-30-26-17-33Q-8-42 2-38Q16-42 22-30Q29-22 24-2Q21-8 ${19 + turn * 2}-15L${11 + turn * 5}-13L${5 + turn * 5}-19L${-3 + turn * 5}-12L${-10 + turn * 4}-18Q-20-14-24-2z" fill="#7a5636"/>`,
};

const colleague = {
  ...{ near: false, x: 578, y: 284, scale: 0.95, hand: -1, top: '#567a62', shade: '#44634f', trousers: '#2f3d52', shoes: '#2b2621' },
  ...{ skin: '#e8bd9b', skinShade: '#cf9f7b', brow: '#8a8378' },
  collar: '<path d="M-15-102L-3-88L-13-84zM15-102L3-88L13-84z" fill="#f1e9db"/>',
  extra: '<g fill="none" stroke="#2b2621" stroke-width="1.8"><circle cx="-9" r="6.5"/><circle cx="9" r="6.5"/><path d="M-2.5-1h5"/></g>',
  hairBack: () => '<path d="M-25 2Q-28-33 0-34T25 2z" fill="#a39b8f"/>',
  hairFront: (turn) => `<path d="M-23 0Q-27-33 0-34T23 0Q21-14 ${14 + turn * 4}-19Q-4-24-18-15Q-22-8-23 0z" fill="#a39b8f"/>`,
};

const mother = {
  ...{ near: true, x: 148, y: 300, scale: 1, mirrored: false, top: '#2f6772', shade: '#255560' },
  ...{ skin: '#e9bd9a', skinShade: '#cd9a76', brow: '#7a6a58' },
  hair: (
    away,
  ) => `<path d="M${24 - away * 4}-84Q8-96-12-92Q-44-84-42-48Q-40-20-16-12Q0-8 2-22L${-4 - away * 3}-40Q${2 - away * 4}-58 ${22 - away * 5}-68Q${30 - away * 5}-74 ${24 - away * 4}-84z" fill="#8b6c4f"/>
    <circle cx="-30" cy="-88" r="17" fill="#7d5f45"/><path d="M-40-80Q-34-98-18-98" stroke="#a78a6c" stroke-width="2.5" fill="none"/><path d="M-36-50Q-30-76 2-84" stroke="#a78a6c" stroke-width="2.5" fill="none"/>`,
};

const caseworker = {
  ...{ near: true, x: 712, y: 304, scale: 1, mirrored: true, top: '#b88b3c', shade: '#98702b' },
  ...{ skin: '#8a5a3d', skinShade: '#6f452d', brow: '#1d1816' },
  hair: (
    away,
  ) => `<path d="M${28 - away * 5}-80Q16-98-10-96Q-46-90-44-50Q-44-24-30-6Q-14 4-6-8L${-4 - away * 4}-36Q${0 - away * 4}-58 ${22 - away * 5}-66Q${32 - away * 5}-70 ${28 - away * 5}-80z" fill="#221c1b"/>
    <path d="M-34-58Q-26-82-4-86" stroke="#453936" stroke-width="3" fill="none" stroke-linecap="round"/>`,
};

export const looks = { leader, citizen, colleague, mother, caseworker };

/** Drawing order: far people first, the near ones in front of the table. */
export const far = ['leader', 'citizen', 'colleague'];
export const near = ['mother', 'caseworker'];
