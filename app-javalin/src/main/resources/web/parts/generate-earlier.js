import { api } from 'studio/api.js';
import { blank, html, troubleScreen } from 'studio/ui.js';
import { Dialog } from 'studio/parts/dialogs.js';

/** Pictures that were uploaded before, to be used again. */
export class EarlierUploads extends Dialog {
  static properties = { ...Dialog.properties, uploads: { state: true }, cursor: { state: true }, trouble: { state: true }, used: { state: true } };

  /** Calls `use` with each upload that is chosen. */
  static open(use) {
    const dialog = new EarlierUploads();
    Object.assign(dialog, { heading: 'Earlier pictures', use, uploads: null, cursor: null, trouble: null, used: new Set() });
    dialog.show();
    dialog.read();
  }

  get width() {
    return 'wide';
  }

  async read() {
    this.trouble = null;
    try {
      const page = await api.listUploads({ limit: 30, cursor: this.cursor });
      this.uploads = [...(this.uploads ?? []), ...page.data];
      this.cursor = page.nextCursor;
    } catch (trouble) {
      this.trouble = trouble;
    }
  }

  choose(upload) {
    this.use(upload);
    this.used = new Set([...this.used, upload.id]);
  }

  content() {
    if (this.trouble) return troubleScreen(this.trouble, () => this.read());
    if (!this.uploads) return html`<p class="muted" role="status">Looking …</p>`;
    if (this.uploads.length === 0) return blank('empty', 'No pictures yet', 'What your team uploads here can be used again by everybody in it.');
    return html`
      <ul class="earlier">
        ${this.uploads.map((upload) => html`<li><button type="button" aria-pressed=${this.used.has(upload.id) ? 'true' : 'false'} @click=${() => this.choose(upload)}><img src=${upload.url} alt="" loading="lazy" width=${upload.widthPx} height=${upload.heightPx}><span class="clip">${upload.filename}</span></button></li>`)}
      </ul>
      <div class="row between">
        ${this.cursor ? html`<button type="button" class="button" @click=${() => this.read()}>Show more</button>` : html`<span></span>`}
        <button type="button" class="button primary" @click=${() => this.close()}>${this.used.size > 0 ? `Use ${this.used.size}` : 'Close'}</button>
      </div>
    `;
  }
}

customElements.define('at-earlier-uploads', EarlierUploads);
