import type { PortalContext } from '../context.ts'
import { createCustomizations, type Customizations } from '../customizations/customizations.ts'
import { createCustomizationTables, type CustomizationTables } from '../customizations/tables.ts'
import { createTraining, type Training } from '../customizations/training.ts'
import { createFoundryDesk, type FoundryDesk } from '../foundry/desk.ts'
import type { SpaceId } from '../../core/space.ts'
import type { FoyerClient } from '../foyer/client.ts'
import type { Secrets } from '../ports.ts'
import { createImports, type Imports } from './imports.ts'
import { createPeopleDesk, type PeopleDesk } from './desk.ts'
import { createDirectory, type Directory } from './people.ts'
import { createSetups, type Setups } from './setups.ts'

/** What a portal's engine can do with people, and with the apps that are set up for them. */
export type PeopleParts = {
  readonly directory: Directory
  readonly peopleDesk: PeopleDesk
  readonly setups: Setups
  readonly imports: Imports
  readonly foundry: FoundryDesk
  readonly apps: FoyerClient['apps']
  readonly customizations: Customizations & { readonly tables: CustomizationTables }
  readonly training: Training
}

export type PeopleGiven = {
  readonly secrets: Secrets
  /** P1.21 */
  readonly staffMode: () => boolean
  /** A message of this space came into the outbox's table. */
  readonly queued: (spaceId: SpaceId) => void
}

export const createPeopleParts = (context: PortalContext, given: PeopleGiven): PeopleParts => {
  const directory = createDirectory(context)
  const foundry = createFoundryDesk(context, given.secrets)
  const customizations = createCustomizations(context)
  return {
    directory,
    peopleDesk: createPeopleDesk(context, directory, given.staffMode),
    setups: createSetups(context, given.queued),
    imports: createImports(context),
    foundry,
    apps: context.foyer.apps,
    customizations: { ...customizations, tables: createCustomizationTables(context, customizations) },
    training: createTraining(context, foundry, customizations),
  }
}
