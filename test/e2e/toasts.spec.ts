import { type ElectronApplication, expect, type Page, test } from '@playwright/test'
import type { Portal } from '../portal/server.ts'
import { connect, type Desk, openSpace } from './desktop.ts'
import { useOffice } from './office.ts'

let portal: Portal
let desk: Desk
useOffice((office) => {
  portal = office.portal
  desk = office.desk
})

const resize = async (app: ElectronApplication, page: Page, width: number): Promise<void> => {
  await app.evaluate(
    ({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setContentSize(to, 640),
    width,
  )
  await page.waitForFunction((to) => window.innerWidth === to, width)
}

/** Names of the buttons, tabs and fields in view whose middle something outside of them lies over. */
const covered = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    // What is scrolled out of its list's view lies under whatever stands beside the list.
    const inView = (control: Element, x: number, y: number): boolean => {
      for (let box = control.parentElement; box !== null; box = box.parentElement) {
        const { left, right, top, bottom } = box.getBoundingClientRect()
        const clips = getComputedStyle(box).overflowY !== 'visible'
        if (clips && (x < left || x > right || y < top || y > bottom)) return false
      }
      return true
    }
    return [...document.querySelectorAll<HTMLElement>('button, [role=tab], input, textarea')]
      .filter((control) => control.closest('[role=listbox], [role=log]') === null)
      .flatMap((control) => {
        const { left, top, width, height } = control.getBoundingClientRect()
        const [x, y] = [left + width / 2, top + height / 2]
        if (width < 4 || !inView(control, x, y)) return []
        const there = document.elementFromPoint(x, y)
        const isToast = there?.closest('[role=status][aria-live=polite]') ?? null
        return isToast === null || isToast.contains(control)
          ? []
          : [control.getAttribute('aria-label') ?? control.textContent]
      })
  })

test('a notice covers no control, in a wide window and in the narrowest', async () => {
  const { app, page } = await desk.launch()
  await connect(page, portal)
  await openSpace(page, 'Harper & Lowe LLP')
  const nav = page.getByRole('navigation', { name: 'Main' })
  const pane = page.getByRole('button', { name: /^(Pin|Unpin)/ }).last()
  const undo = page.getByRole('button', { name: 'Undo', exact: true }).last()
  for (const width of [1360, 900, 720]) {
    await resize(app, page, width)
    for (const where of ['Messages', 'Files', 'People screen'] as const) {
      // The notice stays for seconds: whoever comes too late looks again.
      await expect(async () => {
        await nav.getByRole('link', { name: 'Inbox' }).click()
        await pane.click()
        await expect(undo).toBeVisible({ timeout: 2_000 })
        if (where === 'People screen') await nav.getByRole('link', { name: 'People' }).click()
        else await page.getByRole('tab', { name: where }).click()
        const found = await covered(page)
        await expect(undo).toBeVisible({ timeout: 100 })
        expect({ width, where, found }).toEqual({ width, where, found: [] })
      }).toPass({ timeout: 20_000 })
    }
  }
})
