import { describe, expect, it } from 'vitest'
import { portalId } from '../../core/portal.ts'
import { spaceId } from '../../core/space.ts'
import { jobId, type JobView } from '../../core/transfers/views.ts'
import { createEventRelay } from './events.ts'

const portal = portalId.parse('p')
const space = spaceId.parse('s')

const job = (id: string, done: number): JobView => ({
  id: jobId.parse(id),
  portalId: portal,
  direction: 'upload',
  spaceId: space,
  spaceName: 'Space',
  title: 'Folder',
  state: 'running',
  files: { total: 10, done, failed: 0, skipped: 0, cancelled: 0, held: 0 },
  bytes: { total: 10, done },
  rate: 0,
  etaMs: null,
  problems: [],
  waitingFor: null,
  waitingUntil: null,
  createdAt: 0,
  endedAt: null,
  summary: null,
})

const setUp = () => {
  const sent: unknown[] = []
  const due: (() => void)[] = []
  const relay = createEventRelay(
    (name, payload) => sent.push([name, payload]),
    (work) => due.push(work),
  )
  const pass = (): void => {
    for (const work of due.splice(0)) work()
  }
  return { relay, sent, pass }
}

describe("the engine's events reach the window gathered", () => {
  it('joins the topics of one space and keeps spaces apart', () => {
    const { relay, sent, pass } = setUp()
    relay({ kind: 'changed', portalId: portal, spaceId: space, topics: ['messages'] })
    relay({ kind: 'changed', portalId: portal, spaceId: space, topics: ['messages', 'spaces'] })
    relay({ kind: 'changed', portalId: portal, spaceId: null, topics: ['people'] })
    expect(sent).toEqual([])
    pass()
    expect(sent).toEqual([
      ['changed', { portalId: portal, spaceId: space, topics: ['messages', 'spaces'] }],
      ['changed', { portalId: portal, spaceId: null, topics: ['people'] }],
    ])
  })

  it('sends the newest numbers of each job once, and nothing when nothing moved', () => {
    const { relay, sent, pass } = setUp()
    relay({ kind: 'progress', jobs: [] })
    relay({ kind: 'progress', jobs: [job('a', 1), job('b', 1)] })
    relay({ kind: 'progress', jobs: [job('a', 2)] })
    pass()
    pass()
    expect(sent).toEqual([['transfers.progress', [job('a', 2), job('b', 1)]]])
  })

  it('what comes after a sending is sent again', () => {
    const { relay, sent, pass } = setUp()
    for (const round of [1, 2]) {
      relay({ kind: 'portals' })
      relay({ kind: 'portals' })
      pass()
      expect(sent).toHaveLength(round)
    }
  })
})
