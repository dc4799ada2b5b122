/** Words of downloads, exports and dragging out. */
export const downloadWords = {
  download: {
    label: 'Download',
    policy: 'If a file exists',
    policies: { 'keep-both': 'Keep both', skip: 'Skip the same', replace: 'Replace' },
    policyHints: {
      'keep-both': 'The new one is given a number in its name. Nothing on this computer is touched.',
      skip: 'A file with the very same bytes is left as it is and not fetched again. Others are kept beside the new ones.',
      replace: 'The old file stays until the new one is whole and checked, then the new one takes its place.',
    },
    choose: 'Choose folder…',
    start: 'Save to Downloads',
    selected_one: '{{count}} selected item',
    selected_other: '{{count}} selected items',
    folder: 'Everything in {{path}}',
    space: 'The whole space {{space}}, in a folder of its own',
    options: 'Download with options…',
    everything: 'Download everything…',
  },
  export: {
    label: 'Export space',
    menu: 'Export space…',
    parts: {
      messages: 'Every message,',
      files: 'Every file and folder,',
      members: 'Who is a member,',
      manifest: 'A manifest',
    },
    partTexts: {
      messages: 'read afresh from the first to the last: as a page to read and as JSON lines.',
      files: 'each in its newest version. The portal lists no earlier ones.',
      members: 'with the groups that bring them in, and the tree with the portal’s own names.',
      manifest:
        'with size and SHA-256 of each file, written last. It says “complete” only when nothing is missing.',
    },
    plain: 'An export is not encrypted. Keep it where only those may look who may see the space.',
    start: 'Choose folder and export…',
  },
  drag: {
    preparing: 'Fetching it for dragging… keep holding.',
    ready: 'Ready. Drag it out now.',
    folder: 'Folders can’t be dragged out. Use Download.',
  },
} as const
