import { api } from 'studio/api.js';
import { Page, blank, confirm, copy, html, moment, navigate, nothing, seconds, setQuery, state, toast, toastTrouble, troubleScreen, when } from 'studio/ui.js';
import { Dialog } from 'studio/parts/dialogs.js';
import { Pager } from 'studio/parts/pager.js';
import { EndpointChange, SecretDialog } from 'studio/parts/webhook-dialogs.js';

const FILTERS = [['', 'All'], ['pending', 'Under way'], ['delivered', 'Delivered'], ['failed', 'Failed']];
const SHAPES = { pending: 'queued', delivered: 'done', failed: 'failed', disabled: 'cancelled' };
const WORDS = { pending: 'under way', delivered: 'delivered', failed: 'failed', disabled: 'not sent' };

/** One webhook: its settings, its secrets, and each delivery. */
class Webhook extends Page {
  static properties = { ...Page.properties, endpoint: { state: true }, trouble: { state: true } };

  constructor() {
    super();
    this.deliveries = new Pager(this, (cursor) => api.listWebhookDeliveries({ id: this.endpointId, state: this.query('state'), limit: 50, cursor }));
  }

  get heading() {
    return 'Webhook';
  }

  get endpointId() {
    return this.route.params.id;
  }

  routed() {
    this.look();
    this.deliveries.reset();
  }

  async look() {
    try {
      this.endpoint = await api.getWebhookEndpoint({ id: this.endpointId });
    } catch (trouble) {
      this.trouble = trouble;
    }
  }

  async attempt(work, said) {
    try {
      await work();
      toast(said);
    } catch (trouble) {
      toastTrouble(trouble);
    }
    await this.look();
    await this.deliveries.reset();
  }

  toggle() {
    const enabled = !this.endpoint.enabled;
    return this.attempt(
      () => api.updateWebhookEndpoint({ id: this.endpointId, ifMatch: this.endpoint.version, body: { enabled } }),
      enabled ? 'It hears again, from now on.' : 'It is off. What happens meanwhile is not sent later.',
    );
  }

  async remove() {
    if (!(await confirm('Delete this webhook?', 'Nothing is sent there any more, and its delivery log goes too.', 'Delete it', { danger: true }))) return;
    try {
      await api.deleteWebhookEndpoint({ id: this.endpointId });
      toast('Deleted.');
      navigate('/admin/webhooks');
    } catch (trouble) {
      toastTrouble(trouble);
    }
  }

  open(dialog, heading) {
    Object.assign(dialog, { heading, endpoint: this.endpoint, done: () => this.look() });
    dialog.show();
  }

  async read(delivery) {
    try {
      const whole = await api.getWebhookDelivery({ id: this.endpointId, did: delivery.id });
      Object.assign(new DeliveryDialog(), { heading: delivery.eventType, delivery: whole }).show();
    } catch (trouble) {
      toastTrouble(trouble);
    }
  }

