import type { Http } from '../../engine/ports.ts'

/** An Http whose code is read at the first request: the inbox is on screen before anything is asked of a network. */
export const lazyHttp = (load: () => Promise<Http>): Http => {
  let loaded: Promise<Http> | undefined
  return {
    send: async (request) => (await (loaded ??= load())).send(request),
    close: async () => (await loaded)?.close(),
  }
}
