import { api } from 'studio/api.js';
import { Part, html, nothing, setQuery } from 'studio/ui.js';
import { DATES, narrowed, ownDays } from 'studio/parts/gallery-filter.js';

const TYPING_MS = 300;

/** What to look for; every change is written into the address. */
class GalleryFilters extends Part {
  static properties = { filter: { attribute: false }, facets: { state: true }, open: { state: true }, own: { state: true } };

  constructor() {
    super();
    this.facets = { models: [], people: [], tags: [] };
  }

  connectedCallback() {
    super.connectedCallback();
    this.read();
  }

  async read() {
    try {
      this.facets = await api.getImageFacets();
    } catch {
      // Without them one can still search by words.
    }
  }

  type(words) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => setQuery({ q: words.trim() }), TYPING_MS);
  }

  choose(name, label, every, choices) {
    const chosen = this.filter[name] ?? '';
    const known = chosen === '' || choices.some(([value]) => value === chosen);
    return html`<label class="gal-choose"><span class="unseen">${label}</span>
      <select class="field ${chosen ? 'gal-chosen' : ''}" .value=${chosen} @change=${(event) => this.chosen(name, event.target.value)}>
        <option value="" ?selected=${chosen === ''}>${every}</option>
        ${known ? nothing : html`<option value=${chosen} selected>${chosen}</option>`}
        ${choices.map(([value, word]) => html`<option value=${value} ?selected=${value === chosen}>${word}</option>`)}
      </select></label>`;
  }

  chosen(name, value) {
    this.own = name === 'date' && value === 'own';
    if (!this.own) setQuery({ [name]: value });
  }

  ownDate(part, value) {
    const { from, to } = { ...ownDays(this.filter.date), [part]: value };
    setQuery({ date: from || to ? `${from}..${to}` : null });
  }

  render() {
    const { models, people, tags } = this.facets;
    const filter = this.filter;
    const own = this.own || filter.date?.includes('..');
    const count = ['model', 'user', 'tag', 'date'].filter((name) => filter[name]).length;
    return html`<search class="gal-filters ${this.open ? 'gal-open' : ''}">
      <label class="gal-search"><span class="unseen">Search words</span><input class="field" type="search" maxlength="200" placeholder="Search prompts and tags" .value=${filter.q ?? ''} @input=${(event) => this.type(event.target.value)}></label>
      <button type="button" class="button gal-more" aria-expanded=${this.open ? 'true' : 'false'} @click=${() => (this.open = !this.open)}>Filter${count > 0 ? ` (${count})` : ''}</button>
      <div class="gal-chooses">
        ${this.choose('model', 'Model', 'Every model', models.map((model) => [model, model]))}
        ${this.choose('user', 'Person', 'Everybody', people.map((person) => [person.id, person.displayName]))}
        ${tags.length > 0 || filter.tag ? this.choose('tag', 'Tag', 'Any tag', tags.map((tag) => [tag, tag])) : nothing}
        ${this.choose('date', 'Date', 'Any time', [...DATES, own && filter.date ? [filter.date, 'Own days'] : ['own', 'Own days …']])}
        ${own ? this.days(ownDays(filter.date)) : nothing}
        ${narrowed(filter) ? html`<button type="button" class="link" @click=${() => this.clear()}>Clear filters</button>` : nothing}
      </div>
    </search>`;
  }

  days({ from, to }) {
    return html`<label class="gal-day">from <input class="field" type="date" .value=${from} @change=${(event) => this.ownDate('from', event.target.value)}></label>
      <label class="gal-day">to <input class="field" type="date" .value=${to} @change=${(event) => this.ownDate('to', event.target.value)}></label>`;
  }

  clear() {
    this.own = false;
    clearFilters();
    this.querySelector('input').focus();
  }
}

/** Shows everything again, of the trash if one is there. */
export const clearFilters = () => setQuery({ q: null, model: null, user: null, tag: null, date: null, starred: null });

customElements.define('at-gallery-filters', GalleryFilters);
