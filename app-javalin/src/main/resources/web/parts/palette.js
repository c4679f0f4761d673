import { html, navigate } from 'studio/ui.js';
import { Dialog } from 'studio/parts/dialogs.js';
import { PAGES } from 'studio/pages.js';
import { session, signOut } from 'studio/session.js';
import { chooseTheme } from 'studio/parts/theme.js';

const go = (path) => () => navigate(path);

function commands() {
  return [
    ...PAGES.filter((page) => page.name && session.may(page.role)).map((page) => ({ name: page.name, hint: page.keys ?? page.group, run: go(page.path) })),
    { name: 'Starred pictures', hint: 'Gallery', run: go('/gallery?starred=true') },
    { name: 'My pictures', hint: 'Gallery', run: go(`/gallery?user=${session.me.user.id}`) },
    { name: 'Trash', hint: 'Gallery', run: go('/gallery?trash=true') },
    { name: 'Light theme', hint: 'Looks', run: () => chooseTheme('light') },
    { name: 'Dark theme', hint: 'Looks', run: () => chooseTheme('dark') },
    { name: 'Theme of the system', hint: 'Looks', run: () => chooseTheme('system') },
    { name: 'Keyboard keys', hint: '?', run: () => KeySheet.open() },
    { name: 'API reference', hint: 'Docs', run: () => location.assign('/docs') },
    { name: 'Sign out', hint: 'You', run: () => signOut() },
  ];
}

/** Goes anywhere and does anything by typing a part of its name. */
export class Palette extends Dialog {
  static properties = { ...Dialog.properties, words: { state: true }, at: { state: true } };

  static open() {
    if (document.querySelector('at-palette')) return;
    const palette = new Palette();
    Object.assign(palette, { heading: 'Find', words: '', at: 0 });
    palette.show();
  }

  get found() {
    const words = this.words.toLowerCase().split(/\s+/).filter(Boolean);
    const found = commands().filter((command) => words.every((word) => `${command.name} ${command.hint}`.toLowerCase().includes(word)));
    if (this.words.trim()) {
      const text = this.words.trim();
      found.push({ name: `Search pictures for “${text}”`, hint: 'Gallery', run: go(`/gallery?q=${encodeURIComponent(text)}`) });
    }
    return found;
  }

  run(command) {
    this.close();
    command.run();
  }

  key(event) {
    const found = this.found;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      this.at = (this.at + step + found.length) % found.length;
      this.updateComplete.then(() => this.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' }));
    } else if (event.key === 'Enter' && found[this.at]) {
      event.preventDefault();
      this.run(found[this.at]);
    }
  }

  content() {
    return html`
      <input class="field" type="text" role="combobox" aria-label="What to find" aria-expanded="true" aria-controls="palette-list" aria-activedescendant="palette-${this.at}" autocomplete="off" placeholder="Page, action or words of a prompt" .value=${this.words} @input=${(event) => { this.words = event.target.value; this.at = 0; }} @keydown=${this.key} autofocus>
      <ul class="palette" role="listbox" id="palette-list" aria-label="Found">
        ${this.found.map((command, i) => html`<li role="option" id="palette-${i}" aria-selected=${i === this.at ? 'true' : 'false'} @click=${() => this.run(command)} @pointermove=${() => (this.at = i)}><span>${command.name}</span><small>${command.hint}</small></li>`)}
      </ul>
    `;
  }
}
customElements.define('at-palette', Palette);

const SHEET = [
  ['Everywhere', [['Ctrl K', 'find a page or an action'], ['/', 'find'], ['n', 'new pictures'], ['?', 'this sheet'], ...PAGES.filter((page) => page.keys).map((page) => [page.keys, page.name])]],
  ['Generate', [['Ctrl Enter', 'run']]],
  ['Gallery', [['← ↑ → ↓', 'move'], ['Enter', 'open'], ['Space', 'select'], ['x', 'select'], ['Shift click', 'select a range'], ['Shift ←', 'select a range'], ['Esc', 'select nothing'], ['s', 'star'], ['c', 'compare'], ['r', 'remix'], ['Del', 'trash, with undo']]],
  ['Picture', [['← →', 'previous, next'], ['+ − 0', 'zoom'], ['i', 'recipe'], ['c', 'add to compare'], ['r', 'remix'], ['s', 'star'], ['Del', 'trash, with undo'], ['Esc', 'back']]],
  ['Compare', [['+ − 0', 'zoom, all together'], ['Space', 'next, in flicker'], ['← →', 'previous, next, in flicker']]],
];

/** Every key, and the switch for single keys. */
export class KeySheet extends Dialog {
  static open() {
    if (document.querySelector('at-key-sheet')) return;
    const sheet = new KeySheet();
    sheet.heading = 'Keys';
    sheet.show();
  }

  get width() {
    return 'wide';
  }

  content() {
    const on = localStorage.getItem('atelier.keys') !== 'off';
    return html`
      <label class="check"><input type="checkbox" .checked=${on} @change=${(event) => localStorage.setItem('atelier.keys', event.target.checked ? 'on' : 'off')}> Single keys work (Ctrl K always does)</label>
      <div class="key-sheet">
        ${SHEET.map(([group, keys]) => html`<section><h3>${group}</h3><dl>${keys.map(([key, what]) => html`<dt>${key.split(' ').map((part) => html`<kbd>${part}</kbd>`)}</dt><dd>${what}</dd>`)}</dl></section>`)}
      </div>
    `;
  }
}
customElements.define('at-key-sheet', KeySheet);
