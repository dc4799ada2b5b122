import { describe, expect, it } from 'vitest'
import type { OutboxId } from '../../../core/outbox/outgoing.ts'
import { keepEdits } from './edit-keeper.ts'

const a = 'a' as OutboxId
const b = 'b' as OutboxId
const row = (id: OutboxId, content: string, edited: string | null = null, editable = true) => ({
  ...{ id, content, edited, editable },
})

/** A keeper, everything it did in order, and whether the messages may still be changed. */
const made = () => {
  const did: string[] = []
  const late = new Set<OutboxId>()
  let shown: ReadonlyMap<OutboxId, string> = new Map()
  let waiting: (() => void) | null = null
  const edits = keepEdits({
    write: async (id, content) => {
      did.push(`write ${id} ${content}`)
      return !late.has(id)
    },
    hold: async (id, held) => {
      did.push(`${held ? 'hold' : 'release'} ${id}`)
      return !late.has(id)
    },
    show: (texts) => (shown = texts),
    afterPause: (run) => {
      waiting = run
      return () => (waiting = null)
    },
    gone: (text) => did.push(`gone ${text}`),
  })
  return { edits, did, late, shown: () => Object.fromEntries(shown), pause: () => waiting?.() }
}
/** Answers that are there already have been heard. */
const heard = () => new Promise(setImmediate)

describe('messages that are being changed', () => {
  it('O1.17 O1.25 holds the message, and writes what is typed once typing has paused', () => {
    const { edits, did, shown, pause } = made()
    edits.begin(row(a, 'tpyo'))
    edits.change(a, 'typ')
    edits.change(a, 'typo')
    expect(shown()).toEqual({ a: 'typo' })
    expect(did).toEqual(['hold a'])
    pause()
    edits.flush()
    expect(did).toEqual(['hold a', 'write a typo'])
    edits.renew()
    expect(did.at(-1)).toBe('hold a')
  })

  it('O1.25 writes everything when nobody looks any more, and lets go only what was not changed', () => {
    const { edits, did } = made()
    edits.begin(row(a, 'one'))
    edits.begin(row(b, 'two'))
    edits.change(a, 'one, changed')
    edits.leave()
    expect(did).toEqual(['hold a', 'hold b', 'write a one, changed', 'release b'])
  })

  it('O1.25 goes on with what was left from before, and not with what was cancelled since', async () => {
    const { edits, did, shown } = made()
    edits.rows([row(a, 'one', 'one, ch'), row(b, 'two')])
    expect(shown()).toEqual({ a: 'one, ch' })
    edits.change(a, 'one, changed')
    edits.rows([row(a, 'one', 'one, ch')])
    expect(shown()).toEqual({ a: 'one, changed' })
    edits.cancel(a)
    expect(did.slice(-2)).toEqual(['write a null', 'release a'])
    edits.rows([row(a, 'one', 'one, changed')])
    expect(shown()).toEqual({})
    edits.rows([row(a, 'one')])
    edits.rows([row(a, 'one', 'from elsewhere')])
    expect(shown()).toEqual({ a: 'from elsewhere' })
    await heard()
    expect(did.join()).not.toContain('gone')
  })

  it('O1.25 gives the words to the draft when the message has gone, then off its own place, once', async () => {
    const { edits, did, late, shown, pause } = made()
    edits.begin(row(a, 'one'))
    edits.change(a, 'one, changed')
    late.add(a)
    pause()
    await heard()
    expect(did).toEqual(['hold a', 'write a one, changed', 'gone one, changed', 'write a null'])
    edits.rows([])
    edits.renew()
    await heard()
    expect(did).toHaveLength(4)
    expect(shown()).toEqual({})
  })

  it.each([
    ['has left the outbox', []],
    ['is on its way', [row(a, 'one', null, false)]],
  ])('O1.25 hears from the list as well that the message %s', (_how, rows) => {
    const { edits, did } = made()
    edits.begin(row(a, 'one'))
    edits.change(a, 'one, chang')
    edits.rows(rows)
    expect(did).toEqual(['hold a', 'gone one, chang'])
  })

  it('O1.17 tells at once of a message that can’t be held, and makes no draft of what was not changed', async () => {
    const { edits, did, late } = made()
    late.add(a)
    edits.begin(row(a, 'one'))
    await heard()
    expect(did).toEqual(['hold a', 'gone null'])
  })

  it('O1.25 saves: nothing is written meanwhile, and a message that goes at once is no news', async () => {
    const { edits, did, shown } = made()
    edits.begin(row(a, 'tpyo'))
    edits.change(a, ' typo ')
    await edits.save(a, async (text) => {
      did.push(`apply ${text}`)
      edits.flush()
      edits.rows([])
      return 'done'
    })
    expect(did).toEqual(['hold a', 'apply typo'])
    expect(shown()).toEqual({})
  })

  it.each([
    ['late', ['gone typo']],
    ['kept', ['write a typo']],
  ] as const)('O1.25 keeps the words when saving answers %s', async (answer, wanted) => {
    const { edits, did } = made()
    edits.begin(row(a, 'tpyo'))
    edits.change(a, 'typo')
    await edits.save(a, async () => answer)
    expect(did).toEqual(['hold a', ...wanted])
  })

  it.each(['late', 'kept'] as const)(
    'O1.25 leaves the words on disk when saving answers %s to nobody',
    async (answer) => {
      const { edits, did } = made()
      edits.begin(row(a, 'tpyo'))
      edits.change(a, 'typo')
      await edits.save(a, async () => {
        edits.leave()
        return answer
      })
      expect(did).toEqual(['hold a', 'write a typo'])
    },
  )
})
