import { api, newKey } from 'studio/api.js';
import { subscribe } from 'studio/live.js';
import { session } from 'studio/session.js';
import { Page, blank, dollars, html, moment, nothing, number, plural, setQuery, troubleScreen } from 'studio/ui.js';
import { FormDialog } from 'studio/parts/dialogs.js';
import { field, formError, select, valuesOf } from 'studio/parts/form.js';
import { Pager } from 'studio/parts/pager.js';

const SPANS = [['7', '7 days'], ['30', '30 days'], ['90', '90 days'], ['365', 'a year']];
const KINDS = ['grant', 'purchase', 'hold', 'capture', 'release', 'refund', 'adjustment'];
const DAY_MS = 86_400_000;

/** What is there, what it went for, and every single movement. */
class CreditsPage extends Page {
  static properties = { ...Page.properties, balance: { state: true }, usage: { state: true }, trouble: { state: true } };

  constructor() {
    super();
    this.ledger = new Pager(this, (cursor) => api.listLedger({ limit: 50, cursor, kind: this.query('kind'), generation: this.query('generation') }));
  }

  get heading() {
    return 'Credits';
  }

  connectedCallback() {
    super.connectedCallback();
    import('studio/parts/chart.js');
    this.atEnd(subscribe((event) => /gap|completed|partial|failed|cancelled/.test(event.type) && this.readBalance()));
  }

  routed() {
    const span = this.query('days') ?? '30';
    if (span !== this.span) {
      this.span = span;
      this.readUsage();
    }
    const rows = `${this.query('kind')} ${this.query('generation')}`;
    if (rows !== this.rows) {
      this.rows = rows;
      this.ledger.reset();
    }
    if (!this.balance) this.readBalance();
  }

  async readBalance() {
    try {
      this.balance = await api.getCredits();
    } catch (trouble) {
      this.trouble = trouble;
    }
  }

  async readUsage() {
    const from = new Date(Date.now() - (Number(this.span) - 1) * DAY_MS).toISOString().slice(0, 10);
    try {
      const [day, person, model] = await Promise.all(['day', 'person', 'model'].map((groupBy) => api.getUsage({ from, groupBy })));
      this.usage = { day, person, model };
    } catch (trouble) {
      this.trouble = trouble;
    }
  }

  grant() {
    const dialog = new GrantDialog();
    dialog.heading = 'Give or correct credits';
    dialog.key = newKey();
    dialog.done = () => {
      this.readBalance();
      this.ledger.reset();
    };
    dialog.show();
  }

  render() {
    if (this.trouble && !this.balance) return troubleScreen(this.trouble, () => { this.trouble = null; this.readBalance(); this.readUsage(); });
    return html`
      <div class="page-head"><div><h1>Credits</h1><p>A picture is charged when it is stored, and only then.</p></div>
        ${session.may('admin') ? html`<button type="button" class="button" @click=${this.grant}>Give or correct credits</button>` : nothing}</div>
      ${this.balance ? this.figures(this.balance) : html`<p class="muted">Loading …</p>`}
      <section class="section">
        <div class="row between"><h2>Spending</h2><fieldset><legend class="unseen">Span</legend><div class="choice">${SPANS.map(([key, words]) => html`<label><input type="radio" name="days" .checked=${key === this.span} @change=${() => setQuery({ days: key === '30' ? null : key })}>${words}</label>`)}</div></fieldset></div>
        ${this.usage ? this.spending(this.usage) : html`<p class="muted">Adding up …</p>`}
      </section>
      <section class="section">
        <div class="row between"><h2>Ledger</h2>
          <label class="row">Show <select class="field slim" @change=${(event) => setQuery({ kind: event.target.value })}><option value="">every movement</option>${KINDS.map((kind) => html`<option value=${kind} ?selected=${kind === this.query('kind')}>${kind}</option>`)}</select></label></div>
        ${this.query('generation') ? html`<p class="row">Only of one generation. <button type="button" class="link" @click=${() => setQuery({ generation: null })}>Show all</button></p>` : nothing}
        ${this.ledger.render((entries) => this.table(entries), blank('empty', 'No movement', 'Credits that are given, held, charged or returned stand here, each with its reason.'))}
      </section>
    `;
  }

