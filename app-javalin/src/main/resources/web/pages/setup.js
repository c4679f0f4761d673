import { Page, html } from 'studio/ui.js';

class Setup extends Page {
  get heading() {
    return 'Setup';
  }

  render() {
    return html`<h1>Setup</h1>`;
  }
}

customElements.define('at-setup', Setup);
