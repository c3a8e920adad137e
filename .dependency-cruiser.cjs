/**
 * The rooms of `src`, upper ones first: a room imports those below it, never above, and only through the door of
 * the other room (`#room`, its index.ts). CONTRIBUTING.md has the map.
 */
const ROOMS = [
  'cli',
  'ui',
  'report',
  'evidence',
  'experiments', // claims about results: those of papers held against studies, and studies that would settle a question
  'compare',
  'execute',
  'engine',
  'plan',
  'score', // below plan, because the metrics of a score are part of its key
  'features',
  'data',
  'study', // above the catalogue, because a study may carry catalogue entries of its own
  'catalog',
  'net', // knows rates, bounds and recordings, not what is asked for
  'store',
  'kernel',
]

const anyOf = (names) => `^src/(${names.join('|')})/`
const TEST = '[.]test[.]ts$'

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'known-rooms-only',
      comment:
        'A new folder under src is a new room: give it a place in the order above and a line in CONTRIBUTING.md.',
      severity: 'error',
      from: { path: '^src/', pathNot: anyOf(ROOMS) },
      to: {},
    },
    ...ROOMS.slice(1).map((room, at) => ({
      name: `${room}-imports-only-below`,
      comment: 'Data flows one way. Move what is needed down, or pass it in as an argument.',
      severity: 'error',
      from: { path: anyOf([room]) },
      to: { path: anyOf(ROOMS.slice(0, at + 1)) },
    })),
    {
      name: 'through-the-door',
      comment:
        "Import another room as '#room': what is not exported from its index.ts is nobody else's business.",
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: TEST },
      to: { path: '^src/[^/]+/', pathNot: ['^src/$1/', '^src/[^/]+/index[.]ts$'] },
    },
    {
      name: 'door-has-a-name',
      comment: "Write '#room', not a path to its index.ts.",
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: {
        path: '^src/[^/]+/index[.]ts$',
        pathNot: '^src/$1/',
        dependencyTypesNot: ['aliased-subpath-import'],
      },
    },
    {
      name: 'own-files-directly',
      comment: 'A file imports its own room by file: through the door it would be a cycle.',
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: TEST },
      to: { path: '^src/$1/index[.]ts$' },
    },
    {
      name: 'no-cycles',
      comment: 'A circle of types alone harms nothing: it is gone when the program runs.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-test-in-product',
      severity: 'error',
      from: { path: '^src/', pathNot: TEST },
      to: { path: [TEST, '^test/'] },
    },
    {
      name: 'declared-packages-only',
      comment: 'What ships imports only `dependencies` of package.json.',
      severity: 'error',
      from: { path: '^src/', pathNot: TEST },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
}
