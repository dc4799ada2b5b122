import { readFile } from 'node:fs/promises'
import { defaultSettings, type Settings, settings as settingsSchema } from '../core/settings.ts'
import { replaceFile } from '../engine/disk/replace-file.ts'

export type SettingsFile = {
  get(): Settings
  /** On disk before it answers. Writes follow one another. */
  set(change: { readonly [K in keyof Settings]?: Settings[K] | undefined }): Promise<Settings>
}

/** The settings kept in `path`. A file that can't be read, or a setting nobody knows, falls back to its first value. */
export const openSettingsFile = async (path: string): Promise<SettingsFile> => {
  let current = parseSettings(await readFile(path, 'utf8').catch(() => ''))
  let last: Promise<unknown> = Promise.resolve()
  return {
    get: () => current,
    set: (change) => {
      const written = last.then(async () => {
        const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
        const next = settingsSchema.parse({ ...current, ...given })
        await replaceFile(path, JSON.stringify(next, null, 2))
        current = next
        return next
      })
      // One failed write is its own caller's business and doesn't stop the next.
      last = written.catch(() => undefined)
      return written
    },
  }
}

/** Setting by setting, so that one odd value doesn't lose the others. */
export const parseSettings = (text: string): Settings => {
  const stored = parsed(text)
  const known = Object.entries(settingsSchema.shape).flatMap(([name, schema]) => {
    const value = schema.safeParse(stored[name])
    return value.success ? [[name, value.data] as const] : []
  })
  return settingsSchema.parse({ ...defaultSettings, ...Object.fromEntries(known) })
}

const parsed = (text: string): Readonly<Record<string, unknown>> => {
  if (text === '') return {}
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch (error) {
    if (error instanceof SyntaxError) return {}
    throw error
  }
}
