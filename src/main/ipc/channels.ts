/** The channels between preload and main. The build puts them into the preload, which imports nothing of main. */
export const channels = { call: 'foyer:call', offer: 'foyer:offer', event: 'foyer:event' } as const
