import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ok } from '../../core/result.ts'
import { giveName } from './part-file.ts'

let folder: string
let part: string
let announced: (readonly string[])[]
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'foyer-part-'))
  part = join(folder, 'report.pdf.12345678.part')
  announced = []
  await writeFile(part, 'whole')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const inFolder = async (): Promise<Record<string, string>> => {
  const names = (await readdir(folder)).sort()
  const found: Record<string, string> = {}
  for (const name of names) found[name] = await readFile(join(folder, name), 'utf8')
  return found
}
/** Gives the name as on a disk without hard links. */
const name = (hasAnnounced: boolean) =>
  giveName(part, 'report.pdf', 'report.pdf', (key) => key, {
    ...{ links: false, announced: hasAnnounced },
    announce: async () => {
      announced.push(await readdir(folder))
    },
  })
/** A file that has the name already, so much older than the part file. */
const leave = async (content: string, olderMs: number): Promise<void> => {
  const path = join(folder, 'report.pdf')
  await writeFile(path, content)
  const at = new Date((await stat(part)).mtimeMs - olderMs)
  await utimes(path, at, at)
}

describe('a disk without hard links', () => {
  test('T1.53: the empty file that holds a name is announced before it is there', async () => {
    expect(await name(false)).toEqual(ok('report.pdf'))
    expect(announced).toEqual([['report.pdf.12345678.part']])
    expect(await inFolder()).toEqual({ 'report.pdf': 'whole' })
  })

  test('T1.53: after a kill between the two, the empty file is taken for our own and replaced', async () => {
    await leave('', -1_000)
    expect(await name(true)).toEqual(ok('report.pdf'))
    expect(await inFolder()).toEqual({ 'report.pdf': 'whole' })
  })

  test('T1.53: after a kill before it was made, the name is given as ever', async () => {
    expect(await name(true)).toEqual(ok('report.pdf'))
    expect(await inFolder()).toEqual({ 'report.pdf': 'whole' })
  })

  test('T1.53: an empty file that nobody announced is somebody else’s', async () => {
    await leave('', -1_000)
    expect(await name(false)).toEqual(ok('report (2).pdf'))
    expect(await inFolder()).toEqual({ 'report.pdf': '', 'report (2).pdf': 'whole' })
  })

  test('T1.53: so is one that was there before', async () => {
    await leave('', 60_000)
    expect(await name(true)).toEqual(ok('report (2).pdf'))
    expect(await inFolder()).toEqual({ 'report.pdf': '', 'report (2).pdf': 'whole' })
  })

  test('T1.53: and one with anything in it', async () => {
    await leave('theirs', -1_000)
    expect(await name(true)).toEqual(ok('report (2).pdf'))
    expect(await inFolder()).toEqual({ 'report.pdf': 'theirs', 'report (2).pdf': 'whole' })
  })

  test('T1.53: where the rename fails nothing empty stays behind', async () => {
    await rm(part)
    expect(await name(false)).toMatchObject({ ok: false })
    expect(await inFolder()).toEqual({})
  })
})
