import { api } from 'studio/api.js';
import { session } from 'studio/session.js';
import { Page, blank, confirm, dollars, html, nothing, state, toast, toastTrouble, when } from 'studio/ui.js';
import { Pager } from 'studio/parts/pager.js';
import { NewKeyDialog, OwnKeyDialog } from 'studio/parts/own-key-dialogs.js';

/** Keys at vendors that a person or the org brings along; they go before those of the house. */
class OwnKeys extends Page {
  static properties = { ...Page.properties, checks: { state: true } };

  constructor() {
    super();
    this.checks = {};
    this.keys = new Pager(this, () => api.listApiKeys());
  }

  get heading() {
    return 'Provider keys';
  }

  connectedCallback() {
    super.connectedCallback();
    this.keys.reset();
  }

  add() {
    this.open(new NewKeyDialog(), 'Bring a key');
  }

  edit(key) {
    this.open(Object.assign(new OwnKeyDialog(), { key }), key.name);
  }

  open(dialog, heading) {
    Object.assign(dialog, { heading, done: () => this.keys.reset() });
    dialog.show();
  }

  async test(key) {
    this.checks = { ...this.checks, [key.id]: { busy: true } };
    const check = await api.testApiKey({ body: { id: key.id } }).catch((trouble) => ({ ok: false, message: trouble.message }));
    this.checks = { ...this.checks, [key.id]: check };
  }

  async flip(key) {
    try {
      await api.changeApiKey({ id: key.id, ifMatch: key.version, body: { active: !key.active } });
      toast(`“${key.name}” is switched ${key.active ? 'off' : 'on'}.`);
    } catch (trouble) {
      toastTrouble(trouble);
    }
    this.keys.reset();
  }

  async drop(key) {
    const sure = await confirm('Delete this key?', `“${key.name}” is erased here; at the vendor it stays as it is. Work that runs with it may fail, uncharged.`, 'Delete it', { danger: true });
    if (!sure) return;
    try {
      await api.deleteApiKey({ id: key.id });
      toast(`“${key.name}” is deleted.`);
    } catch (trouble) {
      toastTrouble(trouble);
    }
    this.keys.reset();
  }

  render() {
    return html`
      <div class="page-head"><div><h1>Provider keys</h1><p>Your own accounts at vendors. A run asks for your key first, then for your team’s, then for the house’s; the price tells whose it is.</p></div>
        ${session.may('creator') ? html`<button type="button" class="button primary" @click=${this.add}>Bring a key</button>` : nothing}</div>
      ${this.keys.render((keys) => this.table(keys), blank('empty', 'No keys of your own', 'You work with the keys of the house. Bring one if a vendor is to bill you directly, or to use a vendor that the house has no account with.'))}
    `;
  }

  mine(key) {
    return key.scope === 'user' || session.may('admin');
  }

  table(keys) {
    return html`<div class="table-wrap"><table class="table cards">
      <thead><tr><th>Name</th><th>Vendor</th><th>Whose</th><th>Spent there</th><th>Last used</th><th>State</th><th><span class="unseen">Actions</span></th></tr></thead>
      <tbody>${keys.map((key) => html`<tr>
        <td data-name="Name"><b>${key.name}</b><br><small class="muted">…${key.hint}</small></td>
        <td data-name="Vendor">${key.provider}${key.alias ? html`<br><small class="muted">typed as ${key.alias}</small>` : nothing}</td>
        <td data-name="Whose">${key.scope === 'org' ? 'the team’s' : 'yours'}</td>
        <td data-name="Spent there">${dollars(key.spentMicros)}${key.spendCapMicros === null ? nothing : html`<br><small class="muted">of ${dollars(key.spendCapMicros)}</small>`}</td>
        <td data-name="Last used">${key.lastUsedAt ? when(key.lastUsedAt) : html`<span class="muted">never</span>`}</td>
        <td data-name="State" class="wrap">${this.standing(key)}</td>
        <td>${this.mine(key) ? html`<span class="row end">
          <button type="button" class="button small quiet" ?disabled=${this.checks[key.id]?.busy} @click=${() => this.test(key)}>${this.checks[key.id]?.busy ? 'Testing …' : 'Test'}</button>
          <button type="button" class="button small quiet" @click=${() => this.edit(key)}>Edit</button>
          <button type="button" class="button small quiet" @click=${() => this.flip(key)}>${key.active ? 'Switch off' : 'Switch on'}</button>
          <button type="button" class="button small quiet danger" @click=${() => this.drop(key)}>Delete</button></span>` : nothing}</td>
      </tr>`)}</tbody></table></div>`;
  }

  standing(key) {
    const check = this.checks[key.id];
    if (check && !check.busy) return html`<span role="status">${state(check.ok ? 'done' : 'failed', check.message)}</span>`;
    if (!key.active) return state('cancelled', 'switched off');
    const full = key.spendCapMicros !== null && key.spentMicros >= key.spendCapMicros;
    return full ? state('attention', 'limit reached') : state('done', 'in use');
  }
}

customElements.define('at-own-keys', OwnKeys);
