import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'

import { createCaller } from './caller.ts'

const start = (...args: string[]) =>
  spawn(process.execPath, [fileURLToPath(new URL('cli.ts', import.meta.url)), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })

async function ended(child: ChildProcess): Promise<unknown> {
  const [code] = (await once(child, 'exit')) as [number | null]
  return code
}

describe('the portal’s command line', () => {
  it('prints one JSON line, serves, and ends with 0 on SIGTERM', async () => {
    const child = start('--port', '0', '--fixture', 'small', '--blobs', 'discard')
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
    const told = JSON.parse(line) as { url: string; key: string; control: string }
    expect(told.control).toBe(`${told.url}/__control`)
    expect((await createCaller(told)('GET', '/me')).status).toBe(200)
    const end = ended(child)
    child.kill('SIGTERM')
    expect(await end).toBe(0)
  })

  it.each([['--colour', 'red'], ['--fixture', 'huge'], ['--port', '70000'], ['extra']])(
    'answers %s with its usage and 2',
    async (...args) => {
      const child = start(...args)
      let said = ''
      child.stderr.on('data', (chunk: Buffer) => {
        said += chunk.toString()
      })
      const [code] = (await once(child, 'close')) as [number | null]
      expect(code).toBe(2)
      expect(said).toContain('usage: portal')
    },
  )
})
