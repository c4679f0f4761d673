import { api } from 'studio/api.js';
import { Page, announce, blank, confirm, html, nothing, state, toast, toastTrouble, troubleScreen, when } from 'studio/ui.js';
import 'studio/parts/provider-dialog.js';

const CATEGORIES = [
  ['image_generation', 'Pictures', 'Who paints. The first that can do a request gets it.'],
  ['llm', 'Prompts', 'Who writes the prompts. When the first fails, the next is asked.'],
  ['vision', 'Looking', 'Who describes reference pictures.'],
  ['video', 'Films', 'Who films. The first that can do a request gets it.'],
  ['speech', 'Voices', 'Who speaks.'],
];

/** The vendors: in which order they are asked, how they do, and their keys. */
class Providers extends Page {
  static properties = { ...Page.properties, providers: { state: true }, trouble: { state: true }, dragged: { state: true }, checks: { state: true } };

  constructor() {
    super();
    this.chains = {};
    this.health = new Map();
    this.checks = {};
  }

  get heading() {
    return 'Providers';
  }

  connectedCallback() {
    super.connectedCallback();
    this.read();
  }

  async read() {
    this.trouble = null;
    try {
      const [providers, adapters, health, ...chains] = await Promise.all([
        api.listProviders({ limit: 200 }),
        api.listAdapters({ limit: 200 }),
        api.getProviderHealth(),
        ...CATEGORIES.map(([category]) => api.getProviderChain({ category })),
      ]);
      this.adapters = adapters.data;
      this.skipped = adapters.skipped;
      this.health = new Map(health.data.map((one) => [one.id, one]));
      this.chains = Object.fromEntries(chains.map((chain) => [chain.category, chain]));
      this.providers = providers.data;
    } catch (trouble) {
      this.trouble = trouble;
    }
  }

  chain(category) {
    const order = this.chains[category].order;
    return this.providers.filter((provider) => provider.category === category).sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
  }

  async move(category, id, to) {
    const chain = this.chains[category];
    const order = chain.order.filter((other) => other !== id);
    order.splice(to, 0, id);
    if (to < 0 || to > chain.order.length - 1 || order.join() === chain.order.join()) return;
    try {
      this.chains = { ...this.chains, [category]: await api.orderProviders({ category, ifMatch: chain.version, body: { order } }) };
      announce(`${id} is number ${to + 1} of ${order.length} now.`);
    } catch (trouble) {
      toastTrouble(trouble);
      await this.read();
    }
    this.requestUpdate();
    await this.updateComplete;
    this.querySelector(`[data-provider="${CSS.escape(id)}"] .handle`)?.focus();
  }

  async flip(provider) {
    const off = provider.enabled;
    if (off && !(await confirm(`Switch ${provider.displayName} off?`, 'No new work goes there from now on. What it has in hand is brought home and charged as agreed.', 'Switch off'))) return;
    try {
      await (off ? api.disableProvider : api.enableProvider)({ id: provider.id });
      toast(`${provider.displayName} is switched ${off ? 'off' : 'on'}.`);
    } catch (trouble) {
      toastTrouble(trouble);
    }
    this.read();
  }

  async test(provider) {
    this.checks = { ...this.checks, [provider.id]: { busy: true } };
    try {
      const check = await api.testProvider({ id: provider.id, body: {} });
      this.checks = { ...this.checks, [provider.id]: check };
    } catch (trouble) {
      this.checks = { ...this.checks, [provider.id]: { reachable: false, detail: trouble.message } };
    }
  }

  async chainsDialog() {
    try {
      const [models] = await Promise.all([api.listModels(), import('studio/parts/chain-dialog.js')]);
      const dialog = document.createElement('at-chain-dialog');
      Object.assign(dialog, { heading: 'Who follows whom', models: models.data, done: () => {} });
      dialog.show();
    } catch (trouble) {
      toastTrouble(trouble);
    }
  }

  async closeBreakers(provider) {
    try {
      await api.closeBreakers({ id: provider.id });
      toast(`${provider.displayName} is asked again.`);
    } catch (trouble) {
      toastTrouble(trouble);
    }
    this.read();
  }

  edit(provider, category) {
    const dialog = document.createElement('at-provider-dialog');
    Object.assign(dialog, { heading: provider ? provider.displayName : 'Add a provider', provider, category: provider?.category ?? category, adapters: this.adapters, done: () => this.read() });
    dialog.show();
  }

  render() {
    if (this.trouble) return troubleScreen(this.trouble, () => this.read());
    return html`
      <div class="page-head"><div><h1>Providers</h1><p>Changes hold from the next request on, on every server. Work that runs keeps what it began with.</p></div>
        <span class="row"><button type="button" class="button" ?disabled=${!this.providers} @click=${this.chainsDialog}>Who follows whom</button>
          <button type="button" class="button primary" ?disabled=${!this.providers} @click=${() => this.edit(null, 'image_generation')}>Add a provider</button></span></div>
      ${this.skipped?.length ? html`<div class="notice notice-attention"><p>Not used from the folder of adapters:</p><ul>${this.skipped.map((jar) => html`<li><b>${jar.file}</b>: ${jar.reason}</li>`)}</ul></div>` : nothing}
      ${this.providers ? CATEGORIES.map(([category, name, text]) => this.group(category, name, text)) : html`<p class="muted">Loading …</p>`}
    `;
  }

