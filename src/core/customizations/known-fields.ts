import type { App } from '../app.ts'
import { type Config, valueAt } from './config.ts'

/** A field of the form: what is edited without writing JSON. */
export type KnownField = {
  readonly key: string
  readonly kind: 'address' | 'text' | 'number' | 'boolean'
}

/** Links and embeds show an address of the person's own; that much the documentation says of their configuration. */
const isPage = ({ appType }: App): boolean => /^(link|embed)$/i.test(appType)

const addressKey = 'url'

const kindOf = (value: unknown): KnownField['kind'] | null => {
  switch (typeof value) {
    case 'string':
      return 'text'
    case 'number':
      return 'number'
    case 'boolean':
      return 'boolean'
    default:
      return null
  }
}

/** The fields of one person's form: those the app is known to have, and whatever plain values stand there already. */
export const knownFields = (app: App, config: Config | null): readonly KnownField[] => {
  const address: readonly KnownField[] = isPage(app) ? [{ key: addressKey, kind: 'address' }] : []
  const found = Object.keys(config ?? {}).flatMap((key): readonly KnownField[] => {
    const kind = kindOf(valueAt(config, key))
    return kind === null || address.some((field) => field.key === key) ? [] : [{ key, kind }]
  })
  return [...address, ...found]
}

/** A web address with a host, or a path of the portal: what a link or an embed can show. */
export const isAddress = (text: string): boolean =>
  text.startsWith('/') ? /^\/(?!\/)\S*$/.test(text) : /^https?:\/\/[^\s/?#]+\S*$/i.test(text)
