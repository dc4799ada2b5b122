import { spawn } from 'node:child_process'
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type ElectronApplication, expect, type Page, test } from '@playwright/test'
import { calls, events } from '../../src/contract/index.ts'
import { createDesk, type Desk, repository, sandboxFlags } from './desktop.ts'

// The hardening list, looked at from inside the running window and from inside its main process.

type Answer = { readonly ok: boolean; readonly value?: unknown; readonly error?: { readonly code: string } }
type Ask = (input?: unknown) => Promise<Answer>
type PageBridge = {
  readonly call: Readonly<Record<string, Ask>>
  readonly on: Readonly<Record<string, unknown>>
  readonly offerFiles: (files: readonly unknown[]) => Promise<Answer>
}

let desk: Desk
let app: ElectronApplication
let page: Page

test.beforeEach(async () => {
  desk = await createDesk()
  ;({ app, page } = await desk.launch({ FOYER_KEYCHAIN: 'memory' }))
})

test.afterEach(async () => {
  await app.close()
  await desk.remove()
})

const ask = (name: string, input?: unknown): Promise<Answer> =>
  page.evaluate(
    ([call, given]) => {
      const { foyer } = window as unknown as { foyer: PageBridge }
      const found = foyer.call[call]
      if (found === undefined) throw new Error(`The bridge has no ${call}`)
      return found(given)
    },
    [name, input] as const,
  )

type Heard = typeof globalThis & { heard?: unknown }

/**
 * What the main process has been told of meanwhile. It is asked for until it is there: a promise that waits there for
 * an event can be collected as garbage before the event comes, and asking again would wait for a second event.
 */
const hears = (): Promise<unknown> => app.evaluate(() => (globalThis as Heard).heard)

test('hardening 2, 4, 6: the window is sandboxed, isolated, without Node and without webviews', async () => {
  const preferences = await app.evaluate(({ webContents }) =>
    // Electron has it, and its types leave it out.
    webContents
      .getAllWebContents()
      .map((contents) =>
        (contents as unknown as { getLastWebPreferences(): unknown }).getLastWebPreferences(),
      ),
  )
  expect(preferences).toHaveLength(1)
  expect(preferences[0]).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
  })
  const found = await page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'global'].filter((name) => name in window),
  )
  expect(found).toEqual([])
})

test('hardening 5, 12: the page comes from our scheme, under the content policy, and keeps to it', async () => {
  expect(page.url()).toBe('app://foyer/index.html')
  const complaints: string[] = []
  page.on('console', (message) => {
    if (/content security policy|refused to/i.test(message.text())) complaints.push(message.text())
  })
  const answer = await page.reload()
  await expect(page.getByRole('heading').first()).toBeVisible()
  expect(answer?.headers()['content-security-policy']).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'none'; " +
      "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'",
  )
  expect(answer?.headers()['x-content-type-options']).toBe('nosniff')
  expect(complaints).toEqual([])
  const evaluated = await page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'window.injected = true'
    document.body.append(script)
    return 'injected' in window
  })
  expect(evaluated).toBe(false)
})

test('hardening 7, 8: the page goes nowhere and opens nothing', async () => {
  await app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.once('will-frame-navigate', (event) => {
      ;(globalThis as Heard).heard = event.defaultPrevented
    })
  })
  await page.evaluate(() => {
    location.href = 'https://example.com/'
  })
  await expect.poll(hears).toBe(true)
  expect(page.url()).toBe('app://foyer/index.html')
  expect(await page.evaluate(() => window.open('https://example.com/') === null)).toBe(true)
  expect(await page.evaluate(() => window.open('app://foyer/index.html') === null)).toBe(true)
  expect(await app.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(1)
})

