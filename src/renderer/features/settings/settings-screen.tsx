import { Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { usePortals, useSettings } from '../../app/context.ts'
import { goTo } from '../../app/place.ts'
import { foyer } from '../../lib/foyer.ts'
import { useQuery } from '../../lib/use-query.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { SelectField } from '../../ui/field.tsx'
import { Screen } from '../../ui/screen.tsx'
import { AppLock } from './app-lock.tsx'
import { BandwidthLimit } from './bandwidth-limit.tsx'
import { changeSettings } from './change-settings.ts'
import { IgnorePatterns } from './ignore-patterns.tsx'
import { PinRoom } from './pin-room.tsx'
import { PortalCard } from './portal-card.tsx'

const themes = ['system', 'light', 'dark'] as const
const densities = ['comfortable', 'compact'] as const
const undoChoices = [0, 5, 10, 20, 30, 60]

export const SettingsScreen = () => {
  const { t } = useTranslation()
  const settings = useSettings()
  const portals = usePortals()
  const undo = undoChoices.includes(settings.undoSeconds)
    ? undoChoices
    : [...undoChoices, settings.undoSeconds].sort((a, b) => a - b)
  return (
    <Screen title={t('settings.title')}>
      <div className="min-h-0 flex-1 overflow-y-auto" tabIndex={-1}>
        <div className="mx-auto flex max-w-[680px] flex-col gap-8 px-6 py-6">
          <Section
            title={t('settings.portals')}
            aside={
              <Button icon={<Plus aria-hidden />} onClick={() => goTo('connect')}>
                {t('settings.addPortal')}
              </Button>
            }
          >
            <ul className="flex flex-col gap-3">
              {portals.map((portal) => (
                <PortalCard key={portal.id} portal={portal} />
              ))}
            </ul>
          </Section>
          <Section title={t('settings.appearance')}>
            <div className="grid gap-4 sm:grid-cols-2">
              <Choice
                label={t('settings.theme')}
                value={settings.theme}
                options={themes.map((value) => ({ value, label: t(`settings.themes.${value}`) }))}
                onChange={(theme) => void changeSettings({ theme })}
              />
              <Choice
                label={t('settings.density')}
                value={settings.density}
                options={densities.map((value) => ({ value, label: t(`settings.densities.${value}`) }))}
                onChange={(density) => void changeSettings({ density })}
              />
            </div>
          </Section>
          <Section title={t('settings.messages')}>
            <SelectField
              label={t('settings.undo')}
              hint={t('settings.undoHint')}
              value={settings.undoSeconds}
              onChange={(event) => void changeSettings({ undoSeconds: Number(event.target.value) })}
              className="max-w-80"
            >
              {undo.map((seconds) => (
                <option key={seconds} value={seconds}>
                  {seconds === 0 ? t('settings.undoOff') : t('settings.undoSeconds', { count: seconds })}
                </option>
              ))}
            </SelectField>
            <SelectField
              label={t('audience.ask')}
              hint={t('audience.askHint')}
              value={settings.askAudience}
              onChange={(event) =>
                void changeSettings({ askAudience: event.target.value === 'always' ? 'always' : 'changes' })
              }
              className="mt-4 max-w-80"
            >
              <option value="changes">{t('audience.askWhen.changes')}</option>
              <option value="always">{t('audience.askWhen.always')}</option>
            </SelectField>
          </Section>
          <Section title={t('transferSettings.title')}>
            <label className="flex max-w-[52ch] items-start gap-2.5">
              <input
                type="checkbox"
                checked={settings.keepAwake}
                onChange={(event) => void changeSettings({ keepAwake: event.target.checked })}
                className="mt-0.5 size-4 shrink-0 accent-accent"
                aria-describedby="keep-awake-hint"
              />
              <span>
                <span className="font-medium">{t('transferSettings.keepAwake')}</span>
                <span id="keep-awake-hint" className="block text-xs text-muted">
                  {t('transferSettings.keepAwakeHint')}
                </span>
              </span>
            </label>
            <BandwidthLimit bytesPerSecond={settings.bytesPerSecond} />
            <PinRoom />
          </Section>
          <Section title={t('ignore.title')}>
            <IgnorePatterns patterns={settings.ignorePatterns} />
          </Section>
          <Section title={t('lock.section')}>
            <AppLock />
          </Section>
          <About />
        </div>
      </div>
    </Screen>
  )
}

type SectionProps = { readonly title: string; readonly aside?: ReactNode; readonly children: ReactNode }

const Section = ({ title, aside, children }: SectionProps) => (
  <section>
    <div className="mb-3 flex h-7 items-center justify-between">
      <h2 className="text-md title-tight">{title}</h2>
      {aside}
    </div>
    {children}
  </section>
)

const About = () => {
  const { t } = useTranslation()
  const about = useQuery('about', () => foyer()['settings.about'](undefined))
  if (about.value === undefined) return null
  const { version, electron, platform, dataFolder, downloadFolder } = about.value
  const facts = [
    [t('settings.version'), version],
    [t('settings.runtime'), `${electron} · ${platform}`],
    [t('settings.dataFolder'), dataFolder],
    [t('settings.downloadFolder'), downloadFolder],
  ] as const
  return (
    <Section title={t('settings.about')}>
      <dl className="grid grid-cols-[140px_minmax(0,1fr)] gap-y-1">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="break-words select-text">{value}</dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}
