/**
 * The proxy that the environment names for a URL: HTTPS_PROXY or HTTP_PROXY, but for what NO_PROXY lists
 * (`*`, `host`, `.domain`, `host:port`). Loopback never goes through a proxy.
 */
export const proxyFromEnvironment =
  (environment: Readonly<Record<string, string | undefined>>) =>
  (address: string): string | undefined => {
    const url = new URL(address)
    if (isLoopback(url.hostname) || isExempt(url, named(environment, 'no_proxy') ?? '')) return undefined
    return url.protocol === 'https:'
      ? (named(environment, 'https_proxy') ?? named(environment, 'all_proxy'))
      : named(environment, 'http_proxy')
  }

const named = (
  environment: Readonly<Record<string, string | undefined>>,
  name: string,
): string | undefined => {
  const value = environment[name] ?? environment[name.toUpperCase()]
  if (value === undefined || value.trim() === '') return undefined
  return name === 'no_proxy' || value.includes('://') ? value : `http://${value}`
}

export const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)

const isExempt = (url: URL, list: string): boolean => {
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true
      const [, name = '', wantedPort] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? []
      if (wantedPort !== undefined && wantedPort !== port) return false
      const bare = name.replace(/^\*?\./, '')
      return url.hostname === bare || url.hostname.endsWith(`.${bare}`)
    })
}
