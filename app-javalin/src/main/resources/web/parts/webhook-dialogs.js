import { api } from 'studio/api.js';
import { html } from 'studio/ui.js';
import { Dialog, FormDialog } from 'studio/parts/dialogs.js';
import { field, fieldError, formError, select, valuesOf } from 'studio/parts/form.js';
import { shownOnce } from 'studio/parts/shown-once.js';

/** What an endpoint can hear, with words for people. */
export const EVENT_TYPES = [
  ['generation.completed', 'A generation is done'],
  ['generation.partial', 'A generation is partly done'],
  ['generation.failed', 'A generation failed'],
  ['generation.cancelled', 'A generation was cancelled'],
  ['generation.image_ready', 'A picture is ready'],
  ['generation.image_failed', 'A picture failed'],
  ['generation.accepted', 'A generation was started'],
  ['generation.stage', 'A generation went on to its next stage'],
  ['job.dead', 'A job has given up'],
  ['webhook.disabled', 'A webhook was switched off'],
];
const OVERLAPS = [['0', 'At once'], ['3600', 'After an hour'], ['86400', 'After a day'], ['604800', 'After a week']];

/** The fields of an endpoint, for a new one and for one that is there. */
export function endpointFields(endpoint, trouble) {
  const chosen = endpoint?.eventTypes ?? [];
  return html`${formError(trouble)}
    ${field('Address', 'url', endpoint?.url, trouble, { type: 'url', required: true, placeholder: 'https://example.com/atelier' })}
    ${field('What it is for', 'description', endpoint?.description, trouble, { maxlength: 200 })}
    <fieldset class="stack tight"><legend class="label">Hears</legend>
      <p class="hint">None chosen: everything, also what is added later.</p>
      <div class="scope-choice">${EVENT_TYPES.map(([type, words]) => html`<label class="check"><input type="checkbox" name="eventTypes" value=${type} ?checked=${chosen.includes(type)}> <span>${words} <small class="muted">${type}</small></span></label>`)}</div>
      ${fieldError(trouble, '/eventTypes')}</fieldset>`;
}

export function endpointOf(form) {
  const { url, description = '' } = valuesOf(form);
  return { url, description, eventTypes: new FormData(form).getAll('eventTypes') };
}

/** Makes an endpoint and shows its secret. */
export class EndpointDialog extends Dialog {
  static properties = { ...Dialog.properties, trouble: { state: true }, busy: { state: true }, secret: { state: true } };

  async submit(event) {
    event.preventDefault();
    this.busy = true;
    this.trouble = null;
    try {
      this.secret = (await api.createWebhookEndpoint({ body: { ...endpointOf(event.target), enabled: true } })).secret;
      this.done();
    } catch (trouble) {
      this.trouble = trouble;
    } finally {
      this.busy = false;
    }
  }

  content() {
    if (this.secret) return secretShown(this.secret, () => this.close());
    return html`<form class="stack" @submit=${this.submit}>
      ${endpointFields(null, this.trouble)}
      <p class="row end"><button class="button primary" ?disabled=${this.busy}>Make the webhook</button></p>
    </form>`;
  }
}

/** Changes address, words and events. */
export class EndpointChange extends FormDialog {
  submit(event) {
    event.preventDefault();
    const body = endpointOf(event.target);
    this.send(() => api.updateWebhookEndpoint({ id: this.endpoint.id, ifMatch: this.endpoint.version, body }), 'Saved.');
  }

  content() {
    return html`<form class="stack" @submit=${this.submit}>
      ${endpointFields(this.endpoint, this.trouble)}
      <p class="row end"><button class="button primary" ?disabled=${this.busy}>Save</button></p>
    </form>`;
  }
}

/** Makes the next secret; for a while each delivery is signed with both. */
export class SecretDialog extends Dialog {
  static properties = { ...Dialog.properties, trouble: { state: true }, secret: { state: true } };

  async submit(event) {
    event.preventDefault();
    const overlapSeconds = Number(valuesOf(event.target).overlapSeconds);
    try {
      this.secret = (await api.rotateWebhookSecret({ id: this.endpoint.id, body: { overlapSeconds } })).secret;
      this.done();
    } catch (trouble) {
      this.trouble = trouble;
    }
  }

  content() {
    if (this.secret) return secretShown(this.secret, () => this.close());
    return html`<form class="stack" @submit=${this.submit}>
      ${formError(this.trouble)}
      <p>Until the old secret ends, deliveries carry a signature by each.</p>
      ${select('The old one ends', 'overlapSeconds', '86400', OVERLAPS)}
      <p class="row end"><button class="button primary">Make a new secret</button></p>
    </form>`;
  }
}

const secretShown = (secret, close) => html`
  ${shownOnce('With this secret your server checks that a delivery is ours. It is shown only now.', secret, 'The secret is copied.')}
  <p class="row end"><button type="button" class="button" @click=${close}>Done</button></p>`;

customElements.define('at-endpoint-dialog', EndpointDialog);
customElements.define('at-endpoint-change', EndpointChange);
customElements.define('at-secret-dialog', SecretDialog);
