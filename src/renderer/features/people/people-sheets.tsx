import { ViewersSheet } from '../access/viewers-sheet.tsx'
import { ApplySheet } from '../setups/apply-sheet.tsx'
import { NewSpace } from '../setups/new-space.tsx'
import { SetupSheet } from '../setups/setup-sheet.tsx'
import { SpaceTemplateForm } from '../setups/space-template-form.tsx'
import { GroupForm } from './group-form.tsx'
import { PersonForm } from './person-form.tsx'
import { RemoveSheet } from './remove-sheet.tsx'
import { closeSheet, usePeoplePlace } from './sheets.ts'
import { SpaceForm } from './space-form.tsx'

/** What lies over the window while people, groups and spaces are managed, wherever it was asked for. */
export const PeopleSheets = () => {
  const sheet = usePeoplePlace((place) => place.sheet)
  switch (sheet?.kind) {
    case undefined:
      return null
    case 'person':
      return <PersonForm person={sheet.person} onClose={closeSheet} />
    case 'group':
      return <GroupForm groupId={sheet.groupId} onClose={closeSheet} />
    case 'space':
      return sheet.spaceId === null ? (
        <NewSpace users={sheet.users} onClose={closeSheet} />
      ) : (
        <SpaceForm spaceId={sheet.spaceId} onClose={closeSheet} />
      )
    case 'remove':
      return <RemoveSheet what={sheet.what} name={sheet.name} onClose={closeSheet} />
    case 'viewers':
      return <ViewersSheet spaceId={sheet.spaceId} of={sheet.of} name={sheet.name} onClose={closeSheet} />
    case 'template':
      return <SpaceTemplateForm template={sheet.template} onClose={closeSheet} />
    case 'apply':
      return <ApplySheet templateId={sheet.templateId} people={sheet.people} onClose={closeSheet} />
    case 'setup':
      return <SetupSheet setupId={sheet.setupId} open={false} onClose={closeSheet} />
  }
}
