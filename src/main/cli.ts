// The command line: the same engine as the window's, in plain Node, without a window.
import { pathToFileURL } from 'node:url'
import { keepHeapSmall } from '../engine/node/heap.ts'
import { keepWasmCode } from '../engine/node/wasm.ts'
import { parseCommand, usage } from './cli/arguments.ts'
import { commands } from './cli/commands.ts'
import { consoleOutput, type Output } from './cli/output.ts'
import { explain, isMisuse } from './cli/words.ts'
import { forgetDangerousVariables } from './environment.ts'

/** The words that make the program a command line instead of a window. */
export const isCommand = (word: string | undefined): boolean => word !== undefined && word in commands

/** Runs one command. Answers the exit status: 0 all done, 1 something failed (each named), 2 usage. */
export const runCli = async (
  argv: readonly string[],
  workerUrl: URL,
  output: Output = consoleOutput,
): Promise<number> => {
  forgetDangerousVariables(process.env)
  // Nothing this program writes is for other people's eyes (hardening 29).
  process.umask(0o077)
  const parsed = parseCommand(argv)
  if (!parsed.ok) {
    output.problem(parsed.error.detail ?? '')
    output.problem(usage)
    return 2
  }
  const { name } = parsed.value
  if (name === 'help') {
    output.line(usage)
    return 0
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command === undefined) {
    output.problem(`There is no command called ${name}.`)
    output.problem(usage)
    return 2
  }
  const stop = new AbortController()
  const onSignal = (): void => stop.abort(new Error('interrupted'))
  process.once('SIGINT', onSignal)
  process.once('SIGTERM', onSignal)
  try {
    const done = await command({ ...parsed.value, workerUrl, output, signal: stop.signal })
    if (done.ok) return done.value
    output.problem(explain(done.error))
    return isMisuse(done.error.code) ? 2 : 1
  } finally {
    process.off('SIGINT', onSignal)
    process.off('SIGTERM', onSignal)
  }
}

const startedDirectly =
  process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href
if (startedDirectly) {
  keepHeapSmall()
  keepWasmCode()
  const workerUrl = new URL('../engine/storage/worker.ts', import.meta.url)
  process.exitCode = await runCli(process.argv.slice(2), workerUrl)
}
