import { z } from 'zod'
import { personView } from '../core/person.ts'
import { portalId } from '../core/portal.ts'
import { call } from './define.ts'

export const peopleCalls = {
  /** Everybody in the portal, by name. Read from the archive. */
  'people.list': call(z.object({ portalId }), z.array(personView)),
}
