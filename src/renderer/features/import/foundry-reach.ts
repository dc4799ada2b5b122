import type { FoundrySettings } from '../../../core/foundry/settings.ts'

/** The settings of a connection as they are typed. */
export type ReachForm = {
  readonly baseUrl: string
  readonly version: string
  readonly requests: string
  readonly pageNames: FoundrySettings['pageNames']
  readonly methodOverride: boolean
}

/** What is usual (core's `defaultFoundrySettings`; written out so that its schema stays out of the window's code). */
export const usualSettings: FoundrySettings = {
  ...{ baseUrl: 'https://api.fifoundry.net', version: 'v1', pageNames: 'number-size' },
  ...{ requestsPerMinute: 100, methodOverride: false },
}

export const reachForm = (settings: FoundrySettings | null): ReachForm => {
  const { requestsPerMinute, ...rest } = settings ?? usualSettings
  return { ...rest, requests: String(requestsPerMinute) }
}

type Read =
  | { readonly ok: true; readonly settings: FoundrySettings }
  | { readonly ok: false; readonly problem: 'url' | 'version' | 'requests' }

export const settingsOf = ({ requests, ...form }: ReachForm): Read => {
  const [baseUrl, version] = [form.baseUrl.trim(), form.version.trim()]
  if (baseUrl === '') return { ok: false, problem: 'url' }
  if (!/^[\w.-]{1,20}$/.test(version) || /^\.+$/.test(version)) return { ok: false, problem: 'version' }
  const requestsPerMinute = /^\d{1,3}$/.test(requests.trim()) ? Number(requests) : 0
  if (requestsPerMinute < 1 || requestsPerMinute > 200) return { ok: false, problem: 'requests' }
  return { ok: true, settings: { ...form, baseUrl, version, requestsPerMinute } }
}
