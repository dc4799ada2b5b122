import { z } from 'zod'
import { careNote } from './care.ts'
import { fail, failure, failureCode } from './failure.ts'
import { userId } from './person.ts'
import { err, ok, type Result } from './result.ts'

export const portalId = z.string().min(1).max(64).brand<'PortalId', 'inout'>()
export type PortalId = z.infer<typeof portalId>

export const regions = ['us', 'eu', 'au', 'custom'] as const
export const region = z.enum(regions)
export type Region = z.infer<typeof region>

/** Foyer's API by region of data residency (reference: foyer-api.md, Transport). */
export const regionUrls: Readonly<Record<Exclude<Region, 'custom'>, string>> = {
  us: 'https://api.usefoyer.com',
  eu: 'https://api.eu.usefoyer.com',
  au: 'https://api.au.usefoyer.com',
}

/** Accent colours, one per portal, by index; the renderer holds the shades. */
export const accentCount = 6

/** How the key is kept: in the operating system's keychain, or in memory until the program quits. */
export const keyKeeping = z.enum(['keychain', 'session'])
export type KeyKeeping = z.infer<typeof keyKeeping>

/** A portal this computer is connected to. The key is not part of it, and never is. */
export const portal = z.object({
  id: portalId,
  name: z.string().min(1).max(120),
  apiUrl: z.string(),
  accent: z
    .number()
    .int()
    .min(0)
    .max(accentCount - 1),
  keeping: keyKeeping,
  /** Whose key it is. */
  me: z.object({ id: userId, name: z.string(), email: z.string(), role: z.string() }),
  addedAt: z.number(),
  /** P1.21: deleting and admin actions are unlocked. */
  staffMode: z.boolean().default(false),
})
export type Portal = Readonly<z.infer<typeof portal>>

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)

/**
 * Reads what a person typed as an API URL and answers its origin plus path, without a trailing slash
 * and without a trailing `/v1`. Only https is accepted, but for loopback (hardening 1); credentials,
 * queries and fragments are refused.
 */
export const parseApiUrl = (text: string, parse: (text: string) => ParsedUrl | undefined): Result<string> => {
  const trimmed = text.trim()
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`
  const url = parse(withScheme)
  if (trimmed === '' || url === undefined || url.hostname === '')
    return err(fail('bad-url', { about: trimmed }))
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return err(fail('bad-url', { about: trimmed }))
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    return err(fail('bad-url', { about: url.hostname }))
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    return err(fail('insecure-url', { about: url.hostname }))
  const path = url.pathname.replace(/\/+$/, '').replace(/\/v1$/, '')
  return ok(`${url.protocol}//${url.host}${path}`)
}

/** The part of WHATWG's URL that the rule above needs; core itself knows no URL class. */
export type ParsedUrl = Readonly<
  Record<'protocol' | 'hostname' | 'host' | 'pathname' | 'username' | 'password' | 'search' | 'hash', string>
>

/** `troubled`: the portal is reached and answers with errors of its own (S1.19). */
export const connection = z.enum(['online', 'troubled', 'offline', 'key-refused', 'unknown'])
export type Connection = z.infer<typeof connection>

export const portalView = portal.extend({
  connection,
  /** Why the portal can't be reached although this computer has a network; null otherwise. */
  trouble: failureCode.nullable(),
  /** While it has trouble answering: when it last answered well, ms since the epoch; null: not since the start. */
  answeredAt: z.number().nullable(),
  /** The portal asked for a pause until then, ms since the epoch; null: it did not. */
  limitedUntil: z.number().nullable(),
  /** Where a first sync stands; null when none is under way. `total` is null while it is not known. */
  firstSync: z.object({ done: z.number(), total: z.number().nullable() }).nullable(),
  /** Why its archive can't be opened; null when it can, or nobody tried yet. */
  archiveProblem: failure.nullable(),
  /** What happened to its archive and was not read yet, the newest. */
  care: careNote.nullable(),
})
export type PortalView = z.infer<typeof portalView>
