import { html, nothing, troubleScreen } from 'studio/ui.js';

/**
 * A list that comes page by page: `read` gets a cursor and gives {data, nextCursor, hasMore}. Tells its host of every change. What
 * arrives after a reset belongs to nobody and is dropped.
 */
export class Pager {
  constructor(host, read) {
    this.host = host;
    this.read = read;
    this.items = null;
    this.turn = 0;
  }

  /** Reads the list anew; what is shown stays until the answer is there. */
  async reset() {
    this.turn += 1;
    this.cursor = null;
    await this.next(true);
  }

  async more() {
    if (!this.loading && this.hasMore) await this.next(false);
  }

  async next(first) {
    const turn = this.turn;
    this.loading = true;
    this.trouble = null;
    this.host.requestUpdate();
    try {
      const page = await this.read(this.cursor);
      if (turn !== this.turn) return;
      this.items = first ? page.data : [...this.items, ...page.data];
      this.cursor = page.nextCursor;
      this.hasMore = page.hasMore;
    } catch (trouble) {
      if (turn === this.turn) this.trouble = trouble;
    }
    if (turn === this.turn) this.loading = false;
    this.host.requestUpdate();
  }

  /** The list by `full`, or what there is instead: loading, trouble, or `empty`. */
  render(full, empty) {
    if (this.trouble && !this.items) return troubleScreen(this.trouble, () => this.reset());
    if (!this.items) return html`<p class="muted" aria-busy="true">Loading …</p>`;
    if (this.items.length === 0) return empty;
    return html`${full(this.items)}
      ${this.trouble ? html`<p class="notice notice-failed">${this.trouble.message}</p>` : nothing}
      ${this.hasMore ? html`<p class="row more"><button type="button" class="button" ?disabled=${this.loading} @click=${() => this.more()}>${this.loading ? 'Loading …' : 'Show more'}</button></p>` : nothing}`;
  }
}
