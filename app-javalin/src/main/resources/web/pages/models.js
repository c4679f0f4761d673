import { api, newKey } from 'studio/api.js';
import { Page, blank, dollars, html, nothing, number, state } from 'studio/ui.js';
import { FormDialog } from 'studio/parts/dialogs.js';
import { field, formError, select, valuesOf } from 'studio/parts/form.js';
import { Pager } from 'studio/parts/pager.js';

const LIFE = { active: ['done', 'active'], deprecated: ['attention', 'ends soon'], retired: ['cancelled', 'retired'] };
const USES = { image_generation: 'pictures', llm: 'words', vision: 'looking', video: 'films', speech: 'voices' };
const UNITS = { picture: 'a picture', call: 'each', second: 'a second', character: 'a character', input_token: 'a token read', output_token: 'a token written' };
const per = (line) => (line.per === 1 ? UNITS[line.unit] : `for ${number(line.per)} ${UNITS[line.unit].replace(/^an? /, '')}`);
const list = (text) => text.split(',').map((part) => part.trim()).filter(Boolean);

/** Which models there are, what they can do, and what a picture costs. */
class Models extends Page {
  constructor() {
    super();
    this.models = new Pager(this, (cursor) => api.listAllModels({ limit: 100, cursor }));
    this.prices = new Pager(this, (cursor) => api.listPrices({ limit: 200, cursor }));
  }

  get heading() {
    return 'Models and prices';
  }

  connectedCallback() {
    super.connectedCallback();
    this.reset();
  }

  reset() {
    this.models.reset();
    this.prices.reset();
  }

  price(model, line) {
    const dialog = new PriceDialog();
    Object.assign(dialog, { heading: `Price of ${model.displayName}`, model, line, key: newKey(), done: () => this.reset() });
    dialog.show();
  }

  edit(model) {
    const dialog = new ModelDialog();
    Object.assign(dialog, { heading: model ? model.displayName : 'A new model', model, done: () => this.reset() });
    dialog.show();
  }

  render() {
    return html`
      <div class="page-head"><div><h1>Models & prices</h1><p>A model without a price cannot be used. A new price holds from now on; work that runs keeps the price it began with.</p></div>
        <button type="button" class="button primary" @click=${() => this.edit(null)}>Add a model</button></div>
      ${this.models.render((models) => this.table(models), blank('empty', 'No models yet', 'Models come with a provider, or by hand.'))}
    `;
  }

  table(models) {
    const prices = Map.groupBy(this.prices.items ?? [], (line) => line.model);
    return html`<div class="table-wrap"><table class="table cards">
      <thead><tr><th>Model</th><th>Provider</th><th>For</th><th>State</th><th>Credits</th><th><span class="unseen">Actions</span></th></tr></thead>
      <tbody>${models.map((model) => html`<tr>
        <td data-name="Model" class="wrap"><b>${model.displayName}</b><br><small class="muted">${model.id}</small></td>
        <td data-name="Provider">${model.provider}</td>
        <td data-name="For">${USES[model.category] ?? model.category}</td>
        <td data-name="State">${model.lifecycle === 'active' && !model.available ? state('cancelled', 'switched off') : state(...LIFE[model.lifecycle])}${model.endsOn ? html`<br><small class="muted">ends ${model.endsOn}</small>` : nothing}${model.replacement ? html`<br><small class="muted">then ${model.replacement}</small>` : nothing}</td>
        <td data-name="Credits"><span class="stack tight">${(prices.get(model.id) ?? []).map((line) => html`<button type="button" class="link price" @click=${() => this.price(model, line)}>${number(line.credits)} ${per(line)}${[line.operation, line.quality, line.aspectRatio].filter(Boolean).map((word) => ` · ${word}`)} <small class="muted">costs ${dollars(line.costMicros)}</small></button>`)}${prices.has(model.id) ? nothing : html`<span class="error">no price</span>`}</span></td>
        <td><span class="row end"><button type="button" class="button small quiet" @click=${() => this.price(model, null)}>Set a price</button><button type="button" class="button small quiet" @click=${() => this.edit(model)}>Edit</button></span></td>
      </tr>`)}</tbody></table></div>`;
  }
}

const PRICED_BY = { image_generation: ['picture'], video: ['call', 'second'], speech: ['call', 'character'], llm: ['call', 'input_token', 'output_token'], vision: ['call', 'input_token', 'output_token'] };

class PriceDialog extends FormDialog {
  get units() {
    return PRICED_BY[this.model.category];
  }

  get unit() {
    return this.line?.unit ?? this.units[0];
  }

  /** What the price is counted by, and the conditions of the line that it takes the place of. */
  counted({ unit, per: many }) {
    const kept = Object.fromEntries(['operation', 'aspectRatio'].flatMap((name) => (this.line?.[name] ? [[name, this.line[name]]] : [])));
    return { unit, per: Number(many ?? 1), ...kept };
  }

  submit(event) {
    event.preventDefault();
    const { quality, credits, dollars: cost } = valuesOf(event.target);
    const body = { model: this.model.id, quality, credits: Number(credits), costMicros: Math.round(Number(cost) * 1e6), ...this.counted(valuesOf(event.target)) };
    this.send(() => api.addPrice({ key: this.key, body }), 'The price holds from now on.');
  }

