import type { Socket } from 'node:net'

/** Calls `each` with every line of UTF-8 that comes; a line longer than `limit` bytes ends the connection. */
export const readLines = (socket: Socket, limit: number, each: (line: string) => void): void => {
  let pieces: Buffer[] = []
  let held = 0
  socket.on('data', (chunk: Buffer) => {
    let rest = chunk
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      const line = Buffer.concat([...pieces, rest.subarray(0, end)]).toString('utf8')
      pieces = []
      held = 0
      rest = rest.subarray(end + 1)
      each(line)
    }
    pieces.push(rest)
    held += rest.length
    if (held > limit) socket.destroy()
  })
}

export const writeLine = (socket: Socket, value: unknown): void => {
  if (!socket.destroyed) socket.write(`${JSON.stringify(value)}\n`)
}
