import { Part, css, generationState, html, nothing, number, plural, state, when } from 'studio/ui.js';
import { fileSlot } from 'studio/parts/generate-file.js';
import { KINDS } from 'studio/parts/generate-kinds.js';
import { bodyOf, inputsOf, proportion } from 'studio/parts/generate-wish.js';
import { failures, fallen, isRunning, priceWords, slotWords } from 'studio/parts/generate-words.js';

const SENDING = {
  uploads: (run) => `waiting for ${plural(run.waiting, 'upload')}`,
  sending: () => 'sending',
  offline: () => 'waiting for the connection',
};

/**
 * One generation with its slots. `run` is {key, id, wish, sending, generation}: sending is uploads, sending, offline or null, and
 * generation is null until the server took it on. Fires 'act' with {what, run}: again, edit, cancel, retry, drop.
 */
class Run extends Part {
  static properties = { run: { attribute: false }, mine: { type: Boolean }, maker: { type: Boolean }, models: { attribute: false }, open: { state: true }, now: { state: true } };

  constructor() {
    super();
    this.now = Date.now();
  }

  connectedCallback() {
    super.connectedCallback();
    const clock = setInterval(() => this.run.generation && isRunning(this.run.generation) && (this.now = Date.now()), 1000);
    this.atEnd(() => clearInterval(clock));
  }

  act(what) {
    this.actedAt = Date.now();
    this.dispatchEvent(new CustomEvent('act', { detail: { what, run: this.run }, bubbles: true }));
  }

  // The button that was pressed may be gone; the focus stays with its run.
  updated() {
    if (document.activeElement !== document.body || !(Date.now() - this.actedAt < 3000)) return;
    this.actedAt = 0;
    this.querySelector('article').focus({ preventScroll: true });
  }

  /** What was wished, also before the server has it. */
  get made() {
    return this.run.generation?.made ?? this.run.wish;
  }

  get kind() {
    return KINDS[this.made.kind];
  }

  get prompt() {
    return this.made.prompt;
  }

  // What comes while one looks fades in; those that were there already do not.
  willUpdate() {
    this.there ??= new Set(this.run.generation?.tasks.filter((task) => task.file).map((task) => task.id));
  }

  render() {
    const { generation } = this.run;
    const modelId = this.made.model;
    const model = this.models.find((known) => known.id === modelId)?.displayName ?? modelId;
    return html`<article class="run" tabindex="-1" aria-label=${`${this.kind.name} for: ${this.prompt.slice(0, 80)}`}>
      <header class="run-head">
        <p class="run-prompt ${this.open ? 'run-open' : ''} wrap">${this.prompt}</p>
        ${this.prompt.length > 160 ? html`<button type="button" class="link" aria-expanded=${this.open ? 'true' : 'false'} @click=${() => (this.open = !this.open)}>${this.open ? 'Less' : 'All of it'}</button>` : nothing}
        <p class="run-facts">
          ${generation ? generationState(generation.state) : state(this.run.sending === 'offline' ? 'attention' : 'queued', SENDING[this.run.sending](this.run))}
          <span>${model}</span>
          ${generation ? html`<span>${priceWords(generation)}</span><span>${when(generation.createdAt)}</span>` : html`<span>${this.run.sending === 'offline' ? 'not confirmed yet' : 'nothing held yet'}</span>`}
        </p>
      </header>
      ${this.slots()}
      ${generation ? fallen(generation).map((words) => html`<p class="hint wrap">${words}</p>`) : nothing}
      ${generation && !isRunning(generation) ? failures(generation).map((failure) => this.failure(failure)) : nothing}
      ${this.run.sending === 'offline' ? html`<p class="notice notice-attention">The server does not answer. This is sent again by itself; however often that happens, it is one job and is paid once.</p>` : nothing}
      ${this.buttons()}
    </article>`;
  }

  /** Width by height of the slots; where the model decides, that of the first that came. */
  get shape() {
    const { ratio } = this.made;
    const first = this.run.generation?.tasks.find((task) => task.file?.widthPx)?.file;
    return first && !/^\d+:\d+$/.test(ratio ?? '') ? first.widthPx / first.heightPx : proportion(ratio);
  }

  slots() {
    const { generation } = this.run;
    const { shape } = this;
    const count = generation?.tasks.length ?? this.made.count;
    const ended = generation && !isRunning(generation);
    if (ended && !generation.tasks.some((task) => task.file)) return nothing;
    const columns = count === 1 ? 1 : shape < 0.7 ? Math.min(count, 4) : count === 3 || count > 4 ? 3 : 2;
    const kind = count === 1 ? 'slots-one' : columns === 2 ? 'slots-two' : '';
    return html`<ul class="slots slots-${this.made.kind} ${kind}" ${css({ '--columns': String(columns), '--shape': String(shape) })}>
      ${generation ? generation.tasks.map((task) => this.slot(task)) : Array.from({ length: count }, () => html`<li class="slot slot-empty">${state('queued', SENDING[this.run.sending](this.run))}</li>`)}
    </ul>`;
  }

  slot(task) {
    const { generation } = this.run;
    if (task.file) return fileSlot(this.made.kind, task, this.prompt, !this.there.has(task.id));
    const { kind, text } = slotWords(generation, task, this.now);
    const gone = kind === 'failed' || kind === 'cancelled';
    return html`<li class="slot slot-empty ${gone ? 'slot-gone' : ''}">
      ${state(kind, text)}
      ${gone ? html`<small>${task.failure?.charged ? `${number(generation.unitPrice)} credits charged` : `Not charged — ${plural(generation.unitPrice, 'credit')} returned`}</small>` : nothing}
    </li>`;
  }

  failure(failure) {
    const count = failure.tasks.length;
    const all = count === this.run.generation.tasks.length;
    const stopped = failure.code === 'cancelled';
    const who = all ? (count === 1 ? '' : `All ${count} ${this.kind.one}s: `) : `${count} of ${this.run.generation.tasks.length}: `;
    return html`<div class="notice ${stopped ? 'notice-stopped' : 'notice-failed'} run-failure">
      <p class="wrap"><b>${who}${failure.happened}</b> ${failure.detail}</p>
      <dl class="facts">
        <dt>Money</dt><dd>${failure.money}</dd>
        <dt>Tried</dt><dd>${failure.tried}</dd>
        <dt>Next</dt><dd>${failure.advice}</dd>
      </dl>
    </div>`;
  }

  buttons() {
    const { run } = this;
    const { generation } = run;
    const button = (what, words) => html`<button type="button" class="button small" @click=${() => this.act(what)}>${words}</button>`;
    if (!generation) {
      return html`<p class="row run-buttons">${run.sending === 'offline' ? button('resend', 'Send now') : nothing}${run.sending === 'sending' ? nothing : button('drop', 'Do not send')}</p>`;
    }
    const failed = generation.tasks.filter((task) => task.state === 'failed').length;
    const running = isRunning(generation);
    return html`<div class="row run-buttons">
      ${this.maker && running && this.mine && generation.type !== 'text' ? (generation.cancelRequested ? html`<span class="run-stopping muted">Stopping. What the provider has in hand still comes, and is charged.</span>` : button('cancel', 'Cancel')) : nothing}
      ${this.maker && !running && failed > 0 && generation.type !== 'text' ? button('retry', `Retry failed (${failed})`) : nothing}
      ${this.maker ? html`${button('again', 'Run again')}${button('edit', 'Edit')}` : nothing}
      <at-copy-as .request=${() => ({ path: this.kind.path, body: bodyOf(this.made, inputsOf(generation)) })}></at-copy-as>
    </div>`;
  }
}

customElements.define('at-run', Run);
