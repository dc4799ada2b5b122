/** Whose formats numbers and times follow: the system's, whatever language the words are in. */
export const formatLocale = (): string => navigator.language
