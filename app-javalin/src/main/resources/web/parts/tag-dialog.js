import { html } from 'studio/ui.js';
import { Dialog } from 'studio/parts/dialogs.js';

/** Asks for one tag; gives it, or null. */
export class TagDialog extends Dialog {
  static ask(count, known) {
    return new Promise((done) => {
      const dialog = new TagDialog();
      Object.assign(dialog, { heading: count === 1 ? 'Tag this picture' : `Tag ${count} pictures`, known, done, answer: null });
      dialog.show();
    });
  }

  closed() {
    super.closed();
    this.done(this.answer);
  }

  give(event) {
    event.preventDefault();
    this.answer = this.querySelector('input').value.trim() || null;
    this.close();
  }

  content() {
    return html`<form class="stack" @submit=${this.give}>
      <label class="label">Tag <input class="field" type="text" list="known-tags" maxlength="64" required autocomplete="off" autofocus></label>
      <datalist id="known-tags">${this.known.map((tag) => html`<option value=${tag}></option>`)}</datalist>
      <p class="row end"><button type="button" class="button" @click=${() => this.close()}>Leave it</button><button class="button primary">Tag</button></p>
    </form>`;
  }
}

customElements.define('at-tag-dialog', TagDialog);
