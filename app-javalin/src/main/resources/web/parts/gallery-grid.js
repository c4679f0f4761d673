import { repeat } from 'lit/directives/repeat.js';
import { Part, css, html, navigate, nothing } from 'studio/ui.js';
import { justify, rowOf, rowsWithin, stepFrom } from 'studio/parts/gallery-layout.js';
import { trail } from 'studio/parts/gallery-list.js';
import { againByRoad, srcset, thumbOf } from 'studio/parts/thumbs.js';

const AHEAD_PX = 800;
const READ_AHEAD_PX = 2000;
const MARGIN_PX = 120;
const DAY_MS = 86_400_000;
const TRASH_DAYS = 30;
const days = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long', year: 'numeric' });
const GHOSTS = [1, 1.5, 0.7, 1.8, 1, 0.7, 1.3, 1, 1.5, 0.7, 1.8, 1.3, 1, 1].map((ratio) => ({ widthPx: ratio, heightPx: 1 }));

/**
 * Pictures in rows; only rows near the window are in the document. One tab stop, moved by the arrow keys.
 *
 * Tells 'pick' {id, range} for what is to be selected or not, and 'act' {key, image} for a key on the picture in focus.
 */
class PictureGrid extends Part {
  static properties = { list: { attribute: false }, picked: { attribute: false }, rowHeight: { type: Number }, query: {}, span: { state: true }, width: { state: true }, day: { state: true }, active: { state: true } };

  constructor() {
    super();
    this.span = [0, 0];
    this.width = 0;
    this.active = null;
    this.changed = () => this.requestUpdate();
  }

  connectedCallback() {
    super.connectedCallback();
    const look = () => (this.frame ??= requestAnimationFrame(() => { this.frame = undefined; this.look(); }));
    addEventListener('scroll', look, { passive: true });
    addEventListener('resize', look);
    const resized = new ResizeObserver(() => { this.width = this.clientWidth; look(); });
    resized.observe(this);
    this.atEnd(() => { removeEventListener('scroll', look); removeEventListener('resize', look); resized.disconnect(); cancelAnimationFrame(this.frame); this.frame = undefined; });
    this.atEnd(() => this.list?.removeEventListener('change', this.changed));
    this.list?.addEventListener('change', this.changed);
  }

  willUpdate(changed) {
    if (changed.has('list')) {
      changed.get('list')?.removeEventListener('change', this.changed);
      this.list.addEventListener('change', this.changed);
      this.active = this.list.place.id;
    }
    this.width ||= this.clientWidth;
    const images = this.images;
    if (this.laid?.images !== images || this.laid.width !== this.width || this.laid.rowHeight !== this.rowHeight) {
      const gap = this.width < 600 ? 4 : 8;
      this.laid = { images, width: this.width, rowHeight: this.rowHeight, ...justify(images, this.width, this.rowHeight * (this.width < 600 ? 0.62 : 1), gap) };
      this.span = this.rowsInWindow();
    }
    if (this.list.at(this.active) < 0) this.active = this.keepNear();
  }

  updated() {
    if (this.lostFocus) {
      this.lostFocus = false;
      this.focusTile(this.active);
    }
    this.readAhead();
  }

  get ghostly() {
    return this.list.items.length === 0;
  }

  get images() {
    return this.ghostly ? GHOSTS : this.list.items;
  }

  // The picture that took the place of the one that had the focus.
  keepNear() {
    if (this.activeIndex >= 0 && this.contains(document.activeElement)) this.lostFocus = true;
    const index = Math.min(Math.max(0, this.activeIndex ?? 0), this.list.items.length - 1);
    return this.list.items[index]?.id ?? null;
  }

  look() {
    const span = this.rowsInWindow();
    if (span[0] !== this.span[0] || span[1] !== this.span[1]) this.span = span;
    this.list.place.scroll = scrollY;
    this.day = this.dayInWindow();
    this.readAhead();
  }

  rowsInWindow() {
    const top = -this.getBoundingClientRect().top;
    return rowsWithin(this.laid, top - AHEAD_PX, top + innerHeight + AHEAD_PX);
  }

  // The day of the topmost row, once the head of the page is out of sight.
  dayInWindow() {
    const top = -this.getBoundingClientRect().top;
    const row = this.laid.rows[rowsWithin(this.laid, top, top)[0]];
    return top > 0 && row && !this.ghostly ? days.format(new Date(this.list.items[row.from].createdAt)) : null;
  }

  readAhead() {
    if (this.list.hasMore && !this.list.busy && !this.list.trouble && this.getBoundingClientRect().top + this.laid.height < innerHeight + READ_AHEAD_PX) this.list.more();
  }

  get image() {
    return this.list.items[this.list.at(this.active)];
  }

