import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { say } from '../../app/toast-store.ts'
import { Button } from '../../ui/button.tsx'
import { changeSettings } from './change-settings.ts'

/** T1.126: what uploads leave out, one pattern a line. */
export const IgnorePatterns = ({ patterns }: { readonly patterns: readonly string[] }) => {
  const { t } = useTranslation()
  const id = useId()
  const saved = patterns.join('\n')
  const [text, setText] = useState(saved)
  const save = (): void => {
    const lines = text
      .split('\n')
      .map((line) => line.trim().slice(0, 200))
      .filter((line) => line !== '')
      .slice(0, 200)
    setText(lines.join('\n'))
    void changeSettings({ ignorePatterns: lines }).then(() => say(t('ignore.saved')))
  }
  return (
    <div className="flex max-w-[460px] flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {t('ignore.label')}
      </label>
      <textarea
        id={id}
        aria-describedby={`${id}-hint`}
        rows={4}
        spellCheck={false}
        placeholder={'*.tmp\ncache/'}
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="w-full resize-y rounded-[7px] border border-field-line bg-panel px-2.5 py-1.5 font-mono text-xs text-text select-text hover:border-muted focus:border-accent focus:outline-2 focus:-outline-offset-1 focus:outline-accent"
      />
      <p id={`${id}-hint`} className="text-xs text-muted">
        {t('ignore.hint')}
      </p>
      <Button className="mt-1 self-start" disabled={text.trim() === saved} onClick={save}>
        {t('ignore.save')}
      </Button>
    </div>
  )
}
