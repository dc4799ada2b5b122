// Pictures of every screen of the built app, light and dark, wide and narrow, for the README and for looking at.
// `npm run screenshots [-- FOLDER]`; the README's picture is docs/images/inbox.png.
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { startPortal } from '../portal/server.ts'
import { connect, createDesk, openSpace, repository, setTheme } from './desktop.ts'
import { writeNestedFiles } from './trees.ts'

const folder = resolve(process.argv[2] ?? join(repository, 'screenshots'))
const sizes = { wide: { width: 1360, height: 860 }, narrow: { width: 900, height: 640 } } as const
const spaceName = 'Harper & Lowe LLP'

const take = async (app: ElectronApplication, page: Page, name: string): Promise<void> => {
  for (const theme of ['light', 'dark'] as const) {
    await setTheme(app, theme)
    for (const [size, bounds] of Object.entries(sizes)) {
      await app.evaluate(({ BrowserWindow }, { width, height }) => {
        BrowserWindow.getAllWindows()[0]?.setContentSize(width, height)
      }, bounds)
      await page.waitForFunction((width) => window.innerWidth === width, bounds.width)
      await page.screenshot({ path: join(folder, `${name}-${theme}-${size}.png`), animations: 'disabled' })
    }
  }
  await setTheme(app, 'light')
}

