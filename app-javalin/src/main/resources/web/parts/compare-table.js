import { bytes, html, moment, nothing } from 'studio/ui.js';
import { LETTERS } from 'studio/parts/compare-stage.js';

const FIELDS = [
  ['Words asked', (image) => image.userPrompt],
  ['Words the vendor got', (image) => image.prompt],
  ['Model', (image) => image.model],
  ['Provider', (image) => image.provider],
  ['Ratio', (image) => image.aspectRatio],
  ['Quality', (image) => image.quality],
  ['Seed', (image) => image.seed],
  ['Size', (image) => `${image.widthPx} × ${image.heightPx}`],
  ['File', (image) => `${image.contentType}, ${bytes(image.sizeBytes)}`],
  ['Tags', (image) => image.tags.join(', ')],
  ['Made by', (image) => image.userName],
  ['Made at', (image) => moment(image.createdAt)],
];
const PROSE = 40;
const MOST_MARKED = 0.3; // of words and the blanks between them; beyond that nothing would stand out

const plain = (value) => (value === null || value === undefined || value === '' ? '—' : String(value));

// In long texts the words that another lacks stand out.
function withMarks(text, others) {
  if (text.length < PROSE) return text;
  const bare = (word) => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  const sets = others.map((other) => new Set(other.split(/\s+/).map(bare)));
  const parts = text.split(/(\s+)/).map((word) => ({ word, own: bare(word) !== '' && sets.some((set) => !set.has(bare(word))) }));
  const tooMany = parts.filter((part) => part.own).length > parts.length * MOST_MARKED;
  return tooMany ? text : parts.map((part) => (part.own ? html`<mark>${part.word}</mark>` : part.word));
}

/** Only what differs between the recipes of these pictures. */
export function compareTable(images) {
  const rows = FIELDS.map(([name, of]) => [name, images.map((image) => plain(of(image)))]).filter(([, values]) => new Set(values).size > 1);
  const same = FIELDS.length - rows.length;
  if (rows.length === 0) return html`<p class="muted">Their recipes are the same in every field.</p>`;
  return html`<div class="table-wrap"><table class="table cmp-table">
      <thead><tr><th scope="col"><span class="unseen">Field</span></th>${images.map((image, i) => html`<th scope="col">${LETTERS[i]}</th>`)}</tr></thead>
      <tbody>${rows.map(([name, values]) => html`<tr><th scope="row">${name}</th>${values.map((value, i) => html`<td data-name=${LETTERS[i]}><div>${withMarks(value, values.filter((other) => other !== value))}</div></td>`)}</tr>`)}</tbody>
    </table></div>
    ${same > 0 ? html`<p class="muted small">${same} ${same === 1 ? 'field is' : 'fields are'} the same and not shown.</p>` : nothing}`;
}
