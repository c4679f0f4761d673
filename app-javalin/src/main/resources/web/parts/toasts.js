import { Part, html, nothing } from 'studio/ui.js';

const SHORT_MS = 5_000;
const LONG_MS = 10_000;

/** What just happened, in the corner, with a way back where there is one. A pointer or focus on it holds it. */
class Toasts extends Part {
  static properties = { shown: { state: true } };

  constructor() {
    super();
    this.shown = [];
    this.next = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    const add = (event) => this.add(event.detail);
    addEventListener('atelier-toast', add);
    this.atEnd(() => removeEventListener('atelier-toast', add));
  }

  add(toast) {
    const entry = { ...toast, id: this.next++ };
    this.shown = [...this.shown.slice(-3), entry];
    this.hold(entry, toast.action || toast.kind === 'failed' ? LONG_MS : SHORT_MS);
  }

  hold(entry, ms) {
    clearTimeout(entry.timer);
    entry.timer = setTimeout(() => this.drop(entry), ms);
  }

  drop(entry) {
    clearTimeout(entry.timer);
    this.shown = this.shown.filter((other) => other !== entry);
  }

  render() {
    return html`<div class="toasts" role="status" aria-live="polite">
      ${this.shown.map(
        (entry) => html`<div class="toast toast-${entry.kind}" @pointerenter=${() => clearTimeout(entry.timer)} @pointerleave=${() => this.hold(entry, SHORT_MS)} @focusin=${() => clearTimeout(entry.timer)} @focusout=${() => this.hold(entry, SHORT_MS)}>
          <span>${entry.text}</span>
          ${entry.action ? html`<button type="button" class="button" @click=${() => { this.drop(entry); entry.action.run(); }}>${entry.action.label}</button>` : nothing}
          <button type="button" class="button quiet square" aria-label="Close" @click=${() => this.drop(entry)}>×</button>
        </div>`,
      )}
    </div>`;
  }
}

customElements.define('at-toasts', Toasts);
