import { describe, expect, it } from 'vitest'
import { keepUnread, onKeptUnread } from '../../app/kept-unread.ts'
import { dwellOn } from './dwell.ts'
import type { SpaceId } from '../../../core/space.ts'

const opened = () => {
  const read: number[] = []
  let waiting: (() => void) | null = null
  const dwell = dwellOn({
    read: (upTo) => read.push(upTo),
    afterDwell: (run) => {
      waiting = run
      return () => (waiting = null)
    },
  })
  const look = (newestAt: number | null, unread = true, inView = true): void =>
    dwell.look({ newestAt, inView, unread })
  return { dwell, look, read, pass: () => waiting?.() }
}

describe('reading by looking', () => {
  it('counts the newest message as read after the dwell, and only while it is in view', () => {
    const { look, read, pass } = opened()
    look(100)
    look(100, true, false)
    pass()
    expect(read).toEqual([])
    look(100)
    pass()
    expect(read).toEqual([100])
  })

  it('begins anew with a newer message', () => {
    const { look, read, pass } = opened()
    look(100)
    look(200)
    pass()
    expect(read).toEqual([200])
  })

  it('leaves a space unread that was called so, until a newer message', () => {
    const { dwell, look, read, pass } = opened()
    look(100, false)
    dwell.keepUnread()
    look(100)
    pass()
    expect(read).toEqual([])
    look(200)
    pass()
    expect(read).toEqual([200])
  })

  it('a space called unread during the dwell or after it stays so', () => {
    const during = opened()
    during.look(100)
    during.dwell.keepUnread()
    during.pass()
    expect(during.read).toEqual([])
    const after = opened()
    after.look(100)
    after.pass()
    after.look(100, false)
    after.look(100)
    after.pass()
    expect(after.read).toEqual([100])
  })

  it('called unread before its messages are there, it stays so', () => {
    const { dwell, look, read, pass } = opened()
    dwell.keepUnread()
    look(100)
    pass()
    expect(read).toEqual([])
  })

  it('what was called unread is heard where the space is open', () => {
    const heard: string[] = []
    const stop = onKeptUnread((ids) => heard.push(...ids))
    keepUnread(['a', 'b'] as SpaceId[])
    stop()
    keepUnread(['c'] as SpaceId[])
    expect(heard).toEqual(['a', 'b'])
  })
})
