import { once } from 'node:events'
import { resolve } from 'node:path'
import { fail } from '../../../core/failure.ts'
import { err, ok, type Result } from '../../../core/result.ts'
import type { WatchId, WatchView } from '../../../core/transfers/watch-views.ts'
import type { PortalEngine } from '../../../engine/portal.ts'
import { required } from '../arguments.ts'
import { findPlace } from '../find-place.ts'
import { type CommandFunction, type Invocation, withPortal } from '../session.ts'
import { explain } from '../words.ts'

const add = async (invocation: Invocation, portal: PortalEngine): Promise<Result<number>> => {
  const { words, flags, output, signal } = invocation
  const folder = words[1]
  if (folder === undefined) return err(fail('usage', { detail: 'Name the folder: watch add DIR.' }))
  const space = required(flags, 'space')
  if (!space.ok) return space
  const place = await findPlace(portal, space.value, flags.folder, 'create', signal)
  if (!place.ok) return place
  const added = await portal.watchFolders.add({
    ...{ ...place.value, path: resolve(folder), silent: flags.silent === true },
    ...{ existing: flags.existing === true, subfolders: flags['top-only'] !== true },
  })
  if (!added.ok) return added
  if (flags.json === true) output.json({ id: added.value.id })
  else output.line(added.value.id)
  return ok(0)
}

const list = ({ output, flags }: Invocation, views: readonly WatchView[]): Result<number> => {
  for (const view of views) {
    const { id, path, spaceName, folderPath, sent, failed } = view
    const state = view.state === 'paused' ? 'paused' : 'on'
    if (flags.json === true) output.json({ ...view, state })
    else output.line(`${id}\t${state}\t${sent}\t${failed}\t${[spaceName, ...folderPath].join('/')}\t${path}`)
  }
  return ok(0)
}

/** Tells what is new in a folder's view since it was told last. */
const teller = ({ output, flags }: Invocation): ((views: readonly WatchView[]) => void) => {
  const told = new Map<string, { readonly state: string; readonly latest: number; readonly sums: string }>()
  return (views) => {
    for (const view of views) {
      const { sent, failed } = view
      const sums = `${sent} ${failed}`
      const before = told.get(view.id) ?? { state: '', latest: view.recent[0]?.at ?? 0, sums }
      const state = `${view.state} ${view.problem?.code ?? ''}`
      const news = view.recent.filter(({ at }) => at > before.latest).toReversed()
      told.set(view.id, { state, latest: news.at(-1)?.at ?? before.latest, sums: before.sums })
      if (state !== before.state) {
        const { id, path, problem } = view
        if (flags.json === true) output.json({ event: 'state', id, state: view.state, problem })
        else output.line(`${path}: ${view.state}${problem === null ? '' : `. ${explain(problem)}`}`)
      }
      for (const { path, outcome, reason } of news) {
        if (flags.json === true) output.json({ event: outcome, id: view.id, path, reason })
        else if (outcome === 'failed')
          output.problem(`${path}: ${explain(fail(reason ?? 'internal', { about: path }))}`)
        else output.line(`${path}: ${outcome === 'sent' ? 'sent and verified' : 'there already'}`)
      }
      // Of many files at once the newest alone are named: the sums tell of all.
      if (sums === before.sums || view.waiting + view.underWay > 0) continue
      told.set(view.id, { state, latest: news.at(-1)?.at ?? before.latest, sums })
      if (flags.json === true) output.json({ event: 'sums', id: view.id, sent, failed })
      else output.line(`${view.path}: ${sent} sent, ${failed} failed.`)
    }
  }
}

/** Watches until it is told to stop (SIGINT, SIGTERM); what is under way then goes on at the next start. */
const run = async (invocation: Invocation, portal: PortalEngine): Promise<Result<number>> => {
  const { signal } = invocation
  const views = await portal.watchFolders.list()
  if (views.length === 0)
    return err(fail('usage', { detail: 'No folder is watched. Add one: watch add DIR.' }))
  const tell = teller(invocation)
  tell(views)
  let telling = Promise.resolve()
  const stop = portal.watchFolders.onChange(() => {
    telling = telling.then(async () => {
      if (!signal.aborted) tell(await portal.watchFolders.list())
    })
  })
  await portal.transfers.resumeAll()
  await portal.watchFolders.start()
  if (!signal.aborted) await once(signal, 'abort')
  stop()
  await telling
  return ok(0)
}

/** Watched folders of a portal: adds, lists, removes them, or watches them without a window. */
export const watch: CommandFunction = (invocation) =>
  withPortal(invocation, async (portal) => {
    const [action, id] = invocation.words
    switch (action) {
      case 'add':
        return add(invocation, portal)
      case 'list':
        return list(invocation, await portal.watchFolders.list())
      case 'remove': {
        if (id === undefined) return err(fail('usage', { detail: 'Name the id: watch remove ID.' }))
        const removed = await portal.watchFolders.remove(id as WatchId)
        return removed.ok ? ok(0) : removed
      }
      case 'run':
        return run(invocation, portal)
      default:
        return err(fail('usage', { detail: 'Say watch add, watch list, watch remove or watch run.' }))
    }
  })
