import { describe, expect, it } from 'vitest'
import { fail } from '../../core/failure.ts'
import { err, ok } from '../../core/result.ts'
import { dropId } from '../../core/transfers/views.ts'
import { createDrops } from './drops.ts'

const hour = 60 * 60 * 1000

const setUp = () => {
  let count = 0
  let now = 1_000
  const drops = createDrops({ uuid: () => `drop-${(count += 1)}`, now: () => now })
  const offered = (paths: readonly string[]) => {
    const answer = drops.offer(paths)
    if (!answer.ok) throw new Error('The drop was refused')
    return answer.value.dropId
  }
  return { drops, offered, pass: (ms: number) => (now += ms) }
}

describe('hardening 24: the window speaks of drops, never of paths', () => {
  it('answers an id and how many roots there are, and nothing of the paths', () => {
    const { drops } = setUp()
    expect(drops.offer(['/home/ann/a', '/home/ann/b', '/home/ann/a'])).toEqual(
      ok({ dropId: 'drop-1', roots: 2 }),
    )
  })

  it('gives the paths to the work on that drop, once it went well never again', async () => {
    const { drops, offered } = setUp()
    const id = offered(['/home/ann/a'])
    expect(await drops.use(id, async () => err(fail('unreachable')))).toEqual(err(fail('unreachable')))
    expect(await drops.use(id, async (roots) => ok(roots))).toEqual(ok(['/home/ann/a']))
    expect(await drops.use(id, async (roots) => ok(roots))).toEqual(err(fail('unknown-id')))
  })

  it('keeps a drop that was only looked at', async () => {
    const { drops, offered } = setUp()
    const id = offered(['/home/ann/a'])
    expect(await drops.look(id, async (roots) => ok(roots))).toEqual(ok(['/home/ann/a']))
    expect(await drops.use(id, async (roots) => ok(roots))).toEqual(ok(['/home/ann/a']))
    expect(await drops.look(id, async (roots) => ok(roots))).toEqual(err(fail('unknown-id')))
  })

  it('forgets a drop after an hour', async () => {
    const { drops, offered, pass } = setUp()
    const id = offered(['/home/ann/a'])
    pass(hour)
    expect(await drops.use(id, async (roots) => ok(roots))).toEqual(err(fail('unknown-id')))
  })

  it('keeps a hundred drops at most, the newest', async () => {
    const { drops, offered } = setUp()
    const ids = Array.from({ length: 150 }, (_, index) => offered([`/f/${index}`]))
    const answers = await Promise.all(ids.map((id) => drops.use(id, async (roots) => ok(roots))))
    expect(answers.filter((answer) => answer.ok)).toHaveLength(100)
    expect(answers.at(-1)).toEqual(ok(['/f/149']))
  })

  it('knows no id that it did not give out', async () => {
    const { drops } = setUp()
    expect(await drops.use(dropId.parse('drop-1'), async () => ok(1))).toEqual(err(fail('unknown-id')))
  })

  it.each([
    ['a relative path', ['../../etc/passwd']],
    ['a path with a NUL', ['/home/ann/a\0.txt']],
    ['no text', [7]],
    ['no list', '/home/ann/a'],
    ['a map', new Map([['0', '/a']])],
    ['an endless path', [`/${'a'.repeat(40_000)}`]],
    ['too much', Array.from({ length: 20_000 }, (_, index) => `/${'a'.repeat(1_000)}${index}`)],
  ])('refuses %s', (_what, paths) => {
    expect(setUp().drops.offer(paths)).toEqual(err(fail('usage')))
  })

  it('says that nothing of this computer was dropped', () => {
    expect(setUp().drops.offer([])).toEqual(err(fail('source-missing')))
  })
})
