import { Part, html, nothing, toast } from 'studio/ui.js';

/**
 * A modal dialog; extend it and give `heading` and `content()`. The browser's own <dialog> keeps the focus inside, closes on Escape and
 * gives the focus back.
 */
export class Dialog extends Part {
  static properties = { heading: {} };

  get width() {
    return '';
  }

  show() {
    document.body.append(this);
    this.updateComplete.then(() => {
      this.querySelector('dialog').showModal();
      // The browser would take the cross; people come to type or to decide.
      this.querySelector('.dialog-inner > :not(header) :is([autofocus], input, select, textarea, button), .dialog-inner > input')?.focus();
    });
  }

  close() {
    this.querySelector('dialog')?.close();
  }

  closed() {
    this.remove();
  }

  content() {
    return nothing;
  }

  render() {
    return html`<dialog class="dialog ${this.width}" aria-labelledby="dialog-title" @close=${() => this.closed()} @click=${(event) => event.target.localName === 'dialog' && this.close()}>
      <div class="dialog-inner">
        <header class="row between">
          <h2 id="dialog-title">${this.heading}</h2>
          <button type="button" class="button quiet square" aria-label="Close" @click=${() => this.close()}>×</button>
        </header>
        ${this.content()}
      </div>
    </dialog>`;
  }
}

/** A dialog with a form: `send` does the work, says so and closes, or keeps the dialog open with what was wrong in `trouble`. `done` hears of success. */
export class FormDialog extends Dialog {
  static properties = { ...Dialog.properties, trouble: { state: true }, busy: { state: true } };

  async send(work, said) {
    this.busy = true;
    this.trouble = null;
    try {
      await work();
      toast(said);
      this.close();
      this.done();
    } catch (trouble) {
      this.trouble = trouble;
    } finally {
      this.busy = false;
    }
  }
}

/** A question with two answers. */
export class Confirmation extends Dialog {
  static ask(title, text, verb, danger) {
    return new Promise((done) => {
      const dialog = new Confirmation();
      Object.assign(dialog, { heading: title, text, verb, danger, done, answer: false });
      dialog.show();
    });
  }

  closed() {
    super.closed();
    this.done(this.answer);
  }

  decide(answer) {
    this.answer = answer;
    this.close();
  }

  content() {
    return html`<p>${this.text}</p>
      <p class="row end">
        <button type="button" class="button" @click=${() => this.decide(false)}>Keep it</button>
        <button type="button" class="button ${this.danger ? 'danger' : 'primary'}" @click=${() => this.decide(true)}>${this.verb}</button>
      </p>`;
  }
}

customElements.define('at-confirmation', Confirmation);
