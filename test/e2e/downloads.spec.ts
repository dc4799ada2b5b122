import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ElectronApplication, expect, type Page, test } from '@playwright/test'
import { verifyExport } from '../../src/engine/export/verify.ts'
import { blobBytes } from '../portal/fixtures/bytes.ts'
import type { FileEntry } from '../portal/records.ts'
import { type Portal, startPortal } from '../portal/server.ts'
import { filesUnder } from './canary.ts'
import { connect, createDesk, type Desk, openSpace } from './desktop.ts'

// What leaves the portal for this computer: everything of a space, a verified export, a file dragged out.

const spaceName = 'Harper & Lowe LLP'

let portal: Portal
let desk: Desk
let app: ElectronApplication
let page: Page

test.beforeEach(async () => {
  portal = await startPortal({ fixture: 'office' })
  desk = await createDesk()
  ;({ app, page } = await desk.launch())
  await connect(page, portal)
  await openSpace(page, spaceName)
})

test.afterEach(async () => {
  await portal.close()
  await desk.remove()
})

const spaceId = (): string => {
  const space = [...portal.state.spaces.values()].find(({ name }) => name === spaceName)
  if (space === undefined) throw new Error('No such space')
  return space.id
}

/** Every file of the space by its path there. */
const filesThere = (): Map<string, FileEntry> => {
  const tree = portal.state.files(spaceId())
  const pathOf = (entry: FileEntry): string => {
    const parent = entry.parent_id === null ? undefined : tree.get(entry.parent_id)
    return parent === undefined ? entry.name : `${pathOf(parent)}/${entry.name}`
  }
  return new Map([...tree.all()].filter((entry) => !entry.is_folder).map((entry) => [pathOf(entry), entry]))
}

const bytesOf = (entry: FileEntry): Buffer => {
  const version = entry.versions.at(-1)
  return version === undefined ? Buffer.alloc(0) : Buffer.from(blobBytes(version.blob, 0, version.size))
}

const expectSame = async (folder: string): Promise<void> => {
  const there = filesThere()
  expect(there.size).toBeGreaterThan(10)
  expect((await filesUnder(folder)).length).toBe(there.size)
  for (const [path, entry] of there)
    expect((await readFile(join(folder, path))).equals(bytesOf(entry))).toBe(true)
}

/** The native dialog answers this folder, as if a person had picked it. */
const pickFolder = (folder: string): Promise<void> =>
  app.evaluate(({ dialog }, picked) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [picked] })
  }, folder)

test('downloads everything of a space into a folder of its name, and the same again skips what is there', async () => {
  await page.getByRole('tab', { name: 'Files' }).click()
  const everything = async (policy: string): Promise<void> => {
    await page.getByRole('button', { name: 'More ways to save' }).click()
    await page.getByRole('menuitem', { name: 'Download everything…' }).click()
    const sheet = page.getByRole('dialog', { name: 'Download' })
    await sheet.getByRole('radio', { name: policy }).click()
    await sheet.getByRole('button', { name: 'Save to Downloads' }).click()
    await expect(sheet).toHaveCount(0)
  }
  await everything('Keep both')
  const transfers = page.getByRole('region', { name: 'Transfers' })
  await expect(transfers.getByText(/All files are on this computer/).first()).toBeVisible({ timeout: 60_000 })
  expect(await readdir(desk.downloads)).toEqual([spaceName])
  await expectSame(join(desk.downloads, spaceName))

  await everything('Skip the same')
  await expect(transfers.getByText(new RegExp(`${filesThere().size} skipped`)).first()).toBeVisible({
    timeout: 60_000,
  })
  await expectSame(join(desk.downloads, spaceName))
})

test('exports a space into a folder that is picked, and the export proves itself', async () => {
  await pickFolder(desk.downloads)
  await page.getByRole('button', { name: 'Space actions' }).click()
  await page.getByRole('menuitem', { name: 'Export space…' }).click()
  const sheet = page.getByRole('dialog', { name: 'Export space' })
  await sheet.getByRole('button', { name: 'Choose folder and export…' }).click()
  await expect(sheet).toHaveCount(0)
  const transfers = page.getByRole('region', { name: 'Transfers' })
  await expect(transfers.getByText(/All files are on this computer/).first()).toBeVisible({ timeout: 60_000 })
  const [name = ''] = await readdir(desk.downloads)
  expect(name).toMatch(/^Harper & Lowe LLP export /)
  const folder = join(desk.downloads, name)
  await expectSame(join(folder, 'files'))
  const found = await verifyExport(folder, () => undefined, new AbortController().signal)
  expect(found).toMatchObject({
    ok: true,
    value: {
      ...{ missing: [], changed: [], extra: [] },
      manifest: {
        complete: true,
        counts: { messages: portal.state.messages(spaceId()).size(), files: filesThere().size },
      },
    },
  })
})

test('a dialog that is closed starts nothing, and the sheet stays', async () => {
  await app.evaluate(({ dialog }) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: true, filePaths: [] })
  })
  await page.getByRole('button', { name: 'Space actions' }).click()
  await page.getByRole('menuitem', { name: 'Download everything…' }).click()
  const sheet = page.getByRole('dialog', { name: 'Download' })
  await sheet.getByRole('button', { name: 'Choose folder…' }).click()
  await expect(sheet.getByRole('button', { name: 'Choose folder…' })).toBeEnabled()
  await expect(page.getByRole('region', { name: 'Transfers' })).toHaveCount(0)
})

test('a row that is dragged is fetched while the button is held, then handed to the system; no path reaches the page', async () => {
  type Dragged = typeof globalThis & { dragged?: { file: string; files?: string[] } }
  await app.evaluate(({ BrowserWindow }) => {
    const kept: Dragged = globalThis
    for (const window of BrowserWindow.getAllWindows()) {
      // The system's own drag needs a real pointer, which no test has: what it would be given is what counts.
      window.webContents.startDrag = (item) => {
        kept.dragged = { file: item.file, ...(item.files === undefined ? {} : { files: item.files }) }
      }
    }
  })
  await page.getByRole('tab', { name: 'Files' }).click()
  const [first] = [...filesThere()].filter(([path]) => !path.includes('/'))
  if (first === undefined) throw new Error('No file at the top')
  const [name, entry] = first
  const grid = page.getByRole('treegrid', { name: 'Files' })
  const row = grid.getByRole('row', { name }).first()
  const box = await row.boundingBox()
  if (box === null) throw new Error('The row is not in sight')
  await page.mouse.move(box.x + 60, box.y + 10)
  await page.mouse.down()
  await page.mouse.move(box.x + 90, box.y + 30, { steps: 6 })
  const dragged = (): Promise<{ file: string } | undefined> =>
    app.evaluate(() => (globalThis as Dragged).dragged)
  await expect.poll(dragged).toBeDefined()
  await page.mouse.up()
  const file = (await dragged())?.file ?? ''
  expect(file.startsWith(join(desk.profile, 'data', 'drag'))).toBe(true)
  expect((await readFile(file)).equals(bytesOf(entry))).toBe(true)
  expect(await page.content()).not.toContain(desk.profile)
  await app.close()
  // Nothing of it stays behind.
  expect((await filesUnder(desk.profile)).filter((path) => path.includes('/drag/'))).toEqual([])
})
