import { usualTrainingKey } from '../../../core/customizations/training.ts'
import { fail } from '../../../core/failure.ts'
import { err, ok, type Result } from '../../../core/result.ts'
import type { PortalEngine } from '../../../engine/portal.ts'
import { followCustomizations } from '../follow-customizations.ts'
import type { Invocation } from '../session.ts'
import { appNamed } from './apps.ts'
import { peopleNamed } from './groups.ts'

/** Training status: read from Foundry, shown of one person, or published as a customization of an app. */
export const training = async (invocation: Invocation, portal: PortalEngine): Promise<Result<number>> => {
  const { words, flags, output, signal } = invocation
  switch (words[1]) {
    case 'read': {
      const read = await portal.training.read(signal)
      if (!read.ok) return read
      const { changed, view } = read.value
      if (flags.json === true) output.json({ event: 'done', changed, ...view })
      else
        output.line(
          `${changed} standings changed; ${view.people} people, ${view.strangers} not in the portal.`,
        )
      return ok(0)
    }
    case 'show': {
      const email = words[2]
      if (email === undefined)
        return err(fail('usage', { detail: 'Name the person: foundry training show EMAIL.' }))
      const users = await peopleNamed(portal, [email], signal)
      if (!users.ok) return users
      const [userId] = users.value
      const status = userId === undefined ? null : await portal.training.of(userId)
      output.json(status ?? {})
      return ok(0)
    }
    case 'publish': {
      const app = await appNamed(portal, invocation)
      if (!app.ok) return app
      const where = { appId: app.value.id, key: flags.key ?? usualTrainingKey }
      const planned = await portal.training.plan(where, { signal })
      return planned.ok ? followCustomizations(invocation, portal, planned.value) : planned
    }
    default:
      return err(
        fail('usage', {
          detail:
            'Say foundry training read, foundry training show EMAIL or foundry training publish --app APP.',
        }),
      )
  }
}
