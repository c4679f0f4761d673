import { Page, html } from 'studio/ui.js';

class Gallery extends Page {
  get heading() {
    return 'Gallery';
  }

  render() {
    return html`<h1>Gallery</h1>`;
  }
}

customElements.define('at-gallery', Gallery);
