const room = (name, path, forbidden, comment) => ({ name, severity: 'error', comment, from: { path }, to: { path: forbidden } });

/** The rule of the house: imports only point down, and nothing below knows who is above. */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    room('domain-is-pure', '^src/domain', '^(?!src/domain)', 'domain imports nothing but domain'),
    room('below-knows-not-above', '^src/(store|jobs|media|web)', '^src/(features|demo|app|server|worker)', ''),
    room('store-knows-domain-only', '^src/store', '^src/(jobs|media|web|locales|config)', ''),
    room('jobs-know-store-and-domain', '^src/jobs', '^src/(media|web|config)', ''),
    room('media-knows-domain-only', '^src/media', '^src/(store|jobs|web|config)', ''),
    {
      name: 'features-are-strangers',
      severity: 'error',
      from: { path: '^src/features/([^/]+)/' },
      to: { path: '^src/features/([^/]+)/', pathNot: '^src/features/$1/' },
    },
    room('browser-knows-domain-only', '^src/browser', '^src/(?!browser|domain)', ''),
    room('src-never-imports-test', '^src', '^test', ''),
    {
      name: 'only-store-names-the-database',
      severity: 'error',
      from: { path: '^src', pathNot: '^src/store' },
      to: { path: 'node_modules/(sequelize|sqlite3|pg|pg-hstore|umzug)/' },
    },
    {
      name: 'only-media-names-ffmpeg',
      severity: 'error',
      from: { path: '^src', pathNot: '^src/media' },
      to: { path: '(node_modules/fluent-ffmpeg/|^(node:)?child_process$)' },
    },
    {
      name: 'only-web-and-features-name-express',
      severity: 'error',
      from: { path: '^src', pathNot: '^src/(web|features|app|server)' },
      to: { path: 'node_modules/(express|express-session|multer|helmet|passport|passport-local|csrf-sync)/' },
    },
    {
      name: 'rooms-below-read-no-config',
      severity: 'error',
      from: { path: '^src/(?!app|server|worker|rotate-keys|new-administrator|key-file|config|demo)' },
      to: { path: '^src/config' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|public|data)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default'] },
  },
};
