import { css, html, nothing } from 'studio/ui.js';
import { proportion } from 'studio/parts/generate-wish.js';

/** What a model lets one choose, but for the count; `change` hears of parts of the wish, and `request` gives {path, body}. */
export function choices(can, wish, change, request) {
  const radios = (name, offered, chosen, draw) => html`<div class="choice">${offered.map((value) => html`<label><input type="radio" name=${name} value=${value} .checked=${value === chosen} @change=${() => change({ [name]: value })}>${draw(value)}</label>`)}</div>`;
  return html`
    ${can.aspectRatios.length > 0 ? html`<fieldset class="stack tight"><legend class="make-label">Shape</legend>${radios('ratio', can.aspectRatios, wish.ratio, (ratio) => html`<i class="shape" aria-hidden="true" ${css(shapeOf(ratio))}></i>${ratio}`)}</fieldset>` : nothing}
    ${can.qualities.length > 1 ? html`<fieldset class="stack tight"><legend class="make-label">Quality</legend>${radios('quality', can.qualities, wish.quality, (quality) => quality)}</fieldset>` : nothing}
    ${can.seconds.length > 0 ? html`<fieldset class="stack tight"><legend class="make-label">Seconds</legend>${radios('seconds', can.seconds, wish.seconds, (seconds) => seconds)}</fieldset>` : nothing}
    ${can.voices.length > 0 ? html`<div class="stack tight"><label class="make-label" for="voice">Voice</label><select id="voice" class="field" @change=${(event) => change({ voice: event.target.value })}>${can.voices.map((voice) => html`<option value=${voice} ?selected=${voice === wish.voice}>${voice}</option>`)}</select></div>` : nothing}
    ${wish.kind === 'speech' ? html`<div class="stack tight"><label class="make-label" for="instructions">How it is said</label><input id="instructions" class="field" maxlength="1000" placeholder="Calm and slow" .value=${wish.instructions} @input=${(event) => change({ instructions: event.target.value })}></div>` : nothing}
    ${can.seed ? html`<div class="stack tight"><label class="make-label" for="seed">Seed</label><input id="seed" class="field" type="number" min="0" max="2147483583" placeholder="any" .value=${wish.seed === null ? '' : String(wish.seed)} @input=${(event) => event.target.checkValidity() && change({ seed: event.target.value === '' ? null : Number(event.target.value) })} @change=${(event) => (event.target.value = wish.seed === null ? '' : String(wish.seed))}></div>` : nothing}
    <details class="make-more" ?open=${wish.priority !== 'normal'}>
      <summary>More</summary>
      ${wish.kind === 'text' ? nothing : html`<fieldset class="stack tight"><legend class="make-label">Place in the queue</legend>${radios('priority', ['high', 'normal', 'low'], wish.priority, (priority) => ({ high: 'first', normal: 'in turn', low: 'last' })[priority])}</fieldset>`}
      <at-copy-as .request=${request}></at-copy-as>
    </details>
  `;
}

/** How many, from one to the most; `change` hears of it. */
export function stepper(one, count, most, change) {
  const clamp = (event) => {
    const clamped = Math.min(most, Math.max(1, Math.trunc(Number(event.target.value)) || 1));
    event.target.value = String(clamped);
    change(clamped);
  };
  return html`<div class="stepper" role="group" aria-label="How many ${one}s">
    <button type="button" class="button square" aria-label="One fewer" ?disabled=${count <= 1} @click=${() => change(count - 1)}>−</button>
    <input class="field" type="number" aria-label="${one[0].toUpperCase()}${one.slice(1)}s" min="1" max=${most} .value=${String(count)} @input=${(event) => event.target.checkValidity() && event.target.value && change(Number(event.target.value))} @change=${clamp}>
    <button type="button" class="button square" aria-label="One more" ?disabled=${count >= most} @click=${() => change(count + 1)}>+</button>
  </div>`;
}

/** The ratio as a rectangle that fits into 16 by 16 pixels. */
function shapeOf(ratio) {
  const proportions = proportion(ratio);
  const [width, height] = proportions >= 1 ? [16, 16 / proportions] : [16 * proportions, 16];
  return { width: `${Math.round(width)}px`, height: `${Math.round(height)}px` };
}
