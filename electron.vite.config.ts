import { resolve } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { build, type Plugin } from 'vite'
import { calls, events } from './src/contract/index.ts'
import { channels } from './src/main/ipc/channels.ts'
import { devContentPolicy } from './src/main/content-policy.ts'

const at = (path: string): string => resolve(import.meta.dirname, path)

/**
 * Electron 45 carries Node 24 and Chromium 15x, the copy from the npm registry Node 20.18 and Chromium 130
 * (docs/adr): the build speaks to the older.
 */
const node = 'node20.18'
const chromium = 'chrome130'

/** Schemas are the main process's: in the window they would cost time before its first frame. Types are free. */
const noSchemas = {
  name: 'no-schemas-in-the-window',
  enforce: 'pre' as const,
  resolveId: (id: string, importer: string | undefined): null => {
    if (id === 'zod')
      throw new Error(`${importer ?? 'A page'} brings zod into the window: import its types alone`)
    return null
  },
}

/** As much of Rolldown's module graph as is walked here. */
type Graph = {
  getModuleIds(): Iterable<string>
  getModuleInfo(id: string): { isEntry: boolean; importedIds: readonly string[] } | null
}

/** The one module of icons names them all; a module that uses some of them does not reach the others. */
const barrel = /lucide-react\/dist\/esm\/lucide-react\.m?js$/

/** What these modules reach without a dynamic import, themselves included. */
const reachedFrom = (graph: Graph, begins: readonly string[]): Set<string> => {
  const reached = new Set<string>()
  const open = [...begins]
  for (const id of open) {
    if (reached.has(id)) continue
    reached.add(id)
    if (!barrel.test(id)) open.push(...(graph.getModuleInfo(id)?.importedIds ?? []))
  }
  return reached
}

/**
 * Collects what some modules reach without a dynamic import into one chunk: it is read while the window waits for it,
 * and a dozen small files cost a dozen turns of the thread that reads them. What runs before them stays out: a single
 * function that both use would bring the whole chunk in before its time.
 */
const together = (
  name: string,
  begins: (id: string, isEntry: boolean) => boolean,
  before: readonly string[] = [],
) => {
  let reached = new Set<string>()
  const plugin = {
    name: `together-${name}`,
    buildEnd(this: Graph): void {
      const ids = [...this.getModuleIds()]
      reached = reachedFrom(
        this,
        ids.filter((id) => begins(id, this.getModuleInfo(id)?.isEntry === true)),
      )
      for (const id of reachedFrom(this, before)) reached.delete(id)
    },
  }
  return { plugin, group: { name, test: (id: string): boolean => reached.has(id) } }
}
// What only later screens share (menus and their positioning, lists) stays out of it.
const firstScreen = together('first-screen', (_, isEntry) => isEntry)
/** The icons of every other screen: some two hundred bytes each, so one file for all. */
const laterIcons = { name: 'later-icons', test: /lucide-react\/dist\/esm\/icons\// }
const beforeProgram = [at('src/main/index.ts'), at('src/main/start.ts')]
const program = together('program', (id) => id === at('src/main/program.ts'), beforeProgram)

/**
 * How many bytes of code a chunk may bring along, by its name: its own and those of every chunk it imports. All of it is
 * read before the first painting, and one import too many takes in the rest of the program unseen; so the build fails.
 */
const budget = (limits: Readonly<Record<string, number>>): Plugin => ({
  name: 'budget',
  apply: 'build',
  generateBundle(_options, bundle) {
    const reached = (file: string, seen: Set<string>): Set<string> => {
      const chunk = bundle[file]
      if (chunk?.type !== 'chunk' || seen.has(file)) return seen
      seen.add(file)
      for (const imported of chunk.imports) reached(imported, seen)
      return seen
    }
    const sizeOf = (file: string): number => {
      const chunk = bundle[file]
      return chunk?.type === 'chunk' ? chunk.code.length : 0
    }
    const chunks = Object.values(bundle).filter((output) => output.type === 'chunk')
    for (const [name, limit] of Object.entries(limits)) {
      const named = chunks.filter((chunk) => chunk.name === name)
      if (named.length === 0) this.error(`No chunk is called ${name} any more: see the budget`)
      for (const { fileName } of named) {
        const files = [...reached(fileName, new Set())]
        const bytes = files.reduce((sum, file) => sum + sizeOf(file), 0)
        if (bytes > limit)
          this.error(
            `${name} brings ${bytes} bytes, ${limit} may be read before the first painting: ${files.join(', ')}`,
          )
      }
    }
  },
})

// Everything goes into a few files, for every file read before the window shows costs time; only what holds native
// code stays a package of its own.
const native = ['libsql', 'keytar']

/** Threads share no memory with the program, so nothing is won by sharing its files: each is built by itself. */
const threads = {
  'storage-worker': at('src/engine/storage/worker.ts'),
  'thumbnail-worker': at('src/engine/transfers/thumbnail-worker.ts'),
  'text-worker': at('src/engine/pins/text-worker.ts'),
  'disk-worker': at('src/engine/disk/worker.ts'),
}
const threadsApart: Plugin = {
  name: 'threads-apart',
  apply: 'build',
  async closeBundle() {
    for (const [name, file] of Object.entries(threads)) {
      await build({
        configFile: false,
        logLevel: 'warn',
        ssr: { noExternal: true },
        build: {
          ssr: file,
          target: node,
          minify: true,
          outDir: at('out/main'),
          emptyOutDir: false,
          rolldownOptions: {
            external: native,
            output: {
              format: 'es',
              entryFileNames: `${name}.js`,
              chunkFileNames: `chunks/${name}-[hash].js`,
            },
          },
        },
      })
    }
  },
}

export default defineConfig({
  main: {
    plugins: [program.plugin, threadsApart, budget({ index: 5_000, start: 12_000, program: 155_000 })],
    build: {
      target: node,
      minify: true,
      externalizeDeps: false,
      rolldownOptions: {
        external: native,
        input: { index: at('src/main/index.ts') },
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
          codeSplitting: { groups: [program.group], includeDependenciesRecursively: false },
        },
      },
    },
  },
  preload: {
    // The names come in at build time, so that neither zod nor a schema is part of the preload and a new call
    // changes nothing in it (hardening 14).
    define: {
      __CALL_NAMES__: JSON.stringify(Object.keys(calls)),
      __EVENT_NAMES__: JSON.stringify(Object.keys(events)),
      __CHANNELS__: JSON.stringify(channels),
    },
    build: {
      target: node,
      minify: true,
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: at('src/preload/index.ts') },
        // A sandboxed preload can't be an ES module.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src/renderer'),
    plugins: [noSchemas, firstScreen.plugin, budget({ index: 475_000 }), react(), tailwindcss()],
    server: { headers: { 'Content-Security-Policy': devContentPolicy } },
    build: {
      target: chromium,
      minify: true,
      outDir: at('out/renderer'),
      // The content policy allows neither inline scripts nor data: in scripts, styles and fonts (hardening 5).
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: at('src/renderer/index.html'),
        output: {
          codeSplitting: { groups: [firstScreen.group, laterIcons] },
        },
      },
    },
  },
})
