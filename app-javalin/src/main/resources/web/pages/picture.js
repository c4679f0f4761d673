import { Page, announce, blank, html, navigate, nothing, number, setQuery, troubleScreen } from 'studio/ui.js';
import { api } from 'studio/api.js';
import { session } from 'studio/session.js';
import { filterOf, filterQuery } from 'studio/parts/gallery-filter.js';
import { PictureList, listOf, trail } from 'studio/parts/gallery-list.js';
import { ground, groundChoice } from 'studio/parts/ground.js';
import { singleKey } from 'studio/parts/keys.js';
import * as marks from 'studio/parts/marks.js';
import { thumbOf } from 'studio/parts/thumbs.js';
import { FIT, zoomedIn, zoomedOut } from 'studio/parts/viewer.js';
import 'studio/parts/picture-panel.js';

const WIDE = matchMedia('(min-width: 1001px)');

class Picture extends Page {
  static properties = { image: { state: true }, trouble: { state: true }, view: { state: true }, panel: { state: true } };

  constructor() {
    super();
    this.view = FIT;
    this.panel = WIDE.matches && localStorage.getItem('atelier.panel') !== 'off';
    this.changed = () => this.listChanged();
    this.fromGallery = trail.opened;
  }

  get heading() {
    return this.image ? this.image.userPrompt.slice(0, 60) : 'Picture';
  }

  connectedCallback() {
    super.connectedCallback();
    const keys = (event) => this.key(event);
    addEventListener('keydown', keys);
    this.atEnd(() => { removeEventListener('keydown', keys); this.list?.removeEventListener('change', this.changed); });
  }

  routed() {
    this.filter = filterOf(this.route.query);
    const id = this.route.params.id;
    if (id === this.id_) return;
    this.id_ = id;
    if (trail.opened !== id) this.fromGallery = null;
    this.view = FIT;
    this.read(id);
  }

  async read(id) {
    this.trouble = null;
    const known = listOf(this.filter);
    const at = known.at(id);
    if (at >= 0) this.use(known, known.items[at]);
    try {
      const image = await api.getImage({ id });
      if (id !== this.id_) return;
      if (known.at(id) >= 0) known.put([image]);
      else {
        this.use(new PictureList(this.filter, [image]), image);
        // A link from somewhere else: its neighbours are found by reading the list that it names.
        const amongThem = Boolean(image.trashedAt) === (this.filter.trash === 'true');
        if (amongThem && (await known.reach(id, 5)) >= 0 && id === this.id_) this.use(known, known.items[known.at(id)]);
      }
      this.preload();
    } catch (trouble) {
      if (id === this.id_ && (trouble.status === 404 || !this.image)) this.trouble = trouble;
    }
  }

  use(list, image) {
    this.list?.removeEventListener('change', this.changed);
    this.list = list;
    this.image = image;
    list.place.id = image.id;
    list.addEventListener('change', this.changed);
  }

  listChanged() {
    this.image = this.list.items[this.list.at(this.id_)] ?? this.image;
    this.requestUpdate();
  }

  preload() {
    for (const neighbour of [this.beside(1), this.beside(-1)]) if (neighbour) new Image().src = thumbOf(neighbour, 1024);
  }

  beside(step) {
    const at = this.list.at(this.id_);
    if (at >= 0 && at + step >= this.list.items.length - 5) this.list.more();
    return at < 0 ? undefined : this.list.items[at + step];
  }

  show(image) {
    const focused = this.contains(document.activeElement);
    trail.opened = this.fromGallery ? image.id : null;
    navigate(`/p/${image.id}${location.search}`, { replace: true });
    announce(`Picture ${number(this.list.at(image.id) + 1)}: ${image.alt}`);
    this.updateComplete.then(() => focused && !this.contains(document.activeElement) && this.querySelector('.viewer')?.focus());
  }

  step(step) {
    const image = this.beside(step);
    if (image) this.show(image);
  }

  back() {
    this.list.place.id = this.id_;
    trail.returning = true;
    trail.opened = null;
    if (this.fromGallery) history.back();
    else navigate(`/gallery${filterQuery(this.filter)}`);
  }

  async mark(done) {
    await done;
    const image = await api.getImage({ id: this.id_ }).catch(() => null);
    if (image) this.list.put([image]);
  }

  throwAway() {
    const image = this.image;
    const next = this.beside(1) ?? this.beside(-1);
    marks.trash(this.list, [image]);
    if (next) this.show(next);
    else this.back();
  }

