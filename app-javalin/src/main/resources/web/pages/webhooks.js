import { api } from 'studio/api.js';
import { Page, blank, html, nothing, state, when } from 'studio/ui.js';
import { Pager } from 'studio/parts/pager.js';
import { EndpointDialog } from 'studio/parts/webhook-dialogs.js';

/** Where this team's news are sent. */
class Webhooks extends Page {
  constructor() {
    super();
    this.endpoints = new Pager(this, (cursor) => api.listWebhookEndpoints({ limit: 100, cursor }));
  }

  get heading() {
    return 'Webhooks';
  }

  routed() {
    this.endpoints.reset();
  }

  create() {
    const dialog = new EndpointDialog();
    Object.assign(dialog, { heading: 'New webhook', done: () => this.endpoints.reset() });
    dialog.show();
  }

  render() {
    return html`
      <div class="page-head"><div><h1>Webhooks</h1><p>Your own servers hear what happens here: pictures that are ready, jobs that failed, credits that run low. Signed after the <a href="https://www.standardwebhooks.com" rel="noreferrer" target="_blank">Standard Webhooks</a> specification.</p></div>
        <button type="button" class="button primary" @click=${this.create}>New webhook</button></div>
      ${this.endpoints.render((endpoints) => this.table(endpoints), blank('empty', 'Nobody is told yet', 'Give an address of yours that takes POST requests over https. Deliveries are tried again for three days.'))}
    `;
  }

  table(endpoints) {
    return html`<div class="table-wrap"><table class="table cards">
      <thead><tr><th>Address</th><th>Hears</th><th>Last delivery</th><th>State</th></tr></thead>
      <tbody>${endpoints.map((endpoint) => html`<tr>
        <td data-name="Address" class="wrap"><a href="/admin/webhooks/${endpoint.id}"><b>${endpoint.url}</b></a>${endpoint.description ? html`<br><small class="muted">${endpoint.description}</small>` : nothing}</td>
        <td data-name="Hears" class="wrap">${endpoint.eventTypes.length === 0 ? 'everything' : endpoint.eventTypes.join(', ')}</td>
        <td data-name="Last delivery">${endpoint.lastDeliveryAt ? html`${when(endpoint.lastDeliveryAt)}${endpoint.lastStatus ? html`<br><small class="muted">answered ${endpoint.lastStatus}</small>` : nothing}` : html`<span class="muted">none yet</span>`}</td>
        <td data-name="State">${endpointState(endpoint)}</td>
      </tr>`)}</tbody></table></div>`;
  }
}

export const endpointState = (endpoint) => {
  if (endpoint.enabled) return state('done', 'on');
  return endpoint.disabledReason ? state('failed', 'switched off') : state('cancelled', 'off');
};

customElements.define('at-webhooks', Webhooks);
