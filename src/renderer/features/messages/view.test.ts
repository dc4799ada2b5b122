import fc from 'fast-check'
import { expect, test } from 'vitest'
import { messageView, type MessageView } from '../../../core/message.ts'
import { outgoingView } from '../../../core/outbox/outgoing.ts'
import { append, firstUnread, prepend, refresh, timelineItems, type Page } from './view.ts'

const start = new Date('2026-11-19T09:00:00').getTime()
const minute = 60_000
const day = 24 * 60 * minute

const message = (id: string, at: number, more: Partial<MessageView> = {}): MessageView =>
  messageView.parse({
    id,
    userId: 'mei',
    author: 'Mei Tanaka',
    role: 'client',
    mine: false,
    content: id,
    at,
    ...more,
  })

const page = (messages: readonly MessageView[], older: Page['older'] = null): Page => ({
  messages,
  older,
  complete: older === null,
  gaps: [],
})
const ids = (shown: Page): readonly string[] => shown.messages.map(({ id }) => id)
const cursor = (of: MessageView): NonNullable<Page['older']> => ({ at: of.at, id: of.id })

test('a day is headed once, before its first message', () => {
  const items = timelineItems(
    [message('a', start), message('b', start + minute), message('c', start + day)],
    [],
    null,
  )
  expect(items.map(({ kind }) => kind)).toEqual(['top', 'day', 'message', 'message', 'day', 'message'])
})

test('messages of one author within five minutes stand under one name', () => {
  const items = timelineItems(
    [
      message('a', start),
      message('b', start + 2 * minute),
      message('c', start + 3 * minute, { userId: messageView.shape.userId.parse('jan') }),
      message('d', start + 9 * minute),
    ],
    [],
    null,
  )
  expect(items.flatMap((item) => (item.kind === 'message' ? [item.compact] : []))).toEqual([
    false,
    true,
    false,
    false,
  ])
})

test('the line "New" stands before the first unread message and begins a name anew', () => {
  const [a, b] = [message('a', start), message('b', start + minute)]
  const items = timelineItems([a, b], [], b.id)
  expect(items.map(({ kind }) => kind)).toEqual(['top', 'day', 'message', 'new', 'message'])
  expect(items.at(-1)).toMatchObject({ compact: false })
})

test('what is still to be sent comes last, under the name of the message before it', () => {
  const row = outgoingView.parse({
    id: 'o',
    content: 'x',
    state: 'queued',
    queuedAt: start + minute,
    sendAt: null,
    editable: true,
    edited: null,
    undoUntil: null,
    asks: false,
    problem: null,
  })
  const items = timelineItems([message('a', start, { mine: true })], [row], null)
  expect(items.at(-1)).toMatchObject({ kind: 'outgoing', compact: true })
})

test('S1.4 a gap is marked once, between the messages around it', () => {
  const list = [message('a', start), message('b', start + minute), message('c', start + 2 * minute)]
  const kinds = (gaps: Page['gaps']) => timelineItems(list, [], null, gaps).map(({ kind }) => kind)
  const middle = { upper: start + minute, lower: start }
  expect(kinds([middle])).toEqual(['top', 'day', 'message', 'gap', 'message', 'message'])
  expect(timelineItems(list, [], null, [middle]).at(-2)).toMatchObject({ compact: false })
  expect(kinds([{ upper: start, lower: null }])).toEqual(['top', 'day', 'message', 'message', 'message'])
})

test('O1.14 what is scheduled comes last, under the day it is for', () => {
  const row = (id: string, sendAt: number | null) =>
    outgoingView.parse({
      ...{ id, content: 'x', state: 'queued', queuedAt: start, sendAt, editable: true },
      ...{ edited: null, undoUntil: null, asks: false, problem: null },
    })
  const items = timelineItems(
    [],
    [row('late', start + 2 * day), row('soon', start + day), row('now', null)],
    null,
  )
  expect(items.map(({ key }) => key).filter((key) => !key.startsWith('day'))).toEqual([
    'top',
    'out-now',
    'out-soon',
    'out-late',
  ])
  expect(items.filter(({ kind }) => kind === 'day')).toHaveLength(3)
})

test('the first unread is counted among the messages of others', () => {
  const list = [message('a', 1), message('b', 2), message('c', 3, { mine: true }), message('d', 4)]
  expect(firstUnread(list, 2)).toBe('b')
  expect(firstUnread(list, 0)).toBeNull()
  expect(firstUnread(list, 9)).toBe('a')
})

test('an older page goes in front, and what both hold is shown once', () => {
  const [a, b, c] = [message('a', 1), message('b', 2), message('c', 3)]
  expect(ids(prepend(page([b, c], cursor(b)), page([a, b])))).toEqual(['a', 'b', 'c'])
})

test('a message missing from the newest page was deleted; older ones stay', () => {
  const [a, b, c, d] = [message('a', 1), message('b', 2), message('c', 3), message('d', 4)]
  const shown = page([a, b, c])
  expect(ids(refresh(shown, page([b, d], cursor(b))))).toEqual(['a', 'b', 'd'])
})

test('a newest page that no longer touches what is shown replaces it: no gap is hidden', () => {
  const [a, b, x, y] = [message('a', 1), message('b', 2), message('x', 90), message('y', 91)]
  const newest = page([x, y], cursor(x))
  expect(refresh(page([a, b]), newest)).toEqual(newest)
})

test('a newest page that is all there is replaces what is shown', () => {
  const [a, b] = [message('a', 1), message('b', 2)]
  expect(ids(refresh(page([a, b]), page([b])))).toEqual(['b'])
})

test('reading on from the middle adds only what is not there yet', () => {
  const [a, b, c] = [message('a', 1), message('b', 2), message('c', 3)]
  expect(ids(append(page([a, b]), [b, c]))).toEqual(['a', 'b', 'c'])
})

test('however far one goes up and down, a bounded stretch without holes is held, and knows where it goes on', () => {
  const all = Array.from({ length: 60 }, (_, index) => message(`m${String(index).padStart(2, '0')}`, index))
  const most = 20
  const olderThan = (shown: Page): Page => {
    const end = all.findIndex(({ id }) => id === shown.older?.id)
    const begin = Math.max(0, end - 7)
    const first = all[begin]
    return page(all.slice(begin, end), begin > 0 && first !== undefined ? cursor(first) : null)
  }
  const newerThan = (shown: Page): readonly MessageView[] => {
    const last = all.findIndex(({ id }) => id === shown.messages.at(-1)?.id)
    return all.slice(Math.max(0, last - 4), last + 5)
  }
  fc.assert(
    fc.property(fc.array(fc.constantFrom('up', 'down'), { maxLength: 60 }), (ways) => {
      const first = all[50]
      let shown = page(all.slice(50), first === undefined ? null : cursor(first))
      for (const way of ways) {
        if (way === 'down') shown = append(shown, newerThan(shown), most)
        else if (shown.older !== null) shown = prepend(shown, olderThan(shown), most)
        const begin = all.findIndex(({ id }) => id === shown.messages[0]?.id)
        expect(shown.messages.length).toBeLessThanOrEqual(most)
        expect(ids(shown)).toEqual(ids(page(all.slice(begin, begin + shown.messages.length))))
        expect(shown.older?.id ?? null).toBe(begin === 0 ? null : (all[begin]?.id ?? null))
      }
    }),
  )
})
