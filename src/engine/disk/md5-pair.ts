import { createHash, hash } from 'node:crypto'
import { createMd5Program, type Md5Program } from './md5-module.ts'

/** The MD5 of each piece of a file and of the whole, made in one go. In base64. */
export type Md5Pair = {
  /** The next piece; its own MD5. All pieces but the last are of one length. */
  piece(bytes: Uint8Array): string
  /** Of all pieces. Nothing may come after it. */
  digest(): string
}

/** A piece is brought into the program's memory so much at a time: it stays in the processor's cache. */
const chunk = 65_536
const stateBytes = 16
/** States in memory: of the whole, of a piece, and one that nobody looks at. Data comes after them. */
const [wholeAt, pieceAt, scratchAt, dataAt] = [0, stateBytes, 2 * stateBytes, 64] as const
const pages = 2
const start = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476] as const

/** One program serves all files of a thread: nothing of it lasts from one call to the next. */
export const createMd5Pairs = (): (() => Md5Pair) => {
  let program: Md5Program | undefined
  return () => {
    let pair: Md5Pair | undefined
    /** The program takes blocks of 64 bytes: pieces of other lengths, which only tests ask for, go the slower way. */
    const open = (length: number): Md5Pair => {
      if (length % 64 !== 0) return createPlainPair()
      program ??= createMd5Program(pages)
      return createMd5Pair(program)
    }
    return {
      piece: (bytes) => {
        pair ??= open(bytes.length)
        return pair.piece(bytes)
      },
      digest: () => (pair ?? createPlainPair()).digest(),
    }
  }
}

const createPlainPair = (): Md5Pair => {
  const whole = createHash('md5')
  return {
    piece: (bytes) => {
      whole.update(bytes)
      return hash('md5', bytes, 'base64')
    },
    digest: () => whole.digest('base64'),
  }
}

const createMd5Pair = ({ memory, run }: Md5Program): Md5Pair => {
  const room = new Uint8Array(memory)
  const stateAt = (at: number): Uint32Array => new Uint32Array(memory, at, start.length)
  const whole = Uint32Array.from(start)
  /** Bytes of the last piece that fill no block of 64. */
  let rest: Uint8Array = new Uint8Array(0)
  let length = 0

  /** The MD5 of a state after `total` bytes, the last of them, not yet in it, being `tail`. */
  const finish = (at: number, tail: Uint8Array, total: number): string => {
    const padded = new Uint8Array(tail.length < 56 ? 64 : 128)
    padded.set(tail)
    padded[tail.length] = 0x80
    new DataView(padded.buffer).setBigUint64(padded.length - 8, BigInt(total) * 8n, true)
    room.set(padded, dataAt)
    run(at, scratchAt, dataAt, padded.length / 64)
    // The words of a state are in little endian order in this memory, as MD5 has them.
    return Buffer.from(room.subarray(at, at + stateBytes)).toString('base64')
  }

  return {
    piece: (bytes) => {
      if (rest.length > 0) throw new Error('Only the last piece may be of another length')
      stateAt(wholeAt).set(whole)
      stateAt(pieceAt).set(start)
      const even = bytes.length - (bytes.length % 64)
      for (let at = 0; at < even; at += chunk) {
        const part = bytes.subarray(at, Math.min(at + chunk, even))
        room.set(part, dataAt)
        run(wholeAt, pieceAt, dataAt, part.length / 64)
      }
      whole.set(stateAt(wholeAt))
      rest = bytes.slice(even)
      length += bytes.length
      return finish(pieceAt, rest, bytes.length)
    },
    digest: () => {
      stateAt(wholeAt).set(whole)
      return finish(wholeAt, rest, length)
    },
  }
}
