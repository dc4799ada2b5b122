// `npm run -s foundry -- --port N [--people 10000]`: the stand-in directory alone.
import { parseArgs } from 'node:util'
import { startFoundry } from './server.ts'

const usage = 'usage: foundry [--port N] [--people N] [--seed N] [--limit N]'

const whole = (name: string, text: string, high: number): number => {
  const value = /^\d+$/.test(text) ? Number(text) : NaN
  if (!(value <= high)) throw new RangeError(`--${name} takes a whole number up to ${high}`)
  return value
}

const read = () => {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      people: { type: 'string', default: '60' },
      seed: { type: 'string', default: '1' },
      limit: { type: 'string', default: '200' },
    },
  })
  return {
    port: whole('port', values.port, 65_535),
    people: whole('people', values.people, 1_000_000),
    seed: whole('seed', values.seed, 4_294_967_295),
    limit: whole('limit', values.limit, 1_000_000),
  }
}

const run = async (): Promise<void> => {
  let options: ReturnType<typeof read>
  try {
    options = read()
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}\n`)
    process.exitCode = 2
    return
  }
  const foundry = await startFoundry(options)
  let stopping = false
  const stop = (): void => {
    if (stopping) return
    stopping = true
    void foundry.close()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  const { url, clientId, clientSecret, control } = foundry
  process.stdout.write(`${JSON.stringify({ url, clientId, clientSecret, control })}\n`)
  if (process.env['npm_lifecycle_event'] === undefined) return
  // npm passes a signal to the shell it started, and the shell dies without passing it on.
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) stop()
  }, 250).unref()
}

await run()
