// Who is signed in. Read once at the start; pages import `session`.
import { api, onSignedOut } from 'studio/api.js';
import * as live from 'studio/live.js';

const RANKS = ['viewer', 'evaluator', 'creator', 'admin', 'owner'];

export const session = {
  /** The answer of getMe, or null. */
  me: null,
  /** True if the signed-in person has this role or a stronger one. */
  may(role) {
    return this.me !== null && RANKS.indexOf(this.me.role) >= RANKS.indexOf(role);
  },
};

const listeners = new Set();
/** Hears of signing in and out; gives back what ends it. */
export const watchSession = (listener) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export function entered(me) {
  session.me = me;
  live.start();
  listeners.forEach((listener) => listener());
}

export function left() {
  if (session.me === null) return;
  session.me = null;
  live.stop();
  listeners.forEach((listener) => listener());
}

onSignedOut(left);

/** Looks whether the browser has a session; throws if the server cannot be asked. */
export async function resume() {
  if (!/(^|; )atelier_present=1/.test(document.cookie)) return;
  try {
    entered(await api.getMe());
  } catch (trouble) {
    if (trouble.status !== 401) throw trouble;
  }
}

export async function signOut() {
  await api.logout();
  left();
}
