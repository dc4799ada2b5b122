// A virtual display of our own. Xvfb picks a free number itself and tells it (`-displayfd`), so two runs never
// fight for one, and it is our child, so it ends with us.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'

export type VirtualDisplay = { readonly name: string; readonly stop: () => Promise<void> }

const server = 'Xvfb'

/** Starts a 1440×900 screen and resolves once clients may connect. */
export const startDisplay = async (): Promise<VirtualDisplay> => {
  const xvfb = spawn(server, ['-displayfd', '3', '-screen', '0', '1440x900x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    // A group of its own: Ctrl-C in the terminal must stop the app first and its screen after it.
    detached: true,
  })
  const gone = new Promise<string>((resolve) => {
    xvfb.once('error', (error) => resolve(error.message))
    xvfb.once('exit', (code, signal) => resolve(`it ended with ${signal ?? code ?? 'nothing'}`))
  })
  let said = ''
  xvfb.stderr?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-500)))
  const number = await Promise.race([firstLine(xvfb.stdio[3] as Readable), gone.then(() => undefined)])
  if (number === undefined) throw new Error(`Xvfb did not start: ${await gone} ${said}`.trim())
  return {
    name: `:${number}`,
    stop: async () => {
      xvfb.kill('SIGTERM')
      await gone
    },
  }
}

const firstLine = async (stream: Readable): Promise<string> => {
  let text = ''
  stream.setEncoding('utf8')
  while (!text.includes('\n')) text += String((await once(stream, 'data'))[0])
  return text.trim()
}
