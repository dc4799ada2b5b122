import type { PortalContext } from '../context.ts'
import { createFoundryDesk, type FoundryDesk } from '../foundry/desk.ts'
import type { FoyerClient } from '../foyer/client.ts'
import type { Secrets } from '../ports.ts'
import { createImports, type Imports } from './imports.ts'
import { createDirectory, type Directory } from './people.ts'

/** What a portal's engine can do with people, and with the apps that are set up for them. */
export type PeopleParts = {
  readonly directory: Directory
  readonly imports: Imports
  readonly foundry: FoundryDesk
  readonly apps: FoyerClient['apps']
}

export const createPeopleParts = (context: PortalContext, secrets: Secrets): PeopleParts => ({
  directory: createDirectory(context),
  imports: createImports(context),
  foundry: createFoundryDesk(context, secrets),
  apps: context.foyer.apps,
})
