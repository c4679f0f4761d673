import { api } from 'studio/api.js';
import { html, nothing, plural, state } from 'studio/ui.js';
import { FormDialog } from 'studio/parts/dialogs.js';
import { field, formError, select, valuesOf } from 'studio/parts/form.js';

export const CHAINS = [
  ['TEXT_TO_IMAGE', 'pictures from words'],
  ['IMAGE_TO_IMAGE', 'pictures from pictures'],
  ['TEXT_TO_VIDEO', 'films from words'],
  ['IMAGE_TO_VIDEO', 'films from pictures'],
  ['SPEECH', 'voices'],
];

/** Who makes a file when the first does not take the order; and, asked for a request, who would make it and why the others not. `models` are all models. */
class ChainDialog extends FormDialog {
  static properties = { ...FormDialog.properties, category: { state: true }, chain: { state: true }, rungs: { state: true }, walk: { state: true } };

  constructor() {
    super();
    this.category = CHAINS[0][0];
  }

  connectedCallback() {
    super.connectedCallback();
    this.read();
  }

  get width() {
    return 'wide';
  }

  async read() {
    this.walk = null;
    this.trouble = null;
    try {
      this.chain = await api.getChain({ category: this.category });
      this.rungs = this.chain.rungs;
    } catch (trouble) {
      this.trouble = trouble;
    }
  }

  choose(category) {
    this.category = category;
    this.rungs = null;
    this.read();
  }

  move(index, to) {
    const rungs = [...this.rungs];
    const [rung] = rungs.splice(index, 1);
    if (to !== null) rungs.splice(to, 0, rung);
    this.rungs = rungs;
  }

  add(id) {
    const model = this.models.find((known) => known.id === id);
    if (model) this.rungs = [...this.rungs, { provider: model.provider, model: model.id }];
  }

  get free() {
    return this.models.filter((model) => model.categories.includes(this.category) && model.lifecycle !== 'retired' && !this.rungs.some((rung) => rung.model === model.id && rung.provider === model.provider));
  }

  save() {
    this.send(() => api.putChain({ category: this.category, ifMatch: this.chain.version, body: { rungs: this.rungs } }), 'The chain holds from the next order on.');
  }

  async simulate(event) {
    event.preventDefault();
    const { aspectRatio, quality, seconds } = valuesOf(event.target);
    this.trouble = null;
    try {
      this.walk = (await api.simulateChain({ body: { category: this.category, aspectRatio, quality, ...(seconds && { seconds: Number(seconds) }) } })).rungs;
    } catch (trouble) {
      this.trouble = trouble;
    }
  }

  content() {
    return html`<div class="stack">
      ${formError(this.trouble)}
      ${select('For', 'category', this.category, CHAINS, (event) => this.choose(event.target.value))}
      ${this.rungs ? this.list() : html`<p class="muted">Loading …</p>`}
      <form class="stack" @submit=${this.simulate}>
        <h3>Who would answer?</h3>
        <div class="pair">${field('Ratio', 'aspectRatio', '', this.trouble, { placeholder: '16:9' })}${field('Quality', 'quality', '', this.trouble)}${this.category.endsWith('VIDEO') ? field('Seconds', 'seconds', '', this.trouble, { type: 'number', min: 1 }) : nothing}</div>
        <p><button class="button">Walk the chain</button> <span class="muted">No vendor is asked.</span></p>
        ${this.walk ? html`<ol class="rungs" aria-label="Who would answer">${this.walk.map((rung) => html`<li><span class="grow wrap"><b>${rung.model}</b> <small class="muted">${rung.provider}${rung.credits === null ? '' : `, ${plural(rung.credits, 'credit')}`}</small></span>${rung.answers ? state('done', 'answers') : html`<span class="wrap">${state('cancelled', rung.reason ?? 'is not reached')}</span>`}</li>`)}</ol>` : nothing}
      </form>
    </div>`;
  }

  list() {
    const { rungs, chain } = this;
    return html`
      <p class="muted">${chain.version === 0 ? 'No chain was written: the providers are asked in their order, each with its own model.' : 'An order falls to the next only if nothing was started, if the next can do the same, and for no more credits.'}</p>
      <ol class="rungs">${rungs.map((rung, i) => html`<li>
        <b>${i + 1}</b><span class="grow wrap">${rung.model} <small class="muted">${rung.provider}</small></span>
        <button type="button" class="button quiet square" aria-label="Ask ${rung.model} earlier" ?disabled=${i === 0} @click=${() => this.move(i, i - 1)}>↑</button>
        <button type="button" class="button quiet square" aria-label="Ask ${rung.model} later" ?disabled=${i === rungs.length - 1} @click=${() => this.move(i, i + 1)}>↓</button>
        <button type="button" class="button quiet square" aria-label="Leave ${rung.model} out" @click=${() => this.move(i, null)}>×</button></li>`)}</ol>
      <div class="row"><select class="field slim" aria-label="Add a model" @change=${(event) => { this.add(event.target.value); event.target.value = ''; }}><option value="">Add a model …</option>${this.free.map((model) => html`<option value=${model.id}>${model.displayName} · ${model.provider}</option>`)}</select>
        <span class="grow"></span><button type="button" class="button primary" ?disabled=${this.busy} @click=${this.save}>Save the chain</button></div>`;
  }
}

customElements.define('at-chain-dialog', ChainDialog);
