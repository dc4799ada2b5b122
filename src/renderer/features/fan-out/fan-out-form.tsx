import { FileSpreadsheet, FolderOpen } from 'lucide-react'
import { useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { inertLine } from '../../lib/inert-text.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { TextField } from '../../ui/field.tsx'
import type { Picked } from './use-fan-out.ts'

export type Form = {
  readonly folder: Picked | null
  readonly way: 'rule' | 'table'
  readonly rule: string
  readonly table: Picked | null
  readonly target: string
}

type FanOutFormProps = {
  readonly form: Form
  readonly onChange: (change: Partial<Form>) => void
  readonly onFolder: (files: readonly File[]) => void
  readonly onTable: (files: readonly File[]) => void
  /** What is wrong with the rule, once it was tried. */
  readonly problem: string | null
  readonly children: ReactNode
}

const ways = ['rule', 'table'] as const

/** Which folder, and what says where each of its files goes. */
export const FanOutForm = ({ form, onChange, onFolder, onTable, problem, children }: FanOutFormProps) => {
  const { t } = useTranslation()
  return (
    <form
      aria-label={t('fanOut.title')}
      onSubmit={(event) => event.preventDefault()}
      className="flex w-[300px] shrink-0 max-[960px]:w-[272px] flex-col border-r border-line"
    >
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-5 py-4">
        <p className="text-muted">{t('fanOut.lead')}</p>
        <div className="flex flex-col gap-1">
          <p className="font-medium">{t('fanOut.folder')}</p>
          <Picker
            picked={form.folder}
            icon={<FolderOpen aria-hidden />}
            label={form.folder === null ? t('fanOut.chooseFolder') : t('fanOut.otherFolder')}
            inputLabel={t('fanOut.chooseFolderInput')}
            folder
            onFiles={onFolder}
          />
          {form.folder === null && <p className="text-xs text-muted">{t('fanOut.dropHere')}</p>}
        </div>
        <Choice
          label={t('fanOut.by')}
          value={form.way}
          onChange={(way) => onChange({ way })}
          options={ways.map((value) => ({ value, label: t(`fanOut.ways.${value}`) }))}
        />
        {form.way === 'rule' ? (
          <TextField
            label={t('fanOut.rule')}
            value={form.rule}
            onChange={(event) => onChange({ rule: event.target.value })}
            placeholder="statements/*_{client}.pdf"
            aria-invalid={problem !== null}
            hint={problem === null ? t('fanOut.ruleHint') : <span className="text-bad">{problem}</span>}
          />
        ) : (
          <div className="flex flex-col gap-1">
            <p className="font-medium">{t('fanOut.table')}</p>
            <Picker
              picked={form.table}
              icon={<FileSpreadsheet aria-hidden />}
              label={t('fanOut.chooseTable')}
              inputLabel={t('fanOut.chooseTableInput')}
              onFiles={onTable}
            />
            <p className="text-xs text-muted">{t('fanOut.tableHint')}</p>
          </div>
        )}
        <TextField
          label={t('fanOut.target')}
          value={form.target}
          onChange={(event) => onChange({ target: event.target.value })}
          hint={t('fanOut.targetHint')}
        />
      </div>
      <div className="flex shrink-0 flex-col border-t border-line px-5 py-3">{children}</div>
    </form>
  )
}

type PickerProps = {
  readonly picked: Picked | null
  readonly icon: ReactNode
  readonly label: string
  readonly inputLabel: string
  readonly folder?: boolean
  readonly onFiles: (files: readonly File[]) => void
}

/** A plain file input behind a button: the path of what it holds is found on the other side of the bridge. */
const Picker = ({ picked, icon, label, inputLabel, folder = false, onFiles }: PickerProps) => {
  const input = useRef<HTMLInputElement>(null)
  return (
    <div className="flex items-center gap-2">
      <Button icon={icon} onClick={() => input.current?.click()}>
        {label}
      </Button>
      {picked !== null && (
        <span className="min-w-0 truncate font-medium" title={inertLine(picked.name)}>
          {inertLine(picked.name)}
        </span>
      )}
      <input
        ref={(element) => {
          input.current = element
          // React's types know no `webkitdirectory`; the attribute itself is what counts.
          if (folder) element?.setAttribute('webkitdirectory', '')
        }}
        type="file"
        multiple={folder}
        {...(folder ? {} : { accept: '.csv,.tsv,.txt,text/csv' })}
        aria-label={inputLabel}
        tabIndex={-1}
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])])
          // The same choice made again is a choice again.
          event.currentTarget.value = ''
        }}
        className="sr-only"
      />
    </div>
  )
}
