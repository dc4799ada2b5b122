// The thread that reads files of other people's making for their text: what it trips over ends with it.
import { parentPort } from 'node:worker_threads'
import { getDocumentProxy } from 'unpdf'
import { extraction, type Passage } from '../../core/pins.ts'
import type { FromTextWorker, ToTextWorker } from './text-protocol.ts'

const port = parentPort
if (port === null) throw new Error('text-worker must run in a worker thread')

/** No script of a document runs, nothing is fetched for it: only what its pages say is read. */
const readPdf = async (bytes: Uint8Array): Promise<readonly Passage[]> => {
  const document = await getDocumentProxy(bytes, { verbosity: 0 })
  const pages: Passage[] = []
  let characters = 0
  for (let page = 1; page <= Math.min(document.numPages, extraction.pages); page += 1) {
    const content = await (await document.getPage(page)).getTextContent()
    const text = content.items
      .map((item) => ('str' in item ? `${item.str}${item.hasEOL ? '\n' : ''}` : ''))
      .join('')
    pages.push({ page, text })
    characters += text.length
    if (characters > extraction.characters) break
  }
  return pages
}

/** UTF-16 says so by its mark; what is not UTF-8 is read as Windows wrote it. */
const readPlain = (bytes: Uint8Array): readonly Passage[] => {
  const marked = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : undefined
  const decode = (encoding: string, fatal: boolean): string =>
    new TextDecoder(encoding, { fatal }).decode(bytes.subarray(0, extraction.characters * 4))
  let text: string
  try {
    text = decode(marked ?? 'utf-8', bytes.length <= extraction.characters * 4)
  } catch {
    text = decode('windows-1252', false)
  }
  // A name can say anything: bytes that are no text have zeros in them.
  return text.includes('\0') ? [] : [{ page: 0, text: text.slice(0, extraction.characters) }]
}

port.on('message', ({ id, kind, bytes }: ToTextWorker) => {
  const read = kind === 'pdf' ? readPdf(bytes) : Promise.resolve().then(() => readPlain(bytes))
  read.then(
    (pages) => port.postMessage({ id, ok: true, pages } satisfies FromTextWorker),
    (error: unknown) => {
      const reason = error instanceof Error ? error.name : 'unknown'
      port.postMessage({ id, ok: false, reason } satisfies FromTextWorker)
    },
  )
})
