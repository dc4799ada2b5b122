import { type ElectronApplication, expect, test } from '@playwright/test'
import { channels } from '../../src/main/ipc/channels.ts'
import type { Portal } from '../portal/server.ts'
import { connect, type Desk } from './desktop.ts'
import { useOffice } from './office.ts'

// What a list shows while it is being read: never that it is empty, for nobody knows that yet.

let portal: Portal
let desk: Desk

useOffice((office) => {
  portal = office.portal
  desk = office.desk
})

type Answer = (...asked: readonly unknown[]) => Promise<unknown>
type Held = { waiting: number; release: () => void }

/** Keeps the main process's answers to one call back, from outside: the product has no switch for it. */
const holdAnswers = async (app: ElectronApplication, call: string) => {
  await app.evaluate(
    ({ ipcMain }, [channel, held]) => {
      const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, Answer> })._invokeHandlers
      const answer = handlers.get(channel)
      if (answer === undefined) throw new Error(`Nobody answers ${channel}`)
      const state = globalThis as unknown as { held: Held }
      const gate = new Promise<void>((release) => (state.held = { waiting: 0, release }))
      handlers.set(channel, async (event, name, ...input) => {
        if (name === held) {
          state.held.waiting += 1
          await gate
        }
        return answer(event, name, ...input)
      })
    },
    [channels.call, call] as const,
  )
  return {
    asked: () =>
      expect
        .poll(() => app.evaluate(() => (globalThis as unknown as { held: Held }).held.waiting))
        .toBeGreaterThan(0),
    release: () => app.evaluate(() => (globalThis as unknown as { held: Held }).held.release()),
  }
}

test('nobody, nothing and no such name are said only of a list that was read', async () => {
  const { app, page } = await desk.launch()
  await connect(page, portal)
  await expect(page.getByRole('listbox', { name: 'Spaces' }).getByRole('option').first()).toBeVisible()
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'People' }).click()
  await expect(page.getByRole('list', { name: 'People' }).getByRole('listitem').first()).toBeVisible()

  // A group's members are found among the people.
  await page.getByRole('button', { name: 'Groups', exact: true }).click()
  const people = await holdAnswers(app, 'people.list')
  await page
    .getByRole('list', { name: 'Groups' })
    .getByRole('button', { name: /^Client care/ })
    .click()
  const group = page.getByRole('region', { name: 'About Client care' })
  await expect(group.getByRole('heading', { name: 'Client care' })).toBeVisible()
  await people.asked()
  await expect(group.getByText('Nobody is in it yet.')).toHaveCount(0)
  await people.release()
  await expect(group.getByRole('list', { name: 'Members of Client care' })).toBeVisible()

  // Templates come at once, what was set up from them a moment later.
  const setups = await holdAnswers(app, 'setups.list')
  await page.getByRole('button', { name: 'Space templates' }).click()
  await setups.asked()
  await expect(page.getByText('No space templates yet')).toHaveCount(0)
  await setups.release()
  await expect(page.getByText('No space templates yet')).toBeVisible()

  await page.getByRole('button', { name: 'People', exact: true }).click()
  const imports = await holdAnswers(app, 'imports.list')
  await page.getByRole('button', { name: 'Import people…' }).click()
  await expect(page.getByRole('heading', { name: 'Import people' })).toBeVisible()
  await imports.asked()
  await expect(page.getByText('Bring people over')).toHaveCount(0)
  await imports.release()
  await expect(page.getByText('Bring people over')).toBeVisible()

  const spaces = await holdAnswers(app, 'spaces.list')
  await page.keyboard.press('Control+K')
  await page.getByRole('combobox', { name: 'Command' }).fill('harper')
  await spaces.asked()
  const palette = page.getByRole('dialog').filter({ has: page.getByRole('combobox', { name: 'Command' }) })
  await expect(palette.getByText('Reading…')).toBeVisible()
  await expect(palette.getByText('Nothing of that name')).toHaveCount(0)
  await spaces.release()
  await expect(palette.getByRole('option', { name: 'Harper & Lowe LLP' })).toBeVisible()
  await app.close()
})
