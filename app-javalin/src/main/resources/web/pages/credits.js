import { Page, html } from 'studio/ui.js';

class Credits extends Page {
  get heading() {
    return 'Credits';
  }

  render() {
    return html`<h1>Credits</h1>`;
  }
}

customElements.define('at-credits', Credits);
