import { fold } from './fold.ts'

/** A key that sorts names as people do: without regard to case and accents, "Scan 2" before "Scan 10". */
export const naturalKey = (name: string): string =>
  fold(name).replace(/\d+/g, (digits) => {
    const plain = digits.replace(/^0+(?=\d)/, '')
    return `${String(Math.min(plain.length, 99)).padStart(2, '0')}${plain}`
  })
