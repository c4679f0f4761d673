import { api } from 'studio/api.js';
import { Part, confirm, html, nothing, state, toast, toastTrouble, when } from 'studio/ui.js';
import { left } from 'studio/session.js';

const WAYS = { password: 'password', link: 'sign-in link', sso: 'single sign-on', invite: 'invitation' };

/** Where I am signed in, and the way to end each. */
class Sessions extends Part {
  static properties = { sessions: { state: true }, trouble: { state: true } };

  connectedCallback() {
    super.connectedCallback();
    this.look();
  }

  async look() {
    try {
      this.sessions = (await api.listSessions()).data;
    } catch (trouble) {
      this.trouble = trouble;
    }
  }

  async end(session) {
    try {
      await api.endSession({ id: session.id });
      if (session.current) return left();
      toast('That session has ended.');
    } catch (trouble) {
      toastTrouble(trouble);
    }
    return this.look();
  }

  async endOthers() {
    if (!(await confirm('End all other sessions?', 'Every browser and device but this one has to sign in again.', 'End them'))) return;
    try {
      await api.endOtherSessions();
      toast('Only this session is left.');
    } catch (trouble) {
      toastTrouble(trouble);
    }
    this.look();
  }

  render() {
    if (this.trouble) return html`<p class="notice notice-failed">${this.trouble.message}</p>`;
    if (!this.sessions) return html`<p class="muted" aria-busy="true">Loading …</p>`;
    return html`<div class="table-wrap"><table class="table cards">
        <thead><tr><th>Where</th><th>Signed in</th><th>By</th><th>Last seen</th><th><span class="unseen">Actions</span></th></tr></thead>
        <tbody>${this.sessions.map((session) => html`<tr>
          <td data-name="Where"><b>${browserOf(session.userAgent)}</b>${session.current ? html` ${state('done', 'this one')}` : nothing}${session.ip ? html`<br><small class="muted">${session.ip}</small>` : nothing}</td>
          <td data-name="Signed in">${when(session.createdAt)}</td>
          <td data-name="By">${WAYS[session.method] ?? session.method}${session.issuer ? ` (${session.issuer})` : ''}</td>
          <td data-name="Last seen">${when(session.lastSeenAt)}</td>
          <td><span class="row end"><button type="button" class="button small quiet danger" @click=${() => this.end(session)}>End it</button></span></td>
        </tr>`)}</tbody></table></div>
      ${this.sessions.length > 1 ? html`<p><button type="button" class="button" @click=${this.endOthers}>End all others</button></p>` : nothing}`;
  }
}

const BROWSERS = [['Edg/', 'Edge'], ['OPR/', 'Opera'], ['Firefox/', 'Firefox'], ['Chrome/', 'Chrome'], ['Safari/', 'Safari'], ['curl/', 'curl']];
const SYSTEMS = [['Windows', 'Windows'], ['Android', 'Android'], ['iPhone', 'iPhone'], ['iPad', 'iPad'], ['Mac OS', 'macOS'], ['Linux', 'Linux']];

function browserOf(userAgent) {
  if (!userAgent) return 'Unknown program';
  const nameIn = (list) => list.find(([mark]) => userAgent.includes(mark))?.[1];
  const browser = nameIn(BROWSERS) ?? userAgent.split(/[ /]/)[0];
  const system = nameIn(SYSTEMS);
  return system ? `${browser} on ${system}` : browser;
}

customElements.define('at-sessions', Sessions);
