import { Part, css, html, nothing, troubleScreen } from 'studio/ui.js';
import { againByRoad, thumbOf } from 'studio/parts/thumbs.js';
import { PictureList } from 'studio/parts/gallery-list.js';

/** Recent pictures to choose from. Tells 'pick' with the picture. */
class PicturePicker extends Part {
  static properties = { without: { attribute: false }, list: { state: true } };

  connectedCallback() {
    super.connectedCallback();
    this.list = new PictureList({});
    const changed = () => this.requestUpdate();
    this.list.addEventListener('change', changed);
    this.atEnd(() => this.list.removeEventListener('change', changed));
    this.list.more();
  }

  render() {
    const { items, trouble, busy, hasMore } = this.list;
    if (trouble && items.length === 0) return troubleScreen(trouble, () => this.list.more());
    const shown = items.filter((image) => !this.without.includes(image.id));
    if (shown.length === 0 && !busy) return html`<p class="muted">There is no other picture yet.</p>`;
    return html`<ul class="picker" aria-label="Recent pictures">
        ${shown.map((image) => html`<li><button type="button" aria-label="Add: ${image.alt}" ${css({ '--colour': image.colour ?? 'var(--hair)' })} @click=${() => this.dispatchEvent(new CustomEvent('pick', { detail: image }))}><img src=${thumbOf(image, 256)} data-of=${image.id} alt="" loading="lazy" decoding="async" @error=${againByRoad}></button></li>`)}
      </ul>
      ${hasMore ? html`<p><button type="button" class="button" ?disabled=${busy} @click=${() => this.list.more()}>Show more</button></p>` : nothing}`;
  }
}

customElements.define('at-picture-picker', PicturePicker);
