/** P1.3: how addresses are compared: trimmed, in lower case, and nothing else. */
export const emailKey = (text: string): string => text.trim().toLowerCase()

/** One "@" with something on both sides and no space: what is surely no address is named before it is sent. */
export const isEmail = (text: string): boolean => /^[^\s@,;<>"]+@[^\s@,;<>"]+$/.test(text.trim())
