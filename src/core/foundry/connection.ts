import { z } from 'zod'
import { foundrySettings } from './settings.ts'

/** A portal's connection to Foundry as the window shows it: of the credentials, the client id's last letters. */
export const foundryConnection = z.object({
  settings: foundrySettings,
  clientEnd: z.string(),
  connectedAt: z.number(),
})
export type FoundryConnection = z.infer<typeof foundryConnection>
