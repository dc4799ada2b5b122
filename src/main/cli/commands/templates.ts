import { z } from 'zod'
import { fail } from '../../../core/failure.ts'
import {
  type SetupRow,
  type SetupView,
  spacePattern,
  type SpaceTemplate,
  spaceTemplateId,
} from '../../../core/people/space-template.ts'
import { err, ok, type Result } from '../../../core/result.ts'
import { systemRandom } from '../../../engine/node/random.ts'
import type { PortalEngine } from '../../../engine/portal.ts'
import { type CommandFunction, type Invocation, withPortal } from '../session.ts'
import { readStandardInput } from '../standard-input.ts'
import { explain } from '../words.ts'
import { peopleNamed } from './groups.ts'
import { named } from './space-members.ts'

/** How long the command waits for first messages before it leaves them to a later run, in milliseconds. */
const longestWaitMs = 60_000

/** A template as a file has it: members are addresses, or names of groups. */
const templateFile = spacePattern.omit({ users: true, groups: true }).extend({
  members: z.array(z.string()).default([]),
  folders: spacePattern.shape.folders.default([]),
  message: spacePattern.shape.message.default(''),
  fields: spacePattern.shape.fields.default([]),
})

const templateNamed = async (
  portal: PortalEngine,
  name: string | undefined,
): Promise<Result<SpaceTemplate>> => {
  if (name === undefined)
    return err(fail('usage', { detail: 'Name the template: “templates list” names them.' }))
  const found = (await portal.setups.templates()).find((each) => each.id === name || each.name === name)
  return found === undefined ? err(fail('unknown-id', { about: name })) : ok(found)
}

const list = async ({ flags, output }: Invocation, portal: PortalEngine): Promise<Result<number>> => {
  for (const template of await portal.setups.templates()) {
    const { id, name, spaceName, users, groups, folders } = template
    if (flags.json === true) output.json(template)
    else
      output.line(
        `${id}\t${name}\t${spaceName}\t${users.length + groups.length} members, ${folders.length} folders`,
      )
  }
  return ok(0)
}

/** `templates save NAME`, the rest as JSON on standard input. A template of that name is written over. */
const save = async (
  { words, flags, output, signal }: Invocation,
  portal: PortalEngine,
): Promise<Result<number>> => {
  const name = words[1]
  if (name === undefined) return err(fail('usage', { detail: 'Name the template: templates save NAME.' }))
  const given = templateFile.safeParse(json(await readStandardInput()))
  if (!given.success) {
    const [issue] = given.error.issues
    const where = issue?.path.map(String).join('.') ?? ''
    return err(
      fail('usage', {
        detail: `Give JSON on standard input: {"spaceName","members":[],"folders":[],"message","fields":[]} (${where === '' ? 'no JSON object' : where}).`,
      }),
    )
  }
  const { members: texts, ...pattern } = given.data
  const members = await named(portal, texts, signal)
  if (!members.ok) return members
  const before = (await portal.setups.templates()).find((each) => each.name === name)
  const id = before?.id ?? spaceTemplateId.parse(systemRandom.uuid())
  await portal.setups.saveTemplate({
    ...{ ...pattern, id, name },
    ...{ users: [...members.value.users], groups: [...members.value.groups] },
  })
  if (flags.json === true) output.json({ event: 'done', id, name })
  else output.line(id)
  return ok(0)
}

/** `templates apply NAME EMAIL…`: one space for each of them. */
const apply = async (invocation: Invocation, portal: PortalEngine): Promise<Result<number>> => {
  const { words, flags, signal } = invocation
  const template = await templateNamed(portal, words[1])
  if (!template.ok) return template
  const emails = words.slice(2)
  if (emails.length === 0) {
    return err(fail('usage', { detail: 'Say for whom: templates apply NAME EMAIL….' }))
  }
  const { id, name, ...pattern } = template.value
  const known = new Set(pattern.fields.map((field) => field.name))
  const values = (flags.value ?? []).map((text): readonly [string, string] => {
    const at = text.indexOf('=')
    return [text.slice(0, at), text.slice(at + 1)]
  })
  const strange = values.find(([field]) => !known.has(field))
  if (strange !== undefined) {
    return err(
      fail('usage', { detail: `--value is FIELD=TEXT, and ${name} has these: ${[...known].join(', ')}.` }),
    )
  }
  const people = await peopleNamed(portal, emails, signal)
  if (!people.ok) return people
  // A space of the same name is noticed only where the portal's spaces are known.
  const spaces = await portal.sync.spaces(signal)
  if (!spaces.ok) return spaces
  const planned = await portal.setups.plan({
    ...{ templateId: id, title: name, pattern, people: people.value, me: portal.portal().me.name },
    values: {
      ...Object.fromEntries(pattern.fields.map((field) => [field.name, field.value])),
      ...Object.fromEntries(values),
    },
    existing: flags['existing-too'] === true ? 'make' : 'leave',
    date: new Intl.DateTimeFormat(undefined, { dateStyle: 'long' }).format(Date.now()),
  })
  if (flags['dry-run'] === true) {
    tellRows(invocation, planned)
    await portal.setups.remove(planned.id)
    return ok(0)
  }
  return follow(invocation, portal, planned)
}

