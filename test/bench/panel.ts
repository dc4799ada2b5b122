// Frames while a list of 100,000 files is scrolled from end to end, against a page that scrolls nothing but its height.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { rootFlags } from '../../scripts/runtime/prepare.ts'
import { writeManyFiles } from '../many-files.ts'
import { officeDesk, repository } from './desk.ts'
import { measured, type Measured } from './measured.ts'

const rows = 100_000
const steps = 240

type Frames = { readonly longest: number; readonly long: number }

/** Scrolls `selector` from top to bottom, one step a frame, and back in leaps; the longest frame and those over 50 ms. */
const scroll = (page: Page, selector: string): Promise<Frames> =>
  page.evaluate(
    async ([name, count]) => {
      const list = document.querySelector(name)
      if (list === null) throw new Error(`No ${name}`)
      const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve))
      const gaps: number[] = []
      const end = list.scrollHeight - list.clientHeight
      let before = await frame()
      const go = async (top: number): Promise<void> => {
        list.scrollTop = top
        const now = await frame()
        gaps.push(now - before)
        before = now
      }
      for (let step = 0; step <= count; step += 1) await go((end * step) / count)
      // A wheel's small steps in the middle, where everything is new.
      for (let step = 0; step < count; step += 1) await go(end / 2 + step * 60)
      for (let step = 0; step < 40; step += 1) await go((end * ((step * 7919) % 100)) / 100)
      return { longest: Math.max(...gaps), long: gaps.filter((gap) => gap > 50).length }
    },
    [selector, steps] as const,
  )

const launch = (path: string, profile: string): Promise<ElectronApplication> =>
  _electron.launch({ args: [path, ...rootFlags(), `--user-data-dir=${profile}`], cwd: repository })

const ours = async (profile: string): Promise<Frames> => {
  const app = await launch('.', profile)
  try {
    const page = await app.firstWindow()
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Transfers' }).click()
    await page.getByRole('row', { name: 'document 0.pdf' }).waitFor()
    const frames = await scroll(page, '[role=grid]')
    await page.getByRole('grid').press('End')
    await page.getByRole('row', { name: `document ${rows - 1}.pdf` }).waitFor()
    return frames
  } finally {
    await app.close()
  }
}

/** The peer: an empty list of the same height, with nothing in it to draw. */
const empty = async (): Promise<Frames> => {
  const profile = await mkdtemp(join(tmpdir(), 'foyer-empty-'))
  const app = await launch(join(import.meta.dirname, 'empty-window'), profile)
  try {
    const page = await app.firstWindow()
    await page.evaluate((height) => {
      const list = document.createElement('div')
      list.id = 'list'
      list.style.cssText = 'height: 100vh; overflow-y: auto'
      const inner = document.createElement('div')
      inner.style.height = `${height}px`
      list.append(inner)
      document.body.append(list)
    }, rows * 28)
    return await scroll(page, '#list')
  } finally {
    await app.close()
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
}

/** Longest frames in ms; and how many took longer than 50 ms, one added to both, so that none against none is 1. */
export const panel = async (): Promise<readonly Measured[]> => {
  const desk = await officeDesk({ sync: true })
  try {
    await writeManyFiles(desk.profile, rows)
    const peer = await empty()
    const own = await ours(desk.profile)
    return [
      measured('panel', own.longest, peer.longest, 'ms', rows),
      measured('panel-long-frames', own.long + 1, peer.long + 1, 'frames', rows),
    ]
  } finally {
    await desk.close()
  }
}
