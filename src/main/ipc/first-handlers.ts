import type { z } from 'zod'
import type { firstCalls } from '../../contract/first.ts'
import { ok, type Result } from '../../core/result.ts'
import type { Engine } from '../../engine/engine.ts'
import type { SettingsFile } from '../settings-file.ts'

export type FirstDesk = {
  readonly engine: Promise<Result<Engine>>
  readonly settings: SettingsFile
  painted(what: 'connect' | 'inbox' | 'lock'): void
}

type Input<K extends keyof typeof firstCalls> = z.output<(typeof firstCalls)[K]['input']>

/** The calls the first painting waits for. */
export const createFirstHandlers = (desk: FirstDesk) => ({
  'portals.list': async () => {
    const engine = await desk.engine
    return engine.ok ? ok(engine.value.portals.list()) : engine
  },
  'spaces.list': async (input: Input<'spaces.list'>) => {
    const engine = await desk.engine
    return engine.ok ? engine.value.spaces(input.portalId) : engine
  },
  'settings.get': async () => ok(desk.settings.get()),
  'window.painted': async (input: Input<'window.painted'>) => {
    desk.painted(input.what)
    return ok(undefined)
  },
})
