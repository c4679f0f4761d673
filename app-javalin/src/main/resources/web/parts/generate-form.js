import { api } from 'studio/api.js';
import { subscribe } from 'studio/live.js';
import { Part, html, nothing, number, plural } from 'studio/ui.js';
import { KINDS } from 'studio/parts/generate-kinds.js';
import { foot, poverty } from 'studio/parts/generate-foot.js';
import { bodyOf, fit, newWish, promptLimit, wishOf } from 'studio/parts/generate-wish.js';
import { choices } from 'studio/parts/generate-choices.js';
import { modelField } from 'studio/parts/generate-model.js';
import { Uploads } from 'studio/parts/generate-uploads.js';
import 'studio/parts/generate-inputs.js';

const DRAFT = 'atelier.draft';
// What may decide the price; of the prompt it is the length.
const PRICED = new Set(['count', 'quality', 'ratio', 'seconds', 'prompt']);
const FIRST_PROMPT = 'Three paper circles on linen, morning light, seen from above';

/** The form; fires 'make' with {wish, uploads} when it is to run. `kind` is what is made, `models` are those of all kinds, `refusal` the Trouble of the last try. */
class Form extends Part {
  static properties = {
    kind: {},
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
    this.wish = { ...newWish(), ...draft?.wish };
    this.begun(this.kind);
    if (draft?.uploads.length > 0) this.uploads.restore(draft.uploads);
    if (this.wish.parent) this.readParent(this.wish.parent);
    this.ask(0);
  }

  /** The words and pictures stay when another kind is chosen; the model and what it can do change. */
  begun(kind) {
    const wish = { ...this.wish, kind };
    const models = this.models.filter((model) => model.category === KINDS[kind].category);
    const known = models.find((model) => model.id === wish.model && model.available) ?? models.find((model) => model.available);
    this.wish = known ? fit(wish, known).wish : { ...wish, model: null };
    this.dropped = null;
    this.price = null;
  }

  willUpdate(changed) {
    if (!changed.has('kind') || changed.get('kind') === undefined || this.wish.kind === this.kind) return;
    this.begun(this.kind);
    this.ask(0);
  }

  get offered() {
    return this.models.filter((model) => model.category === KINDS[this.wish.kind].category);
  }

  keep() {
    const uploads = this.items.filter((item) => item.state === 'ready').map(({ id, role }) => ({ id, role }));
    sessionStorage.setItem(DRAFT, JSON.stringify({ wish: this.wish, uploads }));
  }

  greet() {
    if (!this.wish.prompt) this.change({ prompt: FIRST_PROMPT });
    this.updateComplete.then(() => this.prompt.focus({ preventScroll: true }));
  }

  /** Fills the form with a recipe, which is what createGeneration takes. */
  fillRecipe(body) {
    const inputs = [...(body.referenceImages ?? []).map((id) => ({ id, role: 'reference' })), ...(body.productImages ?? []).map((id) => ({ id, role: 'product' }))];
    return this.fill(wishOf(body), inputs);
  }

  /** Fills the form with a wish of its kind and with pictures, {id, role}. */
  async fill(parts, inputs) {
    this.uploads.clear();
    this.dropped = null;
    const wish = { ...newWish(), kind: this.kind, ...parts };
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

  heeded() {
    this.dropped = null;
    this.querySelector('#model').focus();
  }

  change(parts) {
    this.wish = { ...this.wish, ...parts };
    if (Object.keys(parts).some((part) => PRICED.has(part))) this.ask('prompt' in parts ? 800 : 200);
  }

  ask(delay) {
    clearTimeout(this.asking);
    this.asking = setTimeout(async () => {
      if (!this.isConnected || !this.wish.model) return;
      const body = this.priced;
      const asked = (this.asked = JSON.stringify(body));
      if (this.price && !this.price.trouble && this.price.asked === asked && delay === 800) return;
      try {
        const price = { asked, ...(await api.estimateCost({ body })) };
        if (asked === this.asked) this.price = price;
      } catch (trouble) {
        if (asked === this.asked) this.price = { trouble };
      }
    }, delay);
  }

  /** The part of the wish that decides the price. */
  get priced() {
    const { kind, model, count, quality, ratio, seconds, prompt } = this.wish;
    const pictures = this.uploads.of('product').length;
    const body = { model, count: KINDS[kind].counted ? count : 1 };
    if (quality) body.quality = quality;
    if (ratio) body.aspectRatio = ratio;
    if (seconds) body.seconds = seconds;
    if (pictures > 0) body.inputImages = pictures;
    if (kind === 'speech' || kind === 'text') body.characters = prompt.trim().length;
    return body;
  }

  /** Why it would be refused now, in words; null if nothing speaks against it. */
  get obstacle() {
    const { wish, model, price } = this;
    const limit = promptLimit(model, wish.kind);
    const products = this.uploads.of('product').length;
    if (!wish.prompt.trim()) return KINDS[wish.kind].missing;
    if (!model) return 'No model is ready for this.';
    if (wish.prompt.trim().length > limit) return `The prompt is ${plural(wish.prompt.trim().length - limit, 'character')} too long.`;
    if (this.items.some((item) => item.state === 'failed')) return 'One picture cannot be used. Remove it or send it again.';
    if (products < (model?.capabilities.minInputImages ?? 0)) return `${model.displayName} needs ${plural(model.capabilities.minInputImages, 'picture')} at least.`;
    if (products > (model?.capabilities.maxInputImages ?? 0) || this.uploads.of('reference').length > 16) return 'There are more pictures than the model takes.';
    if (poverty(price)) return poverty(price);
    if (price?.trouble && price.trouble.status >= 400 && price.trouble.status < 500) return price.trouble.message;
    return null;
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
        <at-inputs .kind=${wish.kind} .uploads=${this.uploads} .items=${this.items} .model=${model}></at-inputs>
        ${modelField(this)}
        ${model ? choices(model.capabilities, wish, (parts) => this.change(parts), () => ({ path: KINDS[wish.kind].path, body: bodyOf(wish, this.items) })) : nothing}
      </div>
      ${foot(this)}
    </form>`;
  }

  promptField() {
    const { label, placeholder, missing } = KINDS[this.wish.kind];
    const limit = promptLimit(this.model, this.wish.kind);
    const length = this.wish.prompt.trim().length;
    const wrong = this.refusal?.field?.('/prompt') ?? this.refusal?.field?.('/text') ?? (this.tried && length === 0 ? missing : null);
    return html`<div class="stack tight">
      <label class="make-label" for="prompt">${label}</label>
      <textarea id="prompt" class="field make-prompt" rows="4" .value=${this.wish.prompt} placeholder=${placeholder} aria-invalid=${wrong || length > limit ? 'true' : nothing} aria-describedby="prompt-note" @input=${(event) => this.change({ prompt: event.target.value })}></textarea>
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
}

customElements.define('at-make-form', Form);
