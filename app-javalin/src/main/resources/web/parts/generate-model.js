import { session } from 'studio/session.js';
import { html, nothing, number, plural } from 'studio/ui.js';

const GOING = { deprecated: ' · ends soon', retired: ' · ended' };

/** The choice of a model, by provider, with what is to be known of it and what its choice has changed in the form. */
export function modelField(form) {
  const { model, offered, dropped } = form;
  const ready = offered.filter((known) => known.available && known.lifecycle !== 'retired');
  const providers = Map.groupBy(ready, (known) => known.provider);
  const option = (known) => html`<option value=${known.id} ?selected=${known.id === form.wish.model}>${known.displayName} · ${known.creditsFrom === null ? 'no price yet' : `from ${number(known.creditsFrom)}`}${GOING[known.lifecycle] ?? ''}</option>`;
  return html`<div class="stack tight">
    <label class="make-label" for="model">Model</label>
    <select id="model" class="field" @change=${(event) => form.chooseModel(event.target.value)}>
      ${providers.size > 1 ? [...providers].map(([provider, models]) => html`<optgroup label=${provider}>${models.map(option)}</optgroup>`) : ready.map(option)}
    </select>
    ${model?.lifecycle === 'deprecated' ? html`<p class="hint">Its vendor ends it ${model.endsOn ? `on ${model.endsOn}` : 'soon'}${model.replacement ? `; ${form.nameOf(model.replacement)} follows it` : ''}.</p>` : nothing}
    ${sleeping(offered)}
    ${dropped ? html`<div class="notice notice-attention" role="status"><ul>${dropped.lines.map((line) => html`<li>${line}</li>`)}</ul>${dropped.undo ? html`<button type="button" class="link" @click=${() => form.undo()}>Undo</button>` : html`<button type="button" class="link" @click=${() => form.heeded()}>All right</button>`}</div>` : nothing}
  </div>`;
}

/** Whoever can wake them is told of models whose provider has no key or is switched off. */
function sleeping(offered) {
  const off = offered.filter((known) => !known.available && known.lifecycle !== 'retired').length;
  if (off === 0 || !session.may('admin')) return nothing;
  return html`<p class="hint">${plural(off, 'more model waits', 'more models wait')} for a key of ${off === 1 ? 'its' : 'their'} provider: <a href="/admin/providers">Providers</a></p>`;
}
