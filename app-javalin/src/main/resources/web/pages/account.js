import { Page, html } from 'studio/ui.js';

class Account extends Page {
  get heading() {
    return 'Account';
  }

  render() {
    return html`<h1>Account</h1>`;
  }
}

customElements.define('at-account', Account);
