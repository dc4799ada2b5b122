import { useEffect } from 'react'
import { LayoutTemplate, Plus, UserPlus, UserRoundPlus, UsersRound } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { usePortal } from '../../app/context.ts'
import { goTo } from '../../app/place.ts'
import { Button } from '../../ui/button.tsx'
import { Screen } from '../../ui/screen.tsx'
import { TemplatesPart } from '../setups/templates-part.tsx'
import { GroupsPart } from './groups-part.tsx'
import { PeoplePartView } from './people-part.tsx'
import { leavePeople, openSheet, type PeoplePart, showPart, usePeoplePlace } from './sheets.ts'

const parts: readonly PeoplePart[] = ['people', 'groups', 'templates']

/** People, groups and space templates of a portal. */
export const PeopleScreen = () => {
  const { t } = useTranslation()
  const { id: portalId } = usePortal()
  const part = usePeoplePlace((place) => place.part)
  useEffect(() => leavePeople, [portalId])
  return (
    <Screen
      title={t('people.title')}
      aside={
        <>
          <div role="group" aria-label={t('peopleParts.label')} className="flex gap-0.5">
            {parts.map((each) => (
              <button
                key={each}
                type="button"
                aria-pressed={part === each}
                onClick={() => showPart(each)}
                className={`h-7 rounded-md px-2.5 ${part === each ? 'bg-chip font-semibold' : 'text-muted hover:bg-hover hover:text-text'}`}
              >
                {t(`peopleParts.${each}`)}
              </button>
            ))}
          </div>
          <div className="ml-auto flex gap-2">
            <Button
              icon={<Plus aria-hidden />}
              onClick={() => openSheet({ kind: 'space', spaceId: null, users: [] })}
            >
              {t('spaceForm.new')}
            </Button>
            {part === 'people' && (
              <Button icon={<UserRoundPlus aria-hidden />} onClick={() => goTo('import')}>
                {t('import.open')}
              </Button>
            )}
            {part === 'people' && (
              <Button
                look="primary"
                icon={<UserPlus aria-hidden />}
                onClick={() => openSheet({ kind: 'person', person: null })}
              >
                {t('person.new')}
              </Button>
            )}
            {part === 'groups' && (
              <Button
                look="primary"
                icon={<UsersRound aria-hidden />}
                onClick={() => openSheet({ kind: 'group', groupId: null })}
              >
                {t('group.new')}
              </Button>
            )}
            {part === 'templates' && (
              <Button
                look="primary"
                icon={<LayoutTemplate aria-hidden />}
                onClick={() => openSheet({ kind: 'template', template: null })}
              >
                {t('setup.new')}
              </Button>
            )}
          </div>
        </>
      }
    >
      {part === 'people' && <PeoplePartView />}
      {part === 'groups' && <GroupsPart />}
      {part === 'templates' && <TemplatesPart />}
    </Screen>
  )
}
