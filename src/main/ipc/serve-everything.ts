import { calls } from '../../contract/index.ts'
import { createHandlers, type Desk } from './handlers.ts'
import { createServe, type Serve, type ServeOptions } from './serve.ts'

/** Every call of the contract. Read after the first painting: see contract/first.ts. */
export const serveEverything = (desk: Desk, options: ServeOptions): Serve =>
  createServe(calls, createHandlers(desk), options)
