import { useTranslation } from 'react-i18next'
import type { PersonDetail } from '../../../core/people/directory-views.ts'
import { usePortal } from '../../app/context.ts'
import { foyer } from '../../lib/foyer.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { useQuery } from '../../lib/use-query.ts'
import { Avatar } from '../../ui/avatar.tsx'

/** P1.24: the person's picture where there is one that may be shown, and the initials until then. */
export const PersonPicture = ({ person }: { readonly person: PersonDetail }) => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const picture = useQuery(
    person.avatar === null ? null : `avatar ${portalId} ${person.id} ${person.avatar}`,
    () => foyer()['people.avatar']({ portalId, userId: person.id }),
  )
  const url = picture.value?.url ?? null
  if (url === null) return <Avatar name={person.name} id={person.id} size="large" />
  return (
    <img
      src={url}
      alt={t('person.page', { name: inertLine(person.name) })}
      className="size-14 shrink-0 rounded-full object-cover"
    />
  )
}
