/** Histories that once ended badly, and what was wrong: each is played again in every run of the tests. */
export const pinned: readonly { readonly seed: number; readonly was: string }[] = [
  { seed: 1006, was: 'a job that began while the program closed asked a closed journal without end' },
  { seed: 1016, was: 'a crash between a download and its rows left a job that looked done' },
  { seed: 1061, was: 'a cancel that could not be written was shown as if it held' },
  { seed: 1089, was: 'a job that a start could not read was not to be resumed' },
  { seed: 1106, was: 'a journal that could not be read once was not read again' },
  { seed: 5044, was: 'a retry half done brought back a job that was cancelled meanwhile' },
  { seed: 30_033, was: 'a list of blocks went without its MD5, and a turned bit made another file of them' },
  { seed: 90_153, was: 'a read back that could not be written let its job end as done' },
  { seed: 20_261_282, was: 'a job that stood still for a full disk worked on, and never ended afterwards' },
]
