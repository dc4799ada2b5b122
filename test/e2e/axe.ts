import AxeBuilder from '@axe-core/playwright'
import type { ElectronApplication, Page } from '@playwright/test'
import { setTheme } from './desktop.ts'

type Look = {
  /** Only within what this selector finds. */
  readonly within?: string
  /** Only the rules of WCAG 2.2 AA; otherwise every rule that axe has. */
  readonly wcag?: boolean
}

/** Until nothing fades in or moves any more but what does so for ever: half faded in, every text has too little contrast. */
const stillness = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity)
    await Promise.allSettled(ending.map(({ finished }) => finished))
  })

/** What axe finds in the window as it is once it is still, a line each: the rule and where. */
export const violations = async (
  page: Page,
  { within, wcag = false }: Look = {},
): Promise<readonly string[]> => {
  await stillness(page)
  // Legacy mode: Electron has no second page to run in.
  const axe = new AxeBuilder({ page }).setLegacyMode()
  if (within !== undefined) axe.include(within)
  if (wcag) axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
  const found = await axe.analyze()
  return found.violations.map(
    ({ id, nodes }) => `${id} at ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
  )
}

/** The same by the rules of WCAG 2.2 AA, with the name of the screen. */
export const wcagViolations = async (page: Page, screen: string): Promise<readonly string[]> =>
  (await violations(page, { wcag: true })).map((line) => `${screen}: ${line}`)

/** The same in light and in dark. */
export const violationsInBothThemes = async (
  { app, page }: { readonly app: ElectronApplication; readonly page: Page },
  screen: string,
): Promise<readonly string[]> => {
  const found: string[] = []
  for (const theme of ['light', 'dark'] as const) {
    await setTheme(app, theme)
    found.push(...(await wcagViolations(page, `${screen}, ${theme}`)))
  }
  return found
}
