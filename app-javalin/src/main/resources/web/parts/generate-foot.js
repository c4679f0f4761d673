import { session } from 'studio/session.js';
import { html, nothing, number, plural } from 'studio/ui.js';
import { stepper } from 'studio/parts/generate-choices.js';
import { KINDS } from 'studio/parts/generate-kinds.js';

/** The foot of the form: what speaks against it, how many, what it costs, and the button. */
export function foot(form) {
  const { price, wish, refusal, obstacle } = form;
  const { one, counted } = KINDS[wish.kind];
  const sending = form.items.filter((item) => item.state === 'sending' || item.state === 'looking').length;
  const shown = wish.prompt.trim() ? obstacle : null;
  return html`<div class="make-foot">
    ${refusal ? html`<p class="notice notice-failed" role="alert">${refusal.message} Nothing was charged.</p>` : nothing}
    ${shown ? html`<p class="error" role="status">${shown} ${obstacle === poverty(price) ? wayOut(form) : nothing}</p>` : nothing}
    ${sending > 0 ? html`<p class="hint" role="status">${plural(sending, 'picture')} still uploading. Press when you like: the run waits.</p>` : nothing}
    <div class="make-run">
      ${counted ? stepper(one, wish.count, form.model?.capabilities.maxImages ?? 1, (count) => form.change({ count })) : nothing}
      <p class="price" aria-live="polite">${priceWords(price)}</p>
      <button type="submit" class="button primary make-button" aria-disabled=${obstacle ? 'true' : 'false'} title="Ctrl Enter">Make ${counted ? plural(wish.count, one) : `the ${one}`}</button>
    </div>
  </div>`;
}

/** That the credits do not suffice, in words; null if they do. */
export const poverty = (price) => (price?.wouldBeRefusedBy === 'balance' ? `This needs ${plural(price.credits, 'credit')}; ${number(price.available)} ${price.available === 1 ? 'is' : 'are'} left.` : null);

function priceWords(price) {
  if (!price) return html`<span class="muted">Asking the price …</span>`;
  if (price.trouble) return html`<span class="muted">${price.trouble.offline ? 'Price unknown: no connection' : 'No price'}</span>`;
  const { key } = price.quote;
  return html`<span>${number(price.count)} × ${number(price.creditsEach)} = <b>${plural(price.credits, 'credit')}</b></span> <span class="muted">${number(price.available)} left${key.source === 'platform' ? nothing : `, with ${key.source === 'org' ? 'the team’s' : 'your'} key …${key.hint}`}</span>`;
}

function wayOut(form) {
  const most = KINDS[form.wish.kind].counted ? form.price.affordable : 0;
  if (most > 0) return html`<button type="button" class="link" @click=${() => { form.change({ count: most }); form.querySelector('.make-button').focus(); }}>Make ${most} instead</button>`;
  return session.may('admin') ? html`<a href="/credits">Add credits</a>` : 'Ask an admin of your team for more.';
}
