import { connect, type Socket } from 'node:net'
import { fail } from '../../core/failure.ts'
import { err, ok, type Result } from '../../core/result.ts'
import { readAddress } from './address.ts'
import { readLines, writeLine } from './lines.ts'
import {
  type ControlCall,
  controlCalls,
  type ControlInput,
  type ControlOutput,
  controlVersion,
  hello,
  longestReply,
  parseLine,
  reply,
  type Reply,
} from './protocol.ts'

/** The channel to the process that has a portal's archive open. */
export type Control = {
  /** `gone`: that process ended, or does not answer, so what was asked may or may not have been done. */
  ask<K extends ControlCall>(call: K, input: ControlInput<K>): Promise<Result<ControlOutput<K>> | 'gone'>
  close(): void
}

/** How long an answer may take: a list of many jobs on a busy computer takes a second at most. */
const patienceMs = 20_000

const greeted = (socket: Socket, answered: Map<number, (answer: Reply['answer']) => void>): Promise<number> =>
  new Promise((resolve, reject) => {
    let first = true
    socket.on('error', reject)
    socket.once('close', () => reject(new Error('closed')))
    socket.setTimeout(patienceMs, () => socket.destroy())
    readLines(socket, longestReply, (line) => {
      if (first) {
        first = false
        resolve(parseLine(hello, line)?.foyerDesktop ?? 0)
        return
      }
      const got = parseLine(reply, line)
      if (got === undefined) socket.destroy()
      else answered.get(got.id)?.(got.answer)
    })
  })

/**
 * Reaches the process that has the archive in `folder` open; undefined when none listens. `archive-busy` when it is of
 * another version than can be talked to.
 */
export const reachControl = async (folder: string): Promise<Result<Control> | undefined> => {
  const address = await readAddress(folder)
  if (address === undefined) return undefined
  const socket = connect(address)
  const answered = new Map<number, (answer: Reply['answer']) => void>()
  let version: number
  try {
    version = await greeted(socket, answered)
  } catch {
    // Left by a crash.
    socket.destroy()
    return undefined
  }
  if (version !== controlVersion) {
    socket.destroy()
    return err(fail('archive-busy'))
  }
  let next = 1
  return ok({
    ask: async (call, input) => {
      const id = next++
      const answer = await new Promise<Reply['answer'] | 'gone'>((resolve) => {
        const gone = (): void => resolve('gone')
        if (socket.destroyed) gone()
        socket.once('close', gone)
        answered.set(id, (got) => {
          socket.off('close', gone)
          resolve(got)
        })
        writeLine(socket, { id, call, input })
      })
      answered.delete(id)
      if (answer === 'gone' || !answer.ok) return answer
      const value = controlCalls[call].output.safeParse(answer.value)
      // The schema that has just passed it stands under the call's own name.
      return value.success ? ok(value.data as never) : err(fail('internal', { about: call }))
    },
    close: () => socket.destroy(),
  })
}
