export type Theme = 'system' | 'light' | 'dark'

/**
 * The theme in the settings' text, read without their schema: the window takes its first colour from it before
 * anything else has been loaded.
 */
export const themeIn = (settingsText: string): Theme => {
  const [, theme] = /"theme"\s*:\s*"(light|dark)"/.exec(settingsText) ?? []
  return theme === 'light' || theme === 'dark' ? theme : 'system'
}
