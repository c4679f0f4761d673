import { api } from 'studio/api.js';
import { subscribe } from 'studio/live.js';
import { session } from 'studio/session.js';
import { Part, html, nothing, number, plural } from 'studio/ui.js';
import { bodyOf, fit, newWish, promptLimit, wishOf } from 'studio/parts/generate-wish.js';
import { choices, stepper } from 'studio/parts/generate-choices.js';
import { Uploads } from 'studio/parts/generate-uploads.js';
import 'studio/parts/generate-inputs.js';

const DRAFT = 'atelier.draft';
const FIRST_PROMPT = 'Three paper circles on linen, morning light, seen from above';

/** The form; fires 'make' with {wish, uploads} when it is to run. `models` are image models, `refusal` the Trouble of the last try. */
class Form extends Part {
  static properties = {
    models: { attribute: false },
    busy: { type: Boolean },
    refusal: { attribute: false },
    wish: { state: true },
    items: { state: true },
    price: { state: true },
    dropped: { state: true },
    parent: { state: true },
    tried: { state: true },
  };

  constructor() {
    super();
    this.wish = newWish();
    this.items = [];
    this.uploads = new Uploads(() => {
      this.items = this.uploads.items;
    });
  }

  connectedCallback() {
    super.connectedCallback();
    this.atEnd(subscribe((event) => /^(gap|generation\.(accepted|completed|partial|failed|cancelled))$/.test(event.type) && this.ask(500)));
    this.atEnd(() => this.keep());
    const leave = () => this.keep();
    addEventListener('pagehide', leave);
    this.atEnd(() => removeEventListener('pagehide', leave));
    this.begin();
  }

  /** Begins with the draft of before the reload, or with the model that is asked by default. */
  begin() {
    const draft = JSON.parse(sessionStorage.getItem(DRAFT) ?? 'null');
    const wish = { ...newWish(), ...draft?.wish };
    const known = this.models.find((model) => model.id === wish.model && model.available) ?? this.models.find((model) => model.available);
    this.wish = known ? fit(wish, known).wish : wish;
    if (draft?.uploads.length > 0) this.uploads.restore(draft.uploads);
    if (wish.parent) this.readParent(wish.parent);
    this.ask(0);
  }

  keep() {
    const uploads = this.items.filter((item) => item.state === 'ready').map(({ id, role }) => ({ id, role }));
    sessionStorage.setItem(DRAFT, JSON.stringify({ wish: this.wish, uploads }));
  }

  greet() {
    if (!this.wish.prompt) this.change({ prompt: FIRST_PROMPT });
    this.updateComplete.then(() => this.prompt.focus({ preventScroll: true }));
  }

  /** Fills the form with a request's body. */
  async fill(body) {
    this.uploads.clear();
    this.dropped = null;
    const wish = { ...newWish(), ...wishOf(body) };
    const model = this.models.find((known) => known.id === wish.model && known.available);
    if (model || !wish.model) {
      this.wish = wish;
    } else {
      this.wish = { ...wish, model: this.wish.model };
      this.dropped = { lines: [`${this.nameOf(wish.model)} cannot be used now → ${this.model.displayName}`], undo: null };
    }
    if (this.model) this.adopt(this.model, this.dropped?.lines ?? [], null);
    this.parent = null;
    if (wish.parent) this.readParent(wish.parent);
    this.ask(0);
    const inputs = [...(body.referenceImages ?? []).map((id) => ({ id, role: 'reference' })), ...(body.productImages ?? []).map((id) => ({ id, role: 'product' }))];
    const lost = await this.uploads.restore(inputs);
    if (lost > 0) this.dropped = { lines: [...(this.dropped?.lines ?? []), `${plural(lost, 'picture')} of the recipe ${lost === 1 ? 'is' : 'are'} gone`], undo: null };
    await this.updateComplete;
    this.prompt.focus();
  }

  async readParent(id) {
    this.parent = { id };
    const image = await api.getImage({ id }).catch(() => null);
    if (image && this.wish.parent === id) this.parent = image;
  }

  get model() {
    return this.models.find((model) => model.id === this.wish.model) ?? null;
  }

  get prompt() {
    return this.querySelector('#prompt');
  }

  nameOf(id) {
    return this.models.find((model) => model.id === id)?.displayName ?? id;
  }

  adopt(model, before, undo) {
    const { wish, dropped } = fit(this.wish, model);
    const lines = [...before, ...dropped];
    this.wish = wish;
    this.dropped = lines.length > 0 ? { lines, undo } : null;
  }

