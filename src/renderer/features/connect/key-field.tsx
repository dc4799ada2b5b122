import type { Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { TextField } from '../../ui/field.tsx'

/**
 * Where an API key is typed. Uncontrolled on purpose: the key is never in React's state, it is read from the
 * element when it is needed and the element is emptied at once (features 1, hardening 18).
 */
export const KeyField = ({
  ref,
  disabled,
}: {
  readonly ref: Ref<HTMLInputElement>
  readonly disabled: boolean
}) => {
  const { t } = useTranslation()
  return (
    <TextField
      ref={ref}
      label={t('connect.key')}
      hint={t('connect.keyHint')}
      type="password"
      autoComplete="off"
      maxLength={4096}
      disabled={disabled}
    />
  )
}
