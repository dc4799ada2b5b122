import { fail } from '../../../core/failure.ts'
import { err, ok, type Result } from '../../../core/result.ts'
import type { Engine } from '../../../engine/engine.ts'
import { required } from '../arguments.ts'
import { type CommandFunction, type Invocation, withEngine } from '../session.ts'
import { readStandardInput } from '../standard-input.ts'

const add = async (invocation: Invocation, engine: Engine): Promise<Result<number>> => {
  const name = invocation.words[1]
  if (name === undefined)
    return err(fail('usage', { detail: 'Name the portal: portals add NAME --url URL.' }))
  const url = required(invocation.flags, 'url')
  if (!url.ok) return url
  if (engine.portals.list().some((known) => known.name === name)) return err(fail('exists', { about: name }))
  const key = (await readStandardInput()).trim()
  if (key === '') return err(fail('usage', { detail: 'Give the API key on standard input.' }))
  const keeping = process.env['FOYER_KEYCHAIN'] === 'memory' ? 'session' : 'keychain'
  const connected = await engine.portals.connect({ name, region: 'custom', url: url.value, key, keeping })
  if (!connected.ok) return connected
  const { portal, latencyMs } = connected.value
  if (invocation.flags.json === true) {
    invocation.output.json({ id: portal.id, name: portal.name, url: portal.apiUrl, me: portal.me, latencyMs })
  } else {
    invocation.output.line(
      `Connected ${portal.name} (${portal.apiUrl}) as ${portal.me.name}, ${portal.me.role}. It answers in ${Math.round(latencyMs)} ms.`,
    )
  }
  return ok(0)
}

const list = (invocation: Invocation, engine: Engine): Result<number> => {
  for (const portal of engine.portals.list()) {
    if (invocation.flags.json === true) {
      invocation.output.json({ id: portal.id, name: portal.name, url: portal.apiUrl, me: portal.me })
    } else {
      invocation.output.line(`${portal.name}\t${portal.apiUrl}\t${portal.me.name}`)
    }
  }
  return ok(0)
}

const remove = async (invocation: Invocation, engine: Engine): Promise<Result<number>> => {
  const name = invocation.words[1]
  if (name === undefined) return err(fail('usage', { detail: 'Name the portal: portals remove NAME.' }))
  const id = engine.portals.find(name)
  if (!id.ok) return id
  const removed = await engine.portals.remove(id.value)
  if (!removed.ok) return removed
  invocation.output.line(`Removed ${name}: its key and its archive are gone from this computer.`)
  return ok(0)
}

export const portals: CommandFunction = (invocation) =>
  withEngine(invocation, async (engine) => {
    switch (invocation.words[0]) {
      case 'add':
        return add(invocation, engine)
      case 'list':
        return list(invocation, engine)
      case 'remove':
        return remove(invocation, engine)
      default:
        return err(fail('usage', { detail: 'Say portals add, portals list or portals remove.' }))
    }
  })
