import { createServer, connect, type Server, type Socket } from 'node:net'
import { once } from 'node:events'

/** A line to a portal that can be cut: while it is, nobody listens at its address, and what was open is broken off. */
export type Line = {
  readonly url: string
  cut(): Promise<void>
  mend(): Promise<void>
}

export const openLine = async (to: string): Promise<Line> => {
  const target = new URL(to)
  const open = new Set<Socket>()
  const join = (one: Socket, other: Socket): void => {
    open.add(one)
    one.pipe(other)
    // A broken end breaks the other one off; that it broke is what the test is about.
    one.on('error', () => other.destroy())
    one.on('close', () => {
      open.delete(one)
      other.destroy()
    })
  }
  let server: Server
  const listen = async (port: number): Promise<number> => {
    server = createServer((near) => {
      const far = connect(Number(target.port), target.hostname)
      join(near, far)
      join(far, near)
    })
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('The line has no port')
    return address.port
  }
  const port = await listen(0)
  return {
    url: `http://127.0.0.1:${port}`,
    cut: async () => {
      const closed = once(server, 'close')
      server.close()
      for (const socket of open) socket.destroy()
      await closed
    },
    mend: async () => {
      await listen(port)
    },
  }
}