  figures(balance) {
    return html`<dl class="figures credits-figures">
      <div><dt>left to spend</dt><dd>${number(balance.available)}</dd></div>
      <div><dt>held for running work</dt><dd>${number(balance.held)}</dd></div>
      <div><dt>spent so far</dt><dd>${number(balance.spent)}</dd></div>
      <div><dt>given so far</dt><dd>${number(balance.granted)}</dd></div>
    </dl>`;
  }

  spending({ day, person, model }) {
    const { totals } = day;
    if (totals.credits === 0) return blank('empty', 'Nothing was spent in this time', 'Pictures that arrive show here by day, person and model.', html`<a class="button" href="/">Make some</a>`);
    const each = totals.images > 0 ? totals.credits / totals.images : 0;
    return html`
      <p class="lead"><b>${number(totals.credits)}</b> credits for ${plural(totals.images, 'picture')}, ${each.toFixed(1)} each${totals.failedImages > 0 ? html`; ${plural(totals.failedImages, 'picture')} failed and cost nothing` : nothing}.${session.may('admin') && totals.costMicros > 0 ? html` Vendors charge ${dollars(totals.costMicros)} for them.` : nothing}</p>
      <at-chart kind="bar" label="Credits by day" .names=${day.data.map((row) => row.label.slice(5))} .values=${day.data.map((row) => row.credits)}></at-chart>
      <div class="halves">
        ${this.share('By person', person)}
        ${this.share('By model', model)}
      </div>
    `;
  }

  share(words, { data }) {
    const rows = data.filter((row) => row.credits > 0);
    return html`<div><h3>${words}</h3>
      <at-chart kind="rows" label="Credits ${words.toLowerCase()}" .names=${rows.map((row) => row.label)} .values=${rows.map((row) => row.credits)}></at-chart>
      <table class="table"><thead><tr><th>${words === 'By person' ? 'Person' : 'Model'}</th><th class="number">Pictures</th><th class="number">Credits</th></tr></thead>
        <tbody>${rows.map((row) => html`<tr><td class="wrap">${row.label}</td><td class="number">${number(row.images)}</td><td class="number">${number(row.credits)}</td></tr>`)}</tbody></table></div>`;
  }

  table(entries) {
    return html`<div class="table-wrap"><table class="table cards">
      <thead><tr><th>When</th><th>What</th><th class="number">Left</th><th class="number">Held</th><th class="number">Spent</th><th class="number">Left after</th><th>By</th><th>For</th></tr></thead>
      <tbody>${entries.map((entry) => html`<tr>
        <td data-name="When"><time datetime=${entry.at}>${moment(entry.at)}</time></td>
        <td data-name="What"><b>${entry.kind}</b></td>
        ${['available', 'held', 'spent'].map((part) => html`<td class="number" data-name=${{ available: 'Left', held: 'Held', spent: 'Spent' }[part]}>${change(entry.change[part])}</td>`)}
        <td class="number" data-name="Left after">${number(entry.after.available)}</td>
        <td data-name="By" class="wrap">${entry.actorName ?? entry.actor}</td>
        <td data-name="For" class="wrap">${entry.generationId ? html`<a href="/gallery?generation=${entry.generationId}">pictures ${entry.generationId.slice(-6)}</a> ` : nothing}${entry.reason ?? ''}</td>
      </tr>`)}</tbody></table></div>`;
  }
}

const change = (value) => (value === 0 ? '' : value > 0 ? `+${number(value)}` : `−${number(-value)}`);

class GrantDialog extends FormDialog {
  submit(event) {
    event.preventDefault();
    const { kind, amount, reason } = valuesOf(event.target);
    this.send(() => api.changeCredits({ key: this.key, body: { kind, amount: Number(amount), reason } }), 'Booked.');
  }

  content() {
    return html`<form class="stack" @submit=${this.submit}>
      ${formError(this.trouble)}
      ${select('What', 'kind', 'grant', [['grant', 'Give credits'], ['adjustment', 'Correct by an amount, may be negative']])}
      ${field('Credits', 'amount', '', this.trouble, { type: 'number', required: true })}
      ${field('Reason', 'reason', '', this.trouble, { required: true, maxlength: 500, hint: 'Stands in the ledger for good' })}
      <p class="row end"><button class="button primary" ?disabled=${this.busy}>Book it</button></p>
    </form>`;
  }
}

customElements.define('at-grant-dialog', GrantDialog);
customElements.define('at-credits', CreditsPage);
