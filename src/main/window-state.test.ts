import { describe, expect, it } from 'vitest'
import { firstState, onScreen, parseWindowState } from './window-state.ts'

const screen = { x: 0, y: 0, width: 1920, height: 1080 }

describe('the place of the window', () => {
  it('is what was remembered', () => {
    const state = { x: 10, y: 20, width: 1000, height: 700, maximized: true }
    expect(parseWindowState(JSON.stringify(state))).toEqual(state)
    expect(onScreen(state, [screen])).toEqual(state)
  })

  it.each([
    '',
    '{',
    'null',
    '{"width":"1000","height":700}',
    '{"width":10,"height":10}',
    '{"width":1e9,"height":700}',
  ])('is the first one again for %j', (text) => {
    expect(parseWindowState(text)).toEqual(firstState)
  })

  it('is forgotten, but for the size, when its screen is gone', () => {
    const state = { x: 4000, y: 20, width: 1000, height: 700, maximized: false }
    expect(onScreen(state, [screen])).toEqual({ width: 1000, height: 700, maximized: false })
  })
})
