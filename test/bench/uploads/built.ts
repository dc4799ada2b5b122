import { mkdtemp, mkdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { build } from 'vite'

/** A program built for a measurement, and how to be rid of it. */
export type Built = { readonly script: string; remove(): Promise<void> }

const sources = {
  'engine-process': resolve(import.meta.dirname, 'engine-process.ts'),
  'storage-worker': resolve(import.meta.dirname, '../../../src/engine/storage/worker.ts'),
  'disk-worker': resolve(import.meta.dirname, '../../../src/engine/disk/worker.ts'),
}

/**
 * The engine's process and its threads in a few files, as the product is built (electron.vite.config.ts): to read and
 * translate some hundred sources in each thread takes time and memory that no installed program takes.
 */
export const buildEngineProcess = async (): Promise<Built> => {
  // Below the checkout, where the package with native code is found.
  const parent = resolve(import.meta.dirname, '../../../out')
  await mkdir(parent, { recursive: true })
  const folder = await mkdtemp(join(parent, 'bench-'))
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir: folder,
      target: 'node20.18',
      minify: true,
      rolldownOptions: {
        external: ['libsql'],
        input: sources,
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  })
  return {
    script: join(folder, 'engine-process.js'),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
