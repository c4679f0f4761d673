import { api } from 'studio/api.js';
import { session } from 'studio/session.js';
import { html, nothing, state } from 'studio/ui.js';
import { FormDialog } from 'studio/parts/dialogs.js';
import { field, fieldError, formError, select, valuesOf } from 'studio/parts/form.js';

const micros = (dollars) => (dollars ? Math.round(Number(dollars) * 1e6) : null);
const cap = (value, trouble) => field('Most that may be spent with it, in dollars', 'spendCap', value, trouble, { pattern: '[0-9]+([.][0-9]{1,6})?', hint: 'empty: as much as the vendor allows' });

/** Takes a key, which is sealed at once; what is typed can be tested before it is kept. */
export class NewKeyDialog extends FormDialog {
  static properties = { ...FormDialog.properties, vendors: { state: true }, check: { state: true } };

  async connectedCallback() {
    super.connectedCallback();
    try {
      this.vendors = (await api.listApiKeys()).providers;
    } catch (trouble) {
      this.trouble = trouble;
    }
  }

  async test() {
    const { provider, key } = valuesOf(this.querySelector('form'));
    this.check = { busy: true };
    this.check = await api.testApiKey({ body: { provider, key } }).catch((trouble) => ({ ok: false, message: trouble.message }));
  }

  submit(event) {
    event.preventDefault();
    const { provider, name, key, scope, spendCap } = valuesOf(event.target);
    this.send(() => api.createApiKey({ body: { provider, name, key, scope: scope ?? 'user', spendCapMicros: micros(spendCap) } }), `“${name}” is kept and asked first from now on.`);
  }

  content() {
    const { trouble, check } = this;
    return html`<form class="stack" @submit=${this.submit}>
      ${formError(trouble)}
      <div class="pair">
        ${select('Vendor', 'provider', '', this.vendors ?? [], () => (this.check = null))}
        ${session.may('admin') ? select('For', 'scope', 'user', [['user', 'me'], ['org', 'everybody of the team']]) : nothing}
        ${field('Name', 'name', '', trouble, { required: true, maxlength: 80, placeholder: 'Such as “my own account”' })}
        ${cap('', trouble)}
      </div>
      ${field('Key', 'key', '', trouble, { type: 'password', required: true, hint: 'Kept sealed; nobody can read it back' })}
      ${fieldError(trouble, '/spendCapMicros')}
      <p role="status">${told(check)}</p>
      <p class="row end"><button type="button" class="button" ?disabled=${check?.busy} @click=${this.test}>Test</button>
        <button class="button primary" ?disabled=${this.busy}>Keep the key</button></p>
    </form>`;
  }
}

/** Name, limit and, if one types it, a new key in the place of the old. */
export class OwnKeyDialog extends FormDialog {
  submit(event) {
    event.preventDefault();
    const { name, key, spendCap } = valuesOf(event.target);
    this.send(() => api.changeApiKey({ id: this.key.id, ifMatch: this.key.version, body: { name, spendCapMicros: micros(spendCap), ...(key && { key }) } }), 'Saved; it holds from the next run on.');
  }

  content() {
    const { key, trouble } = this;
    return html`<form class="stack" @submit=${this.submit}>
      ${formError(trouble)}
      ${field('Name', 'name', key.name, trouble, { required: true, maxlength: 80 })}
      ${cap(key.spendCapMicros === null ? '' : key.spendCapMicros / 1e6, trouble)}
      ${fieldError(trouble, '/spendCapMicros')}
      ${field('A new key', 'key', '', trouble, { type: 'password', hint: `The stored one ends in ${key.hint}; type to replace it` })}
      <p class="row end"><button class="button primary" ?disabled=${this.busy}>Save</button></p>
    </form>`;
  }
}

function told(check) {
  if (!check) return html`<span class="muted">The test calls the vendor without cost and keeps nothing.</span>`;
  return check.busy ? 'Asking the vendor …' : state(check.ok ? 'done' : 'failed', check.message);
}

customElements.define('at-new-key-dialog', NewKeyDialog);
customElements.define('at-own-key-dialog', OwnKeyDialog);
