import type { FastifyRequest } from 'fastify'

import { refusal } from '../refusal.ts'

/** One named part of the path. */
export function param(request: FastifyRequest, name: string): string {
  const params = request.params as Readonly<Record<string, string>>
  const value = params[name]
  if (value === undefined) throw refusal(404, 'Not found')
  return value
}

/** Leaves out what a PATCH did not name, so that it is not written over. */
export function given<T extends object>(changes: T): Partial<{ [K in keyof T]: Exclude<T[K], undefined> }> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Partial<{
    [K in keyof T]: Exclude<T[K], undefined>
  }>
}
