import { apps } from './commands/apps.ts'
import { compare } from './commands/compare.ts'
import { customizations } from './commands/customizations.ts'
import { download } from './commands/download.ts'
import { exportSpace } from './commands/export.ts'
import { fanOut } from './commands/fan-out.ts'
import { pins } from './commands/pins.ts'
import { foundry } from './commands/foundry.ts'
import { groups } from './commands/groups.ts'
import { messages } from './commands/messages.ts'
import { people } from './commands/people.ts'
import { portals } from './commands/portals.ts'
import { search } from './commands/search.ts'
import { send } from './commands/send.ts'
import { spaces } from './commands/spaces.ts'
import { sync } from './commands/sync.ts'
import { templates } from './commands/templates.ts'
import { thread } from './commands/thread.ts'
import { transfers } from './commands/transfers.ts'
import { upload } from './commands/upload.ts'
import { watch } from './commands/watch.ts'
import type { CommandFunction } from './session.ts'

/** Every command, by its word. */
export const commands: Readonly<Record<string, CommandFunction>> = {
  portals,
  spaces,
  sync,
  upload,
  'fan-out': fanOut,
  transfers,
  download,
  export: exportSpace,
  send,
  messages,
  thread,
  search,
  pins,
  compare,
  watch,
  people,
  groups,
  templates,
  foundry,
  apps,
  customizations,
}
