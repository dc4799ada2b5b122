// A profile with the office fixture's archive in it, made once for the measurements on it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { startPortal, type Portal } from '../portal/server.ts'

export const repository = resolve(import.meta.dirname, '../..')

export const cli = async (words: readonly string[], input: string): Promise<void> => {
  const child = spawn(process.execPath, [join(repository, 'src/main/cli.ts'), ...words], {
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  child.stdin.end(input)
  const [status] = (await once(child, 'close')) as [number | null]
  if (status !== 0) throw new Error(`${words.slice(0, 2).join(' ')} ended with ${status ?? 'a signal'}`)
}

export type BenchDesk = { readonly profile: string; readonly portal: Portal; close(): Promise<void> }

export const officeDesk = async (options: { readonly sync: boolean }): Promise<BenchDesk> => {
  const portal = await startPortal({ fixture: 'office' })
  const profile = await mkdtemp(join(tmpdir(), 'foyer-bench-'))
  const place = ['--user-data-dir', profile]
  await cli(['portals', 'add', 'office', '--url', portal.url, ...place], portal.key)
  if (options.sync) await cli(['sync', '--portal', 'office', ...place], '')
  return {
    profile,
    portal,
    close: async () => {
      await portal.close()
      await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    },
  }
}
