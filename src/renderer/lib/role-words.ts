import type { TFunction } from 'i18next'
import { inertLine } from './inert-text.ts'

/** A role in words; one the portal invented since is shown as it came. */
export const roleWords = (role: string, t: TFunction): string => {
  switch (role) {
    case 'guest':
    case 'client':
    case 'staff':
    case 'admin':
      return t(`roles.${role}`)
    default:
      return inertLine(role)
  }
}
