import { Page, html } from 'studio/ui.js';

class Diagnostics extends Page {
  get heading() {
    return 'Diagnostics';
  }

  render() {
    return html`<h1>Diagnostics</h1>`;
  }
}

customElements.define('at-diagnostics', Diagnostics);
