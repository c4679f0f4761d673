import { Page, html } from 'studio/ui.js';

class Models extends Page {
  get heading() {
    return 'Models';
  }

  render() {
    return html`<h1>Models</h1>`;
  }
}

customElements.define('at-models', Models);
