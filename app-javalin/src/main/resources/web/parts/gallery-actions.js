import { api } from 'studio/api.js';
import { html, navigate, nothing, number, toast } from 'studio/ui.js';
import * as marks from 'studio/parts/marks.js';

export const MOST_COMPARED = 4;

export function compare(images) {
  if (images.length >= 2 && images.length <= MOST_COMPARED) navigate(`/compare?ids=${images.map((image) => image.id).join(',')}`);
  else toast(images.length < 2 ? 'Select two to four pictures, then compare them.' : 'Four pictures at most can be compared.');
}

export async function tag(list, images) {
  const [{ TagDialog }, known] = await Promise.all([import('studio/parts/tag-dialog.js'), api.getImageFacets().catch(() => ({ tags: [] }))]);
  const word = await TagDialog.ask(images.length, known.tags);
  if (word) marks.addTag(list, images, word);
}

/** What can be done with the selected pictures. */
export function actionBar({ list, images, inTrash, mayChange, clear, all, gone }) {
  if (images.length === 0) return nothing;
  const count = images.length;
  const button = (label, act, options = {}) =>
    html`<button type="button" class="button small ${options.danger ? 'danger' : ''}" ?disabled=${options.off ?? false} @click=${act}>${label}</button>`;
  return html`<section class="gal-actions" aria-label="Selected pictures">
    <p><b>${number(count)}</b> selected</p>
    <div class="row">
      ${inTrash
        ? mayChange ? button('Restore', () => gone(marks.restore(list, images))) : nothing
        : html`${mayChange ? html`${button(images.every((image) => image.starred) ? 'Unstar' : 'Star', () => marks.toggleStar(list, images))} ${button('Tag', () => tag(list, images))}` : nothing}
          ${button('Compare', () => compare(images), { off: count < 2 || count > MOST_COMPARED })}
          ${mayChange ? button('Download', () => marks.downloadZip(images)) : nothing}`}
    </div>
    <div class="row gal-actions-end">
      <button type="button" class="link" @click=${all}>Select all</button>
      <button type="button" class="link" @click=${clear}>Clear</button>
      ${!inTrash && mayChange ? button('Trash', () => gone(marks.trash(list, images)), { danger: true }) : nothing}
    </div>
  </section>`;
}
