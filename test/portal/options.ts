import { parseArgs } from 'node:util'

const fixtureNames = ['empty', 'small', 'office', 'million'] as const
export type FixtureName = (typeof fixtureNames)[number]

/** Where documentation and public client library differ: serve both, or only one of them. */
export type Forms = 'both' | 'documented' | 'library'

export type PortalOptions = {
  /** 0 takes any free port. */
  readonly port?: number
  readonly fixture?: FixtureName
  /** Life of a SAS token in seconds. */
  readonly sasSeconds?: number
  /** Added to every API answer. */
  readonly latencyMs?: number
  /**
   * `azurite` keeps and checks everything; `discard` keeps names and lengths only, for benchmarks. The URL of an
   * account: a blob service that runs by itself, whose blobs the portal believes to be there.
   */
  readonly blobs?: 'azurite' | 'discard' | URL
  /** Another seed gives other people, words and files. */
  readonly seed?: number
  /** The API key; made up when absent. */
  readonly key?: string
  readonly forms?: Forms
}

export const usage = `usage: portal [--port N] [--fixture ${fixtureNames.join('|')}] [--sas-seconds 600] [--latency-ms 0]
              [--blobs azurite|discard|URL] [--seed N] [--forms both|documented|library]`

/** Reads the command line; the text of the problem when it cannot be used. */
export function parseOptions(args: readonly string[]): PortalOptions | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '0' },
        fixture: { type: 'string', default: 'small' },
        'sas-seconds': { type: 'string', default: '600' },
        'latency-ms': { type: 'string', default: '0' },
        blobs: { type: 'string', default: 'azurite' },
        seed: { type: 'string', default: '1' },
        forms: { type: 'string', default: 'both' },
      },
    })
    return {
      port: whole('--port', values.port, 0, 65_535),
      fixture: oneOf('--fixture', values.fixture, fixtureNames),
      sasSeconds: whole('--sas-seconds', values['sas-seconds'], 1, 86_400),
      latencyMs: whole('--latency-ms', values['latency-ms'], 0, 60_000),
      blobs: /^http:/.test(values.blobs)
        ? new URL(values.blobs)
        : oneOf('--blobs', values.blobs, ['azurite', 'discard'] as const),
      seed: whole('--seed', values.seed, 0, 4_294_967_295),
      forms: oneOf('--forms', values.forms, ['both', 'documented', 'library'] as const),
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function whole(name: string, text: string, low: number, high: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN
  if (!(value >= low && value <= high))
    throw new RangeError(`${name} takes a whole number from ${low} to ${high}`)
  return value
}

function oneOf<T extends string>(name: string, text: string, allowed: readonly T[]): T {
  const found = allowed.find((value) => value === text)
  if (found === undefined) throw new RangeError(`${name} takes one of ${allowed.join(', ')}`)
  return found
}
