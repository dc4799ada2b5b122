import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { shortcut } from '../lib/platform.ts'
import { IconButton } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { openOverlay } from './place.ts'

/** Every key there is. */
export const ShortcutSheet = () => {
  const { t } = useTranslation()
  const close = (): void => openOverlay(null)
  const groups: readonly (readonly [string, readonly (readonly [string, readonly string[]])[]])[] = [
    [
      t('shortcuts.anywhere'),
      [
        [t('shortcuts.command'), [shortcut('K')]],
        [t('shortcuts.search'), [shortcut('F'), '/']],
        [t('shortcuts.inbox'), ['G I']],
        [t('shortcuts.people'), ['G P']],
        [t('shortcuts.transfers'), ['G T']],
        [t('shortcuts.settings'), [shortcut(',')]],
        [t('lock.now'), [shortcut('⇧ L')]],
        [t('shortcuts.sheet'), ['?']],
      ],
    ],
    [
      t('shortcuts.inInbox'),
      [
        [t('shortcuts.next'), ['J', '↓']],
        [t('shortcuts.previous'), ['K', '↑']],
        [t('shortcuts.open'), ['↵']],
        [t('shortcuts.tabs'), [`${shortcut('1')} – 4`]],
        [t('shortcuts.done'), ['E']],
        [t('shortcuts.snooze'), ['H']],
        [t('shortcuts.pin'), ['P']],
        [t('shortcuts.unread'), ['U']],
        [t('shortcuts.read'), ['⇧ U']],
        [t('shortcuts.mailing'), ['M']],
        [t('shortcuts.undo'), ['Z']],
        [t('shortcuts.selectSpace'), ['X']],
        [t('shortcuts.selectMore'), ['⇧ J', '⇧ K']],
        [t('shortcuts.selectAllSpaces'), [shortcut('A')]],
        [t('shortcuts.clearSelection'), ['Esc']],
      ],
    ],
    [
      t('shortcuts.inMessages'),
      [
        [t('shortcuts.write'), ['R']],
        [t('shortcuts.send'), ['↵']],
        [t('shortcuts.newLine'), ['⇧ ↵']],
        [t('shortcuts.sendLater'), [`${shortcut('⇧')} ↵`]],
        [t('shortcuts.template'), [shortcut(';')]],
        [t('removal.key'), ['Del']],
        [t('shortcuts.leave'), ['Esc']],
      ],
    ],
    [
      t('shortcuts.inFiles'),
      [
        [t('shortcuts.move'), ['↑', '↓']],
        [t('shortcuts.select'), ['⇧ ↑', '⇧ ↓']],
        [t('shortcuts.toggle'), [shortcut('␣')]],
        [t('shortcuts.look'), ['␣']],
        [t('shortcuts.all'), [shortcut('A')]],
        [t('shortcuts.open'), ['↵']],
        [t('shortcuts.up'), ['⌫']],
      ],
    ],
  ]
  return (
    <Dialog label={t('shortcuts.title')} width="wide" begin="dialog" onClose={close}>
      <header className="flex shrink-0 items-center justify-between pt-4 pr-4 pl-6">
        <h2 className="text-[15px] title-tight">{t('shortcuts.title')}</h2>
        <IconButton label={t('common.close')} onClick={close}>
          <X aria-hidden />
        </IconButton>
      </header>
      <div className="gap-x-10 overflow-y-auto px-6 pt-3 pb-1 sm:columns-2">
        {groups.map(([title, keys]) => (
          <section key={title} className="mb-5 break-inside-avoid">
            <h3 className="mb-1.5 text-xs font-semibold text-faint">{title}</h3>
            <dl className="flex flex-col gap-1">
              {keys.map(([label, strokes]) => (
                <div key={label} className="flex min-h-6 items-center justify-between gap-3">
                  <dt>{label}</dt>
                  <dd className="flex shrink-0 gap-1">
                    {strokes.map((stroke) => (
                      <Kbd key={stroke}>{stroke}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
