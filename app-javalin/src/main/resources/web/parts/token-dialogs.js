import { api } from 'studio/api.js';
import { html, nothing } from 'studio/ui.js';
import { Dialog } from 'studio/parts/dialogs.js';
import { field, fieldError, formError, select, valuesOf } from 'studio/parts/form.js';
import { shownOnce } from 'studio/parts/shown-once.js';

const DAY_MS = 86_400_000;
const LIVES = [['30', '30 days'], ['90', '90 days'], ['365', 'One year'], ['', 'Never']];
const OVERLAPS = [['0', 'At once'], ['3600', 'After an hour'], ['86400', 'After a day'], ['604800', 'After a week']];

/** A dialog that ends with a token, which is shown only then. */
class SecretDialog extends Dialog {
  static properties = { ...Dialog.properties, trouble: { state: true }, busy: { state: true }, made: { state: true } };

  async make(work) {
    this.busy = true;
    this.trouble = null;
    try {
      this.made = await work();
      this.done();
    } catch (trouble) {
      this.trouble = trouble;
    } finally {
      this.busy = false;
    }
  }

  /** Something that this very token may do. */
  firstCall() {
    const { token, accessToken } = this.made;
    const key = `-H "Authorization: Bearer ${token}"`;
    if (accessToken.scopes.includes('generations:write')) {
      return `curl ${location.origin}/v1/images/generations ${key} \\\n  -H "Content-Type: application/json" -d '{"prompt": "three red circles"}'`;
    }
    return `curl ${location.origin}/api/v1/me ${key}`;
  }

  content() {
    if (!this.made) return this.form();
    return html`${shownOnce('This is the token. It is shown only now; keep it where you keep passwords.', this.made.token, 'The token is copied.')}
      <p class="muted">A first call:</p>
      <pre class="raw" tabindex="0" aria-label="A first call">${this.firstCall()}</pre>
      <p class="row end"><button type="button" class="button" @click=${() => this.close()}>Done</button></p>`;
  }
}

/** Name, scopes, end, limit and addresses of a new token. */
export class TokenDialog extends SecretDialog {
  static properties = { ...SecretDialog.properties, scopes: { state: true } };

  async connectedCallback() {
    super.connectedCallback();
    try {
      this.scopes = (await api.listScopes()).data;
    } catch (trouble) {
      this.trouble = trouble;
    }
  }

  submit(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    const { name, days, spendLimitCredits, spendPeriod, allowedIps } = valuesOf(event.target);
    this.make(() =>
      api.createAccessToken({
        body: {
          name,
          scopes: form.getAll('scopes'),
          expiresAt: days ? new Date(Date.now() + days * DAY_MS).toISOString() : null,
          spendLimitCredits: spendLimitCredits ? Number(spendLimitCredits) : null,
          spendPeriod,
          allowedIps: (allowedIps ?? '').split(/[\s,]+/).filter(Boolean),
        },
      }),
    );
  }

  form() {
    const trouble = this.trouble;
    return html`<form class="stack" @submit=${this.submit}>
      ${formError(trouble)}
      ${field('Name', 'name', '', trouble, { required: true, maxlength: 80, placeholder: 'What uses it, such as “nightly banners”' })}
      <fieldset class="stack tight"><legend class="label">May</legend>
        ${this.scopes ? html`<div class="scope-choice">${this.scopes.map(({ scope, title: words }) => html`<label class="check"><input type="checkbox" name="scopes" value=${scope} ?checked=${scope.startsWith('generations:') || scope.startsWith('images:')}> <span>${words} <small class="muted">${scope}</small></span></label>`)}</div>` : nothing}
        ${fieldError(trouble, '/scopes')}</fieldset>
      <div class="pair">
        ${select('Ends', 'days', '90', LIVES)}
        ${field('From these addresses only', 'allowedIps', '', trouble, { placeholder: '203.0.113.0/24', hint: 'empty: from anywhere' })}
        ${field('Credits it may spend', 'spendLimitCredits', '', trouble, { type: 'number', min: 1, hint: 'empty: as many as you may' })}
        ${select('Counted', 'spendPeriod', 'month', [['month', 'Each month'], ['total', 'In all']])}
      </div>
      <p class="row end"><button class="button primary" ?disabled=${this.busy}>Make the token</button></p>
    </form>`;
  }
}

/** Makes the successor of a token; the old one works on for a while, so that nothing stands still. */
export class RotateDialog extends SecretDialog {
  submit(event) {
    event.preventDefault();
    const overlapSeconds = Number(valuesOf(event.target).overlapSeconds);
    this.make(() => api.rotateAccessToken({ id: this.token.id, body: { overlapSeconds } }));
  }

  form() {
    return html`<form class="stack" @submit=${this.submit}>
      ${formError(this.trouble)}
      <p>You get a new token with the same scopes and limits.</p>
      ${select('The old one ends', 'overlapSeconds', '86400', OVERLAPS)}
      <p class="row end"><button class="button primary" ?disabled=${this.busy}>Make the new token</button></p>
    </form>`;
  }
}

customElements.define('at-token-dialog', TokenDialog);
customElements.define('at-rotate-dialog', RotateDialog);
