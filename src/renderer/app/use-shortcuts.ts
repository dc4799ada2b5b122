import { useEffect, useRef } from 'react'
import { hasCommand } from '../lib/platform.ts'
import { focusComposer, focusSearch, isTyping } from './focus.ts'
import { lockNow } from './lock-now.ts'
import { goTo, openOverlay, openTab, usePlace, type Tab, type View } from './place.ts'

const tabs: Readonly<Record<string, Tab>> = {
  '1': 'messages',
  '2': 'files',
  '3': 'people',
  '4': 'activity',
}

/** After `g`: the view a second key goes to. */
const views: Readonly<Record<string, View>> = {
  i: 'inbox',
  p: 'people',
  a: 'apps',
  t: 'transfers',
  s: 'settings',
}

/** Keys that work anywhere in the window. Lists and fields have their own, beside them. */
export const useShortcuts = (): void => {
  const wentAt = useRef(0)
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return
      const handled = hasCommand(event)
        ? onCommand(event)
        : !event.altKey && !isTyping(event.target) && onPlainKey(event, wentAt)
      if (handled) event.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}

const isModalOpen = (): boolean => document.querySelector('dialog[open]') !== null

const onCommand = (event: KeyboardEvent): boolean => {
  const key = event.key.toLowerCase()
  if (key === 'k') {
    openOverlay(usePlace.getState().overlay === 'palette' ? null : 'palette')
    return true
  }
  if (key === 'l' && event.shiftKey) {
    lockNow()
    return true
  }
  if (isModalOpen()) return false
  if (key === 'f') {
    focusSearch()
    return true
  }
  if (key === ',') {
    goTo('settings')
    return true
  }
  const tab = tabs[key]
  if (tab === undefined || usePlace.getState().spaceId === null) return false
  openTab(tab)
  return true
}

const onPlainKey = (event: KeyboardEvent, wentAt: { current: number }): boolean => {
  if (isModalOpen()) return false
  if (event.key === '?') {
    openOverlay('shortcuts')
    return true
  }
  if (event.key === '/') {
    focusSearch()
    return true
  }
  if (event.key === 'r' && usePlace.getState().spaceId !== null) {
    openTab('messages')
    requestAnimationFrame(focusComposer)
    return true
  }
  const view = views[event.key]
  if (view !== undefined && event.timeStamp - wentAt.current < 1200) {
    wentAt.current = 0
    goTo(view)
    return true
  }
  if (event.key === 'g') wentAt.current = event.timeStamp
  return false
}
