import { emailKey } from '../../core/people/email.ts'
import type { Group, User } from '../../core/person.ts'
import { ok, type Result } from '../../core/result.ts'
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

/** Groups of this name, whatever its capitals. */
export const findGroups = async (
  foyer: FoyerClient,
  name: string,
  options: Options = {},
): Promise<Result<readonly Group[]>> => {
  const key = (text: string): string => text.normalize('NFC').trim().toLowerCase()
  const found: Group[] = []
  for (let pageNumber = 1; ; pageNumber += 1) {
    const page = await foyer.groups.search(
      { query: name.trim(), pageSize: largestPage, pageNumber, orderBy: [{ id: 'created_at', dir: 'asc' }] },
      options,
    )
    if (!page.ok) return page
    found.push(...page.value.results.filter((group) => key(group.name) === key(name)))
    if (page.value.results.length < largestPage) return ok(found)
  }
}
