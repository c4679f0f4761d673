import { Page, html } from 'studio/ui.js';

class Compare extends Page {
  get heading() {
    return 'Compare';
  }

  render() {
    return html`<h1>Compare</h1>`;
  }
}

customElements.define('at-compare', Compare);
