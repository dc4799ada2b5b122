import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fail } from '../../core/failure.ts'
import type { FileId } from '../../core/file.ts'
import type { PinView } from '../../core/pins.ts'
import type { PortalId } from '../../core/portal.ts'
import { err, ok, type Result } from '../../core/result.ts'
import { safeName } from '../../core/transfers/names.ts'
import type { PortalEngine } from '../../engine/portal.ts'
import type { DragOut } from '../drag-out.ts'

type PinDesk = {
  readonly withPortal: <T>(
    id: PortalId,
    work: (portal: PortalEngine) => Promise<Result<T>>,
  ) => Promise<Result<T>>
  readonly dragOut: Pick<DragOut, 'prepare' | 'paths'>
  readonly openFile: (path: string) => Promise<void>
}

type Which = { readonly portalId: PortalId; readonly fileId: FileId }

type PinHandlers = {
  readonly 'pins.list': (
    input: Pick<Which, 'portalId'>,
  ) => Promise<Result<{ readonly pins: readonly PinView[]; readonly used: number; readonly quota: number }>>
  readonly 'pins.open': (input: Which) => Promise<Result<undefined>>
}

/** P1.8: the copy of the archive, as a file that programs can open, where what is dragged out lies as well. */
const writeCopy = async (
  portal: PortalEngine,
  fileId: FileId,
  into: string,
): Promise<Result<readonly string[]>> => {
  const content = await portal.pins.read(fileId)
  if (!content.ok) return content
  const { pins } = await portal.pins.list()
  const name = pins.find((pin) => pin.fileId === fileId)?.name ?? ''
  const path = join(
    into,
    safeName(name === '' ? fileId : name, process.platform === 'win32' ? 'windows' : 'posix'),
  )
  try {
    await mkdir(into, { recursive: true, mode: 0o700 })
    await writeFile(path, content.value, { mode: 0o600 })
  } catch {
    return err(fail('disk-error', { about: path }))
  }
  return ok([path])
}

export const createPinHandlers = ({ withPortal, dragOut, openFile }: PinDesk): PinHandlers => ({
  'pins.list': ({ portalId }) => withPortal(portalId, async (portal) => ok(await portal.pins.list())),
  'pins.open': ({ portalId, fileId }) =>
    withPortal(portalId, async (portal) => {
      const prepared = await dragOut.prepare({ place: `kept ${portalId}`, fileIds: [fileId] }, (into) =>
        writeCopy(portal, fileId, into),
      )
      if (!prepared.ok) return prepared
      const paths = dragOut.paths(prepared.value.dragId)
      if (!paths.ok) return paths
      for (const path of paths.value) await openFile(path)
      return ok(undefined)
    }),
})
