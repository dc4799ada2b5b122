import {
  ArrowDownToLine,
  ChevronDown,
  FolderDown,
  FolderPlus,
  FolderUp,
  Pin,
  PinOff,
  Upload,
} from 'lucide-react'
import { useRef, useState, type ChangeEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { say } from '../../app/toast-store.ts'
import { Button } from '../../ui/button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { FilesMore } from './files-more.tsx'
import { NewFolder } from './new-folder.tsx'
import { pin, type Pinning } from './pinning.ts'
import { takeFiles, type Target } from './take-files.ts'

type FilesToolbarProps = {
  readonly target: Target
  readonly canDownload: boolean
  readonly onDownload: () => void
  /** Asks where to and how first: for what is selected, or for the whole space. */
  /** The chosen files, to be kept on this computer or no longer; null: none is chosen. */
  readonly pinning: Pinning | null
  readonly onAsk: (what: 'chosen' | 'everything') => void
}

/**
 * Behind the two upload buttons stand plain file inputs: the paths of what they hold can be found
 * on the other side of the bridge, as those of a drop can.
 */
export const FilesToolbar = ({ target, canDownload, onDownload, pinning, onAsk }: FilesToolbarProps) => {
  const { t } = useTranslation()
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const [naming, setNaming] = useState(false)

  const picked = (event: ChangeEvent<HTMLInputElement>): void => {
    const input = event.currentTarget
    void takeFiles(target, [...(input.files ?? [])]).then((taken) => {
      if (!taken) say(t('files.noFiles'))
      // The same choice made again is a choice again.
      input.value = ''
    })
  }

  return (
    <div className="flex shrink-0 items-center gap-1.5">
      <FilesMore target={target} />
      <Button
        look="quiet"
        aria-label={t('files.newFolder')}
        title={t('files.newFolder')}
        icon={<FolderPlus aria-hidden />}
        onClick={() => setNaming(true)}
      >
        <span className="hidden @[780px]:inline">{t('files.newFolder')}</span>
      </Button>
      <div className="flex">
        <Button
          aria-label={t('files.download')}
          title={t('files.download')}
          icon={<ArrowDownToLine aria-hidden />}
          disabled={!canDownload}
          onClick={() => onDownload()}
          className="rounded-r-none"
        >
          <span className="hidden @[620px]:inline">{t('files.download')}</span>
        </Button>
        <Menu
          trigger={
            <button
              type="button"
              aria-label={t('files.downloadMenu')}
              className="-ml-px grid h-7 w-6 place-items-center rounded-r-[7px] border border-line-strong bg-panel text-muted hover:bg-hover hover:text-text disabled:opacity-50"
            >
              <ChevronDown aria-hidden className="size-3.5" />
            </button>
          }
          items={[
            ...(canDownload
              ? [
                  {
                    label: t('download.options'),
                    icon: <ArrowDownToLine aria-hidden />,
                    onSelect: () => onAsk('chosen'),
                  },
                ]
              : []),
            {
              label: t('download.everything'),
              icon: <FolderDown aria-hidden />,
              onSelect: () => onAsk('everything'),
            },
            ...(pinning === null
              ? []
              : [
                  {
                    label: t(pinning.pinned ? 'files.unpin' : 'files.pin'),
                    icon: pinning.pinned ? <PinOff aria-hidden /> : <Pin aria-hidden />,
                    onSelect: () => void pin(pinning),
                  },
                ]),
          ]}
        />
      </div>
      <Button
        aria-label={t('files.uploadFolder')}
        title={t('files.uploadFolder')}
        icon={<FolderUp aria-hidden />}
        onClick={() => folder.current?.click()}
      >
        <span className="hidden @[620px]:inline">{t('files.uploadFolder')}</span>
      </Button>
      <Button look="primary" icon={<Upload aria-hidden />} onClick={() => files.current?.click()}>
        {t('files.upload')}
      </Button>
      <input
        ref={files}
        type="file"
        multiple
        aria-label={t('files.chooseFiles')}
        tabIndex={-1}
        onChange={picked}
        className="sr-only"
      />
      <input
        ref={(element) => {
          folder.current = element
          // React's types know no `webkitdirectory`; the attribute itself is what counts.
          element?.setAttribute('webkitdirectory', '')
        }}
        type="file"
        multiple
        aria-label={t('files.chooseFolder')}
        tabIndex={-1}
        onChange={picked}
        className="sr-only"
      />
      {naming && <NewFolder target={target} onClose={() => setNaming(false)} />}
    </div>
  )
}
