import { html } from 'studio/ui.js';

const GROUNDS = [['neutral', 'Neutral'], ['black', 'Black'], ['white', 'White'], ['checker', 'Checker']];
const KEPT = 'atelier.ground';

/** What stands behind a picture, the same everywhere. */
export const ground = () => localStorage.getItem(KEPT) ?? 'neutral';

export const groundChoice = (changed) => html`<fieldset class="choice grounds"><legend class="unseen">Behind the picture</legend>
  ${GROUNDS.map(([value, word]) => html`<label title=${word}><input type="radio" name="ground" .checked=${ground() === value} @change=${() => { localStorage.setItem(KEPT, value); changed(); }}><i class="ground-${value}" aria-hidden="true"></i><span class="unseen">${word}</span></label>`)}
</fieldset>`;
