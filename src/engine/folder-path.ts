import type { File, FileId } from '../core/file.ts'
import { fail } from '../core/failure.ts'
import { err, ok, type Result } from '../core/result.ts'
import type { SpaceId } from '../core/space.ts'
import type { PortalContext } from './context.ts'

const pageSize = 100

/** Looks one folder up by name among a folder's entries, asked of the portal: folders come first, so few pages suffice. */
const findFolder = async (
  { foyer }: PortalContext,
  spaceId: SpaceId,
  parentId: FileId | null,
  name: string,
  signal: AbortSignal | undefined,
): Promise<Result<File | undefined>> => {
  for (let pageNumber = 1; ; pageNumber += 1) {
    const page = await foyer.files.search(
      spaceId,
      { parentId, pageSize, pageNumber, orderBy: [{ id: 'name', dir: 'asc' }] },
      signal === undefined ? {} : { signal },
    )
    if (!page.ok) return page
    const found = page.value.results.find((entry) => entry.isFolder && entry.name === name)
    const last = page.value.results.at(-1)
    if (found !== undefined || last === undefined) return ok(found)
    if (!last.isFolder || page.value.results.length < pageSize) return ok(undefined)
  }
}

/** Creates a folder; after a lost reply it looks for it before saying that it failed (quality rule 1). */
export const createFolder = async (
  context: PortalContext,
  spaceId: SpaceId,
  parentId: FileId | null,
  name: string,
  signal?: AbortSignal,
): Promise<Result<File>> => {
  const made = await context.foyer.files.createFolder(
    spaceId,
    { name, parentId },
    signal === undefined ? {} : { signal },
  )
  if (made.ok || made.error.unsure !== true) return made
  const found = await findFolder(context, spaceId, parentId, name, signal)
  return found.ok && found.value !== undefined ? ok(found.value) : made
}

/** Follows folder names down from the top of a space. `not-found` names the first one that is missing. */
export const followPath = async (
  context: PortalContext,
  spaceId: SpaceId,
  names: readonly string[],
  missing: 'find' | 'create',
  signal?: AbortSignal,
): Promise<Result<{ readonly id: FileId | null; readonly made: readonly File[] }>> => {
  let id: FileId | null = null
  const made: File[] = []
  for (const name of names) {
    const found: Result<File | undefined> = await findFolder(context, spaceId, id, name, signal)
    if (!found.ok) return found
    if (found.value !== undefined) {
      id = found.value.id
      continue
    }
    if (missing === 'find') return err(fail('not-found', { about: name }))
    const created: Result<File> = await createFolder(context, spaceId, id, name, signal)
    if (!created.ok) return created
    made.push(created.value)
    id = created.value.id
  }
  return ok({ id, made })
}
