import type { z } from 'zod'
import type {
  FoundryCategory,
  FoundryLocation,
  FoundryProgress,
  FoundryReading,
} from '../../core/foundry/records.ts'
import type { PageNames } from '../../core/foundry/settings.ts'
import { ok, type Result } from '../../core/result.ts'
import { type PeopleFilter, type PeopleOptions, readPeople } from './people.ts'
import { createFoundryRequester, type FoundryOptions } from './request.ts'
import { categoriesOf, categoriesWire, locationsWire, progressWire } from './wire.ts'

type Options = { readonly signal?: AbortSignal | undefined }

/** EVERFI Foundry, read only. Failures are values with the codes `foundry-…`. */
export type FoundryClient = {
  /** Asks for a token, and nothing else. */
  login(): Promise<Result<void>>
  /** `names` in the answer is the pair of page names that works. */
  people(
    filter: PeopleFilter,
    options?: PeopleOptions,
  ): Promise<Result<FoundryReading & { readonly names: PageNames }>>
  locations(options?: Options): Promise<Result<readonly FoundryLocation[]>>
  categories(options?: Options): Promise<Result<readonly FoundryCategory[]>>
  /** What changed since; `since` null: everything. The answer's `since` is for the next time (F1.11). */
  progress(
    since: string | null,
    options?: Options,
  ): Promise<Result<{ readonly rows: readonly FoundryProgress[]; readonly since: string | null }>>
}

/** Pages of short lists that are followed at most. */
const mostPages = 200

export const createFoundryClient = (options: FoundryOptions): FoundryClient => {
  const { ask, login } = createFoundryRequester(options)
  const scrollThrough: FoundryClient['progress'] = async (since, { signal } = {}) => {
    const rows: FoundryProgress[] = []
    let until = since
    let scroll: string | null = null
    do {
      const answer: Result<z.output<typeof progressWire> | null> = await ask({
        ...{ path: 'progress/user_assignments', schema: progressWire, signal },
        query: [
          ['scroll_size', '100'],
          ...(since === null ? [] : [['since', since] as const]),
          ...(scroll === null ? [] : [['scroll_id', scroll] as const]),
        ],
      })
      if (!answer.ok) return answer
      if (answer.value === null) break
      rows.push(...answer.value.data)
      until = answer.value.next.since ?? until
      scroll = answer.value.next.scroll_id ?? null
      // An empty page with a scroll id would be asked for ever.
      if (answer.value.data.length === 0) break
    } while (scroll !== null)
    return ok({ rows, since: until })
  }
  return {
    login,
    people: (filter, how) => readPeople(ask, filter, options.settings.pageNames, how),
    locations: async ({ signal } = {}) => {
      const found = new Map<string, FoundryLocation>()
      let link: string | null = null
      for (let page = 0; page < mostPages; page += 1) {
        const asked = {
          ...{ path: 'admin/locations', schema: locationsWire, signal },
          query: [['fields[locations]', 'name,external_id']] as const,
        }
        const answer: Result<z.output<typeof locationsWire> | null> = await ask(
          link === null ? asked : { ...asked, link },
        )
        if (!answer.ok) return answer
        const before = found.size
        for (const location of answer.value?.data ?? []) found.set(location.id, location)
        link = answer.value?.links?.next ?? null
        if (link === null || found.size === before) break
      }
      return ok([...found.values()])
    },
    categories: async ({ signal } = {}) => {
      const answer = await ask({
        ...{ path: 'admin/categories', schema: categoriesWire, signal },
        query: [['include', 'category_labels']],
      })
      if (!answer.ok) return answer
      return ok(answer.value === null ? [] : categoriesOf(answer.value))
    },
    progress: async (since, options = {}) => {
      const read = await scrollThrough(since, options)
      // A scroll lives only so long: forgotten in the middle, it is begun again, once.
      return read.ok || read.error.status !== 404 ? read : scrollThrough(since, options)
    },
  }
}
