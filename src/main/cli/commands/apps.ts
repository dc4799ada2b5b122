import type { App } from '../../../core/app.ts'
import { fail } from '../../../core/failure.ts'
import { err, ok, type Result } from '../../../core/result.ts'
import type { PortalEngine } from '../../../engine/portal.ts'
import { type CommandFunction, type Invocation, withPortal } from '../session.ts'

/** The apps of a portal. */
export const apps: CommandFunction = (invocation) =>
  withPortal(invocation, async (portal) => {
    const listed = await portal.apps.list({ signal: invocation.signal })
    if (!listed.ok) return listed
    for (const { id, label, configType, appType, effectiveRoute } of listed.value) {
      if (invocation.flags.json === true)
        invocation.output.json({ id, label, configType, appType, effectiveRoute })
      else invocation.output.line(`${id}\t${configType}\t${label}`)
    }
    return ok(0)
  })

/** The app that `--app` names, by its id or its label. */
export const appNamed = async (portal: PortalEngine, { flags, signal }: Invocation): Promise<Result<App>> => {
  if (flags.app === undefined) return err(fail('usage', { detail: '--app is missing.' }))
  const listed = await portal.apps.list({ signal })
  if (!listed.ok) return listed
  const [only, another] = listed.value.filter(({ id, label }) => id === flags.app || label === flags.app)
  if (only === undefined) return err(fail('unknown-id', { about: flags.app }))
  return another === undefined ? ok(only) : err(fail('ambiguous', { about: flags.app }))
}
