import { z } from 'zod'
import type { App, AppId } from '../../../core/app.ts'
import { fail } from '../../../core/failure.ts'
import { err, ok, type Result } from '../../../core/result.ts'
import type { PortalEngine } from '../../../engine/portal.ts'
import { type CommandFunction, type Invocation, withPortal } from '../session.ts'
import { readStandardInput } from '../standard-input.ts'
import { peopleNamed } from './groups.ts'

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

const appNamed = async (portal: PortalEngine, { flags, signal }: Invocation): Promise<Result<App>> => {
  if (flags.app === undefined) return err(fail('usage', { detail: '--app is missing.' }))
  const listed = await portal.apps.list({ signal })
  if (!listed.ok) return listed
  const [only, another] = listed.value.filter(({ id, label }) => id === flags.app || label === flags.app)
  if (only === undefined) return err(fail('unknown-id', { about: flags.app }))
  return another === undefined ? ok(only) : err(fail('ambiguous', { about: flags.app }))
}

const config = z.record(z.string(), z.unknown())

const readConfig = async (): Promise<Result<Readonly<Record<string, unknown>>>> => {
  const text = await readStandardInput()
  try {
    const read = config.safeParse(JSON.parse(text))
    if (read.success) return ok(read.data)
  } catch (error) {
    // What was typed wrong is told below; anything else thrown here is a bug.
    if (!(error instanceof SyntaxError)) throw error
  }
  return err(fail('usage', { detail: 'Give the configuration on standard input, as a JSON object.' }))
}

const get = async (
  invocation: Invocation,
  portal: PortalEngine,
  appId: AppId,
  email: string,
): Promise<Result<number>> => {
  const users = await peopleNamed(portal, [email], invocation.signal)
  if (!users.ok) return users
  const [userId] = users.value
  if (userId === undefined) return err(fail('unknown-id', { about: email }))
  const found = await portal.apps.customization(appId, userId, { signal: invocation.signal })
  // Nobody set one yet: that is an answer too.
  if (!found.ok && found.error.code !== 'not-found') return found
  invocation.output.json(found.ok ? found.value.config : {})
  return ok(0)
}

const set = async (
  invocation: Invocation,
  portal: PortalEngine,
  appId: AppId,
  email: string,
): Promise<Result<number>> => {
  const wanted = await readConfig()
  if (!wanted.ok) return wanted
  const users = await peopleNamed(portal, [email], invocation.signal)
  if (!users.ok) return users
  const [userId] = users.value
  if (userId === undefined) return err(fail('unknown-id', { about: email }))
  const saved = await portal.apps.setCustomization(appId, userId, wanted.value, { signal: invocation.signal })
  if (!saved.ok) return saved
  if (invocation.flags.json === true) invocation.output.json({ event: 'done', app: appId, user: userId })
  else invocation.output.line('Saved.')
  return ok(0)
}

/** One person's configuration of an app: read, or set from standard input. */
export const customizations: CommandFunction = (invocation) =>
  withPortal(invocation, async (portal) => {
    const [action, email] = invocation.words
    if ((action !== 'get' && action !== 'set') || email === undefined) {
      return err(fail('usage', { detail: 'Say customizations get EMAIL or customizations set EMAIL.' }))
    }
    const app = await appNamed(portal, invocation)
    if (!app.ok) return app
    const work = action === 'get' ? get : set
    return work(invocation, portal, app.value.id, email)
  })
