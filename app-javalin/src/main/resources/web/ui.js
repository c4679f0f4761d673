// What every page is made with.
import { LitElement, html, nothing } from 'lit';
import { Directive, directive } from 'lit/directive.js';

export { html, nothing };
export { navigate, setQuery } from 'studio/router.js';

/** A part of a page. Renders without shadow, so that the one stylesheet rules. */
export class Part extends LitElement {
  createRenderRoot() {
    return this;
  }

  /** Runs this when the part leaves the page; for what `subscribe` and the like give back. */
  atEnd(end) {
    (this.ends ??= []).push(end);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    for (const end of this.ends ?? []) end();
    this.ends = [];
  }
}

/**
 * A page: `route` holds {path, params, query}, renewed at each change of the address. Override `heading` for the window's title, and
 * `routed()` to read what the address asks for.
 */
export class Page extends Part {
  static properties = { route: { attribute: false } };

  get heading() {
    return 'Atelier';
  }

  willUpdate(changed) {
    if (changed.has('route')) this.routed();
  }

  routed() {}

  // What a page is about may be known only when it was read.
  updated() {
    if (this.heading === this.told) return;
    this.told = this.heading;
    this.dispatchEvent(new CustomEvent('atelier-heading', { bubbles: true }));
  }

  query(name) {
    return this.route.query.get(name);
  }
}

/**
 * Sets styles from a script, which the content policy allows; a style attribute in a template it does not.
 * <div ${css({ aspectRatio: '16 / 9', '--colour': colour })}>
 */
export const css = directive(
  class extends Directive {
    render() {
      return nothing;
    }

    update(part, [styles]) {
      for (const [name, value] of Object.entries(styles)) {
        if (name.startsWith('--')) part.element.style.setProperty(name, value);
        else part.element.style[name] = value ?? '';
      }
      return nothing;
    }
  },
);

// ---- words and numbers

const numbers = new Intl.NumberFormat('en', { useGrouping: true });
export const number = (value) => numbers.format(value).replaceAll(',', '\u202f');
export const plural = (count, one, many = `${one}s`) => `${number(count)} ${count === 1 ? one : many}`;
export const bytes = (value) =>
  value < 1024 ? `${value} B` : value < 1024 ** 2 ? `${Math.round(value / 1024)} KB` : `${(value / 1024 ** 2).toFixed(1)} MB`;
export const dollars = (micros) => `$${(micros / 1e6).toFixed(micros < 1e6 ? 3 : 2)}`;
const moments = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
export const moment = (text) => (text ? moments.format(new Date(text)) : '');
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const SPANS = [['year', 31536000], ['month', 2592000], ['day', 86400], ['hour', 3600], ['minute', 60]];
export function ago(text) {
  const seconds = (new Date(text) - Date.now()) / 1000;
  for (const [unit, span] of SPANS) {
    if (Math.abs(seconds) >= span) return relative.format(Math.trunc(seconds / span), unit);
  }
  return 'just now';
}
/** A time that reads 'two hours ago' and tells the rest on hover. */
export const when = (text) => html`<time datetime=${text} title=${moment(text)}>${ago(text)}</time>`;
export const seconds = (millis) => (millis < 1000 ? `${millis} ms` : `${(millis / 1000).toFixed(1)} s`);

// ---- states: shape, word and colour together

const STATES = {
  pending: ['queued', 'queued'],
  processing: ['running', 'running'],
  completed: ['done', 'done'],
  partial: ['attention', 'partly done'],
  failed: ['failed', 'failed'],
  cancelled: ['cancelled', 'cancelled'],
};
/** A state as a shape with its word; kinds are queued, running, done, failed, cancelled, attention. */
export const state = (kind, word) => html`<span class="state state-${kind}"><i aria-hidden="true"></i>${word}</span>`;
export const generationState = (name) => state(...(STATES[name] ?? ['queued', name]));

// ---- toasts

/** Says something in the corner; `action` is {label, run}. Stays longer when there is something to undo. */
export function toast(text, { action = null, kind = 'plain' } = {}) {
  dispatchEvent(new CustomEvent('atelier-toast', { detail: { text, action, kind } }));
}

/** Says what went wrong, and whether money moved. */
export function toastTrouble(trouble, action = null) {
  const charged = trouble.problem?.charged === true ? ' Credits were charged.' : '';
  toast(`${trouble.message}${charged}`, { kind: 'failed', action });
}

// ---- screens for what is not there

/** A screen with a reason: `kind` is empty, failed, forbidden or lost. */
export const blank = (kind, title, text, actions = nothing) => html`
  <section class="blank blank-${kind}">
    <div class="blank-shape" aria-hidden="true"></div>
    <h2>${title}</h2>
    <p>${text}</p>
    <p class="row">${actions}</p>
  </section>
`;

/** The screen for a Trouble: four different ones. */
export function troubleScreen(trouble, retry) {
  const again = html`<button type="button" class="button" @click=${retry}>Try again</button>`;
  if (trouble.offline) return blank('failed', 'No connection', trouble.message, again);
  if (trouble.status === 403) {
    return blank('forbidden', 'Not for your role', `${trouble.message} Ask an admin of your team if you need it.`, html`<a class="button" href="/">Back to work</a>`);
  }
  if (trouble.status === 404 || trouble.status === 410) {
    return blank('lost', 'Nothing here', trouble.message, html`<a class="button" href="/gallery">To the gallery</a>`);
  }
  const id = trouble.problem?.requestId;
  return blank('failed', 'That did not work', html`${trouble.message}${id ? html`<br><small>Request ${id}</small>` : nothing}`, again);
}

// ---- dialogs

/** Asks before something that cannot be undone; gives true or false. */
export async function confirm(title, text, verb, { danger = false } = {}) {
  const { Confirmation } = await import('studio/parts/dialogs.js');
  return Confirmation.ask(title, text, verb, danger);
}

/** Copies and says so. */
export async function copy(text, what = 'Copied') {
  try {
    await navigator.clipboard.writeText(text);
    toast(what);
  } catch {
    toast('The browser did not allow copying.', { kind: 'failed' });
  }
}

/** True while the person is typing, when single keys mean letters. */
const WITHOUT_LETTERS = new Set(['checkbox', 'range', 'radio', 'file', 'button', 'submit', 'reset', 'color']);
export const typing = (event) => {
  const target = event.composedPath()[0];
  return target instanceof HTMLElement && (target.isContentEditable || (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && !WITHOUT_LETTERS.has(target.type)));
};

/** Tells people who listen instead of look; at most one line every two seconds. */
let lastSaid = 0;
let waiting = null;
export function announce(text) {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    lastSaid = Date.now();
    const region = document.getElementById('announcements');
    if (region) region.textContent = text;
  }, Math.max(0, lastSaid + 2000 - Date.now()));
}
