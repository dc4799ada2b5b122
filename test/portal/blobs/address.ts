import { emulatorAccount } from './service.ts'

/** What a request to the blob service is about. */
export type BlobAddress = {
  readonly container: string
  /** Decoded; empty for the container itself. */
  readonly blob: string
  readonly path: string
  readonly query: URLSearchParams
}

/** Takes `/account/container/blob?…` apart; undefined when it is not such a path. */
export function parseBlobUrl(url: string): BlobAddress | undefined {
  const [path = '', search = ''] = url.split('?', 2)
  const [, account, container, ...rest] = path.split('/')
  if (account !== emulatorAccount || container === undefined || container === '') return undefined
  const blob = decode(rest.join('/'))
  return blob === undefined ? undefined : { container, blob, path, query: new URLSearchParams(search) }
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    // A lone percent sign is not a blob's name; the caller answers for it.
    return undefined
  }
}

/** The container of a space: its id is a uuid, which Azure accepts as a container name as it is. */
export function containerOf(spaceId: string): string {
  return spaceId
}
