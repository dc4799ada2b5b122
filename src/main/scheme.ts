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

/**
 * URL path → content: the built window's files as they are when the program starts, and nothing else (hardening 12).
 * They are under a megabyte and are read while Electron gets ready, so that the page waits for no disk.
 */
export type FileMap = ReadonlyMap<string, Uint8Array<ArrayBuffer>>

export const readFileMap = async (folder: string): Promise<FileMap> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return new Map(
    await Promise.all(
      files.map(
        async (file) =>
          [`/${relative(folder, file).split(sep).join('/')}`, new Uint8Array(await readFile(file))] as const,
      ),
    ),
  )
}

/** Answers one request of the window from the map; anything not in it is 404. */
export const answerFrom = (files: FileMap, request: Request): Response => {
  const url = new URL(request.url)
  const content = url.host === 'foyer' && request.method === 'GET' ? files.get(url.pathname) : undefined
  const type = types[extname(url.pathname)]
  if (content === undefined || type === undefined) return new Response(null, { status: 404, headers })
  return new Response(content, { headers: { ...headers, 'Content-Type': type } })
}

/** Serves the built window under `app://foyer/`. Resolves once the page has been given its first file. */
export const serveWindow = (protocol: Protocol, files: Promise<FileMap>): Promise<void> =>
  new Promise((resolve) => {
    protocol.handle(scheme, async (request) => {
      const answer = answerFrom(await files, request)
      resolve()
      return answer
    })
  })
