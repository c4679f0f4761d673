import { api } from 'studio/api.js';
import { session } from 'studio/session.js';
import { Page, blank, confirm, html, moment, nothing, number, setQuery, state, toast, toastTrouble, when } from 'studio/ui.js';
import { Pager } from 'studio/parts/pager.js';
import { RotateDialog, TokenDialog } from 'studio/parts/token-dialogs.js';

/** Keys for programs that call the API in my name. */
class Tokens extends Page {
  constructor() {
    super();
    this.tokens = new Pager(this, () => api.listAccessTokens({ all: this.everybody ? 'true' : undefined }));
  }

  get heading() {
    return 'Access tokens';
  }

  get everybody() {
    return session.may('admin') && this.query('all') === 'true';
  }

  routed() {
    this.tokens.reset();
  }

  create() {
    this.open(new TokenDialog(), 'New access token');
  }

  rotate(token) {
    this.open(Object.assign(new RotateDialog(), { token }), `Renew “${token.name}”`);
  }

  open(dialog, heading) {
    Object.assign(dialog, { heading, done: () => this.tokens.reset() });
    dialog.show();
  }

  async revoke(token) {
    const sure = await confirm('Revoke this token?', `Whatever uses “${token.name}” is shut out at once, and for good. Pictures that are being made still arrive.`, 'Revoke it', { danger: true });
    if (!sure) return;
    try {
      await api.revokeAccessToken({ id: token.id });
      toast(`“${token.name}” is revoked.`);
    } catch (trouble) {
      toastTrouble(trouble);
    }
    this.tokens.reset();
  }

  render() {
    return html`
      <div class="page-head"><div><h1>Access tokens</h1><p>Keys for scripts and other programs. They work in your name, never beyond your role; the <a href="/docs">API document</a> says what they can call.</p></div>
        <button type="button" class="button primary" @click=${this.create}>New token</button></div>
      ${session.may('admin') ? html`<fieldset class="filter"><legend class="unseen">Whose</legend><div class="choice">
        ${[['', 'Mine'], ['true', 'Everybody’s']].map(([key, words]) => html`<label><input type="radio" name="all" .checked=${key === (this.everybody ? 'true' : '')} @change=${() => setQuery({ all: key })}>${words}</label>`)}</div></fieldset>` : nothing}
      ${this.tokens.render((tokens) => this.table(tokens), blank('empty', 'No tokens yet', 'A token lets a program make pictures without your password. Its scopes, an end and a limit on credits keep it small.'))}
    `;
  }

  table(tokens) {
    return html`<div class="table-wrap"><table class="table cards">
      <thead><tr><th>Name</th>${this.everybody ? html`<th>Whose</th>` : nothing}<th>May</th><th>Spent</th><th>Last used</th><th>Ends</th><th>State</th><th><span class="unseen">Actions</span></th></tr></thead>
      <tbody>${tokens.map((token) => html`<tr>
        <td data-name="Name"><b>${token.name}</b><br><small class="muted">atl_…${token.hint}</small></td>
        ${this.everybody ? html`<td data-name="Whose">${token.userName}</td>` : nothing}
        <td data-name="May" class="wrap"><span class="scopes">${token.scopes.map((scope) => html`<code class="tag">${scope}</code>`)}</span></td>
        <td data-name="Spent">${spent(token)}</td>
        <td data-name="Last used">${token.lastUsedAt ? html`${when(token.lastUsedAt)}${token.lastUsedIp ? html`<br><small class="muted">${token.lastUsedIp}</small>` : nothing}` : html`<span class="muted">never</span>`}</td>
        <td data-name="Ends">${token.expiresAt ? when(token.expiresAt) : html`<span class="muted">never</span>`}</td>
        <td data-name="State">${standing(token)}</td>
        <td>${token.revokedAt ? nothing : html`<span class="row end">
          ${token.userId === session.me.user.id ? html`<button type="button" class="button small quiet" @click=${() => this.rotate(token)}>Renew</button>` : nothing}
          <button type="button" class="button small quiet danger" @click=${() => this.revoke(token)}>Revoke</button></span>`}</td>
      </tr>`)}</tbody></table></div>`;
  }
}

function spent(token) {
  if (token.spendLimitCredits === null) return number(token.spentCredits);
  return html`${number(token.spentCredits)} of ${number(token.spendLimitCredits)}<br><small class="muted">${token.spendPeriod === 'month' ? 'this month' : 'in all'}</small>`;
}

function standing(token) {
  if (token.revokedAt) return state('cancelled', 'revoked');
  if (token.expiresAt && new Date(token.expiresAt) < new Date()) return state('cancelled', 'ended');
  if (token.replacesUntil) return html`<span title=${moment(token.replacesUntil)}>${state('attention', 'being replaced')}</span>`;
  return state('done', 'works');
}

customElements.define('at-tokens', Tokens);
