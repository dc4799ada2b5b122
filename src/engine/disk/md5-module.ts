// MD5 (RFC 1321) of one stream of bytes for two states at once, as a WebAssembly module that is put together here. Each
// step of MD5 waits for the one before it, so a processor is half idle with one; two that read the same bytes take little
// longer than one. No library offers that.

/** `run(stateA, stateB, data, blocks)`: addresses in `memory`; a state is four words, a block 64 bytes. */
export type Md5Program = {
  readonly memory: ArrayBuffer
  readonly run: (stateA: number, stateB: number, data: number, blocks: number) => void
}

// The types of the DOM declare it, which do not belong here.
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object) => { readonly exports: Readonly<Record<string, unknown>> }
}

const shifts = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
] as const

/** Which word of the block a step reads. */
const wordOf = (step: number): number => {
  switch (step >> 4) {
    case 0:
      return step
    case 1:
      return (5 * step + 1) % 16
    case 2:
      return (3 * step + 5) % 16
    default:
      return (7 * step) % 16
  }
}

const constantOf = (step: number): number => Math.floor(Math.abs(Math.sin(step + 1)) * 2 ** 32) | 0

const unsigned = (value: number): number[] => {
  const bytes: number[] = []
  let left = value
  do {
    const low = left & 127
    left >>>= 7
    bytes.push(left === 0 ? low : low | 128)
  } while (left !== 0)
  return bytes
}

const signed = (value: number): number[] => {
  const bytes: number[] = []
  for (let left = value | 0; ;) {
    const low = left & 127
    left >>= 7
    const last = (left === 0 && (low & 64) === 0) || (left === -1 && (low & 64) !== 0)
    bytes.push(last ? low : low | 128)
    if (last) return bytes
  }
}

const get = (local: number): number[] => [0x20, ...unsigned(local)]
const set = (local: number): number[] => [0x21, ...unsigned(local)]
const tee = (local: number): number[] => [0x22, ...unsigned(local)]
const constant = (value: number): number[] => [0x41, ...signed(value)]
const load = (offset: number): number[] => [0x28, 2, ...unsigned(offset)]
const store = (offset: number): number[] => [0x36, 2, ...unsigned(offset)]
const [add, and, or, xor, rotateLeft] = [0x6a, 0x71, 0x72, 0x73, 0x77] as const
const [loop, branchIf, end, empty, i32] = [0x03, 0x0d, 0x0b, 0x40, 0x7f] as const

type Registers = readonly [number, number, number, number]

/** The round's function of b, c and d. */
const mixed = (round: number, [, b, c, d]: Registers): number[] => {
  switch (round) {
    case 0:
      return [...get(c), ...get(d), xor, ...get(b), and, ...get(d), xor]
    case 1:
      return [...get(b), ...get(c), xor, ...get(d), and, ...get(c), xor]
    case 2:
      return [...get(b), ...get(c), xor, ...get(d), xor]
    default:
      return [...get(d), ...constant(-1), xor, ...get(b), or, ...get(c), xor]
  }
}

const [data, blocks] = [2, 3]
/** Locals 0 and 1 are the addresses of the states. */
const chains: readonly { readonly now: Registers; readonly before: Registers }[] = [
  { now: [4, 5, 6, 7], before: [8, 9, 10, 11] },
  { now: [12, 13, 14, 15], before: [16, 17, 18, 19] },
]
const word = 20

const body = (): number[] => {
  const code: number[] = []
  const each = (
    work: (chain: (typeof chains)[number], place: number, register: 0 | 1 | 2 | 3) => number[],
  ) => {
    for (const [place, chain] of chains.entries()) {
      for (const register of [0, 1, 2, 3] as const) code.push(...work(chain, place, register))
    }
  }
  each(({ now }, place, at) => [...get(place), ...load(4 * at), ...set(now[at])])
  code.push(loop, empty)
  each(({ now, before }, _, at) => [...get(now[at]), ...set(before[at])])
  let registers = chains.map(({ now }) => now)
  for (let step = 0; step < 64; step += 1) {
    const round = step >> 4
    code.push(...get(data), ...load(4 * wordOf(step)), ...constant(constantOf(step)), add, ...set(word))
    const shift = shifts[round]?.[step % 4] ?? 0
    for (const names of registers) {
      const [a, b] = names
      code.push(...get(a), ...get(word), add, ...mixed(round, names), add)
      code.push(...constant(shift), rotateLeft, ...get(b), add, ...set(a))
    }
    registers = registers.map(([a, b, c, d]): Registers => [d, a, b, c])
  }
  each(({ now, before }, _, at) => [...get(now[at]), ...get(before[at]), add, ...set(now[at])])
  code.push(...get(data), ...constant(64), add, ...set(data))
  code.push(...get(blocks), ...constant(-1), add, ...tee(blocks), branchIf, 0, end)
  each(({ now }, place, at) => [...get(place), ...get(now[at]), ...store(4 * at)])
  return code
}

const section = (id: number, bytes: readonly number[]): number[] => [id, ...unsigned(bytes.length), ...bytes]

/** `pages`: memory, in units of 64 KiB. */
const moduleBytes = (pages: number): Uint8Array => {
  const code = [1, word - blocks, i32, ...body(), end]
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    // One type (four numbers in, none out), one function of it, the memory, and the names m and f.
    ...section(1, [1, 0x60, 4, i32, i32, i32, i32, 0]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, ...unsigned(pages)]),
    ...section(7, [2, 1, 0x6d, 2, 0, 1, 0x66, 0, 0]),
    ...section(10, [1, ...unsigned(code.length), ...code]),
  ])
}

export const createMd5Program = (pages: number): Md5Program => {
  const { m, f } = new WebAssembly.Instance(new WebAssembly.Module(moduleBytes(pages))).exports
  // As the module itself declares them.
  return { memory: (m as { readonly buffer: ArrayBuffer }).buffer, run: f as Md5Program['run'] }
}
