import { api } from 'studio/api.js';
import { Page, blank, confirm, html, nothing, number, setQuery, state, toast, toastTrouble, when } from 'studio/ui.js';
import { Pager } from 'studio/parts/pager.js';

const STATES = [['', 'All'], ['waiting', 'Waiting'], ['running', 'Running'], ['dead', 'Dead letters']];
const SHAPES = { waiting: 'queued', running: 'running', dead: 'failed' };
const REFRESH_MS = 5_000;

/** The queue: what waits, runs and has given up. */
class Jobs extends Page {
  static properties = { ...Page.properties, depth: { state: true }, open: { state: true } };

  constructor() {
    super();
    this.jobs = new Pager(this, (cursor) => api.listJobs({ state: this.query('state'), limit: 50, cursor }));
  }

  get heading() {
    return 'Jobs';
  }

  connectedCallback() {
    super.connectedCallback();
    const timer = setInterval(() => document.visibilityState === 'visible' && this.look(), REFRESH_MS);
    this.atEnd(() => clearInterval(timer));
  }

  routed() {
    this.jobs.reset();
    this.look();
  }

  // Figures of the whole server; who may not see them sees the list alone.
  async look() {
    try {
      this.depth = await api.getJobDepth();
    } catch {
      this.depth = null;
    }
  }

  async retry(job) {
    try {
      await api.retryJob({ id: job.id });
      toast('Back in the queue, with a fresh count.');
    } catch (trouble) {
      toastTrouble(trouble);
    }
    this.jobs.reset();
  }

  async retryLike(job) {
    const body = { action: 'retry', kind: job.step, error: this.lastError(job) };
    try {
      const { matched } = await api.changeJobs({ body: { ...body, dryRun: true } });
      if (!(await confirm('Retry them all?', `${number(matched)} dead letters of “${job.step}” ended with this very error.`, `Retry ${number(matched)}`))) return;
      const { done } = await api.changeJobs({ body: { ...body, dryRun: false } });
      toast(`${number(done)} are back in the queue.`);
    } catch (trouble) {
      toastTrouble(trouble);
    }
    this.jobs.reset();
  }

  async discard(job) {
    if (!(await confirm('Throw it away?', 'This step will never run again. Its generation ends at its deadline, and credits that are held come back.', 'Throw away', { danger: true }))) return;
    try {
      await api.discardJob({ id: job.id });
      toast('Gone.');
    } catch (trouble) {
      toastTrouble(trouble);
    }
    this.jobs.reset();
  }

  lastError(job) {
    return job.attempts.at(-1)?.error ?? null;
  }

  render() {
    const chosen = this.query('state') ?? '';
    return html`
      <div class="page-head"><div><h1>Jobs</h1><p>Each step of a generation is a job that survives restarts. What fails is tried again; what keeps failing becomes a dead letter.</p></div>
        <button type="button" class="button" @click=${() => { this.jobs.reset(); this.look(); }}>Look again</button></div>
      ${this.depth ? html`<dl class="figures"><div><dt>waiting</dt><dd>${number(this.depth.waiting)}</dd></div><div><dt>running</dt><dd>${number(this.depth.running)}</dd></div><div><dt>dead</dt><dd>${number(this.depth.dead)}</dd></div></dl>` : nothing}
      <fieldset class="filter"><legend class="unseen">State</legend><div class="choice">${STATES.map(([key, words]) => html`<label><input type="radio" name="state" .checked=${key === chosen} @change=${() => setQuery({ state: key })}>${words}</label>`)}</div></fieldset>
      ${this.jobs.render((jobs) => this.table(jobs), chosen === 'dead' ? blank('empty', 'No dead letters', 'Everything that failed got through in the end.') : blank('empty', 'The queue is empty', 'Jobs appear while pictures are made.'))}
    `;
  }

  table(jobs) {
    return html`<div class="table-wrap"><table class="table cards">
      <thead><tr><th>State</th><th>Step</th><th>Priority</th><th class="number">Tries</th><th>Due</th><th>Last error</th><th><span class="unseen">Actions</span></th></tr></thead>
      <tbody>${jobs.map((job) => html`<tr>
        <td data-name="State">${state(SHAPES[job.state], job.state)}</td>
        <td data-name="Step"><b>${job.step}</b><br><small class="muted">${job.subjectId.slice(0, 8)} ${job.detail}</small></td>
        <td data-name="Priority">${job.priority}</td>
        <td data-name="Tries" class="number">${job.failures}</td>
        <td data-name="Due">${when(job.dueAt)}</td>
        <td data-name="Last error" class="wrap">${this.lastError(job) ?? html`<span class="muted">none</span>`}
          ${job.attempts.length > 1 ? html`<details><summary>${job.attempts.length} tries</summary><ol class="tries">${job.attempts.map((attempt) => html`<li>${when(attempt.at)} ${attempt.error}</li>`)}</ol></details>` : nothing}</td>
        <td><span class="row end">${job.state === 'dead' ? html`
          <button type="button" class="button small" @click=${() => this.retry(job)}>Retry</button>
          <button type="button" class="button small quiet" @click=${() => this.retryLike(job)}>Retry all like it</button>
          <button type="button" class="button small quiet danger" @click=${() => this.discard(job)}>Throw away</button>` : nothing}</span></td>
      </tr>`)}</tbody></table></div>`;
  }
}

customElements.define('at-jobs', Jobs);
