import { Part, css, html, nothing, plural } from 'studio/ui.js';
import { KINDS } from 'studio/parts/generate-kinds.js';
import { MOST_REFERENCES } from 'studio/parts/generate-wish.js';

/** Where pictures are dropped, pasted, picked and sorted. `uploads` is an Uploads; `items` are its items, for the drawing. */
class Inputs extends Part {
  static properties = { uploads: { attribute: false }, items: { attribute: false }, model: { attribute: false }, kind: {}, over: { state: true } };

  constructor() {
    super();
    this.chosen = null;
  }

  connectedCallback() {
    super.connectedCallback();
    // A picture that misses its zone must not replace the page.
    const listeners = { paste: (event) => this.paste(event), dragover: (event) => this.drag(event), drop: (event) => this.drop(event), dragleave: (event) => this.leave(event) };
    for (const [name, listener] of Object.entries(listeners)) {
      addEventListener(name, listener);
      this.atEnd(() => removeEventListener(name, listener));
    }
  }

  get zones() {
    return KINDS[this.kind].zones.filter(([role]) => this.limitOf(role) > 0 || this.items.some((item) => item.role === role));
  }

  /** Where a picture goes that was aimed at no zone. */
  get last() {
    return (this.zones.find(([role]) => role === this.chosen) ?? this.zones[0])?.[0];
  }

  add(files, role) {
    if (!role) return;
    this.chosen = role;
    this.uploads.add(files, role);
  }

  paste(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0 || document.querySelector('dialog[open]')) return;
    // Words copied out of an office program bring a picture of themselves along.
    if (event.clipboardData.types.includes('text/plain') && event.target.matches?.('textarea, input')) return;
    event.preventDefault();
    this.add(files, this.last);
  }

  zoneOf(event) {
    return event.target.closest?.('[data-zone]')?.dataset.zone ?? this.last;
  }

  drag(event) {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    this.over = this.zoneOf(event);
  }

  leave(event) {
    if (event.relatedTarget === null) this.over = null;
  }

  drop(event) {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    this.over = null;
    this.add([...event.dataTransfer.files], this.zoneOf(event));
  }

  async earlier(role) {
    const { EarlierUploads } = await import('studio/parts/generate-earlier.js');
    this.chosen = role;
    EarlierUploads.open((upload) => this.uploads.use(upload, role));
  }

  takeOut(item) {
    const zone = this.querySelector(`[data-zone=${item.role}] .inputs-pick`);
    this.uploads.remove(item);
    zone?.focus();
  }

  move(item, role) {
    this.uploads.move(item, role);
    this.focusOn(`[data-zone=${role}] [data-key="${item.key}"]`);
  }

  again(item) {
    this.uploads.send(item);
    this.focusOn(`[data-key="${item.key}"]`);
  }

  // What had the focus was drawn anew somewhere else.
  async focusOn(selector) {
    await new Promise(requestAnimationFrame);
    await this.updateComplete;
    this.querySelector(selector)?.focus();
  }

  limitOf(role) {
    if (role === 'reference') return MOST_REFERENCES;
    return this.model?.capabilities.maxInputImages ?? 0;
  }

  render() {
    return html`<div class="inputs">${this.zones.map(([role, name, purpose]) => this.zone(role, name, purpose))}</div>`;
  }

  zone(role, name, purpose) {
    const items = this.items.filter((item) => item.role === role);
    const limit = this.limitOf(role);
    const least = role === 'product' ? (this.model?.capabilities.minInputImages ?? 0) : 0;
    return html`<fieldset class="inputs-zone ${this.over === role ? 'inputs-over' : ''}" data-zone=${role}>
      <legend>${name} <small>${least > 0 ? `at least ${least} needed` : purpose}</small></legend>
      ${items.length > 0 ? html`<ul class="inputs-list">${items.map((item) => this.item(item))}</ul>` : nothing}
      <div class="inputs-drop">
        <label class="inputs-file"><input class="unseen inputs-pick" type="file" multiple accept="image/png,image/jpeg,image/webp" aria-label="Choose files for ${name.toLowerCase()}" @change=${(event) => { this.add([...event.target.files], role); event.target.value = ''; }}><span>Drop or <u>choose</u></span></label>
        <button type="button" class="link" aria-label="Earlier pictures for ${name.toLowerCase()}" @click=${() => this.earlier(role)}>Earlier</button>
      </div>
      ${items.length > limit ? html`<p class="error" role="alert">${this.model.displayName} takes ${limit === 0 ? 'none' : `at most ${plural(limit, 'picture')}`} here. Remove ${items.length - limit} or move them.</p>` : nothing}
    </fieldset>`;
  }

  item(item) {
    const busy = item.state === 'sending' || item.state === 'looking';
    return html`<li class="inputs-item ${item.state === 'failed' ? 'inputs-failed' : ''}">
      <span class="inputs-thumb" ${css({ backgroundImage: item.state === 'failed' || !item.url ? '' : `url("${item.url}")` })}></span>
      <div class="inputs-text">
        <span class="clip" title=${item.name}>${item.name}</span>
        ${busy ? html`<progress max="1" .value=${item.share} aria-label="Upload of ${item.name}"></progress>` : nothing}
        ${item.state === 'looking' ? html`<small class="muted">checking</small>` : nothing}
        ${item.state === 'failed' ? html`<span class="error wrap" role="alert">${item.error}</span>` : nothing}
        ${item.state === 'failed' && item.again ? html`<button type="button" class="link" @click=${() => this.again(item)}>Send again</button>` : nothing}
        ${item.state === 'failed' || this.zones.length < 2 ? nothing : html`<select class="inputs-role" data-key=${item.key} aria-label="Use ${item.name} as" .value=${item.role} @change=${(event) => { const role = event.target.value; event.target.value = item.role; this.move(item, role); }}><option value="reference" ?selected=${item.role === 'reference'}>reference</option><option value="product" ?selected=${item.role === 'product'}>product</option></select>`}
      </div>
      <button type="button" class="button quiet square" aria-label="Remove ${item.name}" @click=${() => this.takeOut(item)}>×</button>
    </li>`;
  }
}

customElements.define('at-inputs', Inputs);
