import { useVirtualizer } from '@tanstack/react-virtual'
import { CheckCheck, Inbox } from 'lucide-react'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '../../../core/failure.ts'
import type { SpaceSummary } from '../../../core/space.ts'
import { usePortal, useSettings } from '../../app/context.ts'
import { focusComposer, spaceListId } from '../../app/focus.ts'
import { openSpace, usePlace } from '../../app/place.ts'
import { observeRectAfterPaint, scrollUnlessThere } from '../../lib/unhurried-list.ts'
import { hasCommand } from '../../lib/platform.ts'
import { useNow } from '../../lib/use-now.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureState } from '../../ui/failure-state.tsx'
import { ListSkeleton } from '../../ui/list-skeleton.tsx'
import { SpaceRow } from './space-row.tsx'
import { useSteadyOrder } from './use-steady-order.ts'
import { holdOrder, selectAll, selectUpTo, setCursor, useInbox } from './inbox-store.ts'
import { neighbour } from './view.ts'
import type { BuiltIn } from './views.ts'

type SpaceListProps = {
  readonly rows: readonly SpaceSummary[]
  /** False until the list has been read once. */
  readonly known: boolean
  readonly failure: Failure | undefined
  readonly onRetry: () => void
  readonly view: BuiltIn | 'saved'
  readonly onShowAll: () => void
}

const heights = { comfortable: 58, compact: 44 } as const

export const SpaceList = (props: SpaceListProps) => {
  if (!props.known) {
    return props.failure === undefined ? (
      <ListSkeleton of="spaces" />
    ) : (
      <FailureState failure={props.failure} onRetry={props.onRetry} />
    )
  }
  return props.rows.length === 0 ? <Nothing {...props} /> : <Rows rows={props.rows} />
}

/** The keyboard's place is kept by id, never by position: rows move as news come in. */
const Rows = (given: { readonly rows: readonly SpaceSummary[] }) => {
  const { rows, held, pointer } = useSteadyOrder(given.rows)
  useEffect(() => {
    holdOrder(held)
    return () => holdOrder(null)
  }, [held])
  const { t } = useTranslation()
  const now = useNow()
  const { density } = useSettings()
  const open = usePlace((place) => place.spaceId)
  const selected = useInbox((inbox) => inbox.selected)
  const cursor = useInbox((inbox) => inbox.cursor)
  const scroller = useRef<HTMLDivElement>(null)
  const [scrolled, setScrolled] = useState(false)
  const height = heights[density]
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    getItemKey: (index) => rows[index]?.id ?? index,
    initialRect: { width: 320, height: window.innerHeight },
    observeElementRect: observeRectAfterPaint,
    scrollToFn: scrollUnlessThere,
    // Few at first, for the first painting waits for each; more as soon as somebody scrolls.
    overscan: scrolled ? 8 : 1,
  })
  const measuredFor = useRef(height)
  useEffect(() => {
    if (measuredFor.current === height) return
    measuredFor.current = height
    virtual.measure()
  }, [virtual, height])

  // What is opened from elsewhere (search, palette, j and k) takes the keyboard's place along.
  useEffect(() => setCursor(open), [open])
  const openIndex = rows.findIndex(({ id }) => id === open)
  const openIndexNow = useRef(openIndex)
  useEffect(() => {
    openIndexNow.current = openIndex
  })
  useEffect(() => {
    if (open !== null && openIndexNow.current >= 0) virtual.scrollToIndex(openIndexNow.current)
  }, [open, virtual])

  const active = rows.find(({ id }) => id === cursor) ?? rows.find(({ id }) => id === open)
  const items = virtual.getVirtualItems()
  // News may have moved the row out of what is rendered; a name that leads nowhere helps no screen reader.
  const inSight = items.some(({ index }) => rows[index]?.id === active?.id) ? active : undefined
  const move = (by: number, selecting: boolean): void => {
    const ids = rows.map(({ id }) => id)
    const next = neighbour(ids, active?.id ?? null, by)
    if (next === undefined) return
    if (selecting) selectUpTo(next, active?.id ?? null)
    setCursor(next)
    virtual.scrollToIndex(ids.indexOf(next))
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (hasCommand(event.nativeEvent) && event.key === 'a') {
      selectAll()
      event.preventDefault()
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const step = steps[event.key]
    if (step !== undefined) move(step, event.shiftKey)
    else if (event.key === 'Enter' || event.key === ' ') {
      if (active === undefined) return
      if (active.id === open && event.key === 'Enter') focusComposer()
      else openSpace(active.id)
    } else return
    event.preventDefault()
  }

  return (
    <div
      ref={scroller}
      onScroll={() => setScrolled(true)}
      {...pointer}
      className="min-h-0 flex-1 overflow-y-auto"
    >
      <div
        id={spaceListId}
        role="listbox"
        aria-label={t('inbox.spaces')}
        {...(selected.size > 0 ? { 'aria-multiselectable': true } : {})}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onFocus={() => {
          if (active === undefined) setCursor(rows[0]?.id ?? null)
        }}
        {...(inSight === undefined ? {} : { 'aria-activedescendant': `space-${inSight.id}` })}
        className="group relative outline-none"
        style={{ height: virtual.getTotalSize() }}
      >
        {items.map((item) => {
          const space = rows[item.index]
          return space === undefined ? null : (
            <SpaceRow
              key={space.id}
              space={space}
              now={now}
              compact={density === 'compact'}
              open={space.id === open}
              selected={selected.has(space.id)}
              selecting={selected.size > 0}
              active={space.id === active?.id}
              position={item.index + 1}
              size={rows.length}
              top={item.start}
              height={item.size}
            />
          )
        })}
      </div>
    </div>
  )
}

const steps: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
  Home: -1_000_000,
  End: 1_000_000,
}

const Nothing = ({ view, onShowAll }: SpaceListProps) => {
  const { t } = useTranslation()
  const { firstSync } = usePortal()
  switch (view) {
    case 'all':
      return firstSync === null ? (
        <EmptyState icon={<Inbox />} title={t('inbox.noneTitle')} text={t('inbox.noneText')} />
      ) : (
        <ListSkeleton of="spaces" />
      )
    case 'unread':
      return <NoneOf title={t('inbox.noneUnread')} text={t('inbox.noneUnreadText')} onShowAll={onShowAll} />
    case 'us':
      return <NoneOf title={t('inbox.noneUs')} text={t('inbox.noneUsText')} onShowAll={onShowAll} />
    case 'client':
      return <NoneOf title={t('inbox.noneClient')} text={t('inbox.noneClientText')} onShowAll={onShowAll} />
    case 'snoozed':
    case 'pinned':
    case 'done':
    case 'saved':
      return (
        <NoneOf
          title={t(`inboxMore.none.${view}`)}
          text={t(`inboxMore.none.${view}Text`)}
          onShowAll={onShowAll}
        />
      )
  }
}

type NoneOfProps = { readonly title: string; readonly text: string; readonly onShowAll: () => void }

const NoneOf = ({ title, text, onShowAll }: NoneOfProps) => {
  const { t } = useTranslation()
  return (
    <EmptyState icon={<CheckCheck />} title={title} text={text}>
      <Button onClick={onShowAll}>{t('inbox.showAll')}</Button>
    </EmptyState>
  )
}
