import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fail } from '../core/failure.ts'
import { fileId } from '../core/file.ts'
import { err, ok } from '../core/result.ts'
import { createDragOut, type DragOut } from './drag-out.ts'

let base: string
let now: number
let ids: number
let dragOut: DragOut

const create = (): DragOut =>
  createDragOut({ folder: join(base, 'drag'), uuid: () => `drag-${(ids += 1)}`, now: () => now })

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'foyer-drag-'))
  now = 0
  ids = 0
  dragOut = create()
})
afterEach(() => rm(base, { recursive: true, force: true }))

let fetches = 0
const fetchInto = async (into: string) => {
  fetches += 1
  await mkdir(into)
  await writeFile(join(into, 'a.pdf'), 'bytes')
  return ok([join(into, 'a.pdf')])
}
const which = (name: string) => ({ place: 'portal space', fileIds: [fileId.parse(name)] })

test('T1.75: what was fetched goes out again at once for a minute, then it is fetched anew', async () => {
  fetches = 0
  const first = await dragOut.prepare(which('a'), fetchInto)
  now = 59_000
  expect(await dragOut.prepare(which('a'), fetchInto)).toEqual(first)
  now = 61_000
  expect(await dragOut.prepare(which('a'), fetchInto)).not.toEqual(first)
  expect(fetches).toBe(2)
})

test('hardening 24, 29: the window knows an id; the folder is nobody else’s, and gone after a restart', async () => {
  const prepared = await dragOut.prepare(which('a'), fetchInto)
  if (!prepared.ok) throw new Error(prepared.error.code)
  expect(Object.keys(prepared.value)).toEqual(['dragId'])
  const paths = dragOut.paths(prepared.value.dragId)
  expect(paths).toEqual({ ok: true, value: [join(base, 'drag', 'drag-1', 'a.pdf')] })
  expect((await stat(join(base, 'drag'))).mode & 0o077).toBe(0)
  expect(dragOut.owns(join(base, 'drag', 'drag-1', 'a.pdf'))).toBe(true)
  expect(dragOut.owns(join(base, 'dragged.pdf'))).toBe(false)
  const again = create()
  expect(again.paths(prepared.value.dragId)).toMatchObject({ ok: false, error: { code: 'unknown-id' } })
  await again.prepare(which('b'), fetchInto)
  expect(await readdir(join(base, 'drag'))).toEqual(['drag-2'])
  await again.clear()
  expect(await readdir(base)).toEqual([])
})

test('T1.75: a fetch that failed leaves nothing, and no more than twenty lie there', async () => {
  const failed = await dragOut.prepare(which('a'), async (into) => {
    await mkdir(into)
    return err(fail('too-large'))
  })
  expect(failed).toMatchObject({ ok: false, error: { code: 'too-large' } })
  expect(await readdir(join(base, 'drag'))).toEqual([])
  for (let index = 0; index < 25; index += 1) await dragOut.prepare(which(`f${index}`), fetchInto)
  expect((await readdir(join(base, 'drag'))).length).toBeLessThanOrEqual(20)
})
