import { api } from 'studio/api.js';
import { Page, copy, html, moment, nothing, state, troubleScreen, when } from 'studio/ui.js';

const SHAPES = { ok: ['done', 'fine'], warning: ['attention', 'look at it'], failed: ['failed', 'broken'], skipped: ['cancelled', 'skipped'] };
const STREAM_PATIENCE_MS = 20_000;

/** Whether everything that has to work does, with what to do where it does not. */
class Diagnostics extends Page {
  static properties = { ...Page.properties, report: { state: true }, trouble: { state: true }, busy: { state: true }, stream: { state: true } };

  get heading() {
    return 'Diagnostics';
  }

  connectedCallback() {
    super.connectedCallback();
    this.run();
  }

  async run() {
    this.busy = true;
    this.trouble = null;
    this.testStream();
    try {
      this.report = await api.getDiagnostics();
    } catch (trouble) {
      this.trouble = trouble;
    } finally {
      this.busy = false;
    }
  }

  // A proxy that holds answers back keeps the first bytes of a stream for itself; only the browser can see that.
  async testStream() {
    this.stream = { id: 'stream', title: 'Events reach this browser as they happen', state: 'skipped', detail: 'Listening …', hint: null };
    const began = performance.now();
    const cut = new AbortController();
    const timer = setTimeout(() => cut.abort(), STREAM_PATIENCE_MS);
    try {
      const answer = await fetch('/api/v1/events', { headers: { Accept: 'text/event-stream' }, signal: cut.signal, cache: 'no-store' });
      await answer.body.getReader().read();
      this.stream = { ...this.stream, state: 'ok', detail: `The first bytes came after ${Math.round(performance.now() - began)} ms.` };
    } catch {
      this.stream = { ...this.stream, state: 'warning', detail: 'No bytes came in time.', hint: 'A proxy between here and the server holds answers back: switch its buffering off for /api/v1/events. The studio asks every few seconds until then.' };
    } finally {
      clearTimeout(timer);
      cut.abort();
    }
  }

  render() {
    if (this.trouble && !this.report) return troubleScreen(this.trouble, () => this.run());
    const checks = this.report ? [...this.report.checks, this.stream] : [];
    const wrong = checks.filter((check) => check.state === 'failed' || check.state === 'warning').length;
    return html`
      <div class="page-head"><div><h1>Diagnostics</h1><p>${this.report ? (wrong === 0 ? 'Everything that has to work does.' : `${wrong} of ${checks.length} checks want a look.`) : 'Checking …'}</p></div>
        <button type="button" class="button" ?disabled=${this.busy} @click=${this.run}>${this.busy ? 'Checking …' : 'Check again'}</button></div>
      ${this.report ? html`
        <ul class="checks">${checks.map((check) => html`<li><span>${state(...SHAPES[check.state])}</span><div><b>${check.title}</b><p class="muted wrap">${check.detail}</p>${check.hint ? html`<p class="hint-line wrap">${check.hint}</p>` : nothing}</div></li>`)}</ul>
        <section class="section"><h2>This server</h2><dl class="facts"><dt>Version</dt><dd>${this.report.version}</dd><dt>Java</dt><dd>${this.report.javaVersion}</dd><dt>Started</dt><dd>${when(this.report.startedAt)} (${moment(this.report.startedAt)})</dd></dl>
          <p><button type="button" class="button small" @click=${() => copy(JSON.stringify({ ...this.report, settings: undefined }, null, 2), 'The report is copied.')}>Copy the report</button></p></section>
        ${this.report.settings?.length > 0 ? html`<section class="section"><h2>Settings</h2><p class="muted">What is in force, and where it comes from. Secrets say only whether they are set.</p>
          <div class="table-wrap"><table class="table cards"><thead><tr><th>Setting</th><th>Value</th><th>From</th></tr></thead><tbody>${this.report.settings.map((setting) => html`<tr><td data-name="Setting"><code>${setting.name}</code></td><td data-name="Value" class="wrap">${setting.secret ? html`<span class="muted">${setting.value ?? (setting.source === 'default' ? 'not set' : 'set')}</span>` : (setting.value ?? html`<span class="muted">not set</span>`)}</td><td data-name="From">${setting.source}</td></tr>`)}</tbody></table></div></section>` : nothing}` : nothing}
    `;
  }
}

customElements.define('at-diagnostics', Diagnostics);
