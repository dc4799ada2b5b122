import { AppWindow, Link2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { App, AppId } from '../../../core/app.ts'
import { classes } from '../../lib/class-names.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { isGlobal } from './view.ts'

type AppListProps = {
  readonly apps: readonly App[]
  readonly chosen: AppId
  readonly onChoose: (id: AppId) => void
}

export const AppList = ({ apps, chosen, onChoose }: AppListProps) => {
  const { t } = useTranslation()
  return (
    <nav
      aria-label={t('apps.list')}
      className="w-[240px] shrink-0 overflow-y-auto border-r border-line p-2 max-[960px]:w-[190px]"
    >
      <ul className="flex flex-col gap-0.5">
        {apps.map((app) => (
          <li key={app.id}>
            <button
              type="button"
              aria-current={app.id === chosen ? 'true' : undefined}
              onClick={() => onChoose(app.id)}
              className={classes(
                'flex w-full items-center gap-2.5 rounded-lg px-2.5 py-2 text-left',
                app.id === chosen ? 'bg-sel' : 'hover:bg-hover',
              )}
            >
              <span
                aria-hidden
                className="grid size-7 shrink-0 place-items-center rounded-[7px] bg-chip text-muted [&_svg]:size-4"
              >
                {app.appType === 'link' ? <Link2 /> : <AppWindow />}
              </span>
              <span className="min-w-0">
                <span className="block truncate leading-[18px] font-medium">{inertLine(app.label)}</span>
                <span className="block truncate text-xs text-muted">
                  {t(isGlobal(app) ? 'apps.forEverybody' : 'apps.perPerson')}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  )
}
