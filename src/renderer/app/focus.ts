import { flushSync } from 'react-dom'
import { goTo } from './place.ts'

export const searchFieldId = 'search-everything'
export const composerId = 'message-composer'
export const spaceListId = 'space-list'

/** Shows the inbox and puts the cursor into its search field. */
export const focusSearch = (): void => {
  flushSync(() => goTo('inbox'))
  const field = document.getElementById(searchFieldId)
  if (!(field instanceof HTMLInputElement)) return
  field.focus()
  field.select()
}

export const focusComposer = (): void => document.getElementById(composerId)?.focus()

export const focusSpaceList = (): void => document.getElementById(spaceListId)?.focus()

export const isInSpaceList = (): boolean => document.activeElement?.id === spaceListId

/** True while what is typed goes into a field, so that single keys are text and not commands. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input, textarea, select, [role=combobox]'))
