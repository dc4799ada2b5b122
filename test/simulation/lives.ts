import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Failure, FailureError } from '../../src/core/failure.ts'
import type { Transfers } from '../../src/engine/transfers/transfers.ts'
import type { Question } from './answer.ts'
import { atRest } from './at-rest.ts'
import { createBlockWatch } from './block-watch.ts'
import { startEngine } from './life.ts'
import { createLocalArchive } from './local-archive.ts'
import { createNetwork } from './network.ts'
import { keyOf } from './sources.ts'
import { clockOver } from './virtual-time.ts'
import type { World } from './world.ts'

/** One life of the engine after another, on the same databases. */
export type Lives = {
  start(): void
  isAlive(): boolean
  /** A kill: nothing more is done by this life, and nothing is heard by it. */
  crash(): Promise<void>
  /** The program ends as it should. */
  quit(): Promise<void>
  /** Asks the engine for something, as a person does; not again while it has no answer. `then` runs when it was done, in this life. */
  call(what: string, act: (transfers: Transfers) => Promise<unknown>, then?: () => void): void
  callsUnderWay(): ReadonlySet<string>
  /** The journal can't be written for this many operations. */
  fillDisk(operations: number): void
  /** Until told otherwise nothing should be sent: every job is paused or over. */
  expectSilence(silence: boolean): void
  /** Registrations that were sent: blob and time. */
  registrations(): readonly { readonly blob: string; readonly at: number }[]
}

export const createLives = (world: World): Lives => {
  const { time, judge, storage } = world
  const registrations: { blob: string; at: number }[] = []
  const blocks = createBlockWatch(storage, judge)
  let life: { readonly transfers: Transfers; readonly ended: AbortController } | undefined
  const calls = new Set<string>()
  let diskFull = 0
  let silence = false

  const trouble = (name: string): Failure | undefined => {
    if (diskFull === 0 || !name.startsWith('transfers.')) return undefined
    diskFull -= 1
    judge.note(`disk full: ${name}`)
    // What was acknowledged and could not be written is known to nobody.
    blocks.lifeEnded(
      world.jobs().flatMap(({ id }) => world.rows(id)),
      false,
    )
    return { code: 'disk-full', about: 'journal.db' }
  }

  const sent = (question: Question): void => {
    if (silence) judge.accuse('T1.64', `sent after a pause or cancel: ${question.url.pathname}`)
    blocks.sent(question)
    const blob = registeredBlob(question)
    if (blob !== undefined) registrations.push({ blob, at: time.now() })
  }

  const open = () => {
    const ended = new AbortController()
    const { signal } = ended
    const http = createNetwork({
      ...world,
      random: world.random.network,
      ended: signal,
      ear: { ...blocks, sent },
    })
    const transfers = startEngine({
      ...{ http, judge, clock: clockOver(time, world.skewMs), random: world.random.engine },
      archive: createLocalArchive(world.databases, time, signal, trouble),
      options: { blockBytes: world.blockBytes, platform: 'posix' },
    })
    return { transfers, ended }
  }

  const end = async (): Promise<void> => {
    if (life === undefined) return
    const { transfers, ended } = life
    life = undefined
    ended.abort()
    // Its promises come to their ends without doing anything more: files it holds open are closed, as by the system.
    void transfers.close().catch(() => undefined)
    await atRest()
    calls.clear()
    silence = false
    blocks.lifeEnded(
      world.jobs().flatMap(({ id }) => world.rows(id)),
      world.mayRead,
    )
    lookAtTarget(world)
  }

  /** Lets time pass until the engine has closed. */
  const close = async (transfers: Transfers): Promise<void> => {
    const state = { closed: false }
    const closing = transfers.close().then(() => {
      state.closed = true
    })
    await atRest()
    while (!state.closed) {
      if (!time.advance()) {
        judge.accuse('close', 'closing never ends')
        return
      }
      await atRest()
    }
    await closing
  }

  return {
    start: () => {
      judge.note('--- start')
      life = open()
    },
    isAlive: () => life !== undefined,
    crash: async () => {
      judge.note('--- crash')
      await end()
    },
    quit: async () => {
      if (life === undefined) return
      judge.note('--- quit')
      await close(life.transfers)
      await end()
    },
    call: (what, act, then) => {
      if (life === undefined || calls.has(what)) return
      const { transfers, ended } = life
      const over = (how: string): boolean => {
        if (ended.signal.aborted) return false
        calls.delete(what)
        judge.note(`${what}: ${how}`)
        return true
      }
      calls.add(what)
      judge.note(`${what} …`)
      act(transfers).then(
        (value) => {
          if (over(JSON.stringify(value ?? 'done'))) then?.()
        },
        (error: unknown) => {
          if (over(String(error)) && !(error instanceof FailureError))
            judge.accuse('bug', `${what}: ${String(error)}`)
        },
      )
    },
    callsUnderWay: () => calls,
    fillDisk: (operations) => {
      diskFull = operations
    },
    expectSilence: (wanted) => {
      silence = wanted
    },
    registrations: () => registrations,
  }
}

/** The blob of a request that makes it a file of the portal. */
const registeredBlob = ({ method, url, body }: Question): string | undefined => {
  if (method !== 'POST' || !url.pathname.endsWith('/files')) return undefined
  const asked: unknown = JSON.parse(Buffer.from(body).toString())
  return typeof asked === 'object' && asked !== null && 'blob' in asked ? String(asked.blob) : undefined
}

/** T1.51: at any moment, what has a final name is whole. */
export const lookAtTarget = ({ target, whole, judge }: World): void => {
  for (const entry of readdirSync(target, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith('.part')) continue
    const bytes = readFileSync(join(entry.parentPath, entry.name))
    if (!whole.has(keyOf(bytes)))
      judge.accuse('T1.51', `${entry.name} holds ${bytes.length} bytes that no blob ever had`)
  }
}
