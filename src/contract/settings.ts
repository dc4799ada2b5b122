import { z } from 'zod'
import { settings } from '../core/settings.ts'
import { call, event, nothing } from './define.ts'

export const about = z.object({
  version: z.string(),
  electron: z.string(),
  platform: z.string(),
  /** Where archives lie, for reading by a person. */
  dataFolder: z.string(),
  downloadFolder: z.string(),
})

export const settingsCalls = {
  'settings.set': call(settings.partial(), settings),
  'settings.about': call(nothing, about),
  /** Opens an https or mailto address in the system's browser, after the check of hardening 9. */
  'links.open': call(z.object({ url: z.string().max(2048) }), nothing),
}

export const settingsEvents = {
  'settings.changed': event(settings),
  /** A menu item or deep link asks the window to go somewhere. */
  'window.goTo': event(
    z.object({ place: z.enum(['inbox', 'search', 'settings', 'transfers', 'palette', 'shortcuts']) }),
  ),
}
