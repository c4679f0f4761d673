import { api } from 'studio/api.js';
import { entered, session, signOut } from 'studio/session.js';
import { Page, html, toast, toastTrouble } from 'studio/ui.js';
import { field, formError, valuesOf } from 'studio/parts/form.js';
import 'studio/parts/sessions.js';
import { chosenTheme, chooseTheme } from 'studio/parts/theme.js';

const THEMES = [['system', 'Like the system'], ['light', 'Light'], ['dark', 'Dark']];

/** Who I am here, my looks, my keys, my password. */
class Account extends Page {
  static properties = { ...Page.properties, trouble: { state: true }, busy: { state: true } };

  get heading() {
    return 'Your account';
  }

  async changePassword(event) {
    event.preventDefault();
    const form = event.target;
    this.busy = true;
    this.trouble = null;
    try {
      const { me } = await api.changePassword({ body: valuesOf(form) });
      entered(me);
      form.reset();
      toast('Your password is changed. Every other session has ended.');
    } catch (trouble) {
      this.trouble = trouble;
    } finally {
      this.busy = false;
    }
  }

  async rename(event) {
    event.preventDefault();
    try {
      const me = await api.changeMe({ body: valuesOf(event.target) });
      entered(me);
      toast('Saved.');
    } catch (trouble) {
      toastTrouble(trouble);
    }
  }

  async leave() {
    try {
      await signOut();
    } catch (trouble) {
      toastTrouble(trouble);
    }
  }

  render() {
    const { user, org, role } = session.me;
    const single = localStorage.getItem('atelier.keys') !== 'off';
    return html`
      <div class="page-head"><div><h1>Your account</h1><p>${user.email} · ${role} of ${org.name}</p></div>
        <button type="button" class="button" @click=${this.leave}>Sign out</button></div>
      <div class="account">
        <form class="stack panel" @submit=${this.rename}>
          <h2>Name</h2>
          ${field('What others see', 'displayName', user.displayName, null, { autocomplete: 'name', required: true, maxlength: 120 })}
          <p><button class="button">Save the name</button></p>
        </form>
        <section class="stack panel">
          <h2>Looks and keys</h2>
          <fieldset><legend class="unseen">Theme</legend><div class="choice">
            ${THEMES.map(([key, words]) => html`<label><input type="radio" name="theme" value=${key} .checked=${chosenTheme() === key} @change=${() => { chooseTheme(key); this.requestUpdate(); }}>${words}</label>`)}
          </div></fieldset>
          <label class="check"><input type="checkbox" .checked=${single} @change=${(event) => localStorage.setItem('atelier.keys', event.target.checked ? 'on' : 'off')}> Single keys work, such as <kbd>s</kbd> for star</label>
        </section>
        <form class="stack panel" @submit=${this.changePassword}>
          <h2>Password</h2>
          ${formError(this.trouble)}
          <input type="email" name="username" autocomplete="username" .value=${user.email} hidden disabled>
          ${field('The one you have', 'currentPassword', '', this.trouble, { type: 'password', autocomplete: 'current-password', required: true })}
          ${field('The new one', 'newPassword', '', this.trouble, { type: 'password', autocomplete: 'new-password', required: true, minlength: 15, maxlength: 256, hint: '15 letters or more; a sentence is good' })}
          <p><button class="button" ?disabled=${this.busy}>Change the password</button></p>
        </form>
      </div>
      <section class="section"><h2>Where you are signed in</h2><at-sessions></at-sessions></section>
    `;
  }
}

customElements.define('at-account', Account);
