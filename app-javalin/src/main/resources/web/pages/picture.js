import { Page, html } from 'studio/ui.js';

class Picture extends Page {
  get heading() {
    return 'Picture';
  }

  render() {
    return html`<h1>Picture</h1>`;
  }
}

customElements.define('at-picture', Picture);
