/**
 * Who may import whom, default deny: one row a room, in the order of the rooms' stack. `rooms` are the paths that a room
 * may reach besides itself; `packages` the npm packages; `node` whether it may use Node's own modules.
 */
const engineRoom = (name, rooms, packages = []) => ({
  from: `^electron/engine/${name}/`,
  rooms: ['^shared/', ...rooms.map((room) => `^electron/engine/${room}/`)],
  packages,
  node: true,
});

const rows = [
  { from: '^shared/base/', rooms: [] },
  { from: '^shared/domain/site/', rooms: ['^shared/base/', '^shared/domain/'], packages: ['zod'] },
  { from: '^shared/domain/plan/', rooms: ['^shared/base/', '^shared/domain/'], packages: ['zod'] },
  { from: '^shared/domain/(?!site/|plan/)', rooms: ['^shared/base/', '^shared/domain/'] },
  { from: '^shared/analytics/', rooms: ['^shared/base/', '^shared/domain/'] },
  { from: '^shared/protocol/', rooms: ['^shared/base/', '^shared/domain/'] },
  engineRoom('journal', []),
  engineRoom('publish', []),
  engineRoom('live', []),
  engineRoom('decode', []),
  engineRoom('feed', [], ['mqtt']),
  engineRoom('settings', []),
  engineRoom('alarms', ['journal', 'live']),
  engineRoom('files', []),
  engineRoom('dispatch', ['records', 'files']),
  engineRoom('records', ['journal']),
  engineRoom('commands', ['journal', 'decode', 'records']),
  engineRoom('reports', ['journal', 'files']),
  engineRoom('stations', ['records', 'alarms']),
  {
    ...engineRoom('incidents', []),
    rooms: ['^shared/', '^electron/engine/(records|commands|dispatch)/', '^assets/plans/'],
  },
  { from: '^electron/engine/[^/]+\\.ts$', rooms: ['^shared/', '^electron/engine/'], node: true },
  { from: '^electron/preload/', rooms: ['^shared/protocol/'], packages: ['electron'] },
  {
    from: '^electron/main/',
    rooms: ['^shared/', '^electron/launch/(options|plan)\\.ts$'],
    packages: ['electron', '@electron/fuses'],
    node: true,
  },
  {
    from: '^electron/headless/',
    rooms: ['^shared/', '^electron/engine/engine\\.ts$', '^electron/launch/(options|plan)\\.ts$'],
    packages: ['ws'],
    node: true,
  },
  { from: '^electron/demo/', rooms: ['^shared/'], packages: ['aedes', 'mqtt', 'ws'], node: true },
  { from: '^electron/launch/', rooms: ['^shared/'], packages: ['vite', 'electron'], node: true },
  { from: '^renderer/link/', rooms: ['^shared/'], packages: ['react'] },
  { from: '^renderer/recorder/', rooms: ['^shared/', '^renderer/link/'], packages: ['dexie'] },
  { from: '^renderer/scene/', rooms: ['^shared/'], packages: ['three', 'three-mesh-bvh'] },
  { from: '^renderer/charts/', rooms: ['^shared/', '^renderer/ui/'], packages: ['echarts', 'react'] },
  {
    from: '^renderer/ui/',
    rooms: ['^shared/base/'],
    packages: ['react', 'react-dom', '@tanstack/react-virtual'],
  },
  {
    from: '^renderer/widgets/',
    rooms: ['^shared/', '^renderer/link/', '^renderer/ui/', '^renderer/charts/', '^renderer/scene/'],
    packages: ['react', 'react-i18next', 'i18next', '@tanstack/react-virtual'],
  },
  {
    from: '^renderer/features/([^/]+)/',
    rooms: [
      '^renderer/features/$1/',
      '^renderer/widgets/',
      '^shared/',
      '^renderer/link/',
      '^renderer/recorder/(query|door)[^/]*\\.ts$',
      '^renderer/ui/',
      '^renderer/widgets/',
      '^renderer/charts/',
      '^renderer/scene/',
      '^renderer/widgets/',
    ],
    packages: ['react', 'react-i18next', 'i18next', '@tanstack/react-virtual', 'zustand'],
  },
  {
    from: '^renderer/app/',
    rooms: ['^shared/', '^renderer/', '^assets/'],
    packages: ['react', 'react-dom', 'react-i18next', 'i18next', 'zustand', '@fontsource-variable/.*'],
  },
];

const tests = '\\.test\\.tsx?$|^tests/|vite\\.config\\.ts$';

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      comment: 'A circle has no bottom: split what both need into a third file.',
      from: { pathNot: tests },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(virtual:|electron$)' },
    },
    ...rows.flatMap(({ from, rooms, packages = [], node = false }) => [
      {
        name: `rooms of ${from}`,
        severity: 'error',
        comment: 'See the import table in tests/architecture/dependency-cruiser.cjs.',
        from: { path: from, pathNot: tests },
        to: {
          path: '^(shared|electron|renderer|assets|tests)/',
          pathNot: [from, ...rooms].map((room) =>
            room === from && from.includes('(') && from.includes('features') ? '^$' : room,
          ),
        },
      },
      {
        name: `packages of ${from}`,
        severity: 'error',
        from: { path: from, pathNot: tests },
        to: {
          path: 'node_modules/',
          pathNot: packages.length ? packages.map((name) => `node_modules/(@types/)?${name}/`) : ['^$'],
        },
      },
      ...(node
        ? []
        : [
            {
              name: `no node in ${from}`,
              severity: 'error',
              from: { path: from, pathNot: tests },
              to: { dependencyTypes: ['core'] },
            },
          ]),
    ]),
    {
      name: 'nobody imports tests',
      severity: 'error',
      from: { path: '^(shared|electron|renderer)/', pathNot: tests },
      to: { path: '^tests/' },
    },
    {
      name: 'a file outside every room',
      severity: 'error',
      from: { path: '^(shared|electron|renderer)/', pathNot: [tests, ...rows.map((row) => row.from)] },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|release)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.d.ts'],
    },
    builtInModules: { add: [] },
  },
};