  render() {
    if (this.trouble) return troubleScreen(this.trouble, () => this.routed());
    const endpoint = this.endpoint;
    if (!endpoint) return html`<p class="muted" aria-busy="true">Loading …</p>`;
    return html`
      <div class="page-head"><div><p><a href="/admin/webhooks">Webhooks</a></p><h1 class="wrap small-head">${endpoint.url}</h1>${endpoint.description ? html`<p>${endpoint.description}</p>` : nothing}</div>
        <div class="row">
          <button type="button" class="button" @click=${() => this.attempt(() => api.testWebhookEndpoint({ id: this.endpointId }), 'A test is on its way.')}>Send a test</button>
          <button type="button" class="button" @click=${() => this.open(new EndpointChange(), 'Change the webhook')}>Change</button>
          <button type="button" class="button" @click=${this.toggle}>${endpoint.enabled ? 'Switch off' : 'Switch on'}</button>
          <button type="button" class="button danger" @click=${this.remove}>Delete</button>
        </div></div>
      ${endpoint.disabledReason ? html`<p class="notice notice-failed">Switched off: ${endpoint.disabledReason}</p>` : nothing}
      <dl class="facts">
        <dt>State</dt><dd>${endpoint.enabled ? state('done', 'on') : state('cancelled', 'off')}</dd>
        <dt>Hears</dt><dd>${endpoint.eventTypes.length === 0 ? 'everything' : endpoint.eventTypes.join(', ')}</dd>
        <dt>Secrets</dt><dd>${endpoint.secrets.map((secret) => html`<code>whsec_…${secret.hint}</code> since ${moment(secret.createdAt)}${secret.expiresAt ? `, ends ${moment(secret.expiresAt)}` : ''}<br>`)}
          <button type="button" class="link" @click=${() => this.open(new SecretDialog(), 'New secret')}>Make a new secret</button></dd>
      </dl>
      <section class="section"><h2>Deliveries</h2>
        <fieldset class="filter"><legend class="unseen">State</legend><div class="choice">${FILTERS.map(([key, words]) => html`<label><input type="radio" name="state" .checked=${key === (this.query('state') ?? '')} @change=${() => setQuery({ state: key })}>${words}</label>`)}</div></fieldset>
        ${this.deliveries.render((deliveries) => this.table(deliveries), blank('empty', 'No deliveries', 'Send a test, or make a picture.'))}
      </section>
    `;
  }

  table(deliveries) {
    return html`<div class="table-wrap"><table class="table cards">
      <thead><tr><th>State</th><th>Event</th><th>When</th><th class="number">Tries</th><th>Last answer</th><th><span class="unseen">Actions</span></th></tr></thead>
      <tbody>${deliveries.map((delivery) => {
        const last = delivery.attempts.at(-1);
        return html`<tr>
          <td data-name="State">${state(SHAPES[delivery.state], WORDS[delivery.state])}</td>
          <td data-name="Event"><b>${delivery.eventType}</b></td>
          <td data-name="When">${when(delivery.createdAt)}</td>
          <td data-name="Tries" class="number">${delivery.attempts.length}</td>
          <td data-name="Last answer" class="wrap">${last ? answer(last) : html`<span class="muted">none yet</span>`}${delivery.nextAttemptAt ? html`<br><small class="muted">next try ${moment(delivery.nextAttemptAt)}</small>` : nothing}</td>
          <td><span class="row end"><button type="button" class="button small quiet" @click=${() => this.read(delivery)}>Read</button>
            <button type="button" class="button small" @click=${() => this.attempt(() => api.redeliverWebhook({ id: this.endpointId, did: delivery.id }), 'It is sent again, under the same id.')}>Send again</button></span></td>
        </tr>`;
      })}</tbody></table></div>`;
  }
}

const TROUBLES = { unreachable: 'not reached', timeout: 'no answer in time', redirect: 'a redirect', gone: 'gone', unsigned: 'no secret to sign with' };
const answer = ({ status, trouble, tookMs }) => `${[status, TROUBLES[trouble]].filter(Boolean).join(', ')} after ${seconds(tookMs)}`;

class DeliveryDialog extends Dialog {
  get width() {
    return 'wide';
  }

  content() {
    const { id, attempts, payload } = this.delivery;
    const text = typeof payload === 'string' ? payload : JSON.stringify(payload, null, 2);
    return html`<dl class="facts"><dt>webhook-id</dt><dd><code>${id}</code></dd>
        ${attempts.map((attempt, i) => html`<dt>Try ${i + 1}</dt><dd>${moment(attempt.at)}: ${answer(attempt)}</dd>`)}</dl>
      <pre class="raw" tabindex="0">${text}</pre>
      <p class="row end"><button type="button" class="button" @click=${() => copy(text, 'The payload is copied.')}>Copy the payload</button></p>`;
  }
}

customElements.define('at-delivery-dialog', DeliveryDialog);
customElements.define('at-webhook', Webhook);
