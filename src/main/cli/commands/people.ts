import { resolve } from 'node:path'
import { z } from 'zod'
import { fail } from '../../../core/failure.ts'
import { personField, usualChoices } from '../../../core/people/import-row.ts'
import type { ImportRowView, ImportView } from '../../../core/people/import-views.ts'
import { displayName } from '../../../core/person.ts'
import { err, ok, type Result } from '../../../core/result.ts'
import { csvSource, foundrySource, type Source } from '../../../engine/people/sources.ts'
import type { PortalEngine } from '../../../engine/portal.ts'
import { type CommandFunction, type Invocation, withPortal } from '../session.ts'
import { planLine, rowLine } from '../people-words.ts'
import { explain } from '../words.ts'

const list = async (
  { output, flags, words, signal }: Invocation,
  portal: PortalEngine,
): Promise<Result<number>> => {
  const found = await portal.directory.find(words[1] ?? '', signal)
  if (!found.ok) return found
  for (const user of found.value) {
    const name = displayName(user)
    if (flags.json === true) output.json({ id: user.id, name, email: user.email, role: user.role })
    else output.line(`${user.id}\t${user.role}\t${user.email}\t${name}`)
  }
  return ok(0)
}

const roles = z.enum(['client', 'guest', 'staff', 'admin'])

const add = async (
  { output, flags, words, signal }: Invocation,
  portal: PortalEngine,
): Promise<Result<number>> => {
  const email = words[1]
  if (email === undefined) return err(fail('usage', { detail: 'Name the address: people add EMAIL.' }))
  const role = roles.safeParse(flags.role ?? 'client')
  if (!role.success) return err(fail('usage', { detail: '--role is client, guest, staff or admin.' }))
  const added = await portal.directory.add(
    {
      ...{ email, role: role.data, sendRegistrationEmail: flags.invite === true },
      ...(flags['first-name'] === undefined ? {} : { firstName: flags['first-name'] }),
      ...(flags['last-name'] === undefined ? {} : { lastName: flags['last-name'] }),
      ...(flags.phone === undefined ? {} : { phoneNumber: flags.phone }),
      ...(flags['default-space'] === true ? { makeDefaultSpace: true } : {}),
    },
    signal,
  )
  if (!added.ok) return added
  const { user, wasThere } = added.value
  if (flags.json === true) output.json({ event: wasThere ? 'there' : 'done', id: user.id, email: user.email })
  else output.line(`${user.email} ${wasThere ? 'was there already' : 'added'}: ${user.id}`)
  return ok(0)
}

const sourceOf = async (
  { flags, words, output, signal }: Invocation,
  portal: PortalEngine,
): Promise<Result<Source>> => {
  if (flags.from === 'csv') {
    const path = words[1]
    if (path === undefined)
      return err(fail('usage', { detail: 'Name the file: people import FILE --from csv.' }))
    return csvSource(resolve(path))
  }
  if (flags.from !== 'foundry') return err(fail('usage', { detail: '--from is csv or foundry.' }))
  const groups = z.enum(['none', 'location', 'label']).safeParse(flags.groups ?? 'none')
  if (!groups.success) return err(fail('usage', { detail: '--groups is none, location or label.' }))
  const client = await portal.foundry.client()
  if (!client.ok) return client
  const locations = await client.value.locations({ signal })
  if (!locations.ok) return locations
  const wanted = flags.location ?? []
  const known = wanted.map((name) =>
    locations.value.find((place) => place.id === name || place.name === name),
  )
  const unknown = wanted.find((_, index) => known[index] === undefined)
  if (unknown !== undefined) return err(fail('unknown-id', { about: unknown }))
  return foundrySource(
    portal.foundry,
    {
      ...{ locationIds: known.flatMap((place) => place?.id ?? []), label: flags.label ?? null },
      ...{ active: flags.inactive === true ? null : true, groups: groups.data },
    },
    { signal, onProgress: (read, total) => output.progress(`${read} of ${total ?? '?'} people read`) },
  )
}

const everyRow = async (
  portal: PortalEngine,
  view: ImportView,
  tell: (row: ImportRowView) => void,
): Promise<void> => {
  for (let offset = 0; ; offset += 500) {
    const { rows, total } = await portal.imports.rows(view.id, { only: 'all', offset, limit: 500 })
    rows.forEach(tell)
    if (offset + rows.length >= total || rows.length === 0) return
  }
}

