import { afterEach, beforeEach, expect, test } from 'vitest'
import type { PortalContext } from '../../src/engine/context.ts'
import { readThread, type ThreadFormat } from '../../src/engine/reads/thread.ts'
import { aMessage, aSpace, aUser, openTestArchive, sid, type TestArchive } from './archive.ts'
import { portalContext } from './portal-archive.ts'

let archive: TestArchive
let context: PortalContext & { close(): Promise<void> }
const hostile = '<img src=x onerror=alert(1)> </p><script>1</script> \u202Etxt.exe "&\''

beforeEach(async () => {
  archive = await openTestArchive()
  context = portalContext(archive.archive, { url: 'http://127.0.0.1:9', key: '', me: 'anna' })
  await archive.archive.run('users.upsert', {
    users: [aUser('carl', 'client', { firstName: 'Carl', lastName: '<b>Ode</b>' })],
  })
  await archive.archive.run('spaces.upsert', { spaces: [{ ...aSpace('s', ['carl']), name: 'A & <B>' }] })
})
afterEach(async () => {
  await context.close()
  await archive.close()
})

const list = (count: number, first = 0, short = true) =>
  archive.archive.run('sync.messagesPage', {
    spaceId: sid('s'),
    messages: Array.from({ length: count }, (_, index) =>
      aMessage(
        's',
        `m${first + index}`,
        'carl',
        1_000 + first + index,
        index === 0 ? hostile : `no. ${first + index}`,
      ),
    ).toReversed(),
    ...{ first: true, short, mark: 0, passAt: 5_000 },
  })

const written = async (format: ThreadFormat): Promise<string> => {
  const thread = await readThread(context, sid('s'), format)
  if (!thread.ok) throw new Error('The thread can’t be read')
  let text = ''
  for await (const piece of thread.value.pieces) text += piece
  return text
}

test('E2.3: the page holds every message in order, over several reads, and nothing that could run', async () => {
  await list(1_203)
  const page = await written('html')
  expect(page.match(/<article>/g)).toHaveLength(1_203)
  expect(page.indexOf('no. 1202')).toBeGreaterThan(page.indexOf('no. 7<'))
  expect(page).not.toMatch(/<(script|img|b)\b/)
  expect(page).toContain('A &amp; &lt;B&gt;')
  expect(page).toContain('U+202E')
  expect(page).toContain('All messages of this space')
})

test('E2.3: the JSON holds every text as it came', async () => {
  await list(2)
  const thread = JSON.parse(await written('json')) as {
    complete: boolean
    messages: { content: string; at: string }[]
  }
  expect(thread.complete).toBe(true)
  expect(thread.messages).toMatchObject([
    { content: hostile, at: '1970-01-01T00:00:01.000Z' },
    { content: 'no. 1' },
  ])
})

test('E2.2: what the archive lacks is said', async () => {
  await list(3, 0, false)
  expect(await written('html')).toContain('some are missing')
  expect(JSON.parse(await written('json'))).toMatchObject({ complete: false })
})

test('E2.1: a space without messages, and one nobody knows', async () => {
  expect(JSON.parse(await written('json'))).toMatchObject({ messages: [] })
  expect(await readThread(context, sid('gone'), 'html')).toMatchObject({
    ok: false,
    error: { code: 'unknown-space' },
  })
})

test('S1.4: a page of the timeline tells of the gaps', async () => {
  await list(3, 0, true)
  await list(3, 100, false)
  const page = await archive.archive.run('messages.page', {
    ...{ spaceId: sid('s'), before: null, limit: 50 },
    me: context.me.id,
  })
  expect(page.complete).toBe(false)
  expect(page.gaps).toEqual([{ upper: 1_100, lower: 1_002 }])
})
