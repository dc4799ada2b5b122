import { parseOptions, usage } from './options.ts'
import type { PortalOptions } from './options.ts'
import { startPortal } from './server.ts'

const options = parseOptions(process.argv.slice(2))
if (typeof options === 'string') {
  process.stderr.write(`${options}\n${usage}\n`)
  process.exitCode = 2
} else {
  await run(options)
}

async function run(chosen: PortalOptions): Promise<void> {
  try {
    const portal = await startPortal(chosen)
    let stopping = false
    const stop = (): void => {
      if (stopping) return
      stopping = true
      void portal.close()
    }
    process.on('SIGINT', stop)
    process.on('SIGTERM', stop)
    if (process.env['npm_lifecycle_event'] !== undefined) onOrphaned(stop)
    // Whoever started the portal reads this line, and nothing comes before it.
    process.stdout.write(`${JSON.stringify({ url: portal.url, key: portal.key, control: portal.control })}\n`)
  } catch (error) {
    process.stderr.write(`portal: ${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  }
}

/** npm passes a signal to the shell it started, and the shell dies without passing it on. */
function onOrphaned(stop: () => void): void {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    stop()
  }, 250)
  timer.unref()
}