  key(event) {
    if (!this.image) return;
    const may = session.may('creator') && !this.image.trashedAt;
    const acts = {
      ArrowLeft: () => this.step(-1),
      ArrowRight: () => this.step(1),
      '+': () => (this.view = zoomedIn(this.view)),
      '=': () => (this.view = zoomedIn(this.view)),
      '-': () => (this.view = zoomedOut(this.view)),
      0: () => (this.view = FIT),
      i: () => this.togglePanel(),
      c: () => navigate(`/compare?ids=${this.image.id}`),
      r: () => may && navigate(`/?remix=${this.image.id}`),
      s: () => may && this.mark(marks.toggleStar(this.list, [this.image])),
      Delete: () => may && this.throwAway(),
      Escape: () => (this.panel && !WIDE.matches ? this.togglePanel() : this.back()),
    };
    const key = singleKey(event);
    if (key.startsWith('Arrow') && event.target.type === 'radio') return;
    if (!Object.hasOwn(acts, key)) return;
    event.preventDefault();
    acts[key]();
  }

  togglePanel() {
    this.panel = !this.panel;
    if (WIDE.matches) localStorage.setItem('atelier.panel', this.panel ? 'on' : 'off');
    else this.updateComplete.then(() => this.querySelector(this.panel ? '.pic-panel button' : '.pic-details')?.focus());
  }

  render() {
    if (this.trouble) return html`<div class="pic-trouble">${troubleScreen(this.trouble, () => this.read(this.id_))}</div>`;
    if (!this.image) return html`<div class="pic"><section class="pic-stage" aria-busy="true"></section></div>`;
    return html`<div class="pic ${this.panel ? 'pic-open' : ''}">
      <section class="pic-stage ground-${ground()}" aria-label="Picture">
        ${this.panel ? nothing : html`<h1 class="unseen">${this.image.userPrompt}</h1>`}
        ${this.bar()}
        <div class="pic-place">
          ${this.image.url
            ? html`<at-viewer .image=${this.image} .view=${this.view} @view=${(event) => (this.view = event.detail)} @swipe=${(event) => this.step(event.detail)}></at-viewer>`
            : blank('lost', 'Deleted', 'This picture lay in the trash for 30 days; its bytes are gone. Its story stays.')}
          ${this.arrow(-1, 'Previous picture', '←')} ${this.arrow(1, 'Next picture', '→')}
        </div>
      </section>
      ${this.panel
        ? html`<aside class="pic-panel" aria-label="About this picture">
            <button type="button" class="button quiet square pic-close" aria-label="Close details" @click=${() => this.togglePanel()}>×</button>
            <at-picture-panel .image=${this.image} .list=${this.list} .tab=${this.query('tab') ?? 'recipe'} .filterQuery=${filterQuery(this.filter)} .mark=${(done) => this.mark(done)} .throwAway=${() => this.throwAway()} @tab=${(event) => setQuery({ tab: event.detail === 'recipe' ? null : event.detail })}></at-picture-panel>
          </aside>`
        : nothing}
    </div>`;
  }

  bar() {
    const at = this.list.at(this.id_);
    const count = this.list.items.length;
    const zoom = (label, word, view, off) => html`<button type="button" class="button square quiet" aria-label=${label} ?disabled=${off} @click=${() => (this.view = view)}>${word}</button>`;
    return html`<header class="pic-bar">
      <a class="button quiet small" href="/gallery${filterQuery(this.filter)}" @click=${(event) => { event.preventDefault(); this.back(); }}>← ${this.filter.trash ? 'Trash' : 'Gallery'}</a>
      <span class="pic-at muted">${count > 1 && at >= 0 ? `${number(at + 1)} of ${number(count)}${this.list.hasMore ? '+' : ''}` : nothing}</span>
      <div class="pic-tools"><div class="row pic-zoom" role="group" aria-label="Zoom">${zoom('Zoom out', '−', zoomedOut(this.view), this.view.scale === 1)}<span class="pic-percent" aria-live="polite">${this.view.scale === 1 ? 'Fit' : `${this.view.scale.toFixed(1)} ×`}</span>${zoom('Zoom in', '+', zoomedIn(this.view), this.view.scale >= 16)}${zoom('Fit', '⤢', FIT, this.view.scale === 1)}</div>
      ${groundChoice(() => this.requestUpdate())}</div>
      <button type="button" class="button small pic-details" aria-expanded=${this.panel ? 'true' : 'false'} @click=${() => this.togglePanel()}>Details</button>
    </header>`;
  }

  arrow(step, label, sign) {
    const image = this.beside(step);
    if (!image) return nothing;
    return html`<a class="pic-arrow pic-arrow-${step < 0 ? 'left' : 'right'}" href="/p/${image.id}${location.search}" aria-label=${label} @click=${(event) => { event.preventDefault(); this.show(image); }}>${sign}</a>`;
  }
}

customElements.define('at-picture', Picture);