  /** Shows this picture and gives it the focus. */
  async focusTile(id) {
    const index = this.list.at(id);
    if (index < 0) return;
    this.active = id;
    this.list.place.id = id;
    const row = this.laid.rows[rowOf(this.laid, index)];
    const top = this.getBoundingClientRect().top + row.top;
    if (top < MARGIN_PX) scrollBy(0, top - MARGIN_PX);
    else if (top + row.height > innerHeight - MARGIN_PX) scrollBy(0, Math.min(top - MARGIN_PX, top + row.height - innerHeight + MARGIN_PX));
    this.span = this.rowsInWindow();
    await this.updateComplete;
    this.querySelector(`[data-id="${id}"]`)?.focus({ preventScroll: true });
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.image) return;
    const index = this.list.at(this.active);
    if (/^(Arrow|Home|End|Page)/.test(event.key)) {
      event.preventDefault();
      this.focusTile(this.list.items[stepFrom(this.laid, index, event.key, this.list.items.length)].id);
      if (event.shiftKey) this.pick(this.active, true);
    } else if (event.target.getAttribute('role') === 'gridcell' && event.key === 'Enter') {
      event.preventDefault();
      this.open(this.image);
    } else if (event.target.localName !== 'button' || event.key !== ' ') {
      this.dispatchEvent(new CustomEvent('act', { detail: { event, image: this.image } }));
    }
  }

  open(image) {
    this.list.place = { scroll: scrollY, id: image.id };
    trail.opened = image.id;
    navigate(`/p/${image.id}${this.query}`);
  }

  click(event, image) {
    if (event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    this.active = image.id;
    if (event.shiftKey || this.picked.size > 0) this.pick(image.id, event.shiftKey);
    else this.open(image);
  }

  pick(id, range) {
    this.dispatchEvent(new CustomEvent('pick', { detail: { id, range } }));
  }

  render() {
    const { rows, height } = this.laid;
    const shown = rows.map((row, at) => at).slice(...this.span);
    const index = (this.activeIndex = this.list.at(this.active));
    const active = index < 0 ? -1 : rowOf(this.laid, index);
    if (active >= 0 && !shown.includes(active)) shown.push(active);
    if (this.ghostly) {
      return html`<div class="gal-rows" aria-hidden="true" ${css({ height: `${Math.min(height, 900)}px` })}>${rows.slice(0, 4).map((row) => row.tiles.map((tile) => html`<div class="tile tile-ghost" ${css(place(row, tile, row.top))}></div>`))}</div>`;
    }
    return html`${this.day ? html`<p class="gal-day-now" aria-hidden="true"><span>${this.day}</span></p>` : nothing}<div class="gal-rows" role="grid" aria-label="Pictures" aria-multiselectable="true" aria-rowcount=${this.list.hasMore ? -1 : rows.length} ${css({ height: `${height}px` })} @keydown=${this.key}>
      ${repeat(shown, (at) => at, (at) => this.row(at, rows[at]))}
    </div>`;
  }

  row(at, row) {
    return html`<div class="gal-row" role="row" aria-rowindex=${at + 1} ${css({ top: `${row.top}px`, height: `${row.height}px` })}>
      ${repeat(row.tiles, (tile) => this.list.items[tile.index].id, (tile) => this.tile(row, tile, this.list.items[tile.index]))}
    </div>`;
  }

  tile(row, tile, image) {
    const picked = this.picked.has(image.id);
    const label = `${image.alt}${image.starred ? ', starred' : ''}`;
    return html`<div class="tile ${picked ? 'tile-picked' : ''}" role="gridcell" data-id=${image.id} tabindex=${image.id === this.active ? 0 : -1} aria-selected=${picked ? 'true' : 'false'} aria-label=${label} ${css({ ...place(row, tile), '--colour': image.colour ?? 'var(--hair)' })} @focusin=${() => { this.active = image.id; this.list.place.id = image.id; }}>
      <a href="/p/${image.id}${this.query}" tabindex="-1" aria-label=${`Open: ${image.alt}`} @click=${(event) => this.click(event, image)}><img src=${thumbOf(image, 512)} srcset=${srcset(image) || nothing} sizes="${tile.width}px" data-of=${image.id} alt="" decoding="async" draggable="false" @error=${againByRoad}></a>
      <button type="button" class="tile-check" tabindex="-1" aria-pressed=${picked ? 'true' : 'false'} aria-label="Select" @click=${(event) => this.pick(image.id, event.shiftKey)}><i aria-hidden="true"></i></button>
      ${image.trashedAt
        ? html`<span class="tile-note">${daysLeft(image)}</span>`
        : html`<button type="button" class="tile-star" tabindex="-1" aria-pressed=${image.starred ? 'true' : 'false'} aria-label="Star" @click=${(event) => this.dispatchEvent(new CustomEvent('act', { detail: { event, image, star: true } }))}><i aria-hidden="true">${image.starred ? '★' : '☆'}</i></button>`}
    </div>`;
  }
}

function daysLeft(image) {
  const days = Math.max(0, Math.ceil((Date.parse(image.trashedAt) + TRASH_DAYS * DAY_MS - Date.now()) / DAY_MS));
  return days === 0 ? 'goes today' : days === 1 ? '1 day left' : `${days} days left`;
}

const place = (row, tile, top = 0) => ({ left: `${tile.left}px`, top: `${top}px`, width: `${tile.width}px`, height: `${row.height}px` });

customElements.define('at-picture-grid', PictureGrid);
