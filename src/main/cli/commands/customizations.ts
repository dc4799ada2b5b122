import { resolve } from 'node:path'
import { z } from 'zod'
import type { AppId } from '../../../core/app.ts'
import { columnType, type TableMapping } from '../../../core/customizations/table.ts'
import { customizationJobId } from '../../../core/customizations/views.ts'
import { fail } from '../../../core/failure.ts'
import type { UserId } from '../../../core/person.ts'
import { err, ok, type Result } from '../../../core/result.ts'
import type { PortalEngine } from '../../../engine/portal.ts'
import type { TablePreview } from '../../../core/customizations/table-preview.ts'
import { historyLine, jobLine } from '../customization-words.ts'
import { followCustomizations } from '../follow-customizations.ts'
import { type CommandFunction, type Invocation, withPortal } from '../session.ts'
import { readStandardInput } from '../standard-input.ts'
import { appNamed } from './apps.ts'
import { peopleNamed } from './groups.ts'

type Action = (invocation: Invocation, portal: PortalEngine) => Promise<Result<number>>

const config = z.record(z.string(), z.unknown())

const readConfig = async (): Promise<Result<Readonly<Record<string, unknown>>>> => {
  const text = await readStandardInput()
  try {
    const read = config.safeParse(JSON.parse(text))
    if (read.success) return ok(read.data)
  } catch (error) {
    // What was typed wrong is told below; anything else thrown here is a bug.
    if (!(error instanceof SyntaxError)) throw error
  }
  return err(fail('usage', { detail: 'Give the configuration on standard input, as a JSON object.' }))
}

const personNamed = async (
  portal: PortalEngine,
  email: string,
  signal: AbortSignal,
): Promise<Result<UserId>> => {
  const users = await peopleNamed(portal, [email], signal)
  if (!users.ok) return users
  const [userId] = users.value
  return userId === undefined ? err(fail('unknown-id', { about: email })) : ok(userId)
}

const onePerson =
  (
    work: (
      invocation: Invocation,
      portal: PortalEngine,
      appId: AppId,
      userId: UserId,
    ) => Promise<Result<number>>,
  ): Action =>
  async (invocation, portal) => {
    const email = invocation.words[1]
    if (email === undefined) return err(fail('usage', { detail: 'Name the person by e-mail address.' }))
    const app = await appNamed(portal, invocation)
    if (!app.ok) return app
    const userId = await personNamed(portal, email, invocation.signal)
    return userId.ok ? work(invocation, portal, app.value.id, userId.value) : userId
  }

const get = onePerson(async ({ output, signal }, portal, appId, userId) => {
  const found = await portal.customizations.read(appId, userId, signal)
  if (!found.ok) return found
  output.json(found.value.config ?? {})
  return ok(0)
})

const set = onePerson(async ({ output, flags, words, signal }, portal, appId, userId) => {
  const wanted = await readConfig()
  if (!wanted.ok) return wanted
  const before = await portal.customizations.read(appId, userId, signal)
  if (!before.ok) return before
  const change = { appId, userId, before: before.value.config, after: wanted.value }
  const saved = await portal.customizations.save(change, signal)
  if (!saved.ok) return saved
  if (saved.value.kind === 'changed') {
    output.problem(
      `${words[1] ?? ''}: somebody changed ${saved.value.keys.join(', ')} just now. Nothing was written.`,
    )
    return ok(1)
  }
  if (flags.json === true) output.json({ event: 'done', app: appId, user: userId })
  else output.line('Saved.')
  return ok(0)
})

/** `HEADING=KEY` or `HEADING=KEY:TYPE`; those alone are set then. */
const chosenColumns = (
  columns: readonly string[],
  { headings, mapping }: TablePreview,
): Result<TableMapping['columns']> => {
  const chosen: TableMapping['columns'] = []
  for (const text of columns) {
    const [, heading = '', rest = ''] = /^([^=]+)=(.+)$/.exec(text) ?? []
    const column = headings.indexOf(heading.trim())
    if (column < 0) return err(fail('unknown-id', { about: heading === '' ? text : heading }))
    const [, key = rest, typed] = /^(.+):(\w+)$/.exec(rest) ?? []
    const guessed = mapping.columns.find((each) => each.column === column)?.type ?? 'text'
    const type = columnType.safeParse(typed ?? guessed)
    if (!type.success)
      return err(
        fail('usage', { detail: 'A column is text, number, boolean or json: --column HEADING=KEY:TYPE.' }),
      )
    chosen.push({ column, key: key.trim(), type: type.data })
  }
  return ok(chosen)
}

