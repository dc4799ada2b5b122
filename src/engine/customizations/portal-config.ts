import type { AppId } from '../../core/app.ts'
import type { Config } from '../../core/customizations/config.ts'
import type { UserId } from '../../core/person.ts'
import { ok, type Result } from '../../core/result.ts'
import type { FoyerClient } from '../foyer/client.ts'

export type Found = { readonly config: Config | null; readonly updatedAt: number | null }

const nothing: Found = { config: null, updatedAt: null }

/** What there is now; nobody having set one is an answer, too. */
export const readConfig = async (
  foyer: FoyerClient,
  appId: AppId,
  userId: UserId,
  signal: AbortSignal | undefined,
): Promise<Result<Found>> => {
  const found = await foyer.apps.customization(appId, userId, signal === undefined ? {} : { signal })
  if (found.ok) return ok({ config: found.value.config, updatedAt: found.value.updatedAt })
  return found.error.code === 'not-found' ? ok(nothing) : found
}

/** C1.9: what the portal then says there is. `config` null: it is removed, or emptied where it can't be. */
export const writeConfig = async (
  foyer: FoyerClient,
  { appId, userId }: { readonly appId: AppId; readonly userId: UserId },
  config: Config | null,
  signal: AbortSignal,
): Promise<Result<Config | null>> => {
  if (config !== null) {
    const set = await foyer.apps.setCustomization(appId, userId, config, { signal })
    return set.ok ? ok(set.value.config) : set
  }
  const removed = await foyer.apps.removeCustomization(appId, userId, { signal })
  if (removed.ok) return ok(null)
  const { code, status } = removed.error
  if (code !== 'not-found' && status !== 405) return removed
  // Gone already, or a portal that knows no DELETE.
  const now = await readConfig(foyer, appId, userId, signal)
  if (!now.ok) return now
  return now.value.config === null ? ok(null) : writeConfig(foyer, { appId, userId }, {}, signal)
}
