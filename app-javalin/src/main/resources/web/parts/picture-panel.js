import { Part, bytes, copy, html, moment, navigate, nothing, toast, toastTrouble, when } from 'studio/ui.js';
import { api } from 'studio/api.js';
import { session } from 'studio/session.js';
import { tag } from 'studio/parts/gallery-actions.js';
import * as marks from 'studio/parts/marks.js';
import 'studio/parts/alt-text.js';

const KINDS = { 'image/png': 'PNG', 'image/jpeg': 'JPEG', 'image/webp': 'WebP' };
const TABS = [['recipe', 'Recipe'], ['story', 'How it was made']];

/** Gets a picture's recipe as JSON that createGeneration takes. */
export async function copyRecipe(image) {
  try {
    await copy(JSON.stringify(await api.getImageRecipe({ id: image.id }), null, 2), 'Recipe copied: POST it to /api/v1/generations.');
  } catch (trouble) {
    toastTrouble(trouble);
  }
}

/** What is known about a picture and what can be done with it. Tells 'tab' with the one that is chosen. */
class PicturePanel extends Part {
  static properties = { image: { attribute: false }, list: { attribute: false }, tab: {}, filterQuery: {}, mark: { attribute: false }, throwAway: { attribute: false } };

  updated() {
    if (this.tab === 'story') import('studio/parts/lineage.js');
  }

  render() {
    const image = this.image;
    return html`
      <div class="stack">
        <header class="stack tight">
          <h1 class="pic-words">${image.userPrompt}</h1>
          <p class="muted small">${image.userName} · ${when(image.createdAt)}</p>
        </header>
        ${image.trashedAt ? this.inTrash(image) : this.actions(image)}
        <fieldset class="choice"><legend class="unseen">What to show</legend>
          ${TABS.map(([value, word]) => html`<label><input type="radio" name="panel-tab" .checked=${this.tab === value} @change=${() => this.dispatchEvent(new CustomEvent('tab', { detail: value }))}>${word}</label>`)}
        </fieldset>
        ${this.tab === 'story' ? html`<at-lineage .image=${image} .query=${this.filterQuery}></at-lineage>` : this.recipe(image)}
      </div>
    `;
  }

  actions(image) {
    const may = session.may('creator');
    return html`
      ${may
        ? html`<div class="row">
            <a class="button primary" href="/?remix=${image.id}">Remix</a>
            <a class="button" href="/?reuse=${image.id}">Reuse</a>
            <button type="button" class="button pic-star" aria-pressed=${image.starred ? 'true' : 'false'} @click=${() => this.mark(marks.toggleStar(this.list, [image]))}><span aria-hidden="true">${image.starred ? '★' : '☆'}</span>${image.starred ? 'Starred' : 'Star'}</button>
          </div>`
        : nothing}
      <div class="row pic-links">
        <button type="button" class="link" @click=${() => navigate(`/compare?ids=${image.id}`)}>Compare</button>
        <a class="link" href=${image.url} download=${`${image.id}.${(KINDS[image.contentType] ?? 'img').toLowerCase()}`}>Download</a>
        <button type="button" class="link" @click=${() => copyRecipe(image)}>Copy recipe</button>
      </div>
      ${may || image.tags.length > 0 ? this.tags(image, may) : nothing}
    `;
  }

  tags(image, may) {
    return html`<div class="row pic-tags" role="group" aria-label="Tags">
      ${image.tags.map((word) => html`<span class="tag"><a href="/gallery?tag=${encodeURIComponent(word)}">${word}</a>${may ? html`<button type="button" aria-label="Take the tag ${word} off" @click=${() => this.mark(marks.removeTag(this.list, [image], word))}>×</button>` : nothing}</span>`)}
      ${may ? html`<button type="button" class="link" @click=${() => this.mark(tag(this.list, [image]))}>Add a tag</button>` : nothing}
    </div>`;
  }

  inTrash(image) {
    return html`<div class="notice notice-attention stack tight">
      <p>In the trash since ${moment(image.trashedAt)}; deleted 30 days after that.</p>
      ${session.may('creator') && image.url ? html`<p><button type="button" class="button primary" @click=${() => this.restore(image)}>Restore</button></p>` : nothing}
    </div>`;
  }

  async restore(image) {
    try {
      this.list.put([await api.restoreImage({ id: image.id })]);
      toast('Back in the gallery.');
    } catch (trouble) {
      toastTrouble(trouble);
    }
  }

  recipe(image) {
    const fact = (name, value) => (value === null || value === undefined || value === '' ? nothing : html`<dt>${name}</dt><dd>${value}</dd>`);
    return html`
      <section class="stack tight">
        <div class="row between"><h2 class="pic-small">The words the vendor got</h2><button type="button" class="link" @click=${() => copy(image.prompt, 'Prompt copied')}>Copy</button></div>
        <p class="pic-prompt">${image.prompt}</p>
      </section>
      <dl class="facts">
        ${fact('Model', image.model)} ${fact('Provider', image.provider)} ${fact('Ratio', image.aspectRatio)} ${fact('Quality', image.quality)} ${fact('Seed', image.seed)}
        ${fact('Size', `${image.widthPx} × ${image.heightPx}`)} ${fact('File', `${KINDS[image.contentType] ?? image.contentType}, ${bytes(image.sizeBytes)}`)}
        ${image.parentImageId ? fact('Remix of', html`<a href="/p/${image.parentImageId}">another picture</a>`) : nothing}
      </dl>
      <at-alt-text .image=${image} .list=${this.list}></at-alt-text>
      ${session.may('creator') && !image.trashedAt ? html`<p class="pic-trash"><button type="button" class="button danger" @click=${() => this.throwAway()}>Move to trash</button></p>` : nothing}
    `;
  }
}

customElements.define('at-picture-panel', PicturePanel);
