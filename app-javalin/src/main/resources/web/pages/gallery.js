import { Page, announce, blank, html, navigate, nothing, number, plural, setQuery, troubleScreen } from 'studio/ui.js';
import { subscribe } from 'studio/live.js';
import { session } from 'studio/session.js';
import { filterOf, filterQuery, narrowed } from 'studio/parts/gallery-filter.js';
import { listOf, trail } from 'studio/parts/gallery-list.js';
import { actionBar, compare } from 'studio/parts/gallery-actions.js';
import { clearFilters } from 'studio/parts/gallery-filters.js';
import { singleKey } from 'studio/parts/keys.js';
import * as marks from 'studio/parts/marks.js';
import 'studio/parts/gallery-grid.js';

const SIZES = [['140', 'Small'], ['220', 'Medium'], ['340', 'Large']];
const FIRST_WORDS = 'three circles on linen';
const NEWS_MS = 400;
const BACK_MS = 1500;

let wentBack = -BACK_MS;
addEventListener('popstate', () => (wentBack = performance.now()));

class Gallery extends Page {
  static properties = { list: { state: true }, picked: { state: true }, size: { state: true } };

  constructor() {
    super();
    this.picked = new Set();
    this.size = localStorage.getItem('atelier.rows') ?? '220';
    this.changed = () => this.listChanged();
  }

  get heading() {
    return this.inTrash ? 'Trash' : 'Gallery';
  }

  get filter() {
    return filterOf(this.route.query);
  }

  get inTrash() {
    return this.filter.trash === 'true';
  }

  /** True if there is nothing to be filtered. */
  get bare() {
    const { items, busy, hasMore, trouble } = this.list;
    return items.length === 0 && !busy && !hasMore && !trouble && !narrowed(this.filter);
  }

  get grid() {
    return this.querySelector('at-picture-grid');
  }

  connectedCallback() {
    super.connectedCallback();
    this.atEnd(subscribe((event) => this.heard(event)));
    this.atEnd(() => { clearTimeout(this.newsTimer); this.list?.removeEventListener('change', this.changed); });
  }

  routed() {
    const filter = this.filter;
    const key = filterQuery(filter);
    if (this.list && key === this.key) return;
    this.key = key;
    const back = performance.now() - wentBack < BACK_MS;
    this.show(listOf(filter, { fresh: !back && !trail.returning }));
    trail.returning = false;
  }

  show(list) {
    this.list?.removeEventListener('change', this.changed);
    this.list = list;
    this.picked = new Set();
    list.addEventListener('change', this.changed);
    if (list.items.length === 0) list.more();
    else this.comeBack(list);
  }

