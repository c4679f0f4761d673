import { Part, css, html, nothing } from 'studio/ui.js';

export const FIT = { scale: 1, x: 0, y: 0 };
const MOST = 16;
const STEP = 1.5;
const SWIPE_PX = 60;
const PAN_STEP = 0.1;

/** The view after zooming by `factor` about a point, which is given from the middle in parts of the stage. */
export function zoomed(view, factor, point = { x: 0, y: 0 }) {
  const scale = Math.min(MOST, Math.max(1, view.scale * factor));
  const share = scale / view.scale;
  return within({ scale, x: point.x - (point.x - view.x) * share, y: point.y - (point.y - view.y) * share });
}
export const zoomedIn = (view) => zoomed(view, STEP);
export const zoomedOut = (view) => zoomed(view, 1 / STEP);

function within({ scale, x, y }) {
  const most = (scale - 1) / 2;
  const keep = (value) => Math.min(most, Math.max(-most, value));
  return { scale, x: keep(x), y: keep(y) };
}

/**
 * One picture that can be zoomed and moved. `view` is {scale, x, y}: 1 fits the stage, x and y are parts of the stage, so that viewers of
 * different pictures can share one. Tells 'view' with the new one, and 'swipe' with 1 (next) or -1.
 */
class Viewer extends Part {
  static properties = { image: { attribute: false }, view: { attribute: false }, sharp: { state: true }, size: { state: true } };

  constructor() {
    super();
    this.view = FIT;
    this.size = { width: 1, height: 1 };
    this.pointers = new Map();
  }

  connectedCallback() {
    super.connectedCallback();
    const resized = new ResizeObserver(() => (this.size = { width: this.clientWidth || 1, height: this.clientHeight || 1 }));
    resized.observe(this);
    this.atEnd(() => resized.disconnect());
  }

  willUpdate(changed) {
    if (changed.has('image') && changed.get('image')?.url !== this.image.url) this.sharp = null;
    this.sharpen();
  }

  get preview() {
    return this.image.thumbnails.reduce((best, thumb) => (thumb.widthPx > (best?.widthPx ?? 0) ? thumb : best), null);
  }

  // The whole file comes only when the thumbnail has too few pixels for what is shown.
  async sharpen() {
    const { image, preview, size } = this;
    if (this.sharp || !image.url) return;
    const fitted = Math.min(size.width, (size.height * image.widthPx) / image.heightPx);
    if (preview && preview.widthPx >= Math.min(image.widthPx, fitted * this.view.scale * devicePixelRatio)) return;
    const full = new Image();
    full.src = image.url;
    this.sharp = preview ? null : image.url;
    await full.decode().catch(() => {});
    if (this.image === image && full.naturalWidth > 0) this.sharp = image.url;
  }

  show(view) {
    this.dispatchEvent(new CustomEvent('view', { detail: view }));
  }

  point(event) {
    const box = this.getBoundingClientRect();
    return { x: (event.clientX - box.left) / box.width - 0.5, y: (event.clientY - box.top) / box.height - 0.5 };
  }

  wheel(event) {
    if (event.deltaY === 0 || (event.deltaY > 0 && this.view.scale === 1)) return;
    event.preventDefault();
    this.show(zoomed(this.view, Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.002)), this.point(event)));
  }

  down(event) {
    if (event.button !== 0) return;
    this.pointers.set(event.pointerId, this.point(event));
    event.currentTarget.setPointerCapture(event.pointerId);
    this.begun = { at: this.point(event), alone: this.pointers.size === 1 };
  }

  move(event) {
    const before = this.pointers.get(event.pointerId);
    if (!before) return;
    const now = this.point(event);
    const other = [...this.pointers].find(([id]) => id !== event.pointerId)?.[1];
    if (other) {
      this.begun.alone = false;
      const apart = (a) => Math.hypot((a.x - other.x) * this.size.width, (a.y - other.y) * this.size.height);
      this.show(zoomed(this.view, apart(now) / Math.max(1, apart(before)), { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 }));
    } else if (this.view.scale > 1) {
      this.show(within({ ...this.view, x: this.view.x + now.x - before.x, y: this.view.y + now.y - before.y }));
    }
    this.pointers.set(event.pointerId, now);
  }

  up(event) {
    if (!this.pointers.delete(event.pointerId) || !this.begun?.alone || this.view.scale > 1 || event.type === 'pointercancel' || event.pointerType === 'mouse') return;
    const moved = (this.point(event).x - this.begun.at.x) * this.size.width;
    if (Math.abs(moved) > SWIPE_PX) this.dispatchEvent(new CustomEvent('swipe', { detail: moved < 0 ? 1 : -1 }));
  }

  // While zoomed, a focused stage moves by the arrow keys.
  key(event) {
    const step = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!step || this.view.scale === 1 || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.show(within({ ...this.view, x: this.view.x + step[0] * PAN_STEP, y: this.view.y + step[1] * PAN_STEP }));
  }

  render() {
    const { scale, x, y } = this.view;
    const source = this.sharp ?? this.preview?.url ?? this.image.url;
    return html`<div class="viewer ${scale > 1 ? 'viewer-zoomed' : ''}" tabindex="0" role="group" aria-label="Picture; plus and minus zoom, arrow keys move it when zoomed"
      @wheel=${this.wheel} @pointerdown=${this.down} @pointermove=${this.move} @pointerup=${this.up} @pointercancel=${this.up} @keydown=${this.key}
      @dblclick=${(event) => this.show(scale > 1 ? FIT : zoomed(this.view, 3, this.point(event)))}>
      ${source ? html`<img src=${source} alt=${this.image.alt} draggable="false" ${css({ transform: `translate(${x * this.size.width}px, ${y * this.size.height}px) scale(${scale})` })}>` : nothing}
    </div>`;
  }
}

customElements.define('at-viewer', Viewer);
