// The frame around every page: menu, balance, running jobs, toasts, keys.
import { api } from 'studio/api.js';
import { subscribe, watchConnection } from 'studio/live.js';
import { PAGES, pageOf } from 'studio/pages.js';
import { navigate, watchAddress } from 'studio/router.js';
import { resume, session, watchSession } from 'studio/session.js';
import { Part, blank, html, nothing, number, troubleScreen, typing } from 'studio/ui.js';
import 'studio/parts/toasts.js';
import 'studio/parts/tray.js';

const MENU = ['Make', 'Spend', 'Run'];

class App extends Part {
  static properties = {
    ready: { state: true },
    trouble: { state: true },
    page: { state: true },
    credits: { state: true },
    connection: { state: true },
    menuOpen: { state: true },
    running: { state: true },
  };

  constructor() {
    super();
    this.ready = false;
    this.credits = null;
    this.running = 0;
    this.connection = 'connecting';
    this.keysSoFar = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.atEnd(watchAddress(() => this.show()));
    this.atEnd(watchSession(() => this.sessionChanged()));
    this.atEnd(watchConnection((state) => (this.connection = state)));
    this.atEnd(subscribe((event) => this.heard(event)));
    this.addEventListener('atelier-heading', (event) => {
      this.windowTitle = event.target.heading;
      this.titleWindow();
    });
    const keys = (event) => this.key(event);
    addEventListener('keydown', keys);
    this.atEnd(() => removeEventListener('keydown', keys));
    this.begin();
  }

  async begin() {
    this.trouble = null;
    try {
      await resume();
      this.ready = true;
      await this.show();
    } catch (trouble) {
      this.trouble = trouble;
    }
  }

  sessionChanged() {
    this.readCredits();
    if (this.ready) this.show();
    this.requestUpdate();
  }

  heard(event) {
    // Money moves when something begins or ends; the frame shows what is left.
    if (event.type === 'gap' || /^generation\.(accepted|image_|completed|partial|failed|cancelled)/.test(event.type)) this.readCredits();
  }

  readCredits() {
    clearTimeout(this.creditsTimer);
    this.creditsTimer = setTimeout(async () => {
      if (!session.may('creator')) return;
      try {
        this.credits = await api.getCredits();
      } catch {
        // The chip keeps its last figure; pages that need the truth read it themselves.
      }
    }, 150);
  }

  async show() {
    const found = pageOf(location.pathname);
    if (found && !found.page.open && !session.me) {
      const next = location.pathname + location.search;
      navigate(next === '/' ? '/signin' : `/signin?next=${encodeURIComponent(next)}`, { replace: true });
      return;
    }
    this.menuOpen = false;
    const route = { path: location.pathname, params: found?.params ?? {}, query: new URLSearchParams(location.search), hash: location.hash };
    if (!found) {
      this.page = { lost: true };
      document.title = 'Nothing here · Atelier';
      return;
    }
    if (!found.page.open && !session.may(found.page.role)) {
      this.page = { forbidden: found.page };
      document.title = 'Not for your role · Atelier';
      return;
    }
    try {
      await found.page.load();
    } catch {
      // After an update of the server the old files are gone: the new ones come with the page.
      this.page = { stale: true };
      return;
    }
    if (route.path !== location.pathname) return;
    if (this.page?.element?.localName === found.page.tag) {
      this.page.element.route = route;
      this.requestUpdate();
    } else {
      const element = document.createElement(found.page.tag);
      element.route = route;
      this.page = { element, ...found };
      await this.updateComplete;
      // A new page starts at its top for keyboards and screen readers, too.
      if (this.shown) this.querySelector('#page')?.focus({ preventScroll: true });
      this.shown = true;
    }
    this.windowTitle = this.page.element.heading;
    this.titleWindow();
  }

  titleWindow() {
    document.title = `${this.running > 0 ? `(${this.running}) ` : ''}${this.windowTitle ?? 'Studio'} · Atelier`;
  }

