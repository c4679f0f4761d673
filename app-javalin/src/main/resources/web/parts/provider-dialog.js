import { api } from 'studio/api.js';
import { confirm, html, nothing, state, toast, toastTrouble } from 'studio/ui.js';
import { FormDialog } from 'studio/parts/dialogs.js';
import { field, formError, select, valuesOf } from 'studio/parts/form.js';

const NAMES = { image_generation: 'Pictures', llm: 'Prompts', vision: 'Looking', video: 'Films', speech: 'Voices' };

/** Adds or changes one provider. A key is written, never read back; what stands in the form can be tested before it is saved. */
class ProviderDialog extends FormDialog {
  static properties = { ...FormDialog.properties, category: {}, adapter: { state: true }, check: { state: true } };

  get width() {
    return 'wide';
  }

  get fitting() {
    return this.adapters.filter((adapter) => adapter.categories.includes(this.category));
  }

  get chosen() {
    const name = this.provider?.adapter ?? this.adapter;
    return this.fitting.find((adapter) => adapter.name === name) ?? this.fitting[0];
  }

  body() {
    const typed = valuesOf(this.querySelector('form'));
    const options = Object.fromEntries(
      (typed.options ?? '').split('\n').map((line) => line.split(/=(.*)/s).slice(0, 2).map((part) => part.trim())).filter(([name, value]) => name && value),
    );
    const shared = { displayName: typed.displayName, baseUrl: typed.baseUrl, model: typed.model, options, apiKey: typed.apiKey, webhookSecret: typed.webhookSecret };
    return this.provider
      ? { ...shared, priority: this.provider.priority, enabled: this.provider.enabled }
      : { ...shared, id: typed.id, category: this.category, adapter: this.chosen.name };
  }

  async test() {
    const { baseUrl, model, apiKey, options } = this.body();
    this.check = { busy: true };
    try {
      this.check = this.provider
        ? await api.testProvider({ id: this.provider.id, body: { apiKey, baseUrl, model } })
        : await api.testTypedProvider({ body: { category: this.category, adapter: this.chosen.name, baseUrl, model, apiKey, options } });
    } catch (trouble) {
      this.check = { reachable: false, detail: trouble.message };
    }
  }

  save(event) {
    event.preventDefault();
    const body = this.body();
    const { provider } = this;
    this.send(
      () => (provider ? api.replaceProvider({ id: provider.id, ifMatch: provider.version, body }) : api.createProvider({ body })),
      provider ? 'Saved; it holds from the next request on.' : 'Added at the end of the chain.',
    );
  }

  async drop() {
    if (!(await confirm(`Delete ${this.provider.displayName}?`, 'Its key is erased. What it made stays, with its history.', 'Delete', { danger: true }))) return;
    try {
      await api.deleteProvider({ id: this.provider.id });
      toast('Deleted.');
      this.close();
      this.done();
    } catch (trouble) {
      toastTrouble(trouble);
    }
  }

  content() {
    const { provider, chosen, trouble } = this;
    const secret = (stored) => (stored?.set ? `Stored, ends in ${stored.lastFour ?? '····'}; type to replace it` : 'Kept sealed; nobody can read it back');
    return html`<form class="stack" @submit=${this.save}>
      ${formError(trouble)}
      <div class="halves">
        <div class="stack">
          ${provider ? nothing : html`
            ${select('For', 'category', this.category, Object.entries(NAMES), (event) => { this.category = event.target.value; this.adapter = null; this.check = null; })}
            ${select('Adapter', 'adapter', chosen?.name, this.fitting.map((adapter) => adapter.name), (event) => { this.adapter = event.target.value; this.check = null; })}
            ${field('Id', 'id', '', trouble, { required: true, pattern: '[a-z][a-z0-9\\-]{1,39}', hint: 'Small letters, digits and dashes; stands in recipes for good' })}`}
          ${field('Name', 'displayName', provider?.displayName, trouble, { required: true, maxlength: 120 })}
          ${field('Model', 'model', provider?.model, trouble, { required: true, maxlength: 120, hint: 'As the vendor calls it' })}
        </div>
        <div class="stack">
          ${field('Address', 'baseUrl', provider?.baseUrl, trouble, { type: 'url', placeholder: 'the adapter’s own', hint: 'Another host erases the stored key' })}
          ${field('Key', 'apiKey', '', trouble, { type: 'password', autocomplete: 'off', hint: chosen && !chosen.needsApiKey ? 'Not needed' : secret(provider?.apiKey) })}
          ${field('Secret of its callbacks', 'webhookSecret', '', trouble, { type: 'password', autocomplete: 'off', hint: secret(provider?.webhookSecret) })}
          <label class="label">Options<small>One a line: name=value</small><textarea class="field" name="options" spellcheck="false" .value=${Object.entries(provider?.options ?? {}).map(([name, value]) => `${name}=${value}`).join('\n')}></textarea></label>
        </div>
      </div>
      <p role="status">${this.check?.busy ? 'Asking the vendor …' : this.check ? (this.check.reachable ? state('done', this.check.detail) : state('failed', this.check.detail)) : html`<span class="muted">The test calls the vendor without cost.</span>`}</p>
      <p class="row end">${provider ? html`<button type="button" class="button danger quiet" @click=${this.drop}>Delete</button><span class="grow"></span>` : nothing}
        <button type="button" class="button" ?disabled=${this.check?.busy} @click=${this.test}>Test</button>
        <button class="button primary" ?disabled=${this.busy}>${provider ? 'Save' : 'Add it'}</button></p>
    </form>`;
  }
}

customElements.define('at-provider-dialog', ProviderDialog);
