import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { fail, type Failure } from '../../../core/failure.ts'
import { fileId, type FileId } from '../../../core/file.ts'
import type { PinView } from '../../../core/pins.ts'
import { err, ok, type Result } from '../../../core/result.ts'
import type { PortalEngine } from '../../../engine/portal.ts'
import { required } from '../arguments.ts'
import { type CommandFunction, type Invocation, withPortal } from '../session.ts'
import { explain } from '../words.ts'

const idsOf = (words: readonly string[]): Result<readonly FileId[]> => {
  const ids = words.map((word) => fileId.safeParse(word).data).filter((id) => id !== undefined)
  return ids.length === words.length && ids.length > 0
    ? ok(ids)
    : err(fail('usage', { detail: 'Name files by their ids; “search --json” tells them.' }))
}

const failureOf = (pin: PinView): Failure =>
  fail(pin.failure ?? 'internal', { about: pin.name === '' ? pin.fileId : pin.name })

const print = async (portal: PortalEngine, { flags, output }: Invocation): Promise<void> => {
  const { pins } = await portal.pins.list()
  for (const pin of pins) {
    if (flags.json === true) output.json(pin)
    else output.line(`${pin.state}\t${pin.fileId}\t${pin.name}`)
  }
}

/** P1.6: keeps files and stays until each is here or is known not to come. */
const add = async (
  portal: PortalEngine,
  invocation: Invocation,
  ids: readonly FileId[],
): Promise<Result<number>> => {
  const space = required(invocation.flags, 'space')
  if (!space.ok) return space
  const found = await portal.spaces.find(space.value)
  if (!found.ok) return found
  await portal.pins.add(found.value.id, ids)
  await portal.pins.look()
  const { pins } = await portal.pins.list()
  let missing = 0
  for (const pin of pins) {
    if (!ids.includes(pin.fileId) || pin.state === 'kept') continue
    missing += 1
    invocation.output.problem(
      pin.state === 'failed'
        ? pin.failure === 'no-room'
          ? `“${pin.name}” does not fit into the room for files kept offline. Remove another one first.`
          : explain(failureOf(pin))
        : `“${pin.name === '' ? pin.fileId : pin.name}” is not here yet: it is fetched when the portal can be reached.`,
    )
  }
  return ok(missing === 0 ? 0 : 1)
}

const get = async (portal: PortalEngine, invocation: Invocation, id: FileId): Promise<Result<number>> => {
  const to = required(invocation.flags, 'to')
  if (!to.ok) return to
  const content = await portal.pins.read(id)
  if (!content.ok) return content
  const path = resolve(to.value)
  try {
    await writeFile(path, content.value, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    const there = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    return err(fail(there ? 'target-exists' : 'disk-error', { about: path }))
  }
  return ok(0)
}

/** Files kept on this computer: `list`, `add ID…`, `remove ID…`, `get ID --to FILE`. */
export const pins: CommandFunction = (invocation) =>
  withPortal(invocation, async (portal) => {
    const [verb, ...words] = invocation.words
    if (verb === 'list') {
      await print(portal, invocation)
      return ok(0)
    }
    const ids = idsOf(words)
    if (!ids.ok) return ids
    const [first] = ids.value
    switch (verb) {
      case 'add':
        return add(portal, invocation, ids.value)
      case 'remove':
        await portal.pins.remove(ids.value)
        return ok(0)
      case 'get':
        return first === undefined
          ? err(fail('usage', { detail: 'Name a file by its id: pins get ID.' }))
          : get(portal, invocation, first)
      default:
        return err(fail('usage', { detail: 'pins list, add, remove or get.' }))
    }
  })
