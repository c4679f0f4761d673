import { api } from 'studio/api.js';
import { entered } from 'studio/session.js';
import { Page, html, navigate, nothing } from 'studio/ui.js';

/** Sign-in by e-mail and password; goes on to where one wanted to go. */
class SignIn extends Page {
  static properties = { ...Page.properties, trouble: { state: true }, busy: { state: true } };

  get heading() {
    return 'Sign in';
  }

  async submit(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    this.busy = true;
    this.trouble = null;
    try {
      const { me } = await api.login({ body: { email: form.get('email'), password: form.get('password') } });
      const next = this.query('next') ?? '/';
      // Only into the studio itself, never to another site.
      entered(me);
      navigate(next.startsWith('/') && !next.startsWith('//') ? next : '/', { replace: true });
    } catch (trouble) {
      this.trouble = trouble;
      this.updateComplete.then(() => this.querySelector('#password').focus());
    } finally {
      this.busy = false;
    }
  }

  render() {
    return html`<div class="poster">
      <div class="poster-art" aria-hidden="true"><i></i><i></i><i></i></div>
      <form class="poster-form stack" @submit=${this.submit}>
        <h1>atelier</h1>
        <p class="muted">A prompt, a few pictures, and a finished series.</p>
        ${this.trouble ? html`<p class="notice notice-failed" role="alert">${this.trouble.message}</p>` : nothing}
        <label class="label">E-mail<input class="field" id="email" name="email" type="email" autocomplete="username" required autofocus></label>
        <label class="label">Password<input class="field" id="password" name="password" type="password" autocomplete="current-password" required></label>
        <button class="button primary" ?disabled=${this.busy}>${this.busy ? 'Signing in …' : 'Sign in'}</button>
        <p class="muted small">Lost your password? An admin of your team can invite you anew; who runs this server can print a link with <code>admin sign-in-link</code>.</p>
      </form>
    </div>`;
  }
}

customElements.define('at-signin', SignIn);
