import { once } from 'node:events'
import { chmod } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { fail, FailureError } from '../../core/failure.ts'
import { err, ok, type Result } from '../../core/result.ts'
import type { OpenedHere } from '../../engine/engine.ts'
import type { Log } from '../../engine/ports.ts'
import { systemRandom } from '../../engine/node/random.ts'
import { framesOf } from '../ports/frames.ts'
import { chooseAddress, forgetAddress, noteAddress } from './address.ts'
import { readLines, writeLine } from './lines.ts'
import {
  type ControlCall,
  controlCalls,
  type ControlInput,
  type ControlOutput,
  controlVersion,
  longestRequest,
  parseLine,
  type Reply,
  request,
  type Request,
} from './protocol.ts'

type Handlers = {
  readonly [K in ControlCall]: (input: ControlInput<K>) => Promise<Result<ControlOutput<K>>>
}

const handlersOf = ({ portalId, engine }: OpenedHere): Handlers => {
  const onJob =
    (verb: 'pause' | 'resume' | 'cancel') =>
    async (input: ControlInput<'transfers.pause'>): Promise<Result<undefined>> => {
      if (input.portalId !== portalId) return err(fail('unknown-portal', { about: input.portalId }))
      const done = await engine.transfers[verb](input.jobId)
      return done.ok ? ok(undefined) : done
    }
  return {
    'transfers.list': async () => ok([...(await engine.transfers.list())]),
    'transfers.pause': onJob('pause'),
    'transfers.resume': onJob('resume'),
    'transfers.cancel': onJob('cancel'),
  }
}

const isCall = (name: string): name is ControlCall => Object.hasOwn(controlCalls, name)

const answered = async (handlers: Handlers, { call, input }: Request): Promise<Reply['answer']> => {
  if (!isCall(call)) return err(fail('usage', { about: call, detail: 'no such call' }))
  const given = controlCalls[call].input.safeParse(input)
  if (!given.success) return err(fail('usage', { about: call, detail: 'not by its schema' }))
  // The handler stands under the same name as the schema that has just passed its input.
  const answer = await handlers[call](given.data as never)
  if (!answer.ok) return answer
  return ok(controlCalls[call].output.parse(answer.value))
}

export type ControlOptions = {
  readonly log: Log
  /** N1.5: whether nothing may be told now. */
  readonly closed: () => boolean
}

/** N1.1: answers other processes of this person about one portal's transfers. Resolves with how to stop. */
export const serveControl = async (
  here: OpenedHere,
  { log, closed }: ControlOptions,
): Promise<() => Promise<void>> => {
  const handlers = handlersOf(here)
  const open = new Set<Socket>()

  const reply = async (socket: Socket, line: string): Promise<void> => {
    const asked = parseLine(request, line)
    if (asked === undefined) {
      socket.destroy()
      return
    }
    const answer = async (): Promise<Reply['answer']> => {
      if (closed()) return err(fail('locked'))
      try {
        const found = await answered(handlers, asked)
        return closed() ? err(fail('locked')) : found
      } catch (error) {
        if (error instanceof FailureError) return err(error.failure)
        log.error('control-threw', { call: asked.call, frames: framesOf(error) })
        return err(fail('internal', { about: asked.call }))
      }
    }
    writeLine(socket, { id: asked.id, answer: await answer() } satisfies Reply)
  }

  const server = createServer((socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
    socket.on('error', () => socket.destroy())
    writeLine(socket, { foyerDesktop: controlVersion })
    readLines(socket, longestRequest, (line) => void reply(socket, line))
  })

  const { folder } = here
  try {
    // N1.4: the archive is this process's alone, so whatever an earlier one left here nobody listens at.
    await forgetAddress(folder)
    const address = await chooseAddress(folder, systemRandom.uuid())
    server.listen(address)
    await once(server, 'listening')
    if (process.platform !== 'win32') await chmod(address, 0o600)
    await noteAddress(folder, address)
  } catch (error) {
    // Without it the command line says that the portal is open elsewhere, as it is.
    log.warn('control-not-listening', {
      reason: error instanceof Error && 'code' in error ? String(error.code) : 'unknown',
    })
  }

  return async () => {
    const ended = server.listening ? once(server, 'close') : undefined
    server.close()
    for (const socket of open) socket.destroy()
    await ended
    await forgetAddress(folder).catch(() => undefined)
  }
}
