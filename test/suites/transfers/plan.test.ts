import { execFileSync } from 'node:child_process'
import { chmod, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { FileId } from '../../../src/core/file.ts'
import type { ConflictPolicy } from '../../../src/core/transfers/views.ts'
import { createWorld, plan, problemsOf, random, remoteTree, upload, type World } from './world.ts'

let world: World
afterEach(() => world.close())

describe('an upload plan', () => {
  test.each([
    [
      'new-version',
      { done: 3, skipped: 0 },
      { d: 0, 'd/a.txt': 2, 'd/sub': 0, 'd/sub/b.txt': 2, 'd/sub/c.txt': 1 },
    ],
    ['skip', { done: 1, skipped: 2 }, { d: 0, 'd/a.txt': 1, 'd/sub': 0, 'd/sub/b.txt': 1, 'd/sub/c.txt': 1 }],
    [
      'keep-both',
      { done: 3, skipped: 0 },
      {
        d: 0,
        'd/a.txt': 1,
        'd/a (2).txt': 1,
        'd/sub': 0,
        'd/sub/b.txt': 1,
        'd/sub/b (2).txt': 1,
        'd/sub/c.txt': 1,
      },
    ],
  ] as const)(
    'T1.32, T1.33: finds conflicts in every folder it merges into; %s',
    async (policy, files, tree) => {
      world = await createWorld()
      await world.put('src/d/a.txt', random(10))
      await world.put('src/d/sub/b.txt', random(10))
      await upload(world, [join(world.folder, 'src/d')])
      await world.put('src/d/sub/b.txt', random(11))
      await world.put('src/d/sub/c.txt', random(12))
      const sheet = await plan(world, [join(world.folder, 'src/d')])
      expect(sheet.conflicts).toEqual({
        ...{ count: 2, sameSize: 1, same: 1, first: ['d/a.txt', 'd/sub/b.txt'] },
      })
      expect(sheet).toMatchObject({ files: 3, newFolders: 0 })
      const job = await upload(world, [join(world.folder, 'src/d')], policy satisfies ConflictPolicy)
      expect(job).toMatchObject({ state: 'done', files })
      expect(remoteTree(world)).toEqual(tree)
    },
  )

  test('T1.34: two roots of one name both arrive, and several roots go together', async () => {
    world = await createWorld()
    const one = await world.put('one/report.pdf', random(10))
    const two = await world.put('two/report.pdf', random(20))
    await world.put('three/deep/x.txt', random(5))
    await world.put('four/deep/y.txt', random(6))
    const roots = [one, two, join(world.folder, 'three/deep'), join(world.folder, 'four/deep')]
    const job = await upload(world, roots)
    expect(job).toMatchObject({ state: 'done', title: 'report.pdf + 3', files: { done: 4 } })
    expect(remoteTree(world)).toEqual({
      ...{
        'report.pdf': 1,
        'report (2).pdf': 1,
        deep: 0,
        'deep/x.txt': 1,
        'deep (2)': 0,
        'deep (2)/y.txt': 1,
      },
    })
  })

  test('T1.35, T1.44: names what it refuses and what it leaves out; links stay inside, loops end', async () => {
    world = await createWorld()
    const drop = join(world.folder, 'src/d')
    await world.put('src/d/fine.txt', random(10))
    await world.put('src/d/bell\u0007.txt', random(10))
    await world.put('src/d/.DS_Store', random(10))
    await world.put('src/d/~$report.docx', random(10))
    await world.put('outside/secret.txt', random(10))
    await world.put('src/d/real/inner.txt', random(10))
    execFileSync('mkfifo', [join(drop, 'pipe')])
    await symlink(join(world.folder, 'outside/secret.txt'), join(drop, 'out.txt'))
    await symlink(join(world.folder, 'outside'), join(drop, 'outdir'))
    await symlink('..', join(drop, 'real/loop'))
    await symlink('nowhere', join(drop, 'dangling'))
    await symlink('fine.txt', join(drop, 'alias.txt'))
    const sheet = await plan(world, [drop])
    expect(sheet.refused.first.sort((a, b) => (a.path < b.path ? -1 : 1))).toEqual([
      { path: 'd/bell\u0007.txt', reason: 'name-refused' },
      { path: 'd/dangling', reason: 'source-missing' },
      { path: 'd/out.txt', reason: 'source-unreadable' },
      { path: 'd/outdir', reason: 'source-unreadable' },
      { path: 'd/pipe', reason: 'source-unreadable' },
      { path: 'd/real/loop', reason: 'source-unreadable' },
    ])
    expect(sheet.ignored).toEqual({ count: 2, first: ['d/.DS_Store', 'd/~$report.docx'] })
    const job = await upload(world, [drop])
    expect(job).toMatchObject({ state: 'failed', files: { total: 9, done: 3, failed: 6 } })
    expect(problemsOf(job)).toEqual({ 'name-refused': 1, 'source-missing': 1, 'source-unreadable': 4 })
    expect(remoteTree(world)).toEqual({
      d: 0,
      'd/fine.txt': 1,
      'd/alias.txt': 1,
      'd/real': 0,
      'd/real/inner.txt': 1,
    })
  })

  test('T1.35: a file and a folder nobody may read are named, and the rest arrives', async () => {
    world = await createWorld()
    const file = await world.put('src/d/locked.txt', random(10))
    await world.put('src/d/closed/inner.txt', random(10))
    await world.put('src/d/open.txt', random(10))
    await chmod(file, 0o000)
    await chmod(join(world.folder, 'src/d/closed'), 0o000)
    await chmod(world.folder, 0o755)
    // Root reads everything: as nobody this process can't.
    const { seteuid } = process
    if (seteuid === undefined) throw new Error('This test needs POSIX users')
    const root = process.geteuid?.() === 0
    if (root) seteuid(65_534)
    try {
      const job = await upload(world, [join(world.folder, 'src/d')])
      expect(job).toMatchObject({ state: 'failed', files: { done: 1, failed: 2 } })
      expect(problemsOf(job)).toEqual({ 'source-unreadable': 2 })
    } finally {
      if (root) seteuid(0)
      await chmod(join(world.folder, 'src/d/closed'), 0o700)
    }
    expect(remoteTree(world)).toMatchObject({ 'd/open.txt': 1 })
  })

  test('T1.32: while the portal is away the archive knows the conflicts', async () => {
    world = await createWorld()
    const file = await world.put('src/a.txt', random(10))
    expect(await plan(world, [file])).toMatchObject({ away: false, asOf: null })
    await upload(world, [file])
    world.portal.faults.add({ route: '/v1/*', cut: 'before' })
    const sheet = await world.transfers().plan({ spaceId: world.spaceId, folderId: null, roots: [file] })
    const conflicts = { count: 1, sameSize: 1 }
    expect(sheet).toMatchObject({ ok: true, value: { conflicts, away: true } })
    world.portal.faults.clear()
  })

  test('a space nobody knows, and a folder that is none, are refused in words', async () => {
    world = await createWorld()
    const file = await world.put('src/a.txt', random(10))
    const unknown = { spaceId: 'nowhere' as typeof world.spaceId, folderId: null, roots: [file] }
    expect(await world.transfers().plan(unknown)).toMatchObject({
      ok: false,
      error: { code: 'unknown-space' },
    })
    await upload(world, [file])
    const [entry] = [...world.portal.state.files(world.spaceId).all()]
    const notAFolder = { spaceId: world.spaceId, folderId: (entry?.id ?? '') as FileId, roots: [file] }
    expect(await world.transfers().plan(notAFolder)).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    })
  })
})
