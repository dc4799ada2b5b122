/** The arrows of ARCHITECTURE.md, kept by machine. Type-only imports count too. */
const layer = (name, allowed) => ({
  name: `${name}-imports-only-${allowed.join('-') || 'itself'}`,
  severity: 'error',
  from: { path: `^src/${name}/`, pathNot: '\\.test\\.tsx?$' },
  to: { path: '^(src|test|scripts)/', pathNot: `^src/(${[name, ...allowed].join('|')})/` },
})

module.exports = {
  forbidden: [
    layer('core', []),
    layer('contract', ['core']),
    layer('engine', ['core']),
    layer('main', ['engine', 'contract', 'core']),
    layer('preload', ['contract']),
    layer('renderer', ['core', 'contract']),
    {
      name: 'core-touches-nothing',
      comment: 'Core holds pure rules: no I/O, no clock, no random, no Node; zod is the one library.',
      severity: 'error',
      from: { path: '^src/core/', pathNot: '\\.test\\.ts$' },
      to: {
        dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-peer', 'npm-optional'],
        pathNot: 'node_modules/zod/',
      },
    },
    {
      name: 'contract-touches-core-and-zod',
      severity: 'error',
      from: { path: '^src/contract/', pathNot: '\\.test\\.ts$' },
      to: {
        dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-peer', 'npm-optional'],
        pathNot: 'node_modules/zod/',
      },
    },
    {
      name: 'engine-never-electron',
      comment: 'The engine runs in the main process, in the command line and in vitest alike.',
      severity: 'error',
      from: { path: '^src/(engine|core|contract)/' },
      to: { path: '(^electron$|node_modules/(electron|keytar)/)' },
    },
    {
      name: 'cli-never-electron',
      comment: 'The command line runs on plain Node.',
      severity: 'error',
      from: { path: '^src/main/cli' },
      to: { path: '(^electron$|node_modules/electron/)', reachable: true },
    },
    {
      name: 'renderer-never-node',
      severity: 'error',
      from: { path: '^src/renderer/', pathNot: '\\.test\\.tsx?$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'renderer-never-electron',
      severity: 'error',
      from: { path: '^src/renderer/' },
      to: { path: '(^electron$|node_modules/electron/)' },
    },
    {
      name: 'only-the-driver-names-libsql',
      comment: 'Another SQLite driver must stay a day of work (docs/adr/0001).',
      severity: 'error',
      from: { path: '^(src|test|scripts)/', pathNot: '^src/engine/storage/driver\\.ts$' },
      to: { path: 'node_modules/libsql/' },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'product-never-tests',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.test\\.tsx?$' },
      to: { path: '^test/' },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(electron|virtual:)' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(out|dist|node_modules/\\.)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'types', 'default'],
    },
  },
}