  group(category, name, text) {
    const chain = this.chain(category);
    return html`<section class="chain">
      <div><h2>${name}</h2><p class="muted">${text}</p><button type="button" class="link" @click=${() => this.edit(null, category)}>Add one</button></div>
      ${chain.length === 0
        ? blank('empty', 'Nobody does this yet', 'Add a provider and test its key; testing is free.')
        : html`<ol>${chain.map((provider, i) => this.card(provider, i, chain.length))}</ol>`}
    </section>`;
  }

  card(provider, i, count) {
    const check = this.checks[provider.id];
    return html`<li class="provider ${this.dragged === provider.id ? 'dragged' : ''}" data-provider=${provider.id} draggable="true"
        @dragstart=${(event) => { this.dragged = provider.id; event.dataTransfer.effectAllowed = 'move'; event.dataTransfer.setData('text/plain', provider.id); }}
        @dragend=${() => (this.dragged = null)}
        @dragover=${(event) => this.same(provider) && event.preventDefault()}
        @drop=${(event) => { event.preventDefault(); if (this.same(provider)) this.move(provider.category, this.dragged, i); }}>
      <div class="rank"><b>${i + 1}</b>
        <button type="button" class="button quiet square handle" aria-label="Move ${provider.displayName}: Alt and arrow up or down; number ${i + 1} of ${count}" title="Drag, or Alt ↑ ↓" @keydown=${(event) => this.handleKey(event, provider, i)}>⠿</button>
        <button type="button" class="button quiet square" aria-label="Ask ${provider.displayName} earlier" ?disabled=${i === 0} @click=${() => this.move(provider.category, provider.id, i - 1)}>↑</button>
        <button type="button" class="button quiet square" aria-label="Ask ${provider.displayName} later" ?disabled=${i === count - 1} @click=${() => this.move(provider.category, provider.id, i + 1)}>↓</button></div>
      <div class="provider-body">
        <div class="row between"><h3>${provider.displayName}</h3>${this.light(provider)}</div>
        <p class="muted wrap"><code>${provider.id}</code> · ${provider.model}${provider.simulated ? ' · draws by itself, costs nothing' : ''}</p>
        <p class="muted">${this.key(provider)}${this.doing(this.health.get(provider.id))}</p>
        ${provider.health.filter((one) => one.state !== 'closed').map((one) => html`<p class="row">${state('attention', `${one.operation} ${one.state === 'open' ? 'is held back' : 'is tried again'}${one.reason ? `: ${one.reason}` : ''}`)}<button type="button" class="button small" @click=${() => this.closeBreakers(provider)}>Ask again now</button></p>`)}
        ${check && !check.busy ? html`<p role="status">${check.reachable ? state('done', check.detail) : state('failed', check.detail)}</p>` : nothing}
      </div>
      <div class="provider-actions">
        <button type="button" class="button small" ?disabled=${check?.busy} @click=${() => this.test(provider)}>${check?.busy ? 'Testing …' : 'Test'}</button>
        <button type="button" class="button small quiet" @click=${() => this.edit(provider)}>Edit</button>
        <button type="button" class="button small quiet" @click=${() => this.flip(provider)}>${provider.enabled ? 'Switch off' : 'Switch on'}</button>
      </div>
    </li>`;
  }

  same(provider) {
    return this.providers.find((other) => other.id === this.dragged)?.category === provider.category;
  }

  handleKey(event, provider, i) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step || !event.altKey) return;
    event.preventDefault();
    this.move(provider.category, provider.id, i + step);
  }

  light(provider) {
    if (!provider.enabled) return state('cancelled', 'switched off');
    return provider.usable ? state('done', 'in use') : state('attention', 'needs a key');
  }

  key(provider) {
    const { apiKey } = provider;
    return apiKey.set ? html`Key ends in <code>${apiKey.lastFour ?? '····'}</code>` : provider.simulated ? 'No key needed' : 'No key stored';
  }

  doing(health) {
    if (!health || health.calls === 0) return ' · not asked in the last day';
    const good = Math.round((100 * (health.calls - health.failures)) / health.calls);
    return html` · ${good} % of ${health.calls} calls went well${health.p50Ms === null ? nothing : html`, half within ${(health.p50Ms / 1000).toFixed(1)} s`}${health.lastError ? html`<br><span class="wrap">Last error ${when(health.lastErrorAt)}: ${health.lastError}</span>` : nothing}`;
  }
}

customElements.define('at-providers', Providers);
