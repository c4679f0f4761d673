import { api } from 'studio/api.js';
import { session } from 'studio/session.js';
import { Page, confirm, copy, html, nothing, state, toast, toastTrouble, when } from 'studio/ui.js';
import { Dialog } from 'studio/parts/dialogs.js';
import { field, formError, select, valuesOf } from 'studio/parts/form.js';
import { Pager } from 'studio/parts/pager.js';

const ROLES = ['owner', 'admin', 'creator', 'evaluator', 'viewer'];
const MAY = [
  ['See pictures, prompts and how they were made', 5],
  ['Rate and review', 4],
  ['Make, star, tag and trash pictures', 3],
  ['See credits and the ledger', 3],
  ['Invite people, change roles, jobs, callbacks', 2],
  ['Webhooks and the audit log', 2],
  ['Providers, models and prices', 2],
  ['Make or remove owners', 1],
];

/** Who belongs to the team, in which role, and who is invited. */
class Members extends Page {
  constructor() {
    super();
    this.members = new Pager(this, (cursor) => api.listMembers({ limit: 100, cursor }));
    this.invites = new Pager(this, (cursor) => api.listInvites({ limit: 100, cursor }));
  }

  get heading() {
    return 'Members';
  }

  connectedCallback() {
    super.connectedCallback();
    this.members.reset();
    this.invites.reset();
  }

  async change(member, body, said) {
    try {
      await api.changeMember({ id: member.id, ifMatch: member.version, body });
      toast(said);
    } catch (trouble) {
      toastTrouble(trouble);
    }
    await this.members.reset();
  }

  async role(member, event) {
    const role = event.target.value;
    const sure = await confirm('Change the role?', `${member.displayName} will be ${role}, from the next click on.`, `Make ${role}`);
    if (sure) await this.change(member, { role }, `${member.displayName} is ${role} now.`);
    else event.target.value = member.role;
  }

  async remove(member) {
    if (!(await confirm('Remove from the team?', `${member.displayName} cannot sign in to this team any more. Pictures and history stay.`, 'Remove', { danger: true }))) return;
    try {
      await api.removeMember({ id: member.id });
      toast(`${member.displayName} was removed.`);
    } catch (trouble) {
      toastTrouble(trouble);
    }
    this.members.reset();
  }

  async withdraw(invite) {
    try {
      await api.withdrawInvite({ id: invite.id });
      toast(`The invite of ${invite.email} is withdrawn.`);
    } catch (trouble) {
      toastTrouble(trouble);
    }
    this.invites.reset();
  }

  invite() {
    const dialog = new InviteDialog();
    dialog.heading = 'Invite somebody';
    dialog.done = () => this.invites.reset();
    dialog.show();
  }

  render() {
    return html`
      <div class="page-head"><div><h1>Members</h1><p>${session.me.org.name}</p></div>
        <button type="button" class="button primary" @click=${this.invite}>Invite somebody</button></div>
      ${this.members.render((members) => this.table(members), nothing)}
      ${this.invites.items?.length > 0 ? html`<section class="section"><h2>Invited</h2>${this.inviteTable(this.invites.items)}</section>` : nothing}
      <section class="section"><h2>What each role may do</h2>${this.roles()}</section>
    `;
  }

  table(members) {
    return html`<div class="table-wrap"><table class="table cards">
      <thead><tr><th>Name</th><th>E-mail</th><th>Role</th><th>Since</th><th>State</th><th><span class="unseen">Actions</span></th></tr></thead>
      <tbody>${members.map((member) => {
        const self = member.id === session.me.user.id;
        return html`<tr>
          <td data-name="Name"><b>${member.displayName}</b>${self ? ' (you)' : ''}</td>
          <td data-name="E-mail" class="wrap">${member.email}</td>
          <td data-name="Role">${self ? member.role : html`<select class="field slim" aria-label="Role of ${member.displayName}" .value=${member.role} @change=${(event) => this.role(member, event)}>${ROLES.map((role) => html`<option ?selected=${role === member.role}>${role}</option>`)}</select>`}</td>
          <td data-name="Since">${when(member.since)}</td>
          <td data-name="State">${member.disabled ? state('cancelled', 'shut out') : state('done', 'active')}</td>
          <td><span class="row end">${self ? nothing : html`
            <button type="button" class="button small quiet" @click=${() => this.change(member, { disabled: !member.disabled }, member.disabled ? `${member.displayName} may sign in again.` : `${member.displayName} is shut out.`)}>${member.disabled ? 'Let in' : 'Shut out'}</button>
            <button type="button" class="button small quiet danger" @click=${() => this.remove(member)}>Remove</button>`}</span></td>
        </tr>`;
      })}</tbody></table></div>`;
  }

  inviteTable(invites) {
    return html`<div class="table-wrap"><table class="table cards">
      <thead><tr><th>E-mail</th><th>Role</th><th>Invited</th><th>Good until</th><th><span class="unseen">Actions</span></th></tr></thead>
      <tbody>${invites.map((invite) => html`<tr><td data-name="E-mail" class="wrap">${invite.email}</td><td data-name="Role">${invite.role}</td><td data-name="Invited">${when(invite.createdAt)}</td><td data-name="Good until">${when(invite.expiresAt)}</td>
        <td><span class="row end"><button type="button" class="button small quiet danger" @click=${() => this.withdraw(invite)}>Withdraw</button></span></td></tr>`)}</tbody></table></div>`;
  }

  roles() {
    return html`<div class="table-wrap" tabindex="0" role="region" aria-label="What each role may do"><table class="table roles">
      <thead><tr><th>May</th>${ROLES.map((role) => html`<th>${role}</th>`)}</tr></thead>
      <tbody>${MAY.map(([what, ranks]) => html`<tr><td>${what}</td>${ROLES.map((_, i) => html`<td>${i < ranks ? html`<span class="yes" aria-hidden="true"></span><span class="unseen">yes</span>` : html`<span class="unseen">no</span>`}</td>`)}</tr>`)}</tbody>
    </table></div>`;
  }
}

class InviteDialog extends Dialog {
  static properties = { ...Dialog.properties, trouble: { state: true }, link: { state: true } };

  async submit(event) {
    event.preventDefault();
    this.trouble = null;
    try {
      const invite = await api.inviteMember({ body: valuesOf(event.target) });
      this.link = `${location.origin}/join#k=${encodeURIComponent(invite.token)}`;
      this.email = invite.email;
      this.done();
    } catch (trouble) {
      this.trouble = trouble;
    }
  }

  content() {
    if (this.link) {
      return html`<p>Send this link to ${this.email}. It works once, and it is shown only now.</p>
        <p class="secret wrap"><code>${this.link}</code></p>
        <p class="row end"><button type="button" class="button primary" @click=${() => copy(this.link, 'The link is copied.')}>Copy the link</button><button type="button" class="button" @click=${() => this.close()}>Done</button></p>`;
    }
    return html`<form class="stack" @submit=${this.submit}>
      ${formError(this.trouble)}
      ${field('E-mail', 'email', '', this.trouble, { type: 'email', required: true, autocomplete: 'email' })}
      ${select('Role', 'role', 'creator', ROLES.filter((role) => role !== 'owner' || session.may('owner')))}
      <p class="row end"><button class="button primary">Make a link</button></p>
    </form>`;
  }
}

customElements.define('at-invite-dialog', InviteDialog);
customElements.define('at-members', Members);