const bulk: Action = async (invocation, portal) => {
  const { words, flags, signal, output } = invocation
  const path = words[1]
  if (path === undefined) return err(fail('usage', { detail: 'Name the table: customizations bulk FILE.' }))
  const app = await appNamed(portal, invocation)
  if (!app.ok) return app
  const source = { path: resolve(path) }
  const { tables } = portal.customizations
  const preview = await tables.preview(source)
  if (!preview.ok) return preview
  const columns =
    flags.column === undefined
      ? ok(preview.value.mapping.columns)
      : chosenColumns(flags.column, preview.value)
  if (!columns.ok) return columns
  const blank = flags['blank-removes'] === true ? 'remove' : 'keep'
  const mapping = { ...preview.value.mapping, columns: columns.value, blank } as const
  const planned = await tables.plan(
    { appId: app.value.id, source, mapping },
    { signal, onProgress: (read, total) => output.progress(`${read} of ${total} read`) },
  )
  output.progress('')
  return planned.ok ? followCustomizations(invocation, portal, planned.value) : planned
}

const rollback: Action = async (invocation, portal) => {
  const { words, signal } = invocation
  const [, id = '', number] = /^([^/]+)(?:\/(\d+))?$/.exec(words[1] ?? '') ?? []
  const jobId = customizationJobId.safeParse(id)
  if (!jobId.success) {
    return err(
      fail('usage', { detail: 'Say which: customizations rollback JOB, or JOB/NUMBER for one change.' }),
    )
  }
  const numbers = number === undefined ? null : [Number(number)]
  const planned = await portal.customizations.rollback(jobId.data, numbers, { signal })
  return planned.ok ? followCustomizations(invocation, portal, planned.value) : planned
}

const history: Action = async (invocation, portal) => {
  const { words, flags, output, signal } = invocation
  const app = flags.app === undefined ? ok(null) : await appNamed(portal, invocation)
  if (!app.ok) return app
  const person = words[1] === undefined ? ok(null) : await personNamed(portal, words[1], signal)
  if (!person.ok) return person
  const which = { appId: app.value?.id ?? null, userId: person.value }
  for (let offset = 0; ; offset += 500) {
    const page = await portal.customizations.history({ ...which, offset, limit: 500 })
    for (const change of page.changes) {
      if (flags.json === true) output.json(change)
      else output.line(historyLine(change))
    }
    if (offset + page.changes.length >= page.total || page.changes.length === 0) return ok(0)
  }
}

const jobs: Action = async ({ flags, output }, portal) => {
  for (const job of await portal.customizations.list()) {
    if (flags.json === true) output.json(job)
    else output.line(`${job.id}\t${job.state}\t${new Date(job.createdAt).toISOString()}\t${jobLine(job)}`)
  }
  return ok(0)
}

const resume: Action = async (invocation, portal) => {
  const listed = await portal.customizations.list()
  const open = listed.filter(({ state }) => state === 'running' || state === 'paused')
  let status = 0
  for (const job of open) {
    const ended = await followCustomizations(invocation, portal, job)
    if (!ended.ok) return ended
    status = Math.max(status, ended.value)
  }
  if (open.length === 0) invocation.output.line('Nothing is waiting to go on.')
  return ok(status)
}

const actions: ReadonlyMap<string, Action> = new Map([
  ...([['get', get] as const, ['set', set] as const, ['bulk', bulk] as const] as const),
  ...([['rollback', rollback] as const, ['history', history] as const] as const),
  ...([['jobs', jobs] as const, ['resume', resume] as const] as const),
])

/** What apps are for single people: read, set for one or many, remembered and put back. */
export const customizations: CommandFunction = (invocation) =>
  withPortal(invocation, (portal) => {
    const action = actions.get(invocation.words[0] ?? '')
    if (action !== undefined) return action(invocation, portal)
    const detail = `Say customizations ${[...actions.keys()].join(', customizations ')}.`
    return Promise.resolve(err(fail('usage', { detail })))
  })
