import { Part, copy, html, nothing, troubleScreen } from 'studio/ui.js';
import { api } from 'studio/api.js';
import { stepsOf } from 'studio/parts/lineage-steps.js';

/** How a picture was made: one story from top to bottom, each step with what it is told from. */
class Lineage extends Part {
  static properties = { image: { attribute: false }, query: {}, told: { state: true }, trouble: { state: true } };

  willUpdate(changed) {
    if (changed.has('image') && changed.get('image')?.id !== this.image.id) this.read();
  }

  async read() {
    const { id } = this.image;
    this.told = null;
    this.trouble = null;
    try {
      const told = await api.getImageLineage({ id });
      if (id === this.image.id) this.told = told;
    } catch (trouble) {
      if (id === this.image.id) this.trouble = trouble;
    }
  }

  render() {
    if (this.trouble) return troubleScreen(this.trouble, () => this.read());
    if (!this.told) return html`<p class="muted" role="status">Reading its story …</p>`;
    return html`<ol class="lin">${stepsOf(this.told, this.query).map((step) => this.step(step))}</ol>
      <p><button type="button" class="link" @click=${() => copy(JSON.stringify(this.told, null, 2), 'Story copied')}>Copy the whole story</button></p>`;
  }

  step({ kind, heading, text, aside = nothing, raw }) {
    return html`<li class="lin-step lin-${kind}">
      <h2>${heading}</h2>
      <div class="lin-text">${text}</div>
      ${aside}
      ${raw === undefined
        ? nothing
        : html`<details><summary>Raw values</summary><pre tabindex="0">${JSON.stringify(raw, null, 2)}</pre><button type="button" class="link" @click=${() => copy(JSON.stringify(raw, null, 2))}>Copy</button></details>`}
    </li>`;
  }
}

customElements.define('at-lineage', Lineage);
