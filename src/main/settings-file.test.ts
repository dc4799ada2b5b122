import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defaultSettings } from '../core/settings.ts'
import { openSettingsFile, parseSettings } from './settings-file.ts'
import { themeIn } from './theme.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'settings-'))
})
afterEach(async () => {
  await rm(folder, { recursive: true })
})

describe('settings on disk', () => {
  it('begin with the defaults and survive a restart', async () => {
    const path = join(folder, 'settings.json')
    const file = await openSettingsFile(path)
    expect(file.get()).toEqual(defaultSettings)
    await file.set({ theme: 'dark' })
    await file.set({ undoSeconds: 0, density: undefined })
    expect((await openSettingsFile(path)).get()).toEqual({
      ...defaultSettings,
      theme: 'dark',
      undoSeconds: 0,
    })
  })

  it('hardening 29: are for their owner alone, and leave nothing beside them', async () => {
    const file = await openSettingsFile(join(folder, 'settings.json'))
    await file.set({ theme: 'dark' })
    expect((await stat(join(folder, 'settings.json'))).mode & 0o777).toBe(0o600)
    expect(await readdir(folder)).toEqual(['settings.json'])
  })

  it('keep every one of several changes made at once', async () => {
    const file = await openSettingsFile(join(folder, 'settings.json'))
    await Promise.all([
      file.set({ theme: 'light' }),
      file.set({ density: 'compact' }),
      file.set({ undoSeconds: 9 }),
    ])
    expect(file.get()).toEqual({
      ...defaultSettings,
      ...{ theme: 'light', density: 'compact', undoSeconds: 9 },
    })
  })

  it('lose only the one value that is odd', () => {
    expect(parseSettings('{"theme":"dark","undoSeconds":"many","more":1}')).toEqual({
      ...defaultSettings,
      theme: 'dark',
    })
  })

  it.each(['', 'null', '7', '[]', '{"theme":', '\0\0\0'])('fall back to the defaults for %j', (text) => {
    expect(parseSettings(text)).toEqual(defaultSettings)
  })

  it('tell when they could not be written, and keep the old', async () => {
    const file = await openSettingsFile(join(folder, 'gone', 'settings.json'))
    await expect(file.set({ theme: 'dark' })).rejects.toThrow('ENOENT')
    expect(file.get()).toEqual(defaultSettings)
  })

  it('give the window its first colour before they are parsed', async () => {
    const path = join(folder, 'settings.json')
    const file = await openSettingsFile(path)
    for (const theme of ['dark', 'light', 'system'] as const) {
      await file.set({ theme })
      expect(themeIn(await readFile(path, 'utf8'))).toBe(theme)
    }
    expect(themeIn('')).toBe('system')
  })

  it('are read from a file nobody may write', async () => {
    const path = join(folder, 'settings.json')
    await writeFile(path, '{"theme":"dark"}')
    await chmod(path, 0o400)
    expect((await openSettingsFile(path)).get().theme).toBe('dark')
  })
})
