import { z } from 'zod'

/** The two pairs of names by which Foundry is asked for a page. The second is the one integrations in use send. */
export const pageNames = z.enum(['number-size', 'page-per_page'])
export type PageNames = z.infer<typeof pageNames>

/** How Foundry is reached; the credentials are not part of it. */
export const foundrySettings = z.object({
  baseUrl: z.string().min(1).max(500),
  version: z
    .string()
    .regex(/^[\w.-]{1,20}$/)
    .refine((text) => !/^\.+$/.test(text)),
  pageNames,
  /** Of the organisation's 200 in any rolling minute. */
  requestsPerMinute: z.number().int().min(1).max(200),
  /** POST with X-HTTP-Method-Override instead of PATCH. */
  methodOverride: z.boolean(),
})
export type FoundrySettings = Readonly<z.infer<typeof foundrySettings>>

export const defaultFoundrySettings: FoundrySettings = {
  baseUrl: 'https://api.fifoundry.net',
  version: 'v1',
  pageNames: 'number-size',
  requestsPerMinute: 100,
  methodOverride: false,
}
