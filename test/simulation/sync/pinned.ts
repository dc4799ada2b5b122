/** Histories of a sync that once ended badly, and what was wrong: each is played again in every run of the tests. */
export const pinnedSync: readonly { readonly seed: number; readonly was: string }[] = [
  {
    seed: 1146,
    was: 'a folder listed by an earlier life, with another idea of the clock, counted as read anew',
  },
  { seed: 1158, was: 'the same, of a space that was new' },
  { seed: 1181, was: '"as of" was taken from this computer’s clock before the portal’s was known' },
  { seed: 1248, was: 'the same, of the files' },
  { seed: 317, was: 'filling a gap further down counted as if the newest page had been read' },
  { seed: 357, was: 'the same' },
  { seed: 703504, was: 'the newest message was put aside, and no listing judged it there' },
  { seed: 703960, was: 'the same, of two' },
]
