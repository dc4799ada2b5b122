/**
 * What of a bug may be written down: its kind and where it happened. Not its message, for messages quote values
 * (JSON.parse quotes the text it can't read).
 */
export const framesOf = (error: unknown): string => {
  if (!(error instanceof Error)) return typeof error
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return [error.name, ...frames.slice(0, 12).map((line) => line.trim())].join(' | ')
}