  key(event) {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k' && session.me) {
      event.preventDefault();
      this.palette();
      return;
    }
    if (typing(event) || event.ctrlKey || event.metaKey || event.altKey || !session.me || document.querySelector('dialog[open]')) return;
    if (localStorage.getItem('atelier.keys') === 'off') return;
    if (event.key === '?') {
      event.preventDefault();
      this.keySheet();
      return;
    }
    const keys = `${this.keysSoFar}${event.key}`;
    const page = PAGES.find((known) => known.keys === keys && session.may(known.role));
    if (page) {
      event.preventDefault();
      navigate(page.path);
    } else if (event.key === '/' || event.key === 'n') {
      event.preventDefault();
      if (event.key === 'n') navigate('/');
      else this.palette();
    }
    this.keysSoFar = event.key === 'g' && this.keysSoFar === '' ? 'g ' : '';
    clearTimeout(this.keysTimer);
    this.keysTimer = setTimeout(() => (this.keysSoFar = ''), 1200);
  }

  async palette() {
    const { Palette } = await import('studio/parts/palette.js');
    Palette.open();
  }

  async keySheet() {
    const { KeySheet } = await import('studio/parts/palette.js');
    KeySheet.open();
  }

  render() {
    if (this.trouble) return html`<main class="alone">${troubleScreen(this.trouble, () => this.begin())}</main>${this.corner()}`;
    if (!this.ready) return html`<main class="alone" aria-busy="true"><p class="muted">Opening the studio …</p></main>`;
    const alone = !session.me || this.page?.page?.open || this.page?.page?.path === '/setup';
    return html`
      <a class="skip" href="#page" @click=${this.skip}>Skip to the page</a>
      <div class="frame ${alone ? 'frame-alone' : ''}">
        ${alone ? nothing : this.menu()}
        <div class="body">
          ${this.connection === 'reconnecting' && session.me ? html`<p class="banner" role="status">Reconnecting … your jobs keep running.</p>` : nothing}
          <main id="page" tabindex="-1">${this.content()}</main>
        </div>
      </div>
      ${this.corner()}
    `;
  }

  content() {
    const page = this.page;
    if (!page) return nothing;
    if (page.lost) return blank('lost', 'Nothing here', `There is no page at ${location.pathname}.`, html`<a class="button" href="/">To the studio</a>`);
    if (page.stale) {
      return blank('empty', 'This page did not come', 'The server cannot be reached, or it was updated meanwhile. Load the page again; nothing is lost.', html`<button type="button" class="button primary" @click=${() => location.reload()}>Load again</button>`);
    }
    if (page.forbidden) {
      return blank('forbidden', 'Not for your role', `${page.forbidden.name ?? 'This page'} needs the role ${page.forbidden.role}; yours is ${session.me.role}. Ask an admin of ${session.me.org.name}.`, html`<a class="button" href="/">Back to work</a>`);
    }
    return page.element;
  }

  skip(event) {
    event.preventDefault();
    document.getElementById('page')?.focus();
  }

  menu() {
    const here = this.page?.page?.path;
    const links = (group) => PAGES.filter((page) => page.group === group && session.may(page.role));
    return html`
      <header class="menu ${this.menuOpen ? 'menu-open' : ''}">
        <a class="mark" href="/" aria-label="Atelier, to the start"><span class="mark-shapes" aria-hidden="true"><i></i><i></i><i></i></span>atelier</a>
        <button type="button" class="button quiet menu-button" aria-expanded=${this.menuOpen ? 'true' : 'false'} aria-controls="menu" @click=${() => (this.menuOpen = !this.menuOpen)}>Menu</button>
        <nav id="menu" aria-label="Pages">
          ${MENU.map((group) => {
            const pages = links(group);
            return pages.length === 0
              ? nothing
              : html`<section><h2>${group}</h2><ul>${pages.map((page) => html`<li><a href=${page.path} aria-current=${page.path === here ? 'page' : nothing}>${page.name}</a></li>`)}</ul></section>`;
          })}
        </nav>
        <div class="menu-foot">
          <at-tray @running=${(event) => { this.running = event.detail; this.titleWindow(); }}></at-tray>
          ${this.credits ? html`<a class="balance" href=${session.may('creator') ? '/credits' : nothing}><b>${number(this.credits.available)}</b> credits left${this.credits.held > 0 ? html`<small>${number(this.credits.held)} held</small>` : nothing}</a>` : nothing}
          <a class="person" href="/account" aria-current=${here === '/account' ? 'page' : nothing}><i aria-hidden="true">${session.me.user.displayName.slice(0, 1)}</i><span>${session.me.user.displayName}<small>${session.me.role} · ${session.me.org.name}</small></span></a>
          <p class="menu-help"><button type="button" class="link" @click=${() => this.palette()}>Find <kbd>Ctrl K</kbd></button> <button type="button" class="link" @click=${() => this.keySheet()}>Keys <kbd>?</kbd></button> <a href="/tokens" aria-current=${here === '/tokens' ? 'page' : nothing}>Tokens</a> <a href="/docs">API</a></p>
        </div>
      </header>
      <nav class="tabs" aria-label="Main pages">
        ${[['/', 'Make'], ['/gallery', 'Gallery'], ['/credits', 'Credits']].filter(([path]) => session.may(pageOf(path).page.role)).map(([path, name]) => html`<a href=${path} aria-current=${path === here ? 'page' : nothing}>${name}</a>`)}
        <button type="button" aria-expanded=${this.menuOpen ? 'true' : 'false'} @click=${() => (this.menuOpen = !this.menuOpen)}>More</button>
      </nav>
    `;
  }

  corner() {
    return html`<at-toasts></at-toasts><div id="announcements" class="unseen" aria-live="polite"></div>`;
  }
}

customElements.define('at-app', App);
