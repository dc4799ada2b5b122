/**
 * Reads what the system answers for a URL, in the words of a proxy script (`PROXY host:80; DIRECT`), as the URL
 * of the first proxy; undefined: none. SOCKS is named too: the HTTP port refuses it in so many words.
 */
export const proxyOf = (answer: string): string | undefined => {
  const [kind = '', host = ''] = (answer.split(';')[0] ?? '').trim().split(/\s+/)
  switch (kind.toUpperCase()) {
    case 'PROXY':
      return host === '' ? undefined : `http://${host}`
    case 'HTTPS':
      return host === '' ? undefined : `https://${host}`
    case 'SOCKS':
    case 'SOCKS4':
    case 'SOCKS5':
      return host === '' ? undefined : `${kind.toLowerCase()}://${host}`
    default:
      return undefined
  }
}
