import i18n from 'i18next'
import { initReactI18next } from 'react-i18next'
import { en } from './en.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'words'
    resources: { words: typeof en }
  }
}

/** Loads the catalogue. Resources are part of the program, so this is done before the first paint. */
export const startWords = (): void => {
  void i18n.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    defaultNS: 'words',
    resources: { en: { words: en } },
    // React escapes what it shows; twice would show "&amp;".
    interpolation: { escapeValue: false },
    initAsync: false,
  })
}
