import { Component, type ErrorInfo, type ReactNode } from 'react'
import { TriangleAlert } from 'lucide-react'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'

type Props = {
  readonly title: string
  readonly text: string
  readonly reload: string
  readonly children: ReactNode
}

/** A bug in one part of the window leaves a calm page, never a white one. React wants a class for this. */
export class ErrorBoundary extends Component<Props, { readonly failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true }
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error('A part of the window failed', error.message, info.componentStack)
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children
    return (
      <div role="alert" className="flex h-full flex-col">
        <EmptyState icon={<TriangleAlert />} title={this.props.title} text={this.props.text}>
          <Button look="primary" onClick={() => window.location.reload()}>
            {this.props.reload}
          </Button>
        </EmptyState>
      </div>
    )
  }
}
