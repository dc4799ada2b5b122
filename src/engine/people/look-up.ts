import { emailKey } from '../../core/people/email.ts'
import type { Group, User } from '../../core/person.ts'
import { ok, type Result } from '../../core/result.ts'
import type { Space, SpaceId } from '../../core/space.ts'
import { largestPage } from '../../core/sync/window.ts'
import type { FoyerClient } from '../foyer/client.ts'

type Options = { readonly signal?: AbortSignal }

/** P1.9: the person who has this very address, asked of the portal; null: nobody. */
export const findByEmail = async (
  foyer: FoyerClient,
  email: string,
  options: Options = {},
): Promise<Result<User | null>> => {
  const wanted = emailKey(email)
  for (let pageNumber = 1; ; pageNumber += 1) {
    // The search finds the address within longer ones too: each page is looked through.
    const page = await foyer.users.search(
      { query: wanted, pageSize: largestPage, pageNumber, orderBy: [{ id: 'created_at', dir: 'asc' }] },
      options,
    )
    if (!page.ok) return page
    const found = page.value.results.find((user) => emailKey(user.email) === wanted)
    if (found !== undefined) return ok(found)
    if (page.value.results.length < largestPage) return ok(null)
  }
}

const nameKey = (text: string): string => text.normalize('NFC').trim().toLowerCase()

/** Spaces of this name, whatever its capitals, oldest first. */
export const findSpaces = async (
  foyer: FoyerClient,
  name: string,
  options: Options = {},
): Promise<Result<readonly Space[]>> => {
  const found = new Map<SpaceId, Space>()
  for (let pageNumber = 1; ; pageNumber += 1) {
    const page = await foyer.spaces.search(
      { query: name.trim(), pageSize: largestPage, pageNumber, orderBy: [{ id: 'created_at', dir: 'asc' }] },
      options,
    )
    if (!page.ok) return page
    for (const space of page.value.results)
      if (nameKey(space.name) === nameKey(name)) found.set(space.id, space)
    if (page.value.results.length < largestPage) return ok([...found.values()])
  }
}

/** Groups of this name, whatever its capitals. */
export const findGroups = async (
  foyer: FoyerClient,
  name: string,
  options: Options = {},
): Promise<Result<readonly Group[]>> => {
  const found: Group[] = []
  for (let pageNumber = 1; ; pageNumber += 1) {
    const page = await foyer.groups.search(
      { query: name.trim(), pageSize: largestPage, pageNumber, orderBy: [{ id: 'created_at', dir: 'asc' }] },
      options,
    )
    if (!page.ok) return page
    found.push(...page.value.results.filter((group) => nameKey(group.name) === nameKey(name)))
    if (page.value.results.length < largestPage) return ok(found)
  }
}
