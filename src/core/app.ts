import { z } from 'zod'
import { userId } from './person.ts'

export const appId = z.string().min(1).max(128).brand<'AppId', 'inout'>()
export type AppId = z.infer<typeof appId>

/** A tab of the portal that the organisation configured. */
export const app = z.object({
  id: appId,
  configType: z.string(),
  label: z.string(),
  icon: z.string().nullable(),
  route: z.string().nullable(),
  appType: z.string(),
  effectiveRoute: z.string().nullable(),
  createdAt: z.number(),
  updatedAt: z.number(),
})
export type App = Readonly<z.infer<typeof app>>

/** One person's configuration of one app. `config` is the portal's JSON, kept as it came. */
export const appUserCustomization = z.object({
  id: z.string(),
  userId,
  appId,
  config: z.record(z.string(), z.unknown()),
  createdAt: z.number(),
  updatedAt: z.number(),
})
export type AppUserCustomization = Readonly<z.infer<typeof appUserCustomization>>
