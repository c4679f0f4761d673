import { api } from 'studio/api.js';
import { entered } from 'studio/session.js';
import { Page, blank, html, navigate, nothing } from 'studio/ui.js';

/** Where an invite leads: a name, a password, and in. */
class Join extends Page {
  static properties = { ...Page.properties, trouble: { state: true }, busy: { state: true } };

  get heading() {
    return 'Join the team';
  }

  routed() {
    const key = new URLSearchParams(this.route.hash.slice(1)).get('k');
    if (key) {
      this.token = key;
      history.replaceState(null, '', '/join');
    }
  }

  async submit(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    this.busy = true;
    this.trouble = null;
    try {
      const { me } = await api.acceptInvite({ body: { token: this.token, displayName: form.get('displayName'), password: form.get('password') } });
      entered(me);
      navigate('/?hello', { replace: true });
    } catch (trouble) {
      this.trouble = trouble;
    } finally {
      this.busy = false;
    }
  }

  render() {
    if (!this.token || this.trouble?.status === 410) {
      return blank('lost', 'This invite does not work any more', this.trouble?.message ?? 'The link is not whole. Ask for a new one.', html`<a class="button" href="/signin">Sign in</a>`);
    }
    return html`<div class="poster">
      <div class="poster-art" aria-hidden="true"><i></i><i></i><i></i></div>
      <form class="poster-form stack" @submit=${this.submit}>
        <h1>Join the team</h1>
        <p class="muted">New here: choose a password of 15 letters or more. Known here already: type the one you have.</p>
        ${this.trouble ? html`<p class="notice notice-failed" role="alert">${this.trouble.field?.('/password') ?? this.trouble.message}</p>` : nothing}
        <label class="label">Your name<input class="field" name="displayName" autocomplete="name" required maxlength="120" autofocus></label>
        <label class="label">Password<input class="field" name="password" type="password" autocomplete="new-password" required maxlength="256"></label>
        <button class="button primary" ?disabled=${this.busy}>${this.busy ? 'Joining …' : 'Join'}</button>
      </form>
    </div>`;
  }
}

customElements.define('at-join', Join);
