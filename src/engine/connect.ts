import { fail } from '../core/failure.ts'
import { displayName, type User } from '../core/person.ts'
import {
  accentCount,
  type KeyKeeping,
  parseApiUrl,
  type Portal,
  portalId as portalIdSchema,
  regionUrls,
} from '../core/portal.ts'
import { err, ok, type Result } from '../core/result.ts'
import {
  archiveAccount,
  createArchiveKey,
  keepArchiveKey,
  keyAccount,
  readArchiveKey,
  secretsFor,
} from './archive-key.ts'
import type { ConnectInput } from './engine.ts'
import type { Ports } from './ports.ts'
import type { Profile } from './profile.ts'
import { foundryAccount } from './foundry/desk.ts'
import { testKey } from './test-key.ts'

type With = { readonly ports: Ports; readonly profile: Profile }

type Connected = { readonly portal: Portal; readonly latencyMs: number; readonly clockSkewMs: number }

const parseUrl = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined)

const apiUrlOf = (input: ConnectInput): Result<string> =>
  input.region === 'custom' ? parseApiUrl(input.url ?? '', parseUrl) : ok(regionUrls[input.region])

const meOf = (user: User): Portal['me'] => ({
  id: user.id,
  name: displayName(user),
  email: user.email,
  role: user.role,
})

/** A name for a portal that was given none: the organisation's part of the key owner's e-mail address, else the host. */
export const suggestName = (email: string, apiUrl: string): string => {
  const domain = /@([^@\s.]+)\./.exec(email)?.[1]
  if (domain === undefined) return new URL(apiUrl).host
  return domain
    .split(/[-_]/)
    .filter((part) => part !== '')
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join(' ')
}

const freeName = (wanted: string, taken: readonly string[]): string => {
  if (!taken.includes(wanted)) return wanted
  for (let number = 2; ; number += 1) {
    const candidate = `${wanted} ${number}`
    if (!taken.includes(candidate)) return candidate
  }
}

/** Tests the key, keeps it with a new archive key, and adds the portal to the profile. A second connection to the same portal replaces its key. */
export const connectPortal = async (
  input: ConnectInput,
  { ports, profile }: With,
): Promise<Result<Connected>> => {
  const apiUrl = apiUrlOf(input)
  if (!apiUrl.ok) return apiUrl
  const tested = await testKey(ports, apiUrl.value, input.key)
  if (!tested.ok) return tested
  const { me, latencyMs, clockSkewMs } = tested.value

  const same = profile.portals().find((portal) => portal.apiUrl === apiUrl.value && portal.me.id === me.id)
  if (same !== undefined) return err(fail('exists', { about: same.name }))

  const names = profile.portals().map((portal) => portal.name)
  const portal: Portal = {
    id: portalIdSchema.parse(ports.random.uuid()),
    name: freeName(
      input.name === undefined || input.name === '' ? suggestName(me.email, apiUrl.value) : input.name,
      names,
    ),
    apiUrl: apiUrl.value,
    accent: profile.portals().length % accentCount,
    staffMode: false,
    keeping: input.keeping,
    me: meOf(me),
    addedAt: ports.clock.now(),
  }
  const kept = await secretsFor(ports, input.keeping).write(keyAccount(portal.id), input.key)
  if (!kept.ok) return kept
  const prepared = await profile.prepare(portal.id)
  const archiveKey = prepared.ok
    ? await createArchiveKey({
        ports,
        portalId: portal.id,
        folder: profile.folderOf(portal.id),
        keeping: input.keeping,
        apiKey: input.key,
      })
    : prepared
  const saved = archiveKey.ok ? await profile.change((all) => [...all, portal]) : archiveKey
  if (!saved.ok) {
    // Half a connection would leave a key behind that nobody can see or remove.
    await forgetKeys(portal, ports)
    await profile.erase(portal.id)
    return saved
  }
  return ok({ portal, latencyMs, clockSkewMs })
}

/** A1.18: sets an archive whose key is lost aside, and makes a key for an empty one. */
export const startAfresh = async (portal: Portal, { ports, profile }: With): Promise<Result<void>> => {
  const key = await secretsFor(ports, portal.keeping).read(keyAccount(portal.id))
  if (!key.ok) return key
  if (key.value === undefined) return err(fail('key-missing', { about: portal.name }))
  const folder = profile.folderOf(portal.id)
  const aside = await profile.setAside(portal.id, ports.clock.now())
  if (!aside.ok) return aside
  const place = { ports, portalId: portal.id, folder, keeping: portal.keeping, apiKey: key.value }
  const created = await createArchiveKey(place)
  return created.ok ? ok(undefined) : created
}

/** Gives a portal another key. Its archive stays; one whose key is lost is set aside, not deleted. */
export const replacePortalKey = async (
  portal: Portal,
  key: string,
  keeping: KeyKeeping,
  { ports, profile }: With,
): Promise<Result<Portal>> => {
  const tested = await testKey(ports, portal.apiUrl, key)
  if (!tested.ok) return tested
  const folder = profile.folderOf(portal.id)
  const old = await secretsFor(ports, portal.keeping).read(keyAccount(portal.id))
  const place = { ports, portalId: portal.id, folder }
  // Where the old API key is gone, the new one may be the very key that the archive's key is wrapped under.
  const oldKey = old.ok && old.value !== undefined ? old.value : key
  const archiveKey = await readArchiveKey({ ...place, keeping: portal.keeping, apiKey: oldKey })
  const written = await secretsFor(ports, keeping).write(keyAccount(portal.id), key)
  if (!written.ok) return written
  if (archiveKey.ok) {
    const rekept = await keepArchiveKey({ ...place, keeping, apiKey: key }, archiveKey.value)
    if (!rekept.ok) return rekept
  } else if (archiveKey.error.code === 'archive-key-missing') {
    const aside = await profile.setAside(portal.id, ports.clock.now())
    if (!aside.ok) return aside
    const created = await createArchiveKey({ ...place, keeping, apiKey: key })
    if (!created.ok) return created
  } else {
    return archiveKey
  }
  const next: Portal = { ...portal, keeping, me: meOf(tested.value.me) }
  const saved = await profile.change((all) => all.map((other) => (other.id === portal.id ? next : other)))
  return saved.ok ? ok(next) : saved
}

/** Takes a portal's secrets out of the keychain. */
export const forgetKeys = async (portal: Portal, ports: Ports): Promise<Result<void>> => {
  const secrets = secretsFor(ports, portal.keeping)
  const key = await secrets.remove(keyAccount(portal.id))
  await secrets.remove(foundryAccount(portal.id))
  const archive =
    portal.keeping === 'keychain' ? await secrets.remove(archiveAccount(portal.id)) : ok(undefined)
  return key.ok ? archive : key
}
