import { api, newKey } from 'studio/api.js';
import { subscribe } from 'studio/live.js';
import { session } from 'studio/session.js';
import { Page, announce, blank, html, nothing, plural, setQuery, toast, toastTrouble, troubleScreen } from 'studio/ui.js';
import { repeat } from 'lit/directives/repeat.js';
import { KINDS } from 'studio/parts/generate-kinds.js';
import { inputsOf, newWish } from 'studio/parts/generate-wish.js';
import { isRunning } from 'studio/parts/generate-words.js';
import { Runs } from 'studio/parts/generate-runs.js';
import 'studio/parts/generate-form.js';
import 'studio/parts/generate-run.js';

class Generate extends Page {
  static properties = { ...Page.properties, models: { state: true }, runs: { state: true }, trouble: { state: true }, refusal: { state: true }, loaded: { state: true }, greeting: { state: true } };

  constructor() {
    super();
    this.runs = [];
    this.madeAt = 0;
    this.acting = new Set();
    this.store = new Runs((change) => this.changed(change));
  }

  get heading() {
    return 'Generate';
  }

  /** What is made now; the address says it, so that it can be sent to somebody. */
  get kind() {
    const wanted = this.query('make');
    return this.kinds.includes(wanted) ? wanted : (this.kinds[0] ?? 'image');
  }

  /** The kinds that somebody here can make. */
  get kinds() {
    return Object.keys(KINDS).filter((kind) => this.models?.some((model) => model.category === KINDS[kind].category && model.available));
  }

  get maker() {
    return session.may('creator');
  }

  connectedCallback() {
    super.connectedCallback();
    this.atEnd(subscribe((event) => this.heard(event)));
    this.atEnd(() => this.store.end());
    const back = () => document.visibilityState === 'visible' && this.store.refreshLinks();
    document.addEventListener('visibilitychange', back);
    this.atEnd(() => document.removeEventListener('visibilitychange', back));
    this.begin();
  }

  async begin() {
    this.trouble = null;
    try {
      const { data } = await api.listModels();
      this.models = data;
      await this.updateComplete;
      this.ask();
      await this.store.begin(this.maker ? { user: session.me.user.id } : {});
      this.loaded = true;
      import('studio/parts/generate-copy.js');
    } catch (trouble) {
      this.trouble = trouble;
    }
  }

  routed() {
    if (this.models) this.ask();
  }

  get form() {
    return this.querySelector('at-make-form');
  }

  /** Does what the address asks for, once. */
  async ask() {
    const reuse = this.query('reuse');
    const remix = this.query('remix');
    if (this.query('hello') !== null) {
      this.greeting = localStorage.getItem('atelier.greeted') === null;
      setQuery({ hello: null });
      this.form?.greet();
    }
    const words = this.query('prompt');
    if (this.form && words) {
      this.form.change({ prompt: words });
      setQuery({ prompt: null });
    }
    if (!this.form || (!reuse && !remix)) return;
    try {
      const recipe = await api.getImageRecipe({ id: reuse ?? remix });
      setQuery({ reuse: null, remix: null });
      setQuery({ make: null });
      await this.form.fillRecipe(remix ? { ...recipe, parentImageId: remix } : recipe);
    } catch (trouble) {
      if (!trouble.offline) setQuery({ reuse: null, remix: null });
      toastTrouble(trouble);
    }
  }

  heard(event) {
    if (event.type === 'gap') {
      if (this.loaded) this.store.readAll().catch(() => {}); // the next gap or event repeats it
    } else if (this.store.find(event.generationId)) {
      this.store.readSoon(event.generationId);
    } else if (event.type === 'generation.accepted' && event.data.userId === session.me?.user.id && this.loaded) {
      this.store.accepted(event.generationId);
    }
  }

  changed(change) {
    this.runs = this.store.list;
    if (change?.before) this.say(change.before, change.run.generation);
  }

  say(before, after) {
    const there = (generation) => generation.tasks.filter((task) => task.file).length;
    const { one } = KINDS[after.made.kind];
    if (isRunning(after)) {
      if (there(after) > there(before)) announce(`${there(after)} of ${plural(after.tasks.length, one)} done.`);
      else if (after.stage !== before.stage) announce(`Now ${after.stage.replaceAll('_', ' ')}.`);
    } else if (isRunning(before)) {
      const missing = after.tasks.length - there(after);
      announce(`${plural(there(after), one)} done${missing > 0 ? `, ${missing} did not arrive and ${missing === 1 ? 'is' : 'are'} not charged` : ''}.`);
    }
  }

  async make({ wish, uploads }) {
    // A double click is one job.
    if (Date.now() - this.madeAt < 700) return;
    this.madeAt = Date.now();
    this.refusal = null;
    this.dismiss();
    announce(`Asked for ${plural(wish.count, KINDS[wish.kind].one)}.`);
    const answer = this.store.make(wish, uploads);
    this.updateComplete.then(() => this.showNewest());
    const refusal = await answer;
    if (refusal) {
      this.refusal = refusal;
      announce(`Refused: ${refusal.message}`);
    }
  }

