import { api } from 'studio/api.js';
import { entered } from 'studio/session.js';
import { Page, html, navigate, nothing } from 'studio/ui.js';

// The codes that a sign-in at an issuer comes back with.
const TROUBLES = {
  cancelled: 'You stopped the sign-in at your identity provider.',
  stale: 'The sign-in took too long, or was begun in another browser. Try again.',
  issuer_unreachable: 'Your identity provider does not answer. Try again, or use your password.',
  issuer_refused: 'Your identity provider refused the sign-in.',
  bad_answer: 'The answer of your identity provider does not hold. Tell an admin of your team.',
  no_email: 'Your identity provider names no e-mail address for you.',
  email_not_verified: 'Your e-mail address is not verified at your identity provider.',
  email_domain: 'Addresses of your domain are not let in here.',
  not_linked: 'Your address belongs to somebody here who signs in another way. Use your password.',
  not_invited: 'You are not invited yet. Ask an admin of the team.',
  disabled: 'You are shut out. Ask an admin of the team.',
  no_membership: 'You belong to no team here any more.',
  unknown_issuer: 'This way to sign in is not there any more.',
};

/** Sign-in by e-mail and password; goes on to where one wanted to go. */
class SignIn extends Page {
  static properties = { ...Page.properties, trouble: { state: true }, busy: { state: true }, methods: { state: true } };

  get heading() {
    return 'Sign in';
  }

  async connectedCallback() {
    super.connectedCallback();
    try {
      this.methods = await api.listSignInMethods();
    } catch {
      // The password form works without.
      this.methods = null;
    }
  }

  /** Only into the studio itself, never to another site. */
  get next() {
    const next = this.query('next') ?? '/';
    return next.startsWith('/') && !next.startsWith('//') ? next : '/';
  }

  async submit(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    this.busy = true;
    this.trouble = null;
    try {
      const { me } = await api.login({ body: { email: form.get('email'), password: form.get('password') } });
      entered(me);
      navigate(this.next, { replace: true });
    } catch (trouble) {
      this.trouble = trouble;
      this.updateComplete.then(() => this.querySelector('#password').focus());
    } finally {
      this.busy = false;
    }
  }

  issuers() {
    const refused = this.query('trouble');
    return html`${refused ? html`<p class="notice notice-failed" role="alert">${TROUBLES[refused] ?? 'The sign-in did not work. Try again.'}</p>` : nothing}
      ${this.methods?.issuers.map((issuer) => html`<a class="button" href="/api/v1/auth/oidc/${encodeURIComponent(issuer.id)}/start?next=${encodeURIComponent(this.next)}">Sign in with ${issuer.name}</a>`) ?? nothing}
      ${this.methods?.issuers.length ? html`<p class="or muted small">or with your password</p>` : nothing}`;
  }

  render() {
    return html`<div class="poster">
      <div class="poster-art" aria-hidden="true"><i></i><i></i><i></i></div>
      <form class="poster-form stack" @submit=${this.submit}>
        <h1>atelier</h1>
        <p class="muted">A prompt, a few pictures, and a finished series.</p>
        ${this.issuers()}
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
