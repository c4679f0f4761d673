import { copy, html } from 'studio/ui.js';

/** A secret that nobody can look up again, with a button that copies it. */
export const shownOnce = (words, secret, copied) => html`
  <p>${words}</p>
  <p class="secret wrap"><code>${secret}</code></p>
  <p class="row end"><button type="button" class="button primary" @click=${() => copy(secret, copied)}>Copy it</button></p>
`;
