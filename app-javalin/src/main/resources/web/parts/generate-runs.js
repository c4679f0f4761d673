// The generations that the page shows, and those on their way to the server.
import { api, newKey } from 'studio/api.js';
import { KINDS, readable } from 'studio/parts/generate-kinds.js';
import { bodyOf } from 'studio/parts/generate-wish.js';
import { isRunning } from 'studio/parts/generate-words.js';

const UNSENT = 'atelier.unsent';
const AGAIN_MS = [1_000, 2_000, 4_000, 8_000];
const FRESH_MS = 10 * 60_000;

/**
 * `list` holds runs, {key, id, wish, body, sending, waiting, generation}, in the order they are shown. `changed` is called after each
 * change with what changed it, {run, before} or nothing.
 */
export class Runs {
  constructor(changed) {
    this.list = [];
    this.changed = changed;
    this.timers = new Map();
    this.waiting = new Set();
    this.cursor = null;
    this.ended = false;
  }

  /** Reads the newest and asks again for what a reload left unsent. */
  async begin(filter) {
    this.filter = filter;
    for (const { key, wish, body } of JSON.parse(sessionStorage.getItem(UNSENT) ?? '[]')) this.send(this.add({ key, wish, body }));
    await this.more();
  }

  end() {
    this.ended = true;
    for (const timer of this.timers.values()) clearTimeout(timer);
  }

  async more() {
    const page = await api.listGenerations({ ...this.filter, limit: 10, cursor: this.cursor });
    const running = page.data.filter(isRunning);
    const others = page.data.filter((summary) => !isRunning(summary));
    const wanted = (this.cursor ? page.data : [...running, ...others]).filter((summary) => !this.find(summary.id));
    this.cursor = page.nextCursor;
    // All ten are asked at once, and shown in their order as they come.
    const asked = wanted.map(({ id }) => api.getGeneration({ id }).catch((trouble) => ({ trouble })));
    for (const answer of asked) {
      const generation = await answer;
      if (!generation.trouble && !this.find(generation.id)) this.put([...this.list, shown(readable(generation))]);
    }
  }

  find(id) {
    return this.list.find((run) => run.id === id);
  }

  /** Makes what is wished: shows its slots at once, waits for their uploads, and sends the wish. Gives the Trouble of a refusal, or null. */
  async make(wish, uploads) {
    const run = this.add({ key: newKey(), wish, body: null });
    let open = uploads.filter((item) => item.state !== 'ready').length;
    if (open > 0) {
      run.sending = 'uploads';
      run.waiting = open;
      this.put([...this.list]);
      await Promise.all(uploads.map((item) => item.done.then(() => this.set(run.key, { waiting: (open = uploads.filter((other) => other.state !== 'ready').length) }))));
      if (!this.byKey(run.key)) return null;
      const bad = uploads.find((item) => item.state !== 'ready');
      if (bad) {
        this.drop(run.key);
        return Object.assign(new Error(`${bad.name}: ${bad.error}`), { field: () => undefined });
      }
    }
    return this.send(this.set(run.key, { sending: 'sending', body: bodyOf(wish, uploads) }));
  }

  add({ key, wish, body }) {
    const run = { key, id: null, wish, body, sending: 'sending', generation: null };
    this.put([run, ...this.list]);
    return run;
  }

  byKey(key) {
    return this.list.find((run) => run.key === key);
  }

  // The key stays the same however often this is sent, so the server makes one job of it.
  async send({ key, wish, body }, attempt = 0) {
    this.keepUnsent();
    try {
      const receipt = await api[KINDS[wish.kind].create]({ body, key });
      if (this.find(receipt.id)) this.drop(key);
      else this.set(key, { id: receipt.id });
      this.keepUnsent();
      await this.read(receipt.id);
      this.accepted(receipt.id);
      return null;
    } catch (trouble) {
      if (!trouble.offline && !(trouble.status >= 500 && trouble.problem?.retryable)) {
        this.drop(key);
        return trouble;
      }
      if (!this.byKey(key)?.id) this.set(key, { sending: 'offline' });
      clearTimeout(this.timers.get(key));
      const wait = AGAIN_MS[Math.min(attempt, AGAIN_MS.length - 1)];
      this.timers.set(key, setTimeout(() => !this.ended && this.byKey(key)?.id === null && this.send({ key, wish, body }, attempt + 1), wait));
      return null;
    }
  }

  keepUnsent() {
    const unsent = this.list.filter((run) => run.id === null && run.body).map(({ key, wish, body }) => ({ key, wish, body }));
    sessionStorage.setItem(UNSENT, JSON.stringify(unsent));
  }

  drop(key) {
    clearTimeout(this.timers.get(key));
    this.put(this.list.filter((run) => run.key !== key));
    this.keepUnsent();
  }

  set(key, parts) {
    const run = this.byKey(key);
    if (!run) return null;
    const next = { ...run, ...parts };
    this.put(this.list.map((other) => (other === run ? next : other)));
    return next;
  }

  /** Hears of a generation that may be new here; while one is being sent, nobody knows yet whether it is that one. */
  accepted(id) {
    this.waiting.add(id);
    if (this.list.some((run) => run.id === null)) return;
    for (const waiting of this.waiting) this.readSoon(waiting);
    this.waiting.clear();
  }

  /** Reads one again soon; events come in bunches. */
  readSoon(id) {
    if (this.timers.has(id)) return;
    this.timers.set(id, setTimeout(() => {
      this.timers.delete(id);
      this.read(id).catch(() => {}); // the next event or gap reads it again
    }, 150));
  }

  async read(id) {
    this.take(await api.getGeneration({ id }));
  }

  /** Shows this state of a generation. */
  take(answer) {
    const generation = readable(answer);
    const run = this.find(generation.id);
    if (!run) {
      this.put([shown(generation), ...this.list]);
      return;
    }
    const before = run.generation;
    if (before && before.version > generation.version) return;
    if (before) keepLinks(before, generation);
    const next = this.set(run.key, { generation, sending: null });
    this.changed({ run: next, before });
  }

  /** Reads everything again that may have changed: something may have been missed. */
  async readAll() {
    const page = await api.listGenerations({ ...this.filter, limit: 10 });
    const sending = this.list.some((run) => run.id === null);
    for (const summary of [...page.data].reverse()) {
      const run = this.find(summary.id);
      if (run ? !run.generation || isRunning(run.generation) || run.generation.state !== summary.state : !sending && this.list.length > 0) await this.read(summary.id);
    }
  }

  /** Reads those again whose links are about to end. */
  refreshLinks() {
    for (const { id, generation } of this.list) {
      const file = generation?.tasks.find((task) => task.file)?.file;
      if (file && new Date(file.expiresAt) - Date.now() < FRESH_MS) this.readSoon(id);
    }
  }

  put(list) {
    if (this.ended) return;
    this.list = list;
    this.changed();
  }
}

const shown = (generation) => ({ key: generation.id, id: generation.id, wish: null, body: null, sending: null, generation });

// Each answer signs its links anew; what is shown keeps its own, or the browser would load it once more.
function keepLinks(before, after) {
  const known = new Map(before.tasks.map((task) => [task.id, task.file]));
  for (const task of after.tasks) {
    const file = known.get(task.id);
    if (task.file && file && new Date(file.expiresAt) - Date.now() > FRESH_MS) task.file = file;
  }
}
