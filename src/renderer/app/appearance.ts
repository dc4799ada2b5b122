import { useEffect } from 'react'
import type { Settings } from '../../core/settings.ts'
import { isMac } from '../lib/platform.ts'
import { remember, remembered } from './memory.ts'

const apply = (theme: string | null, density: string | null): void => {
  const root = document.documentElement
  root.dataset.theme = theme ?? 'system'
  root.dataset.density = density ?? 'comfortable'
  root.dataset.bars = isMac() ? 'system' : 'drawn'
}

/** Before the settings are read: what they were last time, so that a dark window does not start white. */
export const applyRememberedAppearance = (): void => apply(remembered('theme'), remembered('density'))

/** Theme, density and accent are attributes of the root; theme.css does the rest. */
export const useAppearance = (settings: Settings | undefined, accent: number): void => {
  const theme = settings?.theme
  const density = settings?.density
  useEffect(() => {
    if (theme === undefined || density === undefined) return
    apply(theme, density)
    remember('theme', theme)
    remember('density', density)
  }, [theme, density])
  useEffect(() => {
    document.documentElement.dataset.accent = String(accent)
  }, [accent])
}
