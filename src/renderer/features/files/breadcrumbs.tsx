import { ChevronRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { FileId } from '../../../core/file.ts'
import { openFolder } from '../../app/place.ts'
import { inertLine } from '../../lib/inert-text.ts'

type BreadcrumbsProps = {
  readonly spaceName: string
  readonly path: readonly { readonly id: FileId; readonly name: string }[]
}

export const Breadcrumbs = ({ spaceName, path }: BreadcrumbsProps) => {
  const { t } = useTranslation()
  const steps = [{ id: null, name: spaceName }, ...path]
  return (
    <nav aria-label={t('files.path')} className="min-w-0 flex-1">
      <ol className="flex min-w-0 items-center">
        {steps.map(({ id, name }, index) => {
          const last = index === steps.length - 1
          return (
            <li
              key={id ?? 'top'}
              className={`flex items-center ${last ? 'min-w-0 shrink' : 'min-w-8 shrink-[4]'}`}
            >
              {index > 0 && <ChevronRight aria-hidden className="size-3.5 shrink-0 text-faint" />}
              <button
                type="button"
                {...(last ? { 'aria-current': 'page' as const } : {})}
                onClick={() => openFolder(id)}
                className={`truncate rounded-md px-1.5 py-0.5 ${index === 0 ? '-ml-1.5' : ''} ${last ? 'font-semibold' : 'text-muted hover:bg-hover hover:text-text'}`}
              >
                {inertLine(name)}
              </button>
            </li>
          )
        })}
      </ol>
    </nav>
  )
}
