import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fail } from '../../core/failure.ts'
import type { LockView } from '../../core/lock.ts'
import { err, ok } from '../../core/result.ts'
import { systemRandom } from '../node/random.ts'
import { type AppLock, openAppLock } from './app-lock.ts'

let folder = ''
let now = 1_000_000
let told: LockView[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'foyer-lock-'))
  now = 1_000_000
  told = []
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const path = (): string => join(folder, 'lock.json')
const open = (): Promise<AppLock> =>
  openAppLock({
    path: path(),
    clock: { now: () => now },
    random: systemRandom,
    changed: (view) => told.push(view),
  })
const wrong = err(fail('wrong-passphrase'))
const words = 'correct horse battery'

test('L1.1 without a passphrase nothing locks', async () => {
  const lock = await open()
  expect(lock.view()).toEqual({ enabled: false, locked: false, waitUntil: null })
  expect(lock.lock()).toBe(false)
  expect(lock.locked()).toBe(false)
})

test('L1.3 a passphrase that was set locks at the next start, and it alone opens', async () => {
  expect(await (await open()).set(words, null)).toEqual(ok(undefined))
  const lock = await open()
  expect(lock.locked()).toBe(true)
  expect(await lock.unlock('Correct horse battery')).toEqual(wrong)
  expect(lock.locked()).toBe(true)
  expect(await lock.unlock(words)).toEqual(ok(undefined))
  expect(lock.locked()).toBe(false)
  expect(lock.lock()).toBe(true)
  expect(lock.locked()).toBe(true)
  expect(told.map(({ locked }) => locked)).toEqual([false, true, false, true])
})

test('L1.1 the same words typed on another keyboard are the same passphrase', async () => {
  const lock = await open()
  await lock.set('cafe\u0301 creme', null)
  lock.lock()
  expect(await lock.unlock('caf\u00e9 creme')).toEqual(ok(undefined))
})

test('L1.1 changing and removing ask for the passphrase there is', async () => {
  const lock = await open()
  await lock.set(words, null)
  expect(await lock.set('another passphrase', null)).toEqual(wrong)
  expect(await lock.remove('another passphrase')).toEqual(wrong)
  expect(await lock.set('another passphrase', words)).toEqual(ok(undefined))
  expect(await lock.remove('another passphrase')).toEqual(ok(undefined))
  expect((await open()).view().enabled).toBe(false)
})

test('L1.2 the file holds no passphrase and is its owner’s alone', async () => {
  const lock = await open()
  await lock.set(words, null)
  const text = await readFile(path(), 'utf8')
  expect(text).not.toContain('horse')
  if (process.platform !== 'win32') expect((await stat(path())).mode & 0o077).toBe(0)
  await lock.set(words, words)
  expect(await readFile(path(), 'utf8')).not.toBe(text)
})

test.each([['{"version":1}'], ['no JSON'], ['']])(
  'L1.2 a damaged lock (%s) is closed and stays closed',
  async (text) => {
    await writeFile(path(), text)
    const lock = await open()
    expect(lock.view()).toMatchObject({ enabled: true, locked: true })
    expect(await lock.unlock(words)).toEqual(wrong)
    expect(await lock.unlock('')).toEqual(wrong)
  },
)

test('L1.7 the third wrong one makes the next wait, right or wrong, across a restart', async () => {
  await (await open()).set(words, null)
  let lock = await open()
  for (const guess of ['first one', 'second one', 'third one'])
    expect(await lock.unlock(guess)).toEqual(wrong)
  expect(lock.view().waitUntil).toBe(now + 1_000)
  expect(await lock.unlock(words)).toEqual(err({ ...fail('lock-wait'), retryAfterMs: 1_000 }))
  lock = await open()
  now += 600
  expect(await lock.unlock(words)).toEqual(err({ ...fail('lock-wait'), retryAfterMs: 400 }))
  now += 400
  expect(await lock.unlock('fourth one')).toEqual(wrong)
  expect(lock.view().waitUntil).toBe(now + 2_000)
  now += 2_000
  expect(await lock.unlock(words)).toEqual(ok(undefined))
  lock.lock()
  expect(await lock.unlock('one slip')).toEqual(wrong)
  expect(lock.view().waitUntil).toBeNull()
})

test('L1.7 a clock set back a year makes nobody wait a year', async () => {
  const lock = await open()
  await lock.set(words, null)
  lock.lock()
  for (const guess of ['first one', 'second one', 'third one']) await lock.unlock(guess)
  now -= 365 * 86_400_000
  expect(await lock.unlock(words)).toEqual(err({ ...fail('lock-wait'), retryAfterMs: 1_000 }))
})

test('L1.8 tries made at once are counted one by one', async () => {
  await (await open()).set(words, null)
  const lock = await open()
  const guesses = await Promise.all(Array.from({ length: 6 }, (_, index) => lock.unlock(`guess ${index}`)))
  expect(guesses.map((answer) => (answer.ok ? 'ok' : answer.error.code))).toEqual([
    ...['wrong-passphrase', 'wrong-passphrase', 'wrong-passphrase'],
    ...['lock-wait', 'lock-wait', 'lock-wait'],
  ])
})
