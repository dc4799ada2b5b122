import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { Portal } from '../portal/server.ts'
import { connect, type Desk, openSpace, repository } from './desktop.ts'
import { useOffice } from './office.ts'

// The window sends; a second terminal lists, pauses, resumes and cancels, and is told nothing while the window is locked.

const spaceName = 'Harper & Lowe LLP'
const words = 'plum tree, third shelf'
const files = 8

let portal: Portal
let desk: Desk
useOffice((office) => {
  portal = office.portal
  desk = office.desk
})

type Ended = { readonly status: number | null; readonly out: string; readonly problems: string }

const cli = (line: readonly string[]): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const program = join(repository, 'src/main/cli.ts')
    const child = spawn(process.execPath, [program, ...line, '--user-data-dir', desk.profile], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let [out, problems] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (problems += chunk.toString()))
    child.once('error', reject)
    child.once('close', (status) => resolve({ status, out, problems }))
  })

let name = ''
const transfers = (action: string, ...more: readonly string[]): Promise<Ended> =>
  cli(['transfers', action, ...more, '--portal', name])

test('N1.1, N1.5, N1.6: a second terminal steers what the window sends, but not while it is locked', async () => {
  const source = join(desk.folder, 'Belege')
  await mkdir(source)
  const paths = Array.from({ length: files }, (_, index) => join(source, `Beleg ${index}.bin`))
  for (const path of paths) await writeFile(path, randomBytes(20_000))
  const { page } = await desk.launch()
  await connect(page, portal)
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Set a passphrase' }).click()
  const sheet = page.getByRole('dialog', { name: 'A passphrase for this window' })
  await sheet.getByLabel('New passphrase', { exact: true }).fill(words)
  await sheet.getByLabel('New passphrase, again').fill(words)
  await sheet.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('button', { name: 'Lock now' })).toBeVisible()

  const listed = await cli(['portals', 'list', '--json'])
  name = (JSON.parse(listed.out) as { readonly name: string }).name

  // Two files arrive; the storage answers nothing after them, so the job can't end by itself.
  portal.faults.add({ route: 'PUT /*', blob: true, skip: 2, hang: true })
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Inbox' }).click()
  await openSpace(page, spaceName)
  await page.getByRole('tab', { name: 'Files' }).click()
  await page.getByLabel('Choose files to upload').setInputFiles(paths)
  await page
    .getByRole('dialog', { name: 'Upload plan' })
    .getByRole('button', { name: 'Start upload' })
    .click()
  await expect.poll(async () => (await transfers('list')).out).toContain(`\tupload\trunning\t2/${files}\t`)
  const [id = ''] = (await transfers('list')).out.split('\t')

  expect(await transfers('pause', id)).toEqual({ status: 0, out: '', problems: '' })
  await expect.poll(async () => (await transfers('list')).out).toContain(`${id}\tupload\tpaused\t`)

  await page.keyboard.press('ControlOrMeta+Shift+L')
  await expect(page.getByRole('heading', { name: 'Locked' })).toBeVisible()
  for (const action of ['list', 'pause', 'resume', 'cancel'])
    expect(await transfers(action)).toEqual({
      ...{ status: 1, out: '' },
      problems: 'The window is locked. Enter the passphrase there.\n',
    })
  await page.getByLabel('Passphrase').fill(words)
  await page.getByRole('button', { name: 'Unlock' }).click()

  await expect.poll(async () => (await transfers('list')).status).toBe(0)
  portal.faults.clear()
  expect(await transfers('resume', id)).toMatchObject({
    ...{ status: 0, out: `${files} of ${files} files done.\n` },
  })

  portal.faults.add({ route: 'PUT /*', blob: true, hang: true })
  await page.getByLabel('Choose files to upload').setInputFiles(paths.slice(0, 1))
  const plan = page.getByRole('dialog', { name: 'Upload plan' })
  await plan.getByRole('button', { name: 'Start upload' }).click()
  await expect.poll(async () => (await transfers('list')).out).toContain('\tupload\trunning\t')
  const running = (await transfers('list')).out.split('\n').find((line) => line.includes('\trunning\t')) ?? ''
  const [second = ''] = running.split('\t')
  expect(await transfers('cancel', second)).toMatchObject({ status: 0 })
  await expect.poll(async () => (await transfers('list')).out).toContain(`${second}\tupload\tcancelled\t`)
})
