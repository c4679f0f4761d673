import { Page, html } from 'studio/ui.js';

class Generate extends Page {
  get heading() {
    return 'Generate';
  }

  render() {
    return html`<h1>Generate</h1>`;
  }
}

customElements.define('at-generate', Generate);
