import { api } from 'studio/api.js';
import { entered } from 'studio/session.js';
import { Page, blank, html, navigate } from 'studio/ui.js';

/** Takes the key of a one-use link out of the address and signs in with it. */
class Welcome extends Page {
  static properties = { ...Page.properties, trouble: { state: true } };

  get heading() {
    return 'Welcome';
  }

  routed() {
    const key = new URLSearchParams(this.route.hash.slice(1)).get('k');
    if (this.asked || !key) {
      this.trouble ??= this.asked ? null : { message: 'This link has no key in it.' };
      return;
    }
    this.asked = true;
    // Out of the address first: it must not stay in the history.
    history.replaceState(null, '', '/welcome');
    this.redeem(key);
  }

  async redeem(key) {
    try {
      const { me } = await api.signInByLink({ body: { key } });
      let first = false;
      if (me.role === 'owner') first = (await api.getSetUp().catch(() => ({ needed: false }))).needed;
      entered(me);
      navigate(first ? '/setup' : '/?hello', { replace: true });
    } catch (trouble) {
      this.trouble = trouble;
    }
  }

  render() {
    if (!this.trouble) return html`<p class="muted alone">Signing you in …</p>`;
    return blank('lost', 'This link does not work any more', `${this.trouble.message} Links are good once, for fifteen minutes. Start the server again for a new one, or sign in with your password.`, html`<a class="button primary" href="/signin">Sign in</a>`);
  }
}

customElements.define('at-welcome', Welcome);
