import { Page, html } from 'studio/ui.js';

class Callbacks extends Page {
  get heading() {
    return 'Callbacks';
  }

  render() {
    return html`<h1>Callbacks</h1>`;
  }
}

customElements.define('at-callbacks', Callbacks);
