import { Part, html, nothing, toast } from 'studio/ui.js';
import { api } from 'studio/api.js';
import { session } from 'studio/session.js';

const MOST = 1000;

/** What a picture shows, in words for those who do not see it; edited against the version that was read. */
class AltText extends Part {
  static properties = { image: { attribute: false }, list: { attribute: false }, editing: { state: true }, busy: { state: true }, trouble: { state: true } };

  willUpdate(changed) {
    if (changed.get('image') && changed.get('image').id !== this.image.id) this.leave();
  }

  leave() {
    this.editing = false;
    this.trouble = null;
  }

  async edit() {
    this.editing = true;
    this.words = this.image.alt;
    await this.updateComplete;
    this.querySelector('textarea').focus();
  }

  async save(event) {
    event.preventDefault();
    this.busy = true;
    this.trouble = null;
    try {
      this.list.put([await api.markImage({ id: this.image.id, ifMatch: this.image.version, body: { alt: this.words.trim() } })]);
      this.close();
      toast('Alt text saved.');
    } catch (trouble) {
      await this.refused(trouble);
    } finally {
      this.busy = false;
    }
  }

  // The words stay in the field; saving again writes over what somebody else has written, with both in sight.
  async refused(trouble) {
    if (trouble.status !== 412) {
      this.trouble = trouble.field?.('/alt') ?? trouble.message;
      return;
    }
    const fresh = await api.getImage({ id: this.image.id }).catch(() => null);
    if (fresh) this.list.put([fresh]);
    this.trouble = `Somebody changed this picture in the meantime. Its alt text is now: “${(fresh ?? this.image).alt}”. Save again to replace it.`;
  }

  async close() {
    this.leave();
    await this.updateComplete;
    this.querySelector('button')?.focus();
  }

  render() {
    const { image } = this;
    const may = session.may('creator') && !image.trashedAt;
    if (!this.editing) {
      return html`<section class="stack tight">
        <div class="row between"><h2 class="pic-small">Alt text</h2>${may ? html`<button type="button" class="link" @click=${this.edit}>Edit</button>` : nothing}</div>
        <p>${image.alt}</p>
      </section>`;
    }
    return html`<form class="stack tight" @submit=${this.save} @keydown=${(event) => event.key === 'Escape' && (event.stopPropagation(), this.close())}>
      <label class="label">Alt text <small>What it shows, for those who do not see it. Blank for the words of the prompt.</small>
        <textarea class="field" rows="3" maxlength=${MOST} .value=${this.words} @input=${(event) => (this.words = event.target.value)} aria-invalid=${this.trouble ? 'true' : 'false'} aria-describedby="alt-trouble"></textarea></label>
      <p class="error" id="alt-trouble" role="alert" ?hidden=${!this.trouble}>${this.trouble}</p>
      <p class="row"><button class="button primary" ?disabled=${this.busy}>Save</button><button type="button" class="button" @click=${() => this.close()}>Leave it</button></p>
    </form>`;
  }
}

customElements.define('at-alt-text', AltText);
