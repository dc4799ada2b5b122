import { createHash } from 'node:crypto'
import { compressTwice } from './md5-steps.ts'

/** The MD5 of each piece of a file and of the whole, in base64. */
export type Md5Pair = {
  /** The next piece; its own MD5. Quick as long as the pieces before it were whole blocks of 64 bytes. */
  piece(bytes: Uint8Array): string
  /** Of all pieces. Nothing may come after it. */
  digest(): string
}

const blockBytes = 64
const stateWords = 4
const start = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476] as const

/** So few bytes go in one call that what V8 compiles of it is in use soon. */
const strideWords = 16_384

/** Both in one go: half as fast again as Node's MD5 twice over the same bytes. */
export const createMd5Pair = (): Md5Pair => {
  /** The whole's state, then the piece's. */
  const states = new Int32Array(2 * stateWords)
  states.set(start)
  let length = 0
  /** What is left over of the pieces so far, less than a block. */
  let left: Uint8Array = new Uint8Array(0)

  /** Puts the whole blocks into both states; answers what is left over. */
  const compress = (bytes: Uint8Array): Uint8Array => {
    const whole = bytes.length - (bytes.length % blockBytes)
    const words = wordsOf(bytes.subarray(0, whole))
    for (let at = 0; at < words.length; at += strideWords) {
      compressTwice(states, words, at, Math.min(words.length, at + strideWords))
    }
    return bytes.slice(whole)
  }

  return {
    piece: (bytes) => {
      length += bytes.length
      if (left.length > 0) {
        // The two no longer have the same words to read.
        left = compress(Buffer.concat([left, bytes]))
        return createHash('md5').update(bytes).digest('base64')
      }
      states.set(start, stateWords)
      left = compress(bytes)
      const kept = states.slice(0, stateWords)
      const last = padded(left, bytes.length)
      compressTwice(states, last, 0, last.length)
      const digest = toBase64(states.subarray(stateWords))
      states.set(kept)
      return digest
    },
    digest: () => {
      const last = padded(left, length)
      compressTwice(states, last, 0, last.length)
      return toBase64(states.subarray(0, stateWords))
    },
  }
}

/** Every computer this runs on is little-endian, as MD5 is. */
const wordsOf = (bytes: Uint8Array): Int32Array => {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice()
  return new Int32Array(aligned.buffer, aligned.byteOffset, aligned.length / 4)
}

/** The rest of a message of `length` bytes with what MD5 puts behind it: a bit, zeros, and the number of bits. */
const padded = (rest: Uint8Array, length: number): Int32Array => {
  const bytes = new Uint8Array(rest.length < blockBytes - 8 ? blockBytes : 2 * blockBytes)
  bytes.set(rest)
  bytes[rest.length] = 0x80
  new DataView(bytes.buffer).setBigUint64(bytes.length - 8, BigInt(length) * 8n, true)
  return wordsOf(bytes)
}

const toBase64 = (state: Int32Array): string =>
  Buffer.from(state.buffer, state.byteOffset, state.byteLength).toString('base64')
