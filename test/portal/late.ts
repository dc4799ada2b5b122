import { setTimeout as wait } from 'node:timers/promises'

import type { FastifyRequest } from 'fastify'

const dues = new WeakMap<FastifyRequest, () => Promise<void>>()

/**
 * Routes that ask the blob service about a request before they change anything. They wait for themselves, once they
 * have looked: what the blob service takes must not come on top, or a change would be later than its fault says.
 */
const lookFirst = new Set(['POST /v1/spaces/:sid/files'])

export const looksFirst = ({ method, routeOptions }: FastifyRequest): boolean =>
  lookFirst.has(`${method} ${routeOptions.url ?? ''}`)

/** Lets `request` change nothing for so many milliseconds; `signal` lets it never; `onDue` hears when it does. */
export const makeLate = (
  request: FastifyRequest,
  milliseconds: number,
  signal: AbortSignal,
  onDue: () => void,
): void => {
  const due = wait(milliseconds, undefined, { signal })
  // Whoever waits hears of it; a request that was refused before has nobody who does.
  due.catch(() => undefined)
  dues.set(request, async () => {
    await due
    onDue()
  })
}

/** Resolves when a request may make its change: at once, but for one that a fault makes late (`commitLateMs`). */
export const untilDue = async (request: FastifyRequest): Promise<void> => dues.get(request)?.()
