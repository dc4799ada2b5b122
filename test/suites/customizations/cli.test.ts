import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Foundry, startFoundry } from '../../foundry/server.ts'
import { type Portal, startPortal } from '../../portal/server.ts'
import { type Ran, runCommand } from '../command.ts'

let portal: Portal
let foundry: Foundry
let folder: string

const run = (words: readonly string[], input = ''): Promise<Ran> =>
  runCommand({ folder, key: portal.key, foundry }, [...words, '--portal', 'small'], input)

beforeEach(async () => {
  portal = await startPortal({ fixture: 'small', blobs: 'discard' })
  foundry = await startFoundry({ people: 20 })
  folder = await mkdtemp(join(tmpdir(), 'foyer-customizations-cli-'))
  expect((await run(['portals', 'add', 'small', '--url', portal.url], portal.key)).status).toBe(0)
})
afterEach(async () => {
  await portal.close()
  await foundry.close()
  await rm(folder, { recursive: true, force: true })
})

const configs = (): readonly unknown[] =>
  [...portal.state.customizations.values()].map(({ config }) => config)

test(
  'C1.4, C1.10, C1.13: a table is shown, written, remembered and rolled back, each as its own command',
  { timeout: 120_000 },
  async () => {
    const [app] = portal.state.apps.values()
    const [one, other] = [...portal.state.users.values()].filter(({ role }) => role === 'client')
    if (app === undefined || one === undefined || other === undefined)
      throw new Error('The fixture is too small')
    const file = join(folder, 'links.csv')
    await writeFile(file, `email,Link,Code\n${one.email},/one,007\n${other.email},/two,12\n`)
    const bulk = [
      'customizations',
      'bulk',
      file,
      '--app',
      app.label,
      '--column',
      'Link=url',
      '--column',
      'Code=code:text',
    ]
    const dry = await run([...bulk, '--dry-run'])
    expect([dry.status, configs()]).toEqual([0, []])
    expect(dry.out).toContain(`line 2: ${one.email}: + code: "007"; + url: "/one"`)
    const done = await run([...bulk, '--json'])
    expect(done.status).toBe(0)
    expect(configs()).toEqual([
      { url: '/one', code: '007' },
      { url: '/two', code: '12' },
    ])
    const { job } = done.lines.at(-1) ?? {}
    expect((await run([...bulk, '--json'])).lines.at(-1)).toMatchObject({ sums: { set: 0, same: 2 } })

    const history = await run(['customizations', 'history', one.email, '--app', app.label, '--json'])
    expect(history.lines).toMatchObject([{ jobId: job, job: 'bulk', email: one.email, outcome: 'set' }])
    Object.assign([...portal.state.customizations.values()][1] ?? {}, {
      config: { url: '/theirs', code: '12' },
    })
    const undone = await run(['customizations', 'rollback', String(job)])
    expect([undone.status, configs()]).toEqual([1, [{ url: '/theirs', code: '12' }]])
    expect(undone.problems).toContain(`${other.email}: left as it is, somebody changed url since.`)
  },
)

test(
  'C1.18, C1.21: training status is read, shown as a dry run, and published',
  { timeout: 120_000 },
  async () => {
    const connect = ['foundry', 'connect', '--client-id', foundry.clientId, '--url', foundry.url]
    expect((await run(connect, foundry.clientSecret)).status).toBe(0)
    const [app] = portal.state.apps.values()
    const [user] = [...portal.state.users.values()].filter(({ role }) => role === 'client')
    const [source] = foundry.directory.people
    const email = source?.email ?? undefined
    if (user === undefined || email === undefined) throw new Error('The fixtures have nobody to match')
    user.email = email
    portal.state.emails.put(user)
    const read = await run(['foundry', 'training', 'read', '--json'])
    expect(read.lines).toMatchObject([{ event: 'done', changed: foundry.directory.assignments.length }])
    const publish = ['foundry', 'training', 'publish', '--app', app?.label ?? '']
    expect([(await run([...publish, '--dry-run'])).status, configs()]).toEqual([0, []])
    const done = await run([...publish, '--json'])
    expect(done.lines.at(-1)).toMatchObject({ event: 'summary', kind: 'training', written: 1 })
    expect(configs()).toMatchObject([{ training: { assigned: 1 } }])
    const shown = await run(['foundry', 'training', 'show', email, '--json'])
    expect(shown.lines).toMatchObject([{ assigned: 1 }])
  },
)
