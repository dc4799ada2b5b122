// Connects the demo's portal through the command line, as a person would: the key goes in on standard input.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { repository } from '../runtime/repository.ts'
import type { DemoPortal } from './portal.ts'

export const connect = async (portal: DemoPortal, profile: string, env: NodeJS.ProcessEnv): Promise<void> => {
  const cli = join(repository, 'src', 'main', 'cli.ts')
  const args = [cli, 'portals', 'add', 'demo', '--url', portal.url, '--user-data-dir', profile]
  const child = spawn(process.execPath, args, { cwd: repository, env, stdio: ['pipe', 'ignore', 'inherit'] })
  child.stdin.end(`${portal.key}\n`)
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`The portal could not be connected (exit status ${code ?? 'none'}).`)
}
