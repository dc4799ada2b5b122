import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Foundry, startFoundry } from '../../foundry/server.ts'
import { type Portal, startPortal } from '../../portal/server.ts'
import { type Ran, runCommand } from '../command.ts'
import { addresses } from './world.ts'

let portal: Portal
let foundry: Foundry
let folder: string

const cli = (words: readonly string[], input = portal.key): Promise<Ran> =>
  runCommand({ folder, key: portal.key, foundry }, words, input)

const run = (...words: readonly string[]) => cli([...words, '--portal', 'small', '--json'])

beforeEach(async () => {
  portal = await startPortal({ fixture: 'small', blobs: 'discard' })
  foundry = await startFoundry({ people: 40 })
  folder = await mkdtemp(join(tmpdir(), 'foyer-people-cli-'))
  await cli(['portals', 'add', 'small', '--url', portal.url])
})

afterEach(async () => {
  await portal.close()
  await foundry.close()
  await rm(folder, { recursive: true, force: true })
})

test('P1.1, P1.7: a table is shown as a dry run, imported, and imported again with nothing to do', async () => {
  const file = join(folder, 'people.csv')
  await writeFile(
    file,
    'E-Mail;First name;Groups\nada@new.example;Ada;Board\nbo@new.example;Bo;\nbo@new.example;Bob;\nnobody;;\n',
  )
  const dry = await run('people', 'import', file, '--from', 'csv', '--dry-run')
  expect([dry.status, dry.lines.at(-1)]).toMatchObject([0, { sums: { new: 1, decision: 2, skipped: 1 } }])
  expect(addresses(portal).has('ada@new.example')).toBe(false)
  const first = await run('people', 'import', file, '--from', 'csv')
  expect(first.lines.at(-1)).toMatchObject({ event: 'summary', state: 'done', done: 2, failed: 0 })
  // What needs a decision is named, and says that not everything was done.
  expect([first.status, addresses(portal).get('ada@new.example')]).toEqual([1, 1])
  const again = await run('people', 'import', file, '--from', 'csv')
  expect(again.lines.at(-1)).toMatchObject({ todo: 0, sums: { new: 0, same: 1 } })
  expect(portal.state.invitations).toEqual([])
})

test('F1.2: Foundry is connected and imported from by location into groups', async () => {
  const connect = ['foundry', 'connect', '--client-id', foundry.clientId, '--url', foundry.url]
  const wrong = await cli([...connect, '--portal', 'small'], 'not the secret')
  expect([wrong.status, wrong.problems.includes('Check client id and secret')]).toEqual([1, true])
  expect((await cli([...connect, '--portal', 'small'], foundry.clientSecret)).status).toBe(0)
  const places = await run('foundry', 'locations')
  const [place] = foundry.directory.locations
  expect(places.lines[0]).toEqual({ id: place?.id, name: place?.name })
  const wanted = foundry.directory.people.filter(
    ({ active, location_id: at }) => active && at === Number(place?.id),
  )
  const name = place?.name ?? ''
  const done = await run('people', 'import', '--from', 'foundry', '--location', name, '--groups', 'location')
  expect([done.status, done.lines.at(-1)]).toMatchObject([0, { state: 'done', sums: { new: wanted.length } }])
  const group = [...portal.state.groups.values()].find((each) => each.name === name)
  expect(group?.users).toHaveLength(wanted.length)
})

test('people, groups, spaces with members, and what an app says of somebody', async () => {
  const added = await run('people', 'add', 'nora@new.example', '--first-name', 'Nora', '--role', 'guest')
  expect(added.lines).toMatchObject([{ event: 'done', email: 'nora@new.example' }])
  expect((await run('people', 'add', 'NORA@new.example')).lines).toMatchObject([{ event: 'there' }])
  expect((await run('people', 'list', 'nora@')).lines).toMatchObject([{ name: 'Nora', role: 'guest' }])
  expect((await run('groups', 'create', 'Board', 'nora@new.example')).status).toBe(0)
  expect((await run('groups')).lines).toContainEqual(expect.objectContaining({ name: 'Board', members: 1 }))
  expect((await run('spaces', 'create', 'Nora’s space', 'Board')).status).toBe(0)
  const changed = await run(
    'spaces',
    'members',
    'Nora’s space',
    '--add',
    'nora@new.example',
    '--remove',
    'Board',
  )
  expect(changed.lines).toMatchObject([{ users: [added.lines[0]?.['id']], groups: [] }])
  const [app] = portal.state.apps.values()
  const which = ['nora@new.example', '--app', app?.label ?? '', '--portal', 'small']
  expect((await cli(['customizations', 'set', ...which], '{"done":3}')).status).toBe(0)
  expect((await cli(['customizations', 'get', ...which])).lines).toEqual([{ done: 3 }])
  expect((await run('apps')).lines).toContainEqual(expect.objectContaining({ label: app?.label }))
})