/** Carries a setup out, names what became of each row, and waits until the first messages are there. */
const follow = async (
  invocation: Invocation,
  portal: PortalEngine,
  planned: SetupView,
): Promise<Result<number>> => {
  const { flags, output, signal } = invocation
  const pause = (): void => void portal.setups.pause(planned.id)
  signal.addEventListener('abort', pause)
  const started = await portal.setups.start(planned.id, 0)
  const ended = started.ok ? await portal.setups.ended(planned.id) : started
  signal.removeEventListener('abort', pause)
  if (!ended.ok) return ended
  const { rows, state, problem, counts } = ended.value
  tellRows(invocation, ended.value)
  if (problem !== null) output.problem(explain(problem))
  const patience = AbortSignal.timeout(longestWaitMs)
  let unsent = 0
  for (const { spaceId, message } of rows) {
    if (spaceId === null || message === '') continue
    for (const { id } of await portal.messages.outgoing(spaceId)) {
      const sent = await portal.messages.settled(id, AbortSignal.any([signal, patience]))
      if (!sent.ok) unsent += 1
    }
  }
  if (unsent > 0) output.problem(`${unsent} first messages are not sent yet: they are kept and go out later.`)
  const { done, failed, 'left-out': leftOut } = counts
  if (flags.json === true)
    output.json({ event: 'summary', setup: planned.id, state, done, failed, leftOut, unsent })
  else output.line(`${done} made, ${failed} failed, ${leftOut} left out.`)
  return ok(state === 'done' && failed + leftOut + unsent === 0 ? 0 : 1)
}

const resume = async (invocation: Invocation, portal: PortalEngine): Promise<Result<number>> => {
  const open = (await portal.setups.list()).filter(({ state }) => state === 'running' || state === 'paused')
  let status = 0
  for (const { id } of open) {
    const view = await portal.setups.get(id)
    const ended = view.ok ? await follow(invocation, portal, view.value) : view
    if (!ended.ok) return ended
    status = Math.max(status, ended.value)
  }
  if (open.length === 0) invocation.output.line('No setup is waiting to go on.')
  return ok(status)
}

const leftOutWords: Readonly<Record<NonNullable<SetupRow['leftOut']>, string>> = {
  unfilled: 'a field has no value',
  name: 'the name can’t be used',
  had: 'was set up before',
  twice: 'another row has the same name',
  exists: 'a space of this name is there',
}

const tellRows = ({ flags, output }: Invocation, view: SetupView): void => {
  for (const row of view.rows) {
    if (flags.json === true) {
      output.json({ event: row.phase, ...row })
      continue
    }
    const who = `${row.person}: ${row.name}`
    if (row.problem !== null) output.problem(`${who}: ${explain(row.problem)}`)
    else if (row.leftOut !== null) {
      const fields = row.unfilled.length === 0 ? '' : ` (${row.unfilled.join(', ')})`
      output.problem(`${who}: left out, ${leftOutWords[row.leftOut]}${fields}`)
    } else {
      const folders = row.folders.map((path) => path.join('/')).join(', ')
      output.line([who, folders, row.message.split('\n')[0] ?? ''].filter((part) => part !== '').join('\t'))
    }
  }
}

const json = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Space templates: lists, keeps and removes them, and sets up spaces from one. */
export const templates: CommandFunction = (invocation) =>
  withPortal(invocation, async (portal) => {
    switch (invocation.words[0]) {
      case undefined:
      case 'list':
        return list(invocation, portal)
      case 'save':
        return save(invocation, portal)
      case 'remove': {
        const template = await templateNamed(portal, invocation.words[1])
        if (!template.ok) return template
        await portal.setups.removeTemplate(template.value.id)
        return ok(0)
      }
      case 'apply':
        return apply(invocation, portal)
      case 'resume':
        return resume(invocation, portal)
      default:
        return err(fail('usage', { detail: 'Say templates list, save, remove, apply or resume.' }))
    }
  })