const importPeople = async (invocation: Invocation, portal: PortalEngine): Promise<Result<number>> => {
  const { flags, output, signal } = invocation
  const overwrite = z
    .array(personField)
    .safeParse((flags.overwrite ?? '').split(',').filter((one) => one !== ''))
  if (!overwrite.success) {
    return err(fail('usage', { detail: '--overwrite takes email, firstName, lastName, phoneNumber.' }))
  }
  const source = await sourceOf(invocation, portal)
  output.progress('')
  if (!source.ok) return source
  const planned = await portal.imports.plan(
    {
      ...source.value,
      choices: {
        ...{ ...usualChoices, overwrite: overwrite.data, invite: flags.invite === true },
        ...{ makeDefaultSpace: flags['default-space'] === true },
        inactive: flags.inactive === true ? 'include' : 'skip',
      },
    },
    signal,
  )
  if (!planned.ok) return planned
  if (flags.json !== true) output.line(planLine(planned.value))
  if (flags['dry-run'] === true) {
    await everyRow(portal, planned.value, (row) => {
      if (flags.json === true) output.json({ event: 'planned', ...row })
      else if (row.kind !== 'same') output.line(rowLine(row))
    })
    if (flags.json === true) output.json({ event: 'plan', ...planned.value })
    await portal.imports.remove(planned.value.id)
    return ok(0)
  }
  return follow(invocation, portal, planned.value)
}

/** Carries an import out, naming what failed and what needs a person. */
const follow = async (
  { flags, output, signal }: Invocation,
  portal: PortalEngine,
  planned: ImportView,
): Promise<Result<number>> => {
  const stop = portal.imports.onChange(() => {
    void portal.imports.view(planned.id).then((view) => {
      if (!view.ok) return
      const { done, failed, todo } = view.value
      if (flags.json === true) output.json({ event: 'progress', import: planned.id, done, failed, todo })
      else output.progress(`${done + failed} of ${todo} done`)
    })
  })
  const pause = (): void => void portal.imports.pause(planned.id)
  signal.addEventListener('abort', pause)
  const started = await portal.imports.start(planned.id)
  const ended = started.ok ? await portal.imports.ended(planned.id) : started
  signal.removeEventListener('abort', pause)
  stop()
  output.progress('')
  if (!ended.ok) return ended
  const { state, done, failed, todo, sums, problem } = ended.value
  await everyRow(portal, ended.value, (row) => {
    if (flags.json === true) {
      if (row.kind !== 'same')
        output.json({ event: row.phase === 'failed' ? 'failed' : (row.outcome ?? row.kind), ...row })
    } else if (row.phase === 'failed' || row.kind === 'decision') output.problem(rowLine(row))
  })
  if (problem !== null) output.problem(explain(problem))
  if (flags.json === true)
    output.json({ event: 'summary', import: planned.id, state, done, failed, todo, sums })
  else
    output.line(
      `${done} of ${todo} done, ${failed} failed, ${sums.decision} to decide, ${sums.skipped} left out.`,
    )
  return ok(state === 'done' && failed + sums.decision === 0 ? 0 : 1)
}

const resume = async (invocation: Invocation, portal: PortalEngine): Promise<Result<number>> => {
  const open = (await portal.imports.list()).filter(({ state }) => state === 'running' || state === 'paused')
  let status = 0
  for (const view of open) {
    const ended = await follow(invocation, portal, view)
    if (!ended.ok) return ended
    status = Math.max(status, ended.value)
  }
  if (open.length === 0) invocation.output.line('No import is waiting to go on.')
  return ok(status)
}

/** People of a portal: finds, adds, imports them. */
export const people: CommandFunction = (invocation) =>
  withPortal(invocation, async (portal) => {
    switch (invocation.words[0]) {
      case 'list':
        return list(invocation, portal)
      case 'add':
        return add(invocation, portal)
      case 'import':
        return importPeople(invocation, portal)
      case 'resume':
        return resume(invocation, portal)
      default:
        return err(fail('usage', { detail: 'Say people list, people add, people import or people resume.' }))
    }
  })