  chooseModel(id) {
    const before = this.wish;
    this.adopt(this.models.find((model) => model.id === id), [], before);
    this.ask(200);
  }

  undo() {
    this.wish = { ...this.dropped.undo, prompt: this.wish.prompt };
    this.dropped = null;
    this.querySelector('#model').focus();
    this.ask(0);
  }

  change(parts) {
    this.wish = { ...this.wish, ...parts };
    if ('count' in parts || 'quality' in parts || 'ratio' in parts) this.ask(200);
  }

  ask(delay) {
    clearTimeout(this.asking);
    this.asking = setTimeout(async () => {
      if (!this.isConnected || !this.wish.model) return;
      const { model: imageModel, count: imageCount, quality, ratio } = this.wish;
      const asked = (this.asked = JSON.stringify([imageModel, imageCount, quality, ratio]));
      try {
        const price = await api.estimateCost({ body: { imageModel, imageCount, ...(quality && { quality }), ...(ratio && { aspectRatio: ratio }) } });
        if (asked === this.asked) this.price = price;
      } catch (trouble) {
        if (asked === this.asked) this.price = { trouble };
      }
    }, delay);
  }

  /** Why it would be refused now, in words; null if nothing speaks against it. */
  get obstacle() {
    const { wish, model, price } = this;
    const limit = promptLimit(model);
    const products = this.uploads.of('product').length;
    if (!wish.prompt.trim()) return 'Say what you want to see.';
    if (wish.prompt.trim().length > limit) return `The prompt is ${plural(wish.prompt.trim().length - limit, 'character')} too long.`;
    if (this.items.some((item) => item.state === 'failed')) return 'One picture cannot be used. Remove it or send it again.';
    if (products < (model?.capabilities.minInputImages ?? 0)) return `${model.displayName} needs ${plural(model.capabilities.minInputImages, 'product picture')} at least.`;
    if (products > (model?.capabilities.maxInputImages ?? 0) || this.uploads.of('reference').length > 16) return 'There are more pictures than the model takes.';
    if (this.poverty) return this.poverty;
    if (price?.trouble && price.trouble.status >= 400 && price.trouble.status < 500) return price.trouble.message;
    return null;
  }

  get poverty() {
    const { price } = this;
    return price?.wouldBeRefusedBy === 'balance' ? `This needs ${plural(price.credits, 'credit')}; ${number(price.available)} ${price.available === 1 ? 'is' : 'are'} left.` : null;
  }

  run() {
    this.tried = true;
    if (this.busy) return;
    if (this.obstacle) {
      if (!this.wish.prompt.trim()) this.prompt.focus();
      return;
    }
    this.tried = false;
    this.dispatchEvent(new CustomEvent('make', { detail: { wish: this.wish, uploads: this.items } }));
  }

  key(event) {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (!event.repeat) this.run();
  }

  updated() {
    const prompt = this.prompt;
    if (this.sizedFor === prompt.value) return;
    this.sizedFor = prompt.value;
    prompt.style.height = 'auto';
    prompt.style.height = `${Math.min(prompt.scrollHeight + 4, innerHeight * 0.4)}px`;
  }

  render() {
    const { wish, model } = this;
    return html`<form class="make-form" novalidate @keydown=${this.key} @submit=${(event) => { event.preventDefault(); this.run(); }}>
      <div class="make-fields">
        ${this.promptField()}
        ${wish.parent ? this.parentField() : nothing}
        <at-inputs .uploads=${this.uploads} .items=${this.items} .model=${model}></at-inputs>
        ${this.modelField()}
        ${model ? choices(model.capabilities, wish, (parts) => this.change(parts), () => bodyOf(wish, this.items)) : nothing}
      </div>
      ${this.foot()}
    </form>`;
  }

  promptField() {
    const limit = promptLimit(this.model);
    const length = this.wish.prompt.trim().length;
    const wrong = this.refusal?.field?.('/prompt') ?? (this.tried && length === 0 ? 'Say what you want to see.' : null);
    return html`<div class="stack tight">
      <label class="make-label" for="prompt">Prompt</label>
      <textarea id="prompt" class="field make-prompt" rows="4" .value=${this.wish.prompt} placeholder="What do you want to see?" aria-invalid=${wrong || length > limit ? 'true' : nothing} aria-describedby="prompt-note" @input=${(event) => this.change({ prompt: event.target.value })}></textarea>
      <div id="prompt-note">
        ${length > limit * 0.8 ? html`<p class=${length > limit ? 'error' : 'hint'}>${number(length)} of ${number(limit)} characters</p>` : nothing}
        ${wrong ? html`<p class="error">${wrong}</p>` : nothing}
      </div>
    </div>`;
  }

