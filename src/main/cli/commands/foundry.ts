import { fail } from '../../../core/failure.ts'
import { defaultFoundrySettings, foundrySettings } from '../../../core/foundry/settings.ts'
import { err, ok, type Result } from '../../../core/result.ts'
import type { PortalEngine } from '../../../engine/portal.ts'
import { type CommandFunction, type Invocation, withPortal } from '../session.ts'
import { readStandardInput } from '../standard-input.ts'
import { training } from './training.ts'

const connect = async ({ flags, output }: Invocation, portal: PortalEngine): Promise<Result<number>> => {
  const clientId = flags['client-id']
  if (clientId === undefined) return err(fail('usage', { detail: '--client-id is missing.' }))
  const settings = foundrySettings.safeParse({
    ...defaultFoundrySettings,
    ...(flags.url === undefined ? {} : { baseUrl: flags.url }),
    ...(flags['page-names'] === undefined ? {} : { pageNames: flags['page-names'] }),
    ...(flags.limit === undefined ? {} : { requestsPerMinute: Number(flags.limit) }),
  })
  if (!settings.success) {
    return err(
      fail('usage', {
        detail: '--page-names is number-size or page-per_page, --limit 1 to 200 requests a minute.',
      }),
    )
  }
  const clientSecret = (await readStandardInput()).trim()
  if (clientSecret === '') return err(fail('usage', { detail: 'Give the client secret on standard input.' }))
  const connected = await portal.foundry.connect(settings.data, { clientId, clientSecret })
  if (!connected.ok) return connected
  const { clientEnd } = connected.value
  if (flags.json === true) output.json({ event: 'done', url: settings.data.baseUrl, client: clientEnd })
  else output.line(`Connected to ${settings.data.baseUrl} as …${clientEnd}.`)
  return ok(0)
}

/** A portal's connection to EVERFI Foundry. */
export const foundry: CommandFunction = (invocation) =>
  withPortal(invocation, async (portal) => {
    switch (invocation.words[0]) {
      case 'connect':
        return connect(invocation, portal)
      case 'disconnect': {
        const gone = await portal.foundry.disconnect()
        return gone.ok ? ok(0) : gone
      }
      case 'training':
        return training(invocation, portal)
      case 'locations': {
        const client = await portal.foundry.client()
        if (!client.ok) return client
        const locations = await client.value.locations({ signal: invocation.signal })
        if (!locations.ok) return locations
        for (const location of locations.value) {
          if (invocation.flags.json === true) invocation.output.json(location)
          else invocation.output.line(`${location.id}\t${location.name}`)
        }
        return ok(0)
      }
      default:
        return err(
          fail('usage', {
            detail: 'Say foundry connect, foundry locations, foundry training or foundry disconnect.',
          }),
        )
    }
  })
