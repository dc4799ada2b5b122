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

test('P1.25–P1.30: a template is kept, tried dry, and applied to two people with folders and a first message', async () => {
  for (const name of ['Nora', 'Ole']) await run('people', 'add', `${name}@new.example`, '--first-name', name)
  const [staff] = [...portal.state.users.values()].filter(({ role }) => role === 'staff')
  const template = {
    ...{
      spaceName: 'Onboarding {client}',
      members: [staff?.email ?? ''],
      folders: ['Contracts/{year}', 'Letters'],
    },
    ...{ message: 'Welcome, {client}.', fields: [{ name: 'year', value: '' }] },
  }
  const kept = await cli(['templates', 'save', 'Onboarding', '--portal', 'small'], JSON.stringify(template))
  expect([kept.status, kept.problems]).toEqual([0, expect.not.stringContaining('Give JSON')])
  expect((await run('templates', 'list')).lines).toMatchObject([
    { name: 'Onboarding', users: [staff?.id], folders: template.folders },
  ])
  const apply = ['templates', 'apply', 'Onboarding', 'nora@new.example', 'ole@new.example'] as const
  const made = () => [...portal.state.spaces.values()].filter(({ name }) => name.startsWith('Onboarding'))

  const unfilled = await run(...apply, '--dry-run')
  expect(unfilled.lines.map((line) => [line['leftOut'], line['unfilled']])).toEqual([
    ['unfilled', ['{year}']],
    ['unfilled', ['{year}']],
  ])
  const dry = await run(...apply, '--value', 'year=2026', '--dry-run')
  expect(dry.lines).toMatchObject([
    { event: 'planned', name: 'Onboarding Nora', message: 'Welcome, Nora.' },
    { event: 'planned', name: 'Onboarding Ole' },
  ])
  expect(made()).toEqual([])

  const done = await run(...apply, '--value', 'year=2026')
  expect([done.status, done.lines.at(-1)]).toMatchObject([0, { event: 'summary', done: 2, unsent: 0 }])
  expect(
    made()
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(['Onboarding Nora', 'Onboarding Ole'])
  for (const { id, members } of made()) {
    expect(members.users).toContain(staff?.id)
    const folders = [...portal.state.files(id).all()].filter((file) => file.is_folder)
    expect(folders.map(({ name }) => name).toSorted()).toEqual(['2026', 'Contracts', 'Letters'])
  }
  const again = await cli([...apply, '--value', 'year=2026', '--portal', 'small'])
  expect([again.status, made().length]).toEqual([1, 2])
  expect(again.problems).toContain('Onboarding Nora: left out, was set up before')
  expect((await run('templates', 'resume')).out).toContain('No setup is waiting to go on.')
})

test('F1.12, F1.14: Foundry’s catch-all, ignored page names and pauses are told in their words', async () => {
  const connect = ['foundry', 'connect', '--client-id', foundry.clientId, '--url', foundry.url]
  await cli([...connect, '--portal', 'small'], foundry.clientSecret)
  foundry.faults.add({
    ...{ route: '/v1/*', count: 1, status: 403 },
    body: { errors: [{ title: 'Public API access is not allowed' }] },
  })
  const refused = await run('foundry', 'locations')
  expect([refused.status, refused.problems]).toEqual([
    1,
    expect.stringContaining(
      'EVERFI Foundry says no without saying why (“Public API access is not allowed”): it gives this answer for many reasons. Ask EVERFI whether the API is switched on for your organisation.',
    ),
  ])
  foundry.faults.add({ route: '/v1/*', count: 1, status: 429, headers: { 'retry-after': '3' } })
  const paused = await run('foundry', 'locations')
  expect([paused.status, paused.lines.length]).toEqual([0, foundry.directory.locations.length])
  expect(paused.problems).toMatch(/EVERFI Foundry asks for fewer requests\. Going on at \d\d:\d\d:\d\d\./)
  Object.assign(foundry.behaviour, { pageNames: 'ignored', links: false })
  const ignored = await run('people', 'import', '--from', 'foundry', '--dry-run')
  expect([ignored.status, ignored.problems]).toEqual([
    1,
    expect.stringContaining(
      'EVERFI Foundry answered the first page each time, whichever page was asked for. Nothing was imported; please report it.',
    ),
  ])
})