  // Waits for the frame, which gives the focus to the page first.
  async comeBack(list) {
    const place = { ...list.place };
    await this.updateComplete;
    await this.grid?.updateComplete;
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        scrollTo(0, place.scroll);
        if (place.id) this.grid?.focusTile(place.id);
        list.lookForNews();
      }),
    );
  }

  again() {
    this.show(listOf(this.filter, { fresh: true }));
    scrollTo(0, 0);
  }

  async showNews() {
    this.again();
    await this.list.more();
    this.refocus();
  }

  /** Gives the focus to the grid when what had it is gone. */
  async refocus() {
    await this.updateComplete;
    await this.grid?.updateComplete;
    if (this.grid?.active) this.grid.focusTile(this.grid.active);
    else document.getElementById('page')?.focus();
  }

  async clearFilters() {
    clearFilters();
    await this.updateComplete;
    this.querySelector('at-gallery-filters input')?.focus();
  }

  listChanged() {
    if (this.list.news > 0 && this.list.news !== this.newsSaid) announce(`${plural(this.list.news, 'new picture')}.`);
    this.newsSaid = this.list.news;
    const there = new Set(this.list.items.map((image) => image.id));
    if ([...this.picked].some((id) => !there.has(id))) this.picked = new Set([...this.picked].filter((id) => there.has(id)));
    this.requestUpdate();
  }

  heard(event) {
    if (event.type !== 'gap' && event.type !== 'generation.image_ready') return;
    clearTimeout(this.newsTimer);
    this.newsTimer = setTimeout(() => {
      // An empty gallery has nothing that could jump.
      if (this.list.items.length === 0 && !this.list.busy) this.again();
      else this.list.lookForNews();
    }, NEWS_MS);
  }

  get chosen() {
    return this.list.items.filter((image) => this.picked.has(image.id));
  }

  pick({ id, range }) {
    const picked = new Set(this.picked);
    const [from, to] = [this.list.at(this.anchor), this.list.at(id)].sort((a, b) => a - b);
    if (range && from >= 0) this.list.items.slice(from, to + 1).forEach((image) => picked.add(image.id));
    else if (!picked.delete(id)) picked.add(id);
    if (!range || from < 0) this.anchor = id;
    this.picked = picked;
    announce(`${number(picked.size)} selected`);
  }

  act({ event, image, star }) {
    const may = session.may('creator') && !this.inTrash;
    const images = this.picked.has(image.id) ? this.chosen : [image];
    if (star) {
      if (may) marks.toggleStar(this.list, [image]);
      return;
    }
    const key = singleKey(event);
    const acts = {
      ' ': () => this.pick({ id: image.id, range: event.shiftKey }),
      x: () => this.pick({ id: image.id }),
      s: () => may && marks.toggleStar(this.list, images),
      c: () => (this.picked.size > 0 ? compare(this.chosen) : this.pick({ id: image.id })),
      r: () => may && navigate(`/?remix=${image.id}`),
      Delete: () => may && marks.trash(this.list, images),
      Escape: () => (this.picked = new Set()),
    };
    if (!acts[key]) return;
    event.preventDefault();
    acts[key]();
  }

  render() {
    const list = this.list;
    const filter = this.filter;
    const { starred, trash } = filter;
    const toggle = (name, on, label) => html`<button type="button" class="button" aria-pressed=${on ? 'true' : 'false'} @click=${() => setQuery({ [name]: on ? null : 'true' })}>${label}</button>`;
    return html`
      <header class="page-head gal-head">
        <div><h1>${this.heading}</h1><p>${this.subtitle()}</p></div>
        <div class="row">
          ${this.bare ? nothing : html`<fieldset class="choice gal-sizes"><legend class="unseen">Size of the pictures</legend>${SIZES.map(([value, word]) => html`<label><input type="radio" name="size" .checked=${value === this.size} @change=${() => this.resize(value)}><i class="gal-size gal-size-${value}" aria-hidden="true"></i><span class="unseen">${word}</span></label>`)}</fieldset>
          ${toggle('starred', starred === 'true', 'Starred')}`} ${toggle('trash', trash === 'true', 'Trash')}
        </div>
      </header>
      ${this.bare ? nothing : html`<at-gallery-filters .filter=${filter}></at-gallery-filters>`}
      ${list.news > 0 ? html`<p class="gal-news"><button type="button" class="button primary" @click=${() => this.showNews()}>${number(list.news)}${list.news === 50 ? ' or more' : ''} new — show</button></p>` : nothing}
      ${this.body(list, filter)}
      ${actionBar({ list, images: this.chosen, inTrash: this.inTrash, mayChange: session.may('creator'), clear: () => { this.picked = new Set(); this.refocus(); }, gone: () => this.refocus(), all: () => (this.picked = new Set(list.items.map((image) => image.id))) })}
    `;
  }

  subtitle() {
    if (this.inTrash) return 'What lies here is deleted 30 days after it came.';
    const { items, hasMore } = this.list;
    if (items.length === 0) return narrowed(this.filter) || this.list.busy ? '\u00a0' : 'Every picture your team makes, newest first.';
    return `${hasMore ? `More than ${number(items.length)} pictures` : plural(items.length, 'picture')}, newest first`;
  }

  body(list, filter) {
    if (list.items.length === 0) {
      if (list.trouble) return troubleScreen(list.trouble, () => this.again());
      if (!list.busy && !list.hasMore) return this.nothingThere(filter);
    }
    return html`
      <at-picture-grid .list=${list} .picked=${this.picked} .rowHeight=${Number(this.size)} .query=${this.key} class=${this.picked.size > 0 ? 'gal-picking' : ''} @pick=${(event) => this.pick(event.detail)} @act=${(event) => this.act(event.detail)}></at-picture-grid>
      <p class="gal-end muted" role="status">${list.busy ? 'Reading pictures …' : nothing}</p>
      ${list.trouble ? html`<p class="notice notice-failed">${list.trouble.message} <button type="button" class="link" @click=${() => { list.trouble = null; list.more(); }}>Try again</button></p>` : nothing}
    `;
  }

  nothingThere(filter) {
    if (narrowed(filter)) {
      return blank('lost', 'No picture is like that', filter.trash ? 'Nothing in the trash matches these filters.' : 'Nothing matches these filters.', html`<button type="button" class="button primary" @click=${() => this.clearFilters()}>Clear filters</button>`);
    }
    if (filter.trash) return blank('empty', 'The trash is empty', 'Pictures you throw away wait here for 30 days and can be restored until then.', html`<a class="button" href="/gallery">To the gallery</a>`);
    if (!session.may('creator')) return blank('empty', 'No pictures yet', 'When somebody of your team makes pictures, they are here.');
    return blank('empty', 'No pictures yet', html`Try: <em>${FIRST_WORDS}</em>`, html`<a class="button primary" href="/?prompt=${encodeURIComponent(FIRST_WORDS)}">Make it</a>`);
  }

  resize(value) {
    this.size = value;
    localStorage.setItem('atelier.rows', value);
  }
}

customElements.define('at-gallery', Gallery);
