import { Page, html } from 'studio/ui.js';

class Jobs extends Page {
  get heading() {
    return 'Jobs';
  }

  render() {
    return html`<h1>Jobs</h1>`;
  }
}

customElements.define('at-jobs', Jobs);
