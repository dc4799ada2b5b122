import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'

export type Ran = {
  readonly status: number | null
  readonly out: string
  readonly problems: string
  /** What `--json` printed. */
  readonly lines: readonly Readonly<Record<string, unknown>>[]
}

type Place = {
  readonly folder: string
  readonly key: string
  /** The credentials of EVERFI's directory, for a profile that is connected to it. */
  readonly foundry?: { readonly clientId: string; readonly clientSecret: string }
}

/** Runs the command line as a process of its own; the key is kept in memory, as on a build machine. */
export const runCommand = (
  { folder, key, foundry }: Place,
  words: readonly string[],
  input = '',
): Promise<Ran> =>
  new Promise((done, failed) => {
    const program = resolve(import.meta.dirname, '../../src/main/cli.ts')
    const profile = join(folder, 'profile')
    const child = spawn(process.execPath, [program, ...words, '--user-data-dir', profile], {
      env: {
        ...{ ...process.env, FOYER_KEYCHAIN: 'memory', FOYER_API_KEY: key },
        ...(foundry === undefined
          ? {}
          : {
              FOYER_FOUNDRY: JSON.stringify({
                clientId: foundry.clientId,
                clientSecret: foundry.clientSecret,
              }),
            }),
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    let [out, problems] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')))
    child.stderr.on('data', (chunk: Buffer) => (problems += chunk.toString('utf8')))
    child.once('error', failed)
    child.once('close', (status) =>
      done({
        ...{ status, out, problems },
        // Read only when asked for: `thread` prints one document over many lines.
        get lines() {
          return jsonLines(out)
        },
      }),
    )
    child.stdin.end(input)
  })

const jsonLines = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