/** Two people change a space at once. */
const takeClash = async (app: ElectronApplication, page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Edit members…' }).click()
  const form = page.getByRole('dialog', { name: 'Edit space' })
  await form.getByRole('textbox', { name: 'Name' }).fill('Harper & Lowe Holding')
  const space = [...portal.state.spaces.values()].find(({ name }) => name === spaceName)
  if (space === undefined) throw new Error('The office has no such space')
  const url = `${portal.url}/v1/spaces/${space.id}`
  const rename = (name: string): Promise<Response> =>
    fetch(url, {
      method: 'PATCH',
      headers: {
        authorization: `Basic ${Buffer.from(`${portal.key}:`).toString('base64')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ name }),
    })
  await rename(
    'Harper, Lowe & Partners and everybody who has joined them since, Limited Liability Partnership',
  )
  await form.getByRole('button', { name: 'Save' }).click()
  const clash = page.getByRole('dialog', { name: 'Somebody else changed this too' })
  await clash.waitFor()
  await take(app, page, 'clash')
  await page.keyboard.press('Escape')
  await clash.waitFor({ state: 'detached' })
  await page.keyboard.press('Escape')
  await rename(spaceName)
}

/** A table with new people, one whose address is there twice, one with no address and one whom the portal refuses. */
const takeImport = async (app: ElectronApplication, page: Page, path: string): Promise<void> => {
  const people = Array.from({ length: 12 }, (_, index) => `Surname ${index},person${index}@new.example,Board`)
  const others = [
    'الهاشمي القرشي,a.very.long.address.that.goes.on.and.on@subdomain.of.some.long-domain.example,Board',
    'Other,PERSON4@new.example,Audit',
    'Nobody,not-an-address,Audit',
  ]
  await writeFile(path, ['Last name,E-mail,Group', ...people, ...others].join('\n'))
  await page.getByRole('button', { name: 'Import people…' }).click()
  await page.getByLabel('Choose the table of people').setInputFiles(path)
  await page.getByRole('button', { name: 'Preview' }).click()
  await page.getByRole('button', { name: /^Conflicts/ }).click()
  await page.getByRole('button', { name: /^Use the row of person4/ }).waitFor()
  await take(app, page, 'import-conflicts')
  const refusal = portal.faults.add({
    ...{ route: 'POST /v1/users', count: 1, status: 400 },
    body: { result: { message: 'phone_number: too short' } },
  })
  await page.getByRole('button', { name: /^Add \d+ people/ }).click()
  await page.getByRole('button', { name: 'Retry failed' }).waitFor()
  portal.faults.remove(refusal)
  await take(app, page, 'import-report')
}

/** What stands above the list when the portal asks for a pause, when something else answers, and when the key is refused. */
const takeTroubles = async (app: ElectronApplication, page: Page): Promise<void> => {
  const troubles = [
    // Short, because nothing is asked before it is over.
    { name: 'throttled', text: 'asks for a pause', fault: { status: 429, headers: { 'retry-after': '8' } } },
    {
      name: 'not-the-portal',
      text: 'Something else answered',
      fault: { status: 200, contentType: 'text/html', body: '<html>' },
    },
    // The last: from here on it asks for another key.
    { name: 'key-refused', text: 'no longer accepts the key', fault: { status: 401 } },
  ]
  for (const { name, text, fault } of troubles) {
    portal.faults.clear()
    portal.faults.add(fault)
    await page.getByRole('button', { name: 'Ask the portal now' }).click()
    await page.getByText(text).waitFor()
    await take(app, page, name)
  }
}

const portal = await startPortal({ fixture: 'office' })
const desk = await createDesk()
await mkdir(folder, { recursive: true })
try {
  const { app, page } = await desk.launch()
  await take(app, page, 'connect')
  await page.getByLabel('API key').fill('wrong')
  await connect(page, { url: portal.url, key: 'not-a-key' })
  await page.getByRole('alert').waitFor()
  await take(app, page, 'connect-refused')
  await connect(page, portal)
  await page.getByRole('listbox', { name: 'Spaces' }).getByRole('option').first().waitFor()
  await openSpace(page, spaceName)
  await page.getByRole('log', { name: 'Messages' }).getByRole('article').first().waitFor()
  await take(app, page, 'messages')

  await page.getByRole('button', { name: 'Snooze…' }).click()
  await take(app, page, 'snooze')
  await page.keyboard.press('Escape')
  await page.getByTitle('Show who will read this').click()
  await take(app, page, 'readers')
  await page.keyboard.press('Escape')

  await page.getByRole('tab', { name: 'Files' }).click()
  await page.getByRole('treegrid', { name: 'Files' }).getByRole('row').nth(1).waitFor()
  await take(app, page, 'files')
  await page.getByRole('button', { name: 'More ways to save' }).click()
  await take(app, page, 'download-menu')
  await page.getByRole('menuitem', { name: 'Download everything…' }).click()
  await page.getByRole('dialog', { name: 'Download' }).waitFor()
  await take(app, page, 'download')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Space actions' }).click()
  await take(app, page, 'space-menu')
  await page.getByRole('menuitem', { name: 'Export space…' }).click()
  await page.getByRole('dialog', { name: 'Export space' }).waitFor()
  await take(app, page, 'export')
  await page.keyboard.press('Escape')
  await page.getByRole('tab', { name: 'People' }).click()
  await take(app, page, 'members')
  await page.getByRole('button', { name: 'Who can see this' }).click()
  await page.getByText('As the portal says now').waitFor()
  await take(app, page, 'who-can-see')
  await page.keyboard.press('Escape')
  await takeClash(app, page)
  await page.getByRole('tab', { name: 'Activity' }).click()
  await take(app, page, 'activity')

  const root = join(desk.folder, 'Year end')
  await mkdir(root)
  await writeNestedFiles(root, 120)
  await writeFile(join(root, '.DS_Store'), 'x')
  await page.getByRole('tab', { name: 'Files' }).click()
  await page.locator('input[type=file][webkitdirectory]').setInputFiles(root)
  const plan = page.getByRole('dialog', { name: 'Upload plan' })
  await plan.getByRole('button', { name: 'Start upload' }).waitFor()
  await take(app, page, 'plan')
  await plan.getByRole('button', { name: 'Start upload' }).click()
  await page.getByRole('region', { name: 'Transfers' }).waitFor()
  await take(app, page, 'uploading')

  const main = page.getByRole('navigation', { name: 'Main' })
  for (const place of ['Transfers', 'People', 'Apps', 'Settings'] as const) {
    await main.getByRole('link', { name: place }).click()
    await take(app, page, place.toLowerCase())
  }
  await main.getByRole('link', { name: 'People' }).click()
  await page.getByRole('list', { name: 'People' }).getByRole('button').nth(3).click()
  await take(app, page, 'person')
  await page.getByRole('button', { name: 'New space…' }).click()
  await take(app, page, 'new-space')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Groups', exact: true }).click()
  await page.getByRole('list', { name: 'Groups' }).getByRole('button').first().click()
  await take(app, page, 'groups')
  await page.getByRole('button', { name: 'People', exact: true }).click()
  await takeImport(app, page, join(desk.folder, 'people.csv'))
  await main.getByRole('link', { name: 'Transfers' }).click()
  await page.getByRole('radio', { name: 'Watched folders' }).click()
  await take(app, page, 'watched-folders')
  await page.getByRole('radio', { name: 'All transfers' }).click()
  await page.getByRole('button', { name: 'Send to many spaces' }).click()
  await page.getByLabel('Choose the folder to send').setInputFiles(root)
  await page.getByRole('textbox', { name: 'Rule' }).fill('**/*{client}*')
  await page.getByRole('button', { name: 'Preview' }).click()
  await page.getByRole('list', { name: 'Where each file goes' }).waitFor()
  await take(app, page, 'fan-out')
  await page.getByRole('button', { name: 'Save for later' }).click()
  await page.getByRole('region', { name: 'Saved plans' }).getByRole('button', { name: 'Start…' }).click()
  await page.getByText('looked at again just now').waitFor()
  await page.getByRole('textbox', { name: 'Rule' }).fill('*{client}*')
  await take(app, page, 'fan-out-again')
  await main.getByRole('link', { name: 'Inbox' }).click()
  // The system's own dialog can't be driven from outside.
  await app.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] })
  }, root)
  await page.getByRole('button', { name: 'More ways to fill this folder' }).click()
  await page.getByRole('menuitem', { name: 'Compare with a folder…' }).click()
  await page.getByRole('treegrid', { name: 'Comparison' }).getByRole('row').nth(1).waitFor()
  await take(app, page, 'compare')
  await page.keyboard.press('Escape')
  await page.getByRole('searchbox', { name: 'Search everything' }).fill('lease')
  await page.getByRole('listbox', { name: 'Search results' }).getByRole('option').first().waitFor()
  await take(app, page, 'search')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+K')
  await page.getByRole('combobox', { name: 'Command' }).waitFor()
  await take(app, page, 'palette')
  await page.keyboard.press('Escape')
  await page.getByRole('option', { name: spaceName }).first().press('m')
  await page.getByRole('heading', { name: 'Write to many spaces' }).waitFor()
  await take(app, page, 'mailing')
  await main.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Set a passphrase' }).click()
  const sheet = page.getByRole('dialog', { name: 'A passphrase for this window' })
  await sheet.getByLabel('New passphrase', { exact: true }).fill('plum tree, third shelf')
  await take(app, page, 'lock-set')
  await sheet.getByLabel('New passphrase, again').fill('plum tree, third shelf')
  await sheet.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: 'Lock now' }).scrollIntoViewIfNeeded()
  await take(app, page, 'settings-lock')
  await page.keyboard.press('Control+Shift+L')
  await page.getByLabel('Passphrase').fill('wrong')
  await page.getByRole('button', { name: 'Unlock' }).click()
  await page.getByRole('alert').waitFor()
  await take(app, page, 'locked')
  await page.getByLabel('Passphrase').fill('plum tree, third shelf')
  await page.getByRole('button', { name: 'Unlock' }).click()
  await main.getByRole('link', { name: 'Inbox' }).click()
  await takeTroubles(app, page)
  await app.close()
  console.log(folder)
} finally {
  await portal.close()
  await desk.remove()
}
