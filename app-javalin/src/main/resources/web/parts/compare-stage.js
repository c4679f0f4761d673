import { Part, css, html } from 'studio/ui.js';
import { ground } from 'studio/parts/ground.js';
import { FIT } from 'studio/parts/viewer.js';

export const LETTERS = ['A', 'B', 'C', 'D'];

/** Two to four pictures: `mode` is side, slider or flicker; all share one zoom. Tells 'view'. */
class CompareStage extends Part {
  static properties = { images: { attribute: false }, mode: {}, view: { attribute: false }, pair: { attribute: false }, at: { state: true }, share: { state: true }, behind: {} };

  constructor() {
    super();
    this.view = FIT;
    this.at = 0;
    this.share = 50;
  }

  /** Shows the next picture in its place. */
  flick(step = 1) {
    this.at = (this.at + step + this.images.length) % this.images.length;
  }

  viewer(image) {
    return html`<at-viewer .image=${image} .view=${this.view} @view=${(event) => this.dispatchEvent(new CustomEvent('view', { detail: event.detail }))}></at-viewer>`;
  }

  name(index) {
    return html`<span class="cmp-name" aria-hidden="true">${LETTERS[index]}</span>`;
  }

  render() {
    return { side: () => this.side(), slider: () => this.slider(), flicker: () => this.flicker() }[this.mode]();
  }

  side() {
    return html`<div class="cmp-stage cmp-side cmp-of-${this.images.length} ground-${ground()}">${this.images.map((image, i) => html`<div class="cmp-cell">${this.viewer(image)}${this.name(i)}</div>`)}</div>`;
  }

  slider() {
    const [left, right] = this.pair.map((index) => this.images[index] ?? this.images[0]);
    return html`<div class="cmp-stage cmp-wipe ground-${ground()}" ${css({ '--share': `${this.share}%` })}>
        <div class="cmp-cell">${this.viewer(right)}${this.name(this.pair[1])}</div>
        <div class="cmp-cell cmp-over ground-${ground()}">${this.viewer(left)}${this.name(this.pair[0])}</div>
        <i class="cmp-line" aria-hidden="true"></i>
      </div>
      <label class="cmp-range"><span class="unseen">How much of ${LETTERS[this.pair[0]]} is shown, in percent</span>
        <input type="range" min="0" max="100" .value=${String(this.share)} @input=${(event) => (this.share = Number(event.target.value))}></label>`;
  }

  flicker() {
    const at = Math.min(this.at, this.images.length - 1);
    return html`<div class="cmp-stage cmp-flick ground-${ground()}">
        ${this.images.map((image, i) => html`<div class="cmp-cell ${i === at ? '' : 'cmp-away'}" aria-hidden=${i === at ? 'false' : 'true'} ?inert=${i !== at}>${this.viewer(image)}${this.name(i)}</div>`)}
      </div>
      <p class="row cmp-flick-bar"><button type="button" class="button primary" @click=${() => this.flick()}>Show the next <kbd>Space</kbd></button>
        <span class="muted" role="status">Now ${LETTERS[at]}</span></p>`;
  }
}

customElements.define('at-compare-stage', CompareStage);
