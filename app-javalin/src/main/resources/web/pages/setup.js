import { api } from 'studio/api.js';
import { entered, session } from 'studio/session.js';
import { Page, html, navigate } from 'studio/ui.js';
import { field, formError, valuesOf } from 'studio/parts/form.js';

/** The owner takes over a new installation: names and a password of one's own instead of the printed one. */
class Setup extends Page {
  static properties = { ...Page.properties, trouble: { state: true }, busy: { state: true } };

  get heading() {
    return 'Set up';
  }

  async submit(event) {
    event.preventDefault();
    this.busy = true;
    this.trouble = null;
    try {
      const { me } = await api.setUp({ body: valuesOf(event.target) });
      entered(me);
      navigate('/?hello', { replace: true });
    } catch (trouble) {
      this.trouble = trouble;
    } finally {
      this.busy = false;
    }
  }

  render() {
    return html`<div class="poster">
      <div class="poster-art" aria-hidden="true"><i></i><i></i><i></i></div>
      <form class="poster-form stack" @submit=${this.submit}>
        <h1>Make it yours</h1>
        <p class="muted">This atelier is new. Say who you are and choose a password; the printed one stops working.</p>
        ${formError(this.trouble)}
        ${field('Your team', 'orgName', session.me.org.name, this.trouble, { autocomplete: 'organization', required: true, maxlength: 120 })}
        ${field('Your name', 'displayName', '', this.trouble, { autocomplete: 'name', required: true, maxlength: 120 })}
        ${field('E-mail', 'email', '', this.trouble, { type: 'email', autocomplete: 'username', required: true })}
        ${field('Password', 'password', '', this.trouble, { type: 'password', autocomplete: 'new-password', required: true, minlength: 15, maxlength: 256, hint: '15 letters or more; a sentence is good' })}
        <p class="row"><button class="button primary" ?disabled=${this.busy}>Begin</button><a class="button quiet" href="/?hello">Look around first</a></p>
      </form>
    </div>`;
  }
}

customElements.define('at-setup', Setup);
