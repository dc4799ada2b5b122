import type { ExportedMessage } from './message.ts'

// messages.html (E1.7): one file without a script, a link or a request, in which other people's text is only text.

export const pageStyle = `:root{color-scheme:light dark}
body{font:15px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem;margin:0 0 .25rem}
h2{font-size:.85rem;font-weight:600;margin:2rem 0 .5rem;padding-bottom:.25rem;border-bottom:1px solid #8884}
header p{margin:0;opacity:.75}
article{margin:0 0 1rem}
article p{margin:0}
article>p:first-child{font-size:.85rem;opacity:.75}
strong{font-weight:600}
.text{white-space:pre-wrap;overflow-wrap:anywhere}
.odd{font-family:ui-monospace,monospace;font-size:.8em;opacity:.7}
@media print{body{margin:0;max-width:none}article{break-inside:avoid}}
`

export type PageFacts = {
  readonly space: string
  /** When the messages were read, in ms since the epoch. */
  readonly readAt: number
  readonly members: number
  /** The SHA-256 of `pageStyle` in base64: the page's own policy lets nothing else apply. */
  readonly styleHash: string
  /** Some messages are not there, because this computer never had them. */
  readonly partial?: boolean
}

/** Everything before the first message. */
export const pageHead = ({ space, readAt, members, styleHash, partial = false }: PageFacts): string => {
  const title = textOf(space)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${pageStyle}</style>
</head>
<body>
<header>
<h1 dir="auto">${title}</h1>
<p>${partial ? 'Those messages of this space that were on this computer, some are missing,' : 'All messages of this space'} as of ${momentOf(readAt)}. Members: ${members}. Times are UTC.</p>
</header>
<main>
`
}

/** One message; `before` is the one above it, so that a new day gets its heading. */
export const pageMessage = (message: ExportedMessage, before: ExportedMessage | null): string => {
  const day = dayOf(message.at)
  const heading = before !== null && dayOf(before.at) === day ? '' : `<h2>${day}</h2>\n`
  const role = message.role === '' ? '' : `, ${textOf(message.role)}`
  const author = message.author === '' ? message.userId : message.author
  return `${heading}<article>
<p><strong><bdi>${textOf(author)}</bdi></strong>${role} · <time datetime="${isoOf(message.at)}">${timeOf(message.at)}</time></p>
<p class="text" dir="auto">${textOf(message.content)}</p>
</article>
`
}

export const pageTail = (count: number): string =>
  `</main>\n<footer><p>${count === 1 ? '1 message' : `${count} messages`}.</p></footer>\n</body>\n</html>\n`

const isoOf = (at: number): string => new Date(at).toISOString()
const dayOf = (at: number): string => isoOf(at).slice(0, 10)
const timeOf = (at: number): string => isoOf(at).slice(11, 16)
const momentOf = (at: number): string => `${dayOf(at)} ${timeOf(at)}`

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

// Controls but tab and line feed, marks that turn the direction of what follows, lone surrogates, U+2028 and U+2029.
const odd =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/gu

/** Text as text: nothing of it is markup, and characters that would play tricks are written out. */
const textOf = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/[&<>"']/g, (character) => entities[character] ?? character)
    .replace(odd, (character) => {
      const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
      return `<span class="odd">U+${code}</span>`
    })
