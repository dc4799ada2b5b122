import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { fail } from '../core/failure.ts'
import { portal, type Portal, type PortalId } from '../core/portal.ts'
import { err, ok, type Result } from '../core/result.ts'
import { refusal } from './disk/refusal.ts'
import { replaceFile } from './disk/replace-file.ts'

/** The profile folder: `portals.json` and a folder per portal. Folders are 0700, files 0600 (hardening 29). */
export type Profile = {
  readonly portals: () => readonly Portal[]
  /** Reads the list afresh, changes it and writes it, so that a second process's portal is not lost. */
  readonly change: (edit: (portals: readonly Portal[]) => readonly Portal[]) => Promise<Result<void>>
  readonly folderOf: (portalId: PortalId) => string
  /** Makes the portal's folder if it is not there. */
  readonly prepare: (portalId: PortalId) => Promise<Result<void>>
  /** Deletes the portal's folder and everything in it, and those of its archives that were set aside. */
  readonly erase: (portalId: PortalId) => Promise<Result<void>>
  /** Puts the portal's folder aside, named by the moment (ms), and makes an empty one. */
  readonly setAside: (portalId: PortalId, at: number) => Promise<Result<void>>
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
    return err(refusal(error, path))
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

/** What the disk refuses becomes a failure about `path`. */
const attempt = async (path: string, work: () => Promise<void>): Promise<Result<void>> => {
  try {
    await work()
    return ok(undefined)
  } catch (error) {
    return err(refusal(error, path))
  }
}

export const openProfile = async (dataDir: string): Promise<Result<Profile>> => {
  const path = join(dataDir, 'portals.json')
  const folderOf = (portalId: PortalId): string => join(dataDir, 'portals', portalId)
  const makeFolder = async (portalId: PortalId): Promise<void> => {
    await mkdir(folderOf(portalId), { recursive: true, mode: 0o700 })
  }
  try {
    await mkdir(join(dataDir, 'portals'), { recursive: true, mode: 0o700 })
  } catch (error) {
    return err(refusal(error, dataDir))
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
        return err(refusal(error, path))
      }
      current = next
      return ok(undefined)
    },
    folderOf,
    prepare: (portalId) => attempt(folderOf(portalId), () => makeFolder(portalId)),
    setAside: (portalId, at) =>
      attempt(folderOf(portalId), async () => {
        await rename(folderOf(portalId), `${folderOf(portalId)}.aside-${at}`)
        await makeFolder(portalId)
      }),
    erase: (portalId) => {
      const all = join(dataDir, 'portals')
      const own = (name: string): boolean => name === portalId || name.startsWith(`${portalId}.aside-`)
      return attempt(folderOf(portalId), async () => {
        for (const name of (await readdir(all)).filter(own)) {
          await rm(join(all, name), { recursive: true, force: true })
        }
      })
    },
  })
}
