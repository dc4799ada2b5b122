// Frames while a space of 100,000 messages is scrolled from its newest message upwards, page by page from the archive.
import { _electron, expect, type Page } from '@playwright/test'
import { rootFlags } from '../../scripts/runtime/prepare.ts'
import { archiveDesk } from './archive-desk.ts'
import { repository } from './desk.ts'
import { measured, type Measured } from './measured.ts'

const longFrameMs = 33.4
const count = 100_000
/** Pixels a frame: more than a whole pane, faster than any wheel is turned, so that every frame has new rows. */
const step = 1000
/** The whole way up, or as far as this goes. */
const longestMs = 240_000

type Scrolled = {
  readonly frames: number
  readonly long: number
  readonly longest: number
  /** Number of the oldest message that was on screen, from 1 for the newest. */
  readonly reached: number
}

const scroll = (page: Page): Promise<Scrolled> =>
  page.getByRole('log', { name: 'Messages' }).evaluate(
    async (log, [pixels, limitMs, longMs]) => {
      const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve))
      const gaps: number[] = []
      const begun = await frame()
      let before = begun
      let still = 0
      // At the top for three seconds: there is no more.
      while (still < 180 && before - begun < limitMs) {
        const top = log.scrollTop
        log.scrollTop = top - pixels
        const now = await frame()
        gaps.push(now - before)
        before = now
        still = top === 0 && log.scrollTop === 0 ? still + 1 : 0
      }
      const text = log.querySelector('article')?.textContent ?? ''
      const [, number = '0', of = '0'] = /\((\d+) of (\d+)\)/.exec(text) ?? []
      return {
        frames: gaps.length,
        long: gaps.filter((gap) => gap > longMs).length,
        longest: Math.max(...gaps),
        reached: Number(of) - Number(number) + 1,
      }
    },
    [step, longestMs, longFrameMs] as const,
  )

/** Frames above 33.4 ms against one in a hundred of all frames: at most 1 is within the limit. */
export const scrolling = async (): Promise<readonly Measured[]> => {
  const desk = await archiveDesk('crowded')
  try {
    const app = await _electron.launch({
      args: ['.', ...rootFlags(), `--user-data-dir=${desk.profile}`],
      cwd: repository,
    })
    try {
      const page = await app.firstWindow()
      await page.getByRole('option', { name: new RegExp(`^Crowd of ${count}\\b`) }).click()
      await expect(page.getByRole('article').last()).toContainText(`(${count} of ${count})`)
      const { frames, long, longest, reached } = await scroll(page)
      console.error(`${frames} frames, ${long} long, longest ${longest.toFixed(0)} ms, ${reached} messages`)
      return [measured('scroll', long, frames / 100, 'frames', reached)]
    } finally {
      await app.close()
    }
  } finally {
    await desk.close()
  }
}
