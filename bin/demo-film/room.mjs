/** The room on an 854 × 480 sheet: everything that does not move, drawn flat and warm. */

export const width = 854;
export const height = 480;

const wall = `<rect width="854" height="240" fill="#d6d0c4"/>
  <path d="M0 0H854V12H0z" fill="#cbc4b6"/>
  <rect y="226" width="854" height="9" fill="#efe9dc"/>`;

const joints = [-420, -260, -130, -20, 80, 175, 270, 360, 450, 545, 640, 740, 850, 990, 1160]
  .map((x) => `M${427 + (x - 377) * 0.62} 235L${427 + (x - 377) * 1.7} 480`)
  .join('');

const floor = `<rect y="235" width="854" height="245" fill="#bd9c76"/>
  <path d="${joints}" stroke="#a98862" stroke-width="1.5" fill="none"/>
  <path d="M96 235L250 235L318 330L70 330z" fill="#d9bd95" opacity=".55"/>`;

const rug = `<ellipse cx="427" cy="392" rx="278" ry="84" fill="#6f837d"/>
  <ellipse cx="427" cy="389" rx="276" ry="81" fill="#82958d"/>
  <ellipse cx="427" cy="389" rx="258" ry="72" fill="none" stroke="#a9b8ac" stroke-width="2.5"/>`;

/** The clouds drift so slowly that only a long silence shows it. */
const windowWith = (drift) => `<rect x="44" y="22" width="176" height="152" fill="#f4efe4"/>
  <svg x="54" y="32" width="156" height="132" viewBox="54 32 156 132">
    <rect x="54" y="32" width="156" height="132" fill="#cfe0e3"/>
    <g transform="translate(${drift} 0)" fill="#f3f6f2">
      <path d="M58 72q2-12 14-11q5-11 18-7q10-3 13 7q11 0 11 11z"/>
      <path d="M-60 60q2-10 12-9q5-9 15-6q9-2 11 6q9 0 9 9z"/>
    </g>
    <path d="M54 134q16-22 34-8q14-20 32-6q14-16 30 0q20-18 36 2q14-14 24-4v46H54z" fill="#a5bd9c"/>
    <path d="M54 146q30-14 60 0t60-2t36 2v20H54z" fill="#8fac88"/>
  </svg>
  <path d="M128 32h8v132h-8z" fill="#f4efe4"/>
  <path d="M36 172h192v9H36z" fill="#fbf8f0"/>
  <path d="M30 16h32q4 80-6 160H28z" fill="#b88a55"/><path d="M40 16h6q2 80-4 160h-6z" fill="#a67a47"/>
  <path d="M202 16h32l2 160h-28q-10-80-6-160z" fill="#b88a55"/><path d="M216 16h6q-2 80 4 160h-6q-8-80-4-160z" fill="#a67a47"/>
  <path d="M24 12h216v6H24z" fill="#7b5b3a"/>`;

const picture = `<path d="M490 24h98v68h-98z" fill="#fbf8f0"/><path d="M496 30h86v56h-86z" fill="#ece5d8"/>
  <g fill="none" stroke-width="3.5"><circle cx="529" cy="58" r="18" stroke="#0a4d58"/><circle cx="549" cy="58" r="18" stroke="#c78718"/></g>`;

const cabinet = `<path d="M708 158h122v78H708z" fill="#8f7351"/><path d="M704 152h130v8H704z" fill="#7b5f40"/>
  <path d="M714 166h52v62h-52zM772 166h52v62h-52z" fill="#9c8059"/><path d="M759 190h3v14h-3zM776 190h3v14h-3z" fill="#5f4a31"/>
  <path d="M768 126q-30-14-34-56q30 12 36 56z" fill="#4c7550"/><path d="M768 126q-12-40 2-78q16 36 2 78z" fill="#5d8a5f"/>
  <path d="M772 126q4-44 36-60q2 42-32 60z" fill="#4c7550"/><path d="M752 124h36l-5 28h-26z" fill="#bd6a4b"/><path d="M750 120h40v8h-40z" fill="#a95a3d"/>`;

const table = `<ellipse cx="429" cy="412" rx="52" ry="10" fill="#6b7d75"/><ellipse cx="427" cy="408" rx="30" ry="6" fill="#5f4733"/>
  <path d="M422 358h10v50h-10z" fill="#6f543c"/><ellipse cx="427" cy="356" rx="72" ry="20" fill="#c9b48f"/>
  <ellipse cx="427" cy="352" rx="72" ry="19" fill="#eadcc0"/>
  <path d="M388 336h32v17h-32z" fill="#fbf8f0"/><path d="M388 336h32v5h-32z" fill="#e3dccd"/><path d="M398 337q6-14 12 0z" fill="#fff"/>
  <path d="M440 324h18l3 32h-24z" fill="#c3d8dc"/><path d="M439 336h20l2 20h-24z" fill="#a9c8cf"/>
  <path d="M470 342h12l-1 13h-10z" fill="#c3d8dc"/><path d="M424 352h12l-1 12h-10z" fill="#c3d8dc"/>`;

/** What lies behind the people, with the clouds `drift` units along. */
export const behind = (drift) => `${wall}${windowWith(drift)}${picture}${cabinet}${floor}${rug}`;

/** What stands between the far and the near half of the circle. */
export const between = table;
