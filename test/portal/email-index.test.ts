import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createEmailIndex } from './email-index.ts'
import type { User } from './records.ts'

const names = fc.constantFrom('ann', 'joann', 'bo', 'Ann', 'dan.n', 'x')
const hosts = fc.constantFrom('x.example', 'X.example.org')
const anyone = fc.record({ name: names, host: hosts, phone: fc.constantFrom(null, '12', 'joann@x.example') })
const query = fc.tuple(
  fc.constantFrom('ann', 'n', '', 'joann', 'bo'),
  fc.constantFrom('@', '@x', '@x.example', ''),
)

it('finds whomever a walk over everybody finds, after changes and removals too', () => {
  fc.assert(
    fc.property(fc.array(anyone, { maxLength: 8 }), fc.array(fc.nat(7)), query, (people, moved, parts) => {
      const index = createEmailIndex()
      const users = people.map(({ name, host, phone }, id): User => ({
        ...{ id: String(id), email: `${name}@${host}`, role: 'client', first_name: null, last_name: null },
        ...{ phone_number: phone, avatar: null, created_at: '', updated_at: '' },
      }))
      users.forEach((user) => index.put(user))
      const gone = new Set<User>()
      for (const at of moved) {
        const user = users[at]
        if (user === undefined) continue
        if (gone.has(user) || at % 2 === 0) {
          user.email = `moved${user.email}`
          gone.delete(user)
          index.put(user)
        } else {
          gone.add(user)
          index.remove(user)
        }
      }
      const text = parts.join('')
      const fits = (user: User) =>
        [user.email, user.phone_number ?? ''].join('\n').toLowerCase().includes(text)
      const there = users.filter((user) => !gone.has(user))
      const found = [...(index.candidates(text) ?? there)].filter(fits)
      expect(new Set(found)).toEqual(new Set(there.filter(fits)))
      for (const user of there) expect(index.having(user.email.toUpperCase())).toContain(user)
    }),
  )
})
