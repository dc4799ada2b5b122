import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { fail } from '../core/failure.ts'
import { portal, type Portal, type PortalId } from '../core/portal.ts'
import { err, ok, type Result } from '../core/result.ts'
import { replaceFile } from './disk/replace-file.ts'

/** The profile folder: `portals.json` and a folder per portal. Folders are 0700, files 0600 (hardening 29). */
export type Profile = {
  readonly portals: () => readonly Portal[]
  /** Reads the list afresh, changes it and writes it, so that a second process's portal is not lost. */
  readonly change: (edit: (portals: readonly Portal[]) => readonly Portal[]) => Promise<Result<void>>
  readonly folderOf: (portalId: PortalId) => string
  /** Makes the portal's folder if it is not there. */
  readonly prepare: (portalId: PortalId) => Promise<void>
  /** Deletes the portal's folder and everything in it, and those of its archives that were set aside. */
  readonly erase: (portalId: PortalId) => Promise<void>
}

const stored = z.object({ version: z.literal(1), portals: z.array(portal) })

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code

const readPortals = async (path: string): Promise<Result<readonly Portal[]>> => {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return ok([])
    return err(fail('disk-error', { about: path, detail: error instanceof Error ? error.message : '' }))
  }
  // Read once at a start: compiling the schema would cost more than it saves.
  const parsed = stored.safeParse(parseJson(text), { jitless: true })
  return parsed.success ? ok(parsed.data.portals) : err(fail('archive-corrupt', { about: path }))
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export const openProfile = async (dataDir: string): Promise<Result<Profile>> => {
  const path = join(dataDir, 'portals.json')
  const folderOf = (portalId: PortalId): string => join(dataDir, 'portals', portalId)
  try {
    await mkdir(join(dataDir, 'portals'), { recursive: true, mode: 0o700 })
  } catch (error) {
    return err(fail('disk-error', { about: dataDir, detail: error instanceof Error ? error.message : '' }))
  }
  const first = await readPortals(path)
  if (!first.ok) return first
  let current = first.value
  return ok({
    portals: () => current,
    change: async (change) => {
      const fresh = await readPortals(path)
      if (!fresh.ok) return fresh
      const next = change(fresh.value)
      try {
        await replaceFile(path, `${JSON.stringify({ version: 1, portals: next }, null, 2)}\n`)
      } catch (error) {
        const full = hasCode(error, 'ENOSPC')
        return err(fail(full ? 'disk-full' : 'disk-error', { about: path }))
      }
      current = next
      return ok(undefined)
    },
    folderOf,
    prepare: async (portalId) => {
      await mkdir(folderOf(portalId), { recursive: true, mode: 0o700 })
    },
    erase: async (portalId) => {
      const all = join(dataDir, 'portals')
      const own = (name: string): boolean => name === portalId || name.startsWith(`${portalId}.aside-`)
      for (const name of (await readdir(all)).filter(own)) {
        await rm(join(all, name), { recursive: true, force: true })
      }
    },
  })
}
