import { describe, expect, it } from 'vitest'
import { keepDraft } from './draft-keeper.ts'

const composer = () => {
  const disk: string[] = []
  let shown = ''
  let waiting: (() => void) | null = null
  const draft = keepDraft({
    write: (content) => disk.push(content),
    show: (text) => (shown = text),
    afterPause: (run) => {
      waiting = run
      return () => (waiting = null)
    },
  })
  return { draft, disk, shown: () => shown, pause: () => waiting?.() }
}
const opened = (saved = '') => {
  const made = composer()
  made.draft.opened(saved)
  return made
}

describe('the words of a composer', () => {
  it('sends what stood there at Enter and keeps what is typed after it', () => {
    const { draft, disk, shown, pause } = opened()
    draft.change('Good morning')
    expect(draft.take()).toBe('Good morning')
    expect(shown()).toBe('')
    draft.change('And one more')
    draft.goes()
    draft.sent()
    expect(shown()).toBe('And one more')
    pause()
    expect(disk.at(-1)).toBe('And one more')
  })

  it('takes nothing while something is on its way, and nothing from an empty field', () => {
    const { draft, shown } = opened()
    expect(draft.take()).toBeNull()
    draft.change('first')
    draft.take()
    draft.change('second')
    expect(draft.take()).toBeNull()
    expect(shown()).toBe('second')
  })

  it('holds on disk what was taken, until it goes', () => {
    const { draft, disk, pause } = opened()
    draft.change('first')
    draft.take()
    expect(disk).toEqual(['first'])
    draft.change('second')
    pause()
    expect(disk.at(-1)).toBe('first\nsecond')
  })

  it('writes nothing while sending clears the draft, and afterwards what is there', () => {
    const { draft, disk, pause } = opened()
    draft.change('first')
    draft.take()
    draft.goes()
    draft.change('second')
    pause()
    draft.flush()
    expect(disk).toEqual(['first'])
    draft.sent()
    expect(disk).toEqual(['first', 'second'])
  })

  it('writes again after sending what had been written before and was cleared with it', () => {
    const { draft, disk, pause } = opened()
    draft.change('first')
    draft.take()
    draft.change('second')
    pause()
    draft.goes()
    draft.sent()
    expect(disk.at(-1)).toBe('second')
  })

  it('gives back what was not sent, before what was typed since', () => {
    const { draft, disk, shown, pause } = opened()
    draft.change('first')
    draft.take()
    draft.change('second')
    draft.untake()
    expect(shown()).toBe('first\nsecond')
    pause()
    expect(disk.at(-1)).toBe('first\nsecond')
    expect(draft.take()).toBe('first\nsecond')
  })

  it('puts what was typed before the disk answered below what it held, and overwrites nothing until then', () => {
    const { draft, disk, shown, pause } = composer()
    draft.change('typed')
    pause()
    draft.flush()
    expect(disk).toEqual([])
    draft.opened('saved')
    expect(shown()).toBe('saved\ntyped')
    expect(disk).toEqual(['saved\ntyped'])
    draft.opened('saved')
    expect(shown()).toBe('saved\ntyped')
  })

  it('shows what the disk held, and writes what was typed when it could not be read', () => {
    const { shown } = opened('saved')
    expect(shown()).toBe('saved')
    const unread = composer()
    unread.draft.change('typed')
    unread.pause()
    unread.draft.opened(null)
    expect(unread.disk).toEqual(['typed'])
  })

  it('takes out what went with the files, and not what was typed since', () => {
    const { draft, disk, shown } = opened()
    draft.change('Here they are')
    draft.change('Here they are\nCall me')
    draft.spend('Here they are')
    expect(shown()).toBe('Call me')
    expect(disk.at(-1)).toBe('Call me')
    draft.spend('Here they are')
    expect(shown()).toBe('Call me')
  })
})
