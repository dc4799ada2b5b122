import type { Clock } from '../ports.ts'

/** Lets several wait for the next time something happens. */
export type News = {
  tell(): void
  /** Resolves at the next `tell`. Ask before reading what may change, so that nothing falls between. */
  next(): Promise<void>
}

export const createNews = (): News => {
  let listeners: (() => void)[] = []
  return {
    tell: () => {
      const told = listeners
      listeners = []
      for (const listener of told) listener()
    },
    next: () => new Promise((resolve) => listeners.push(resolve)),
  }
}

/** Resolves with the news, or after `ms`; null: the news alone. */
export const newsOrTime = async (news: Promise<void>, clock: Clock, ms: number | null): Promise<void> => {
  if (ms === null) return news
  const timer = new AbortController()
  // The timer's rejection after the news only says that it was stopped, which is what we asked for.
  const time = clock.sleep(ms, timer.signal).catch(() => undefined)
  await Promise.race([news, time])
  timer.abort()
}
