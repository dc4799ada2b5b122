import { describe, expect, it } from 'vitest'
import { webPreferences } from '../../src/main/hardening.ts'
import { menuTemplate } from '../../src/main/menu.ts'
import { schemePrivileges } from '../../src/main/scheme.ts'

describe('hardening, as far as it can be seen without Electron', () => {
  it('hardening 2, 4, 6: the one set of web preferences', () => {
    expect(webPreferences('/preload.cjs', true)).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      spellcheck: false,
    })
    expect(webPreferences('/preload.cjs', true)).not.toHaveProperty('enableBlinkFeatures')
  })

  it('hardening 12: the scheme gets no right beyond being an origin of its own', () => {
    expect(schemePrivileges.privileges).toEqual({ standard: true, secure: true, codeCache: true })
  })

  it('hardening 16: a packaged build has no developer tools, neither in its windows nor in its menu', () => {
    const goTo = (): void => undefined
    const roles = (packaged: boolean): string =>
      JSON.stringify(menuTemplate({ mac: false, packaged, goTo, quit: goTo, lock: goTo }))
    expect(webPreferences('/preload.cjs', true).devTools).toBe(false)
    expect(webPreferences('/preload.cjs', false).devTools).toBe(true)
    expect(roles(true)).not.toMatch(/devtools|reload/i)
    expect(roles(false)).toMatch(/devtools/i)
  })
})
