// The demo's portal: the test portal with the office fixture, as a child that lives as long as the demo.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { repository } from '../runtime/repository.ts'

export type DemoPortal = { readonly url: string; readonly key: string; readonly stop: () => Promise<void> }

export const startPortal = async (): Promise<DemoPortal> => {
  const cli = join(repository, 'test', 'portal', 'cli.ts')
  const child = spawn(process.execPath, [cli, '--port', '0', '--fixture', 'office'], {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = new Promise<undefined>((resolve) => {
    child.once('exit', () => resolve(undefined))
    child.once('error', () => resolve(undefined))
  })
  const greeting = new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).once('line', resolve)
  })
  const line = await Promise.race([greeting, gone])
  if (line === undefined) throw new Error('The test portal did not start.')
  const { url, key } = JSON.parse(line) as { url: string; key: string }
  return {
    url,
    key,
    stop: async () => {
      child.kill('SIGTERM')
      await gone
    },
  }
}
