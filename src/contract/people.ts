import { z } from 'zod'
import {
  groupDetail,
  groupView,
  namedMembers,
  personDetail,
  personFieldValues,
  saveOutcome,
  viewerView,
} from '../core/people/directory-views.ts'
import { groupId, personView, userId } from '../core/person.ts'
import { portalId } from '../core/portal.ts'
import { spaceId } from '../core/space.ts'
import { call, nothing } from './define.ts'

const person = z.object({ portalId, userId })
const group = z.object({ portalId, groupId })
const space = z.object({ portalId, spaceId })

/** What a form showed when it was opened, and what it is to become (P1.14). */
const edit = <T extends z.ZodType>(values: T) => ({ base: values, mine: values })

export const peopleCalls = {
  /** Everybody in the portal, by name. Read from the archive. */
  'people.list': call(z.object({ portalId }), z.array(personView)),
  /** P1.23: asks the portal; whoever it finds comes into the archive. Answers how many fit there, at most 100. */
  'people.find': call(
    z.object({ portalId, query: z.string().trim().min(1).max(200) }),
    z.object({ found: z.number().int() }),
  ),
  'people.get': call(person, personDetail),
  /** P1.24: as a data address; null when there is none that may be shown. */
  'people.avatar': call(person, z.object({ url: z.string().nullable() })),
  /** P1.22: `wasThere`: somebody has this address already, and nobody was made. */
  'people.add': call(
    z.object({ portalId, values: personFieldValues, invite: z.boolean(), defaultSpace: z.boolean() }),
    z.object({ id: userId, wasThere: z.boolean() }),
  ),
  'people.save': call(person.extend(edit(personFieldValues)), saveOutcome),
  'people.remove': call(person, nothing),

  /** Every group, the built-in ones first. Read from the archive. */
  'groups.list': call(z.object({ portalId }), z.array(groupView)),
  'groups.get': call(group, groupDetail),
  'groups.add': call(
    z.object({ portalId, name: namedMembers.shape.name, users: z.array(userId).max(20_000) }),
    z.object({ id: groupId }),
  ),
  'groups.save': call(group.extend(edit(namedMembers)), saveOutcome),
  'groups.remove': call(group, nothing),

  /** A space's name and members as they were last read. */
  'spaces.members': call(space, namedMembers),
  'spaces.save': call(space.extend(edit(namedMembers)), saveOutcome),
  'spaces.remove': call(space, nothing),
  /** P1.15: everybody who can see a space and its files; `fresh`: asked of the portal, not of the archive alone. */
  'spaces.viewers': call(space.extend({ fresh: z.boolean() }), z.array(viewerView)),
}
