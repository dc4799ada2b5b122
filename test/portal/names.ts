import { refusal } from './refusal.ts'

// U+0000–U+001F, U+007F and the C1 controls.
const control = /[\u0000-\u001f\u007f-\u009f]/

/** Refuses what a file, folder, space or group may not be called. */
export function checkName(what: string, name: string): string {
  if (name.trim() === '') throw refusal(400, `${what} name must not be empty`)
  if (name.length > 255) throw refusal(400, `${what} name must be at most 255 characters`)
  if (name.includes('/')) throw refusal(400, `${what} name must not contain "/"`)
  if (control.test(name)) throw refusal(400, `${what} name must not contain control characters`)
  return name
}
