import type { z } from 'zod'
import type { CallName, Calls } from '../../contract/index.ts'
import type { PersonFieldValues } from '../../core/people/directory-views.ts'
import { spaceTemplateId } from '../../core/people/space-template.ts'
import type { PortalId } from '../../core/portal.ts'
import { ok, type Result } from '../../core/result.ts'
import type { Avatar } from '../../engine/people/avatar.ts'
import type { PortalEngine } from '../../engine/portal.ts'

type Input<K extends CallName> = z.output<Calls[K]['input']>

export type PeopleHandlersDesk = {
  readonly withPortal: <T>(
    id: PortalId,
    work: (portal: PortalEngine) => Promise<Result<T>>,
  ) => Promise<Result<T>>
  readonly uuid: () => string
  readonly undoMs: () => number
  readonly dataAddress: (picture: Avatar | null) => string | null
}

const nothing = async (answer: Promise<Result<unknown>>): Promise<Result<undefined>> => {
  const done = await answer
  return done.ok ? ok(undefined) : done
}

/** A new person's fields; what is empty is left out. */
const filled = ({ email, role, ...rest }: PersonFieldValues) => ({
  ...{ email, role },
  ...(rest.firstName === null ? {} : { firstName: rest.firstName }),
  ...(rest.lastName === null ? {} : { lastName: rest.lastName }),
  ...(rest.phoneNumber === null ? {} : { phoneNumber: rest.phoneNumber }),
  ...(rest.avatar === null ? {} : { avatar: rest.avatar }),
})

/** The calls of people, groups, members, and of setting up spaces. */
export const createPeopleHandlers = ({ withPortal, uuid, undoMs, dataAddress }: PeopleHandlersDesk) => ({
  'people.find': ({ portalId, query }: Input<'people.find'>) =>
    withPortal(portalId, async (portal) => {
      const found = await portal.directory.find(query)
      return found.ok ? ok({ found: found.value.length }) : found
    }),
  'people.get': ({ portalId, userId }: Input<'people.get'>) =>
    withPortal(portalId, (portal) => portal.peopleDesk.person(userId)),
  'people.avatar': ({ portalId, userId }: Input<'people.avatar'>) =>
    withPortal(portalId, async (portal) => {
      const fetched = await portal.peopleDesk.avatar(userId)
      return fetched.ok ? ok({ url: dataAddress(fetched.value) }) : fetched
    }),
  'people.add': ({ portalId, values, invite, defaultSpace }: Input<'people.add'>) =>
    withPortal(portalId, async (portal) => {
      const added = await portal.peopleDesk.addPerson({
        ...filled(values),
        sendRegistrationEmail: invite,
        ...(defaultSpace ? { makeDefaultSpace: true } : {}),
      })
      return added.ok ? ok({ id: added.value.user.id, wasThere: added.value.wasThere }) : added
    }),
  'people.save': ({ portalId, userId, base, mine }: Input<'people.save'>) =>
    withPortal(portalId, (portal) => portal.peopleDesk.savePerson(userId, { base, mine })),
  'people.remove': ({ portalId, userId }: Input<'people.remove'>) =>
    nothing(withPortal(portalId, (portal) => portal.peopleDesk.removePerson(userId))),
  'groups.list': ({ portalId }: Input<'groups.list'>) =>
    withPortal(portalId, async (portal) => ok(await portal.peopleDesk.groups())),
  'groups.get': ({ portalId, groupId }: Input<'groups.get'>) =>
    withPortal(portalId, (portal) => portal.peopleDesk.group(groupId)),
  'groups.add': ({ portalId, name, users }: Input<'groups.add'>) =>
    withPortal(portalId, async (portal) => {
      const added = await portal.peopleDesk.addGroup(name, users)
      return added.ok ? ok({ id: added.value.id }) : added
    }),
  'groups.save': ({ portalId, groupId, base, mine }: Input<'groups.save'>) =>
    withPortal(portalId, (portal) => portal.peopleDesk.saveGroup(groupId, { base, mine })),
  'groups.remove': ({ portalId, groupId }: Input<'groups.remove'>) =>
    nothing(withPortal(portalId, (portal) => portal.peopleDesk.removeGroup(groupId))),
  'spaces.members': ({ portalId, spaceId }: Input<'spaces.members'>) =>
    withPortal(portalId, (portal) => portal.peopleDesk.space(spaceId)),
  'spaces.save': ({ portalId, spaceId, base, mine }: Input<'spaces.save'>) =>
    withPortal(portalId, (portal) => portal.peopleDesk.saveSpace(spaceId, { base, mine })),
  'spaces.remove': ({ portalId, spaceId }: Input<'spaces.remove'>) =>
    nothing(withPortal(portalId, (portal) => portal.peopleDesk.removeSpace(spaceId))),
  'spaces.viewers': ({ portalId, spaceId, fresh }: Input<'spaces.viewers'>) =>
    withPortal(portalId, (portal) => portal.peopleDesk.viewers(spaceId, fresh)),

  'spaceTemplates.list': ({ portalId }: Input<'spaceTemplates.list'>) =>
    withPortal(portalId, async (portal) => ok(await portal.setups.templates())),
  'spaceTemplates.save': ({ portalId, template }: Input<'spaceTemplates.save'>) =>
    withPortal(portalId, async (portal) => {
      const kept = { ...template, id: template.id ?? spaceTemplateId.parse(uuid()) }
      await portal.setups.saveTemplate(kept)
      return ok(kept)
    }),
  'spaceTemplates.remove': ({ portalId, templateId }: Input<'spaceTemplates.remove'>) =>
    withPortal(portalId, async (portal) => {
      await portal.setups.removeTemplate(templateId)
      return ok(undefined)
    }),
  'setups.plan': ({ portalId, ...plan }: Input<'setups.plan'>) =>
    withPortal(portalId, async (portal) =>
      ok(await portal.setups.plan({ ...plan, me: portal.portal().me.name })),
    ),
  'setups.list': ({ portalId }: Input<'setups.list'>) =>
    withPortal(portalId, async (portal) => ok(await portal.setups.list())),
  'setups.get': ({ portalId, setupId }: Input<'setups.get'>) =>
    withPortal(portalId, (portal) => portal.setups.get(setupId)),
  'setups.start': ({ portalId, setupId }: Input<'setups.start'>) =>
    nothing(withPortal(portalId, (portal) => portal.setups.start(setupId, undoMs()))),
  'setups.pause': ({ portalId, setupId }: Input<'setups.pause'>) =>
    nothing(withPortal(portalId, (portal) => portal.setups.pause(setupId))),
  'setups.remove': ({ portalId, setupId }: Input<'setups.remove'>) =>
    nothing(withPortal(portalId, (portal) => portal.setups.remove(setupId))),
})
