import { api } from 'studio/api.js';
import { subscribe } from 'studio/live.js';
import { session, watchSession } from 'studio/session.js';
import { Part, html, nothing, plural } from 'studio/ui.js';

const ENDED = /^generation\.(completed|partial|failed|cancelled)$/;

/** My running jobs, on whatever page I am; tells the frame their number by a 'running' event. */
class Tray extends Part {
  static properties = { running: { state: true } };

  constructor() {
    super();
    this.running = new Set();
  }

  connectedCallback() {
    super.connectedCallback();
    this.atEnd(subscribe((event) => this.heard(event)));
    this.atEnd(watchSession(() => this.read()));
    this.read();
  }

  async read() {
    if (!session.me) return;
    try {
      const user = session.me.user.id;
      const [waiting, working] = await Promise.all(['pending', 'processing'].map((state) => api.listGenerations({ state, user, limit: 50 })));
      this.set([...waiting.data, ...working.data].map((generation) => generation.id));
    } catch {
      // The next event or gap corrects it.
    }
  }

  heard(event) {
    if (event.type === 'gap') this.read();
    else if (event.type === 'generation.accepted' && event.data.userId === session.me?.user.id) this.set([...this.running, event.generationId]);
    else if (ENDED.test(event.type) && this.running.has(event.generationId)) this.set([...this.running].filter((id) => id !== event.generationId));
  }

  set(ids) {
    this.running = new Set(ids);
    this.dispatchEvent(new CustomEvent('running', { detail: this.running.size }));
  }

  render() {
    if (this.running.size === 0) return nothing;
    return html`<a class="tray" href="/"><span class="state state-running"><i aria-hidden="true"></i>${plural(this.running.size, 'job')} running</span></a>`;
  }
}

customElements.define('at-tray', Tray);
