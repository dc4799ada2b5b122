import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import type { CustomScheme, Protocol } from 'electron'
import { contentPolicy } from './content-policy.ts'

const scheme = 'app'
export const appOrigin = 'app://foyer'
export const appEntry = `${appOrigin}/index.html`

/** To be registered before Electron is ready. Code cache: the window's scripts are compiled once, not at every start. */
export const schemePrivileges: CustomScheme = {
  scheme,
  privileges: { standard: true, secure: true, codeCache: true },
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
}

const headers = {
  'Content-Security-Policy': contentPolicy,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
}

/** URL path → file: the built window's files as they are when the program starts, and nothing else (hardening 12). */
export type FileMap = ReadonlyMap<string, string>

export const readFileMap = async (folder: string): Promise<FileMap> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return new Map(files.map((file) => [`/${relative(folder, file).split(sep).join('/')}`, file]))
}

/** Answers one request of the window from the map; anything not in it is 404. */
export const answerFrom = async (files: FileMap, request: Request): Promise<Response> => {
  const url = new URL(request.url)
  const file = url.host === 'foyer' && request.method === 'GET' ? files.get(url.pathname) : undefined
  const type = file === undefined ? undefined : types[extname(file)]
  if (file === undefined || type === undefined) return new Response(null, { status: 404, headers })
  return new Response(await readFile(file), { headers: { ...headers, 'Content-Type': type } })
}

/** Serves the built window under `app://foyer/`. Resolves once the page has been given its first file. */
export const serveWindow = (protocol: Protocol, files: Promise<FileMap>): Promise<void> =>
  new Promise((resolve) => {
    protocol.handle(scheme, async (request) => {
      const answer = await answerFrom(await files, request)
      if (answer.headers.get('Content-Type') === types['.js']) resolve()
      return answer
    })
  })
