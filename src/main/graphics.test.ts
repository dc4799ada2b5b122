import { describe, expect, it } from 'vitest'
import { mayHaveGraphics } from './graphics.ts'

const holding =
  (...paths: string[]) =>
  (path: string): boolean =>
    paths.includes(path)

describe('whether there is a graphics device', () => {
  it('is denied only on a Linux that shows none', () => {
    expect(mayHaveGraphics('linux', holding())).toBe(false)
    expect(mayHaveGraphics('linux', holding('/dev/null'))).toBe(false)
  })

  it.each(['/dev/dri', '/dev/nvidia0', '/dev/dxg'])('is left to Chromium where %s is there', (device) => {
    expect(mayHaveGraphics('linux', holding(device))).toBe(true)
  })

  it.each(['darwin', 'win32'] as const)('is left to Chromium on %s', (platform) => {
    expect(mayHaveGraphics(platform, holding())).toBe(true)
  })
})
