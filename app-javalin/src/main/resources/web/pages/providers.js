import { Page, html } from 'studio/ui.js';

class Providers extends Page {
  get heading() {
    return 'Providers';
  }

  render() {
    return html`<h1>Providers</h1>`;
  }
}

customElements.define('at-providers', Providers);
