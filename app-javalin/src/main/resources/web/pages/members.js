import { Page, html } from 'studio/ui.js';

class Members extends Page {
  get heading() {
    return 'Members';
  }

  render() {
    return html`<h1>Members</h1>`;
  }
}

customElements.define('at-members', Members);