  content() {
    const { line, model } = this;
    return html`<form class="stack" @submit=${this.submit}>
      ${formError(this.trouble)}
      ${model.capabilities.qualities.length > 0 ? select('Quality', 'quality', line?.quality ?? '', [['', 'every one without a price of its own'], ...model.capabilities.qualities]) : nothing}
      <div class="pair">${select('For', 'unit', this.unit, this.units.map((unit) => [unit, UNITS[unit]]))}${this.units.length > 1 ? select('How many of them', 'per', String(line?.per ?? 1), ['1', '10', '100', '1000', '10000', '100000', '1000000']) : nothing}</div>
      ${field('Credits', 'credits', line?.credits, this.trouble, { type: 'number', required: true, min: 0, max: 1000000 })}
      ${field('What the vendor charges us, in dollars', 'dollars', line ? line.costMicros / 1e6 : '', this.trouble, { required: true, pattern: '[0-9]+([.][0-9]{1,6})?', hint: 'Such as 0.011; recorded beside the credits' })}
      <p class="row end"><button class="button primary" ?disabled=${this.busy}>Set the price</button></p>
    </form>`;
  }
}

class ModelDialog extends FormDialog {
  submit(event) {
    event.preventDefault();
    const typed = valuesOf(event.target);
    const body = {
      id: typed.id,
      provider: typed.provider,
      category: typed.category,
      displayName: typed.displayName,
      lifecycle: typed.lifecycle,
      replacement: typed.replacement,
      endsOn: typed.endsOn,
      capabilities: {
        aspectRatios: list(typed.aspectRatios ?? ''),
        qualities: list(typed.qualities ?? ''),
        maxImages: Number(typed.maxImages),
        minInputImages: Number(typed.minInputImages),
        maxInputImages: Number(typed.maxInputImages),
        maxPromptLength: Number(typed.maxPromptLength),
        mask: typed.mask === 'on',
        seconds: list(typed.seconds ?? '').map(Number),
        voices: list(typed.voices ?? ''),
        seed: typed.seed === 'on',
      },
    };
    this.send(() => api.putModel({ body }), 'Saved.');
  }

  get width() {
    return 'wide';
  }

  content() {
    const model = this.model;
    const can = model?.capabilities ?? { aspectRatios: ['1:1'], qualities: [], seconds: [], voices: [], maxImages: 4, minInputImages: 0, maxInputImages: 0, maxPromptLength: 2000, mask: false, seed: false };
    const text = (label, name, value, more) => field(label, name, value, this.trouble, more);
    return html`<form class="stack" @submit=${this.submit}>
      ${formError(this.trouble)}
      <div class="halves">
        <div class="stack">
          ${text('Model id, as the vendor calls it', 'id', model?.id, { required: true, readonly: Boolean(model), maxlength: 120 })}
          ${text('Name', 'displayName', model?.displayName, { required: true, maxlength: 120 })}
          ${text('Provider', 'provider', model?.provider, { required: true, readonly: Boolean(model) })}
          ${select('For', 'category', model?.category ?? 'image_generation', [['image_generation', 'pictures'], ['llm', 'writing prompts'], ['vision', 'looking at pictures'], ['video', 'films'], ['speech', 'voices']])}
          ${select('State', 'lifecycle', model?.lifecycle ?? 'active', [['active', 'active'], ['deprecated', 'ends soon'], ['retired', 'retired']])}
          ${text('Replaced by', 'replacement', model?.replacement)}
          ${text('Ends on', 'endsOn', model?.endsOn, { type: 'date' })}
        </div>
        <div class="stack">
          ${text('Aspect ratios, the default first', 'aspectRatios', can.aspectRatios.join(', '), { hint: 'Such as 1:1, 16:9' })}
          ${text('Qualities, the default first', 'qualities', can.qualities.join(', '))}
          ${text('Seconds of a film, the default first', 'seconds', can.seconds.join(', '))}
          ${text('Voices, the default first', 'voices', can.voices.join(', '))}
          ${text('Most results at a time', 'maxImages', can.maxImages, { type: 'number', required: true, min: 1, max: 100 })}
          ${text('Fewest input pictures', 'minInputImages', can.minInputImages, { type: 'number', required: true, min: 0, max: 50 })}
          ${text('Most input pictures', 'maxInputImages', can.maxInputImages, { type: 'number', required: true, min: 0, max: 50 })}
          ${text('Longest prompt', 'maxPromptLength', can.maxPromptLength, { type: 'number', required: true, min: 1, max: 100000 })}
          <label class="check"><input type="checkbox" name="mask" .checked=${can.mask}> Takes a mask</label>
          <label class="check"><input type="checkbox" name="seed" .checked=${can.seed}> Takes a seed</label>
        </div>
      </div>
      <p class="row end"><button class="button primary" ?disabled=${this.busy}>Save the model</button></p>
    </form>`;
  }
}

customElements.define('at-price-dialog', PriceDialog);
customElements.define('at-model-dialog', ModelDialog);
customElements.define('at-models', Models);