test('hardening 3: every permission is denied', async () => {
  const states = await page.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'camera', 'microphone', 'midi', 'clipboard-read']
    const asked = await Promise.all(
      names.map((name) => navigator.permissions.query({ name: name as PermissionName })),
    )
    return asked.map((status) => status.state)
  })
  expect(new Set(states)).toEqual(new Set(['denied']))
  const attempts = await page.evaluate(async () => {
    const outcome = (work: () => Promise<unknown>): Promise<string> =>
      work().then(
        () => 'given',
        () => 'refused',
      )
    return Promise.all([
      outcome(() => navigator.mediaDevices.getUserMedia({ video: true })),
      outcome(() => navigator.mediaDevices.getDisplayMedia({ video: true })),
      outcome(() => navigator.clipboard.readText()),
      Notification.requestPermission(),
    ])
  })
  expect(attempts).toEqual(['refused', 'refused', 'refused', 'denied'])
})

test('hardening 33: nothing in the page reaches the network', async () => {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.end()
  })
  const url = await listen(server)
  try {
    const outcome = await page.evaluate(async (address) => {
      for (const tag of ['img', 'script', 'iframe', 'audio', 'embed'] as const) {
        const element = document.createElement(tag)
        element.setAttribute('src', `${address}/${tag}`)
        document.body.append(element)
      }
      const link = document.createElement('link')
      link.rel = 'stylesheet'
      link.href = `${address}/link`
      document.head.append(link)
      navigator.sendBeacon(`${address}/beacon`)
      const form = document.createElement('form')
      form.action = `${address}/form`
      form.method = 'post'
      document.body.append(form)
      form.submit()
      return Promise.all(
        [address, 'https://example.com/', 'app://foyer/index.html'].map((target) =>
          fetch(target).then(
            () => 'loaded',
            (error: unknown) => (error instanceof Error ? error.name : 'refused'),
          ),
        ),
      )
    }, url)
    expect(outcome).toEqual(['TypeError', 'TypeError', 'TypeError'])
    // Even past the content policy, the window's session has no way out.
    const past = await app.evaluate(
      ({ session }, address) =>
        session.defaultSession.fetch(`${address}/session`).then(
          () => 'loaded',
          () => 'refused',
        ),
      url,
    )
    expect(past).toBe('refused')
    expect(asked).toEqual([])
  } finally {
    server.close()
  }
})

test('hardening 14: the bridge has the functions of the contract and nothing else', async () => {
  const shape = await page.evaluate(() => {
    const { foyer } = window as unknown as { foyer: PageBridge }
    return {
      parts: Object.keys(foyer).sort(),
      calls: Object.keys(foyer.call).sort(),
      events: Object.keys(foyer.on).sort(),
      kinds: [...Object.values(foyer.call), ...Object.values(foyer.on), foyer.offerFiles].map(
        (part) => typeof part,
      ),
      fixed: Object.isFrozen(foyer) || !Reflect.set(window, 'foyer', 1),
    }
  })
  expect(shape.parts).toEqual(['call', 'offerFiles', 'on'])
  expect(shape.calls).toEqual(Object.keys(calls).sort())
  expect(shape.events).toEqual(Object.keys(events).sort())
  expect(new Set(shape.kinds)).toEqual(new Set(['function']))
  expect(shape.fixed).toBe(true)
})

test('hardening 11: garbage is refused as a value', async () => {
  expect(await ask('settings.get')).toMatchObject({ ok: true })
  expect(await ask('settings.get', { more: 1 })).toMatchObject({ ok: false, error: { code: 'usage' } })
  expect(await ask('settings.set', { theme: 'pink' })).toMatchObject({ ok: false, error: { code: 'usage' } })
  expect(await ask('spaces.list', { portalId: 'x'.repeat(5_000_000) })).toMatchObject({
    ok: false,
    error: { code: 'usage' },
  })
  expect(await ask('links.open', { url: 'file:///etc/passwd' })).toMatchObject({ ok: false })
  expect(
    await ask('uploads.plan', { portalId: 'p', spaceId: 's', folderId: null, dropId: '/etc' }),
  ).toMatchObject({
    ok: false,
    error: { code: 'unknown-id' },
  })
  const uncloneable = await page.evaluate(() => {
    const { foyer } = window as unknown as { foyer: PageBridge }
    return foyer.call['settings.get']?.(() => undefined)
  })
  expect(uncloneable).toMatchObject({ ok: false, error: { code: 'usage' } })
})

