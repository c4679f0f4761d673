import { Page, html, nothing, setQuery, troubleScreen } from 'studio/ui.js';
import { api } from 'studio/api.js';
import { compareTable } from 'studio/parts/compare-table.js';
import { LETTERS } from 'studio/parts/compare-stage.js';
import { groundChoice } from 'studio/parts/ground.js';
import { singleKey } from 'studio/parts/keys.js';
import { againByRoad, thumbOf } from 'studio/parts/thumbs.js';
import { FIT, zoomedIn, zoomedOut } from 'studio/parts/viewer.js';
import 'studio/parts/picture-picker.js';

const MOST = 4;
const MODES = [['side', 'Side by side'], ['slider', 'Slider'], ['flicker', 'Flicker']];

class Compare extends Page {
  static properties = { images: { state: true }, trouble: { state: true }, view: { state: true }, adding: { state: true } };

  constructor() {
    super();
    this.images = null;
    this.known = new Map();
    this.view = FIT;
  }

  get heading() {
    return 'Compare';
  }

  get ids() {
    return [...new Set((this.query('ids') ?? '').split(',').filter(Boolean))].slice(0, MOST);
  }

  get mode() {
    return MODES.some(([mode]) => mode === this.query('mode')) ? this.query('mode') : 'side';
  }

  get pair() {
    const [a, b] = (this.query('pair') ?? '').split('').map((letter) => LETTERS.indexOf(letter));
    const legal = (index) => index >= 0 && index < this.images.length;
    return legal(a) && legal(b) && a !== b ? [a, b] : [0, 1];
  }

  connectedCallback() {
    super.connectedCallback();
    const keys = (event) => this.key(event);
    addEventListener('keydown', keys);
    this.atEnd(() => removeEventListener('keydown', keys));
  }

  routed() {
    const wanted = this.ids.join();
    if (wanted === this.wanted) return;
    this.wanted = wanted;
    this.read();
  }

  async read() {
    const { ids, wanted } = this;
    this.trouble = null;
    try {
      const missing = ids.filter((id) => !this.known.has(id));
      for (const image of await Promise.all(missing.map((id) => api.getImage({ id })))) this.known.set(image.id, image);
      if (wanted === this.wanted) this.images = ids.map((id) => this.known.get(id));
    } catch (trouble) {
      if (wanted === this.wanted) this.trouble = trouble;
    }
  }

  set(ids) {
    setQuery({ ids: ids.join(','), pair: null });
  }

  add(image) {
    this.known.set(image.id, image);
    this.adding = false;
    this.set([...this.ids, image.id]);
  }

  key(event) {
    if (!this.images || this.images.length < 2) return;
    const stage = this.querySelector('at-compare-stage');
    const acts = {
      '+': () => (this.view = zoomedIn(this.view)),
      '=': () => (this.view = zoomedIn(this.view)),
      '-': () => (this.view = zoomedOut(this.view)),
      0: () => (this.view = FIT),
      ...(this.mode === 'flicker' ? { ' ': () => stage.flick(), ArrowRight: () => stage.flick(), ArrowLeft: () => stage.flick(-1) } : {}),
    };
    const key = singleKey(event);
    if (!Object.hasOwn(acts, key) || (key !== '0' && /^(radio|range)$/.test(event.target.type)) || (key === ' ' && event.target.closest?.('button, a'))) return;
    event.preventDefault();
    acts[key]();
  }

  render() {
    const { images } = this;
    if (this.trouble) return html`<h1 class="unseen">Compare</h1>${troubleScreen(this.trouble, () => this.read())}`;
    if (!images) return html`<h1>Compare</h1><p class="muted">Reading pictures …</p>`;
    const enough = images.length >= 2;
    return html`
      <header class="page-head">
        <div><h1>Compare</h1>${enough ? nothing : html`<p>${images.length === 0 ? 'Choose two to four pictures.' : 'Choose what to compare it with.'}</p>`}</div>
        ${enough ? this.tools() : nothing}
      </header>
      ${enough
        ? html`<at-compare-stage .images=${images} .mode=${this.mode} .view=${this.view} .pair=${this.pair} @view=${(event) => (this.view = event.detail)}></at-compare-stage>`
        : nothing}
      ${images.length > 0 ? this.strip(images) : nothing}
      ${enough ? html`<section class="cmp-differ"><h2>What differs</h2>${compareTable(images)}</section>` : nothing}
      ${!enough || this.adding ? html`<section class="cmp-differ"><h2>${images.length === 0 ? 'Recent pictures' : 'Add one'}</h2><at-picture-picker .without=${this.ids} @pick=${(event) => this.add(event.detail)}></at-picture-picker></section>` : nothing}
    `;
  }

  tools() {
    const zoom = (label, word, view, off) => html`<button type="button" class="button square quiet" aria-label=${label} ?disabled=${off} @click=${() => (this.view = view)}>${word}</button>`;
    const { scale } = this.view;
    return html`<div class="row cmp-tools">
      <fieldset class="choice"><legend class="unseen">How to compare</legend>${MODES.map(([mode, word]) => html`<label><input type="radio" name="mode" .checked=${mode === this.mode} @change=${() => setQuery({ mode: mode === 'side' ? null : mode })}>${word}</label>`)}</fieldset>
      <div class="row pic-zoom" role="group" aria-label="Zoom">${zoom('Zoom out', '−', zoomedOut(this.view), scale === 1)}<span class="pic-percent">${scale === 1 ? 'Fit' : `${scale.toFixed(1)} ×`}</span>${zoom('Zoom in', '+', zoomedIn(this.view), scale >= 16)}</div>
      ${groundChoice(() => { this.requestUpdate(); this.querySelector('at-compare-stage')?.requestUpdate(); })}
    </div>`;
  }

  strip(images) {
    const choosing = this.mode === 'slider' && images.length > 2;
    return html`<ul class="cmp-strip" aria-label="Compared pictures">
      ${images.map((image, i) => html`<li>
        <a href="/p/${image.id}" aria-label="Open ${LETTERS[i]}: ${image.alt}"><img src=${thumbOf(image, 256)} data-of=${image.id} alt="" @error=${againByRoad}></a>
        <div><b>${LETTERS[i]}</b>
          ${choosing ? this.sides(i) : nothing}
          <button type="button" class="link" aria-label="Take ${LETTERS[i]} away" @click=${() => this.set(this.ids.filter((id) => id !== image.id))}>Take away</button></div>
      </li>`)}
      ${images.length >= 2 && images.length < MOST ? html`<li><button type="button" class="button" aria-expanded=${this.adding ? 'true' : 'false'} @click=${() => (this.adding = !this.adding)}>Add one</button></li>` : nothing}
    </ul>`;
  }

  // Which two the slider lies between.
  sides(i) {
    const [left, right] = this.pair;
    const side = (word, on, pair) => html`<button type="button" class="button small" aria-pressed=${on ? 'true' : 'false'} @click=${() => !on && setQuery({ pair: pair.map((index) => LETTERS[index]).join('') })}>${word}</button>`;
    return html`<div class="row cmp-sides">${side('Left', i === left, [i, i === right ? left : right])}${side('Right', i === right, [i === left ? right : left, i])}</div>`;
  }
}

customElements.define('at-compare', Compare);
