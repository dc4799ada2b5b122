import { mkdir, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Log, LogFields } from '../../engine/ports.ts'

const largest = 5 * 1024 * 1024

export type FileLog = Log & { close(): Promise<void> }

/**
 * The log in `folder`, readable by its owner only. One older file is kept, from when this one passed 5 MB.
 * Nothing is opened or loaded before the first line: the start of the program waits for no log.
 */
export const createFileLog = (folder: string): FileLog => {
  let opening: Promise<Opened> | undefined
  const write = (level: Level, event: string, fields: LogFields | undefined): void => {
    const line = cleaned(fields)
    opening ??= open(folder)
    // A disk that takes no log must not take the program with it; the lines are lost, and only they.
    opening.then(
      ({ logger }) => logger[level](line, event),
      () => undefined,
    )
  }
  return {
    info: (event, fields) => write('info', event, fields),
    warn: (event, fields) => write('warn', event, fields),
    error: (event, fields) => write('error', event, fields),
    close: async () => (await opening?.catch(() => undefined))?.close(),
  }
}

type Level = 'info' | 'warn' | 'error'
type Opened = { readonly logger: Logger; close(): Promise<void> }

const open = async (folder: string): Promise<Opened> => {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, 'foyer-desktop.log')
  const bytes = await stat(path).then(
    (found) => found.size,
    () => 0,
  )
  if (bytes > largest) await rename(path, `${path}.1`)
  const { default: pino } = await import('pino')
  const destination = pino.destination({ dest: path, mode: 0o600, sync: false })
  const logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination)
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      destination.once('close', () => resolve())
      destination.end()
    })
  return { logger, close }
}

const secretName =
  /secret|token|passw|authori[sz]ation|cookie|credential|^(api)?key(hex)?$|^(content|body|text|sas)$/i
const secretText: readonly (readonly [RegExp, string])[] = [
  [/\bsig=[^&\s"']+/gi, 'sig=[redacted]'],
  [/\b(authorization["']?\s*[:=]\s*["']?)(basic |bearer )?[^\s"']+/gi, '$1[redacted]'],
  [/\b(basic|bearer) [a-z0-9+/=._-]{8,}/gi, '$1 [redacted]'],
  [/\/\/[^/\s@]+@/g, '//[redacted]@'],
]

/** The second line of defence: callers already give no secrets (hardening 18, 20). */
export const cleaned = (fields: LogFields = {}): LogFields =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, cleanedValue(name, value)]))

const cleanedValue = (name: string, value: LogFields[string]): LogFields[string] => {
  if (typeof value !== 'string') return value
  if (secretName.test(name)) return '[redacted]'
  return secretText.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), value)
}