test('hardening 11: only the window that this program opened is answered', async () => {
  for (const url of ['about:blank', 'app://foyer/index.html', 'data:text/html,app://foyer/']) {
    const answer = await app.evaluate(
      async ({ BrowserWindow }, { address, preload }) => {
        const foreign = new BrowserWindow({
          show: false,
          webPreferences: { preload, sandbox: true, contextIsolation: true },
        })
        await foreign.loadURL(address)
        const said: unknown = await foreign.webContents.executeJavaScript(
          "window.foyer.call['settings.get']()",
        )
        foreign.destroy()
        return said
      },
      { address: url, preload: join(repository, 'out', 'preload', 'index.cjs') },
    )
    expect(answer, url).toMatchObject({ ok: false, error: { code: 'forbidden' } })
  }
})

test('hardening 24: the page hands files over and learns an id, never a path', async () => {
  const root = join(desk.folder, 'Tax')
  await mkdir(join(root, '2023'), { recursive: true })
  await writeFile(join(root, 'a.txt'), 'a')
  await writeFile(join(root, '2023', 'b.txt'), 'b')
  await page.evaluate(() => {
    const input = document.createElement('input')
    input.type = 'file'
    input.webkitdirectory = true
    input.id = 'probe'
    document.body.append(input)
  })
  await page.locator('#probe').setInputFiles(root)
  const [offered, made] = await page.evaluate(async () => {
    const { foyer } = window as unknown as { foyer: PageBridge }
    const input = document.querySelector<HTMLInputElement>('#probe')
    const files = [...(input?.files ?? [])]
    return [await foyer.offerFiles(files), await foyer.offerFiles([new File(['x'], 'x.txt')])]
  })
  expect(offered).toMatchObject({ ok: true, value: { roots: 1 } })
  expect(JSON.stringify(offered)).not.toContain('Tax')
  expect(made).toMatchObject({ ok: false, error: { code: 'source-missing' } })
})

test('hardening 29: what the program writes is for its owner alone', async () => {
  expect(await ask('settings.set', { theme: 'dark' })).toMatchObject({ ok: true, value: { theme: 'dark' } })
  const entries = await readdir(desk.profile, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile() || entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
  const open: string[] = []
  for (const path of [desk.profile, ...paths]) {
    // Chromium's own files come and go while they are being looked at.
    const found = await stat(path).catch(() => undefined)
    if (found !== undefined && (found.mode & 0o077) !== 0) open.push(path)
  }
  expect(open).toEqual([])
  expect(paths).toContain(join(desk.profile, 'settings.json'))
})

test('hardening 31: a second start on the same profile brings the first window forward and ends', async () => {
  await app.evaluate(({ app: running }) => {
    running.once('second-instance', () => {
      ;(globalThis as Heard).heard = 'asked'
    })
  })
  const second = spawn(app.process().spawnfile, ['.', ...sandboxFlags, `--user-data-dir=${desk.profile}`], {
    cwd: repository,
    stdio: 'ignore',
  })
  const ended = new Promise((resolve) => second.once('exit', resolve))
  expect(await ended).toBe(0)
  await expect.poll(hears).toBe('asked')
})

test('hardening 32: a core dump would not hold this process’s memory', async () => {
  const { pid } = app.process()
  expect(pid).toBeDefined()
  // Only Linux writes core dumps unasked; elsewhere there is nothing to switch off.
  const mask = process.platform === 'linux' ? await readFile(`/proc/${pid}/coredump_filter`, 'utf8') : '0'
  expect(Number.parseInt(mask, 16)).toBe(0)
})

test('fault 44: a crashed page comes back by itself', async () => {
  await page.waitForLoadState('load')
  await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    // The first load's own end may still be on its way here; only the one after the crash counts.
    contents?.once('render-process-gone', () => {
      contents.once('did-finish-load', () => {
        ;(globalThis as Heard).heard = contents.getURL()
      })
    })
    contents?.forcefullyCrashRenderer()
  })
  await expect.poll(hears).toBe('app://foyer/index.html')
  const answer: unknown = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript("window.foyer.call['settings.get']()"),
  )
  expect(answer).toMatchObject({ ok: true })
})

const listen = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