  showNewest() {
    const newest = this.querySelector('at-run')?.getBoundingClientRect();
    if (!newest || (newest.top >= 0 && newest.top < innerHeight / 2)) return;
    const behavior = matchMedia('(prefers-reduced-motion: reduce)').matches ? 'instant' : 'smooth';
    this.querySelector('at-run').scrollIntoView({ block: 'start', behavior });
  }

  async act({ what, run }, key = newKey()) {
    const mark = `${what} ${run.key}`;
    if (this.acting.has(mark)) return;
    this.acting.add(mark);
    try {
      if (what === 'drop') this.store.drop(run.key);
      else if (what === 'resend') await this.store.send(run);
      else if (what === 'edit') await this.edit(run.generation);
      else if (what === 'again') await this.again(run.generation);
      else if (what === 'cancel') this.store.take(await api.cancelGeneration({ id: run.id }));
      else if (what === 'retry') {
        await api.retryGeneration({ id: run.id, key });
        await this.store.read(run.id);
      }
    } catch (trouble) {
      toastTrouble(trouble, trouble.offline ? { label: 'Try again', run: () => this.act({ what, run }, key) } : null);
    } finally {
      this.acting.delete(mark);
    }
  }

  async edit(generation) {
    setQuery({ make: generation.made.kind });
    await this.updateComplete;
    await this.form.fill(generation.made, inputsOf(generation));
    this.form.scrollIntoView({ block: 'start' });
    toast('The form holds this request now.');
  }

  async again(generation) {
    await this.make({ wish: { ...newWish(), ...generation.made }, uploads: inputsOf(generation) });
  }

  dismiss() {
    if (!this.greeting) return;
    this.greeting = false;
    localStorage.setItem('atelier.greeted', '1');
  }

  async more() {
    try {
      await this.store.more();
      this.requestUpdate();
    } catch (trouble) {
      toastTrouble(trouble);
    }
  }

  render() {
    if (this.trouble) return troubleScreen(this.trouble, () => this.begin());
    if (!this.models) return html`<h1 class="unseen">Generate</h1><p class="muted" role="status">Opening …</p>`;
    const usable = this.kinds.length > 0;
    return html`<div class="make ${this.maker && usable ? '' : 'make-look'}">
      <section class="make-column" aria-label="Something new">
        <h1>Generate</h1>
        ${this.maker ? (usable ? this.formPart() : this.noModel()) : html`<p class="notice">Your role, ${session.me.role}, looks and judges. To make pictures yourself, ask an admin of ${session.me.org.name} for the role creator.</p>`}
      </section>
      <section class="make-results" aria-label="Results" aria-busy=${this.loaded ? 'false' : 'true'}>${this.results()}</section>
    </div>`;
  }

  formPart() {
    const sending = this.runs.some((run) => run.sending === 'sending');
    return html`${this.greeting ? this.hint() : nothing}
      ${this.kinds.length > 1 ? this.kindChoice() : nothing}
      <at-make-form .kind=${this.kind} .models=${this.models} .refusal=${this.refusal} ?busy=${sending} @make=${(event) => this.make(event.detail)}></at-make-form>`;
  }

  kindChoice() {
    return html`<fieldset><legend class="unseen">What to make</legend><div class="choice">${this.kinds.map((kind) => html`<label><input type="radio" name="make" value=${kind} .checked=${kind === this.kind} @change=${() => setQuery({ make: kind === this.kinds[0] ? null : kind })}>${KINDS[kind].name}</label>`)}</div></fieldset>`;
  }

  hint() {
    return html`<aside class="hello">
      <ol><li>Say what you want to see. A first prompt is there already.</li><li>Look at the price beside the button.</li><li>Press the button. The pictures come one by one.</li></ol>
      <button type="button" class="link" @click=${() => { this.dismiss(); this.form.prompt.focus(); }}>Got it</button>
    </aside>`;
  }

  noModel() {
    return session.may('admin')
      ? blank('empty', 'No model is ready', 'A provider makes the pictures. Add one with its key, or switch on the sandbox, which is free.', html`<a class="button primary" href="/admin/providers">Add a provider</a>`)
      : blank('empty', 'No model is ready', `An admin of ${session.me.org.name} has to switch on a provider first. Ask them.`);
  }

  results() {
    if (this.runs.length === 0) {
      if (!this.loaded) return html`<p class="muted" role="status">Looking for your pictures …</p>`;
      return blank('empty', 'Nothing made yet', this.maker ? 'What you make appears here at once and stays, even if you close the window.' : 'What your team makes appears here.');
    }
    return html`
      ${repeat(this.runs, (run) => run.key, (run) => html`<at-run .run=${run} .models=${this.models} ?maker=${this.maker} ?mine=${run.generation === null || run.generation.userId === session.me.user.id || session.may('admin')} @act=${(event) => this.act(event.detail)}></at-run>`)}
      ${this.store.cursor ? html`<p><button type="button" class="button" @click=${() => this.more()}>Show older</button></p>` : nothing}
    `;
  }
}

customElements.define('at-generate', Generate);
