import { api } from 'studio/api.js';
import { Page, blank, html, moment, nothing, setQuery, when } from 'studio/ui.js';
import { Pager } from 'studio/parts/pager.js';

const KINDS = [['', 'Everything'], ['member', 'Members'], ['provider', 'Providers'], ['model', 'Models'], ['price', 'Prices'], ['credits', 'Credits'], ['access_token', 'Tokens'], ['api_key', 'Own keys'], ['webhook_endpoint', 'Webhooks']];

/** Who changed what, with what was there before. */
class Audit extends Page {
  constructor() {
    super();
    this.entries = new Pager(this, (cursor) => api.listAuditLog({ action: this.query('action'), from: dayStart(this.query('from')), to: dayEnd(this.query('to')), limit: 50, cursor }));
  }

  get heading() {
    return 'Audit log';
  }

  routed() {
    this.entries.reset();
  }

  render() {
    const chosen = this.query('action') ?? '';
    return html`
      <div class="page-head"><div><h1>Audit log</h1><p>Every change to people, keys, providers, prices and credits. Written with the change itself; nobody can edit it.</p></div>
        <button type="button" class="button" @click=${() => this.entries.reset()}>Look again</button></div>
      <div class="row filter">
        <fieldset><legend class="unseen">What</legend><div class="choice">${KINDS.map(([key, words]) => html`<label><input type="radio" name="action" .checked=${key === chosen} @change=${() => setQuery({ action: key })}>${words}</label>`)}</div></fieldset>
        <label class="row">From <input class="field slim" type="date" .value=${this.query('from') ?? ''} @change=${(event) => setQuery({ from: event.target.value })}></label>
        <label class="row">to <input class="field slim" type="date" .value=${this.query('to') ?? ''} @change=${(event) => setQuery({ to: event.target.value })}></label>
      </div>
      ${this.entries.render((entries) => this.table(entries), blank('empty', 'No such changes', 'Changes appear here the moment they are made.'))}
    `;
  }

  table(entries) {
    return html`<div class="table-wrap"><table class="table cards">
      <thead><tr><th>When</th><th>Who</th><th>Did</th><th>To</th><th>Before and after</th></tr></thead>
      <tbody>${entries.map((entry) => html`<tr>
        <td data-name="When">${when(entry.at)}</td>
        <td data-name="Who"><b>${entry.actor.name}</b>${entry.actor.kind === 'user' ? nothing : html` <small class="muted">${entry.actor.kind}</small>`}${entry.ip ? html`<br><small class="muted">${entry.ip}</small>` : nothing}</td>
        <td data-name="Did"><code>${entry.action}</code></td>
        <td data-name="To" class="wrap">${entry.subject.label}</td>
        <td data-name="Before and after" class="wrap">${changes(entry)}</td>
      </tr>`)}</tbody></table></div>`;
  }
}

/** What differs, field by field. */
function changes({ before, after }) {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const changed = names.filter((name) => JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]));
  if (changed.length === 0) return html`<span class="muted">nothing to show</span>`;
  return html`<dl class="changes">${changed.map((name) => html`<dt>${name}</dt><dd>${before && name in before ? html`<del>${words(before[name])}</del> ` : nothing}${after && name in after ? html`<ins>${words(after[name])}</ins>` : nothing}</dd>`)}</dl>`;
}

const MOMENT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
function words(value) {
  if (value === null || value === '') return 'none';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(words).join(', ');
  if (typeof value === 'object') return JSON.stringify(value);
  return MOMENT.test(value) ? moment(value) : String(value);
}
const dayStart = (day) => (day ? new Date(`${day}T00:00:00`).toISOString() : undefined);
const dayEnd = (day) => (day ? new Date(`${day}T23:59:59.999`).toISOString() : undefined);

customElements.define('at-audit', Audit);
