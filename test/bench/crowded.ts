// Spaces of a hundred, ten thousand, a hundred thousand and a million messages, to see what a space's size costs.
import { anyTalk, companyTalk } from '../portal/fixtures/talk-english.ts'
import type { BaseMessages } from '../portal/message-log.ts'
import type { Store } from '../portal/store.ts'

export const crowds = [100, 10_000, 100_000, 1_000_000] as const

const minute = 60_000

const lines = [...companyTalk, ...anyTalk]
  .flatMap((script) => script.split('\n'))
  .map((line) =>
    line
      .slice(2)
      .replaceAll(' // ', '\n')
      .replace(/\{(\w+)\}/g, '$1'),
  )

const idOf = (count: number, index: number): string =>
  `${count.toString(16).padStart(8, '0')}-0000-4000-8000-${index.toString(16).padStart(12, '0')}`

const messagesOf = (spaceId: string, count: number, users: readonly string[], now: number): BaseMessages => ({
  count,
  at: (index) => ({
    id: idOf(count, index),
    space_id: spaceId,
    user_id: users[(index * 7) % users.length] ?? '',
    content: `${lines[(index * 31) % lines.length] ?? ''} (${index + 1} of ${count})`,
    created_at: new Date(now - (count - index) * minute).toISOString(),
  }),
  indexOf: () => undefined,
})

/** Adds the crowded spaces, each named after its count, to a store that has people. */
export const fillCrowded = (store: Store, now: number): void => {
  const users = [...store.users.keys()]
  for (const count of crowds) {
    const id = idOf(count, 0)
    const at = new Date(now - 900 * 86_400_000).toISOString()
    store.spaces.set(id, {
      id,
      name: `Crowd of ${count}`,
      members: { users: [...users], groups: [] },
      created_at: at,
      updated_at: at,
    })
    store.startMessages(id, messagesOf(id, count, users, now))
  }
}
