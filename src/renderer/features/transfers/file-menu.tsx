import { Copy, Pause, Play, X } from 'lucide-react'
import { ContextMenu } from 'radix-ui'
import { useTranslation } from 'react-i18next'
import type { JobView, TransferRow } from '../../../core/transfers/views.ts'
import { say } from '../../app/toast-store.ts'
import { inertLine } from '../../lib/inert-text.ts'
import { useJobActions } from './use-job-actions.ts'
import { fileActions } from './view.ts'

const item =
  'flex h-7 items-center gap-2 rounded-md px-2 outline-none data-highlighted:bg-sel [&_svg]:size-3.5 [&_svg]:text-faint'
const icons = {
  pause: <Pause aria-hidden />,
  resume: <Play aria-hidden />,
  cancel: <X aria-hidden />,
} as const

type FileMenuProps = {
  readonly job: JobView
  readonly row: TransferRow
  /** The keyboard goes back to the list. */
  readonly onClosed: () => void
}

/** What can be done with one file. Not modal: the modal kind injects styles to stop scrolling. */
export const FileMenu = ({ job, row, onClosed }: FileMenuProps) => {
  const { t } = useTranslation()
  const { file } = useJobActions(job)
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(inertLine(row.path))
    say(t('panel.file.copied'))
  }
  return (
    <ContextMenu.Portal>
      <ContextMenu.Content
        aria-label={t('panel.file.menu', { name: inertLine(row.path) })}
        onCloseAutoFocus={(event) => {
          event.preventDefault()
          onClosed()
        }}
        className="z-50 min-w-48 rounded-lg bg-raised p-1 shadow-pop appear"
      >
        {fileActions(row, job).map((action) => (
          <ContextMenu.Item key={action} onSelect={() => void file(action, row.number)} className={item}>
            {icons[action]}
            {t(`panel.file.${action}`)}
          </ContextMenu.Item>
        ))}
        <ContextMenu.Item onSelect={() => void copy()} className={item}>
          <Copy aria-hidden />
          {t('panel.file.copy')}
        </ContextMenu.Item>
      </ContextMenu.Content>
    </ContextMenu.Portal>
  )
}