  parentField() {
    return html`<div class="make-parent">
      ${this.parent?.thumbnails?.length ? html`<img src=${this.parent.thumbnails[0].url} alt="">` : html`<span class="make-parent-none" aria-hidden="true"></span>`}
      <span class="grow">A remix of <a href="/p/${this.wish.parent}">${this.parent?.alt ? html`<span class="make-parent-name">${this.parent.alt}</span>` : 'this picture'}</a></span>
      <button type="button" class="button quiet square" aria-label="Make it no remix" @click=${() => { this.change({ parent: null }); this.prompt.focus(); }}>×</button>
    </div>`;
  }

  modelField() {
    const { model } = this;
    const off = this.models.filter((known) => !known.available);
    return html`<div class="stack tight">
      <label class="make-label" for="model">Model</label>
      <select id="model" class="field" @change=${(event) => this.chooseModel(event.target.value)}>
        ${this.models.filter((known) => known.available).map((known) => html`<option value=${known.id} ?selected=${known.id === this.wish.model}>${known.displayName} · ${known.creditsFrom === null ? 'no price yet' : `from ${number(known.creditsFrom)}`}</option>`)}
        ${off.length > 0 ? html`<optgroup label="Their provider is switched off or has no key">${off.map((known) => html`<option disabled>${known.displayName}</option>`)}</optgroup>` : nothing}
      </select>
      ${model?.lifecycle === 'deprecated' ? html`<p class="hint">Its vendor ends it ${model.endsOn ? `on ${model.endsOn}` : 'soon'}${model.replacement ? `; ${this.nameOf(model.replacement)} follows it` : ''}.</p>` : nothing}
      ${this.dropped ? html`<div class="notice notice-attention" role="status"><ul>${this.dropped.lines.map((line) => html`<li>${line}</li>`)}</ul>${this.dropped.undo ? html`<button type="button" class="link" @click=${this.undo}>Undo</button>` : html`<button type="button" class="link" @click=${() => { this.dropped = null; this.querySelector('#model').focus(); }}>All right</button>`}</div>` : nothing}
    </div>`;
  }

  foot() {
    const { price } = this;
    const obstacle = this.obstacle;
    const sending = this.items.filter((item) => item.state === 'sending' || item.state === 'looking').length;
    const shown = this.wish.prompt.trim() ? obstacle : null;
    return html`<div class="make-foot">
      ${this.refusal ? html`<p class="notice notice-failed" role="alert">${this.refusal.message} Nothing was charged.</p>` : nothing}
      ${shown ? html`<p class="error" role="status">${shown} ${obstacle === this.poverty ? this.poor(price) : nothing}</p>` : nothing}
      ${sending > 0 ? html`<p class="hint" role="status">${plural(sending, 'picture')} still uploading. Press when you like: the run waits.</p>` : nothing}
      <div class="make-run">
        ${stepper(this.wish.count, this.model?.capabilities.maxImages ?? 1, (count) => this.change({ count }))}
        <p class="price" aria-live="polite">${this.priceWords(price)}</p>
        <button type="submit" class="button primary make-button" aria-disabled=${obstacle ? 'true' : 'false'} title="Ctrl Enter">Make ${plural(this.wish.count, 'picture')}</button>
      </div>
    </div>`;
  }

  priceWords(price) {
    if (!price) return html`<span class="muted">Asking the price …</span>`;
    if (price.trouble) return html`<span class="muted">${price.trouble.offline ? 'Price unknown: no connection' : 'No price'}</span>`;
    return html`<span>${number(price.imageCount)} × ${number(price.creditsPerImage)} = <b>${plural(price.credits, 'credit')}</b></span> <span class="muted">${number(price.available)} left</span>`;
  }

  poor(price) {
    if (price.affordableImages > 0) return html`<button type="button" class="link" @click=${() => { this.change({ count: price.affordableImages }); this.querySelector('.make-button').focus(); }}>Make ${price.affordableImages} instead</button>`;
    return session.may('admin') ? html`<a href="/credits">Add credits</a>` : 'Ask an admin of your team for more.';
  }
}

customElements.define('at-make-form', Form);
