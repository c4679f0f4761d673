import { api } from 'studio/api.js';
import { Page, blank, bytes, copy, html, moment, nothing, setQuery, state, toast, toastTrouble, when } from 'studio/ui.js';
import { Dialog } from 'studio/parts/dialogs.js';
import { Pager } from 'studio/parts/pager.js';

const FILTERS = [['', 'All'], ['false', 'Not applied yet'], ['true', 'Applied']];

/** What vendors told us, as it came; each may be applied once more. */
class Callbacks extends Page {
  constructor() {
    super();
    this.callbacks = new Pager(this, (cursor) => api.listCallbacks({ processed: this.query('processed'), limit: 50, cursor }));
  }

  get heading() {
    return 'Callbacks';
  }

  routed() {
    this.callbacks.reset();
  }

  async replay(callback) {
    try {
      await api.replayCallback({ id: callback.id });
      toast('Queued. What it says is looked up at the vendor; nothing is charged twice.');
    } catch (trouble) {
      toastTrouble(trouble);
    }
    this.callbacks.reset();
  }

  async open(callback) {
    try {
      const raw = await api.getCallback({ id: callback.id });
      const dialog = new RawDialog();
      Object.assign(dialog, { heading: `Callback of ${callback.provider}`, raw });
      dialog.show();
    } catch (trouble) {
      toastTrouble(trouble);
    }
  }

  render() {
    const chosen = this.query('processed') ?? '';
    return html`
      <div class="page-head"><div><h1>Callbacks</h1><p>The inbox of what vendors send. A callback is a doorbell: what is true is looked up before anything changes.</p></div>
        <button type="button" class="button" @click=${() => this.callbacks.reset()}>Look again</button></div>
      <fieldset class="filter"><legend class="unseen">Which</legend><div class="choice">${FILTERS.map(([key, words]) => html`<label><input type="radio" name="processed" .checked=${key === chosen} @change=${() => setQuery({ processed: key })}>${words}</label>`)}</div></fieldset>
      ${this.callbacks.render((callbacks) => this.table(callbacks), blank('empty', 'No callbacks here', 'Vendors call back when a picture is ready, if they can reach this server. Without that, pictures are asked for and come all the same.'))}
    `;
  }

  table(callbacks) {
    return html`<div class="table-wrap"><table class="table cards">
      <thead><tr><th>Received</th><th>Provider</th><th>Signature</th><th>Vendor's task</th><th class="number">Size</th><th>Applied</th><th><span class="unseen">Actions</span></th></tr></thead>
      <tbody>${callbacks.map((callback) => html`<tr>
        <td data-name="Received">${when(callback.receivedAt)}</td>
        <td data-name="Provider"><b>${callback.provider}</b></td>
        <td data-name="Signature">${callback.trust}</td>
        <td data-name="Vendor's task" class="wrap"><code>${callback.vendorTask ?? 'not named'}</code></td>
        <td data-name="Size" class="number">${bytes(callback.bodyBytes)}</td>
        <td data-name="Applied">${callback.processed ? state('done', callback.outcome ?? 'applied') : state('queued', 'waits')}${callback.processedAt ? html`<br><small class="muted">${moment(callback.processedAt)}</small>` : nothing}</td>
        <td><span class="row end"><button type="button" class="button small quiet" @click=${() => this.open(callback)}>Read</button><button type="button" class="button small" @click=${() => this.replay(callback)}>Replay</button></span></td>
      </tr>`)}</tbody></table></div>`;
  }
}

class RawDialog extends Dialog {
  get width() {
    return 'wide';
  }

  content() {
    const { callback, headers, body } = this.raw;
    return html`
      <dl class="facts"><dt>Received</dt><dd>${moment(callback.receivedAt)}</dd><dt>Attempt</dt><dd><code>${callback.attemptId}</code></dd><dt>SHA-256</dt><dd><code>${callback.bodySha256}</code></dd>
        ${Object.entries(headers).map(([name, value]) => html`<dt>${name}</dt><dd><code>${value}</code></dd>`)}</dl>
      <pre class="raw" tabindex="0">${pretty(body)}</pre>
      <p class="row end"><button type="button" class="button" @click=${() => copy(body, 'The body is copied.')}>Copy the body</button></p>`;
  }
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

customElements.define('at-raw-dialog', RawDialog);
customElements.define('at-callbacks', Callbacks);
