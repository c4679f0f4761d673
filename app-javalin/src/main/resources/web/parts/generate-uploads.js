import { Trouble, api, newKey, putBytes } from 'studio/api.js';
import { bytes } from 'studio/ui.js';

const TYPES = ['image/png', 'image/jpeg', 'image/webp'];
const MOST_BYTES = 30 * 1024 * 1024;

/** Why this file cannot be used, as far as the browser can tell; null if it may. */
function unfit(file) {
  if (file.size === 0) return 'This file is empty.';
  if (!TYPES.includes(file.type)) return `This is ${file.type ? `a file of type ${file.type}` : 'no picture'}; PNG, JPEG and WebP can be used.`;
  if (file.size > MOST_BYTES) return `It has ${bytes(file.size)}; at most ${bytes(MOST_BYTES)} can be used.`;
  return null;
}

/** A small likeness of the file; holding the whole of a large one for a thumbnail would be a waste. */
async function sketch(file) {
  const bitmap = await createImageBitmap(file);
  const scale = 128 / Math.min(bitmap.width, bitmap.height);
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext('2d').drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return canvas.toDataURL('image/webp');
}

/**
 * The pictures that go with a prompt. An item is {key, id, name, url, role, state, share, error, done}: role is reference or product,
 * state sending, looking, ready or failed, and done a promise that is kept once it is one of the last two.
 */
export class Uploads {
  constructor(changed) {
    this.items = [];
    this.changed = changed;
  }

  /** Sends these files; each is its own, so that a bad one harms no other. */
  add(files, role) {
    for (const file of files) {
      const item = { key: newKey(), id: null, name: file.name || 'pasted picture', url: null, role, file, error: null };
      this.put([...this.items, item]);
      sketch(file).then((url) => this.set(item, { url }), () => {}); // no picture, as the server will say
      this.send(item);
    }
  }

  /** Uses one that is in the store already. */
  use(upload, role) {
    if (this.items.some((item) => item.id === upload.id && item.role === role)) return;
    this.put([...this.items, { key: newKey(), id: upload.id, name: upload.filename, url: upload.url, role, state: 'ready', done: Promise.resolve() }]);
  }

  /** Finds these again by their ids, [{id, role}]; those that are gone stay away. */
  async restore(wanted) {
    const found = await Promise.all(wanted.map(({ id }) => api.getUpload({ id }).catch(() => null)));
    found.forEach((upload, i) => upload?.ready && this.use(upload, wanted[i].role));
    return found.filter((upload) => !upload?.ready).length;
  }

  send(item) {
    Object.assign(item, { state: 'sending', share: 0, error: null, stop: new AbortController() });
    item.done = this.transfer(item);
    this.put([...this.items]);
  }

  async transfer(item) {
    const { file, stop } = item;
    try {
      const wrong = unfit(file);
      if (wrong) throw new Trouble(415, { title: wrong, retryable: false });
      const announced = { filename: item.name.slice(-255), contentType: file.type, sizeBytes: file.size };
      const permission = await api.presignUpload({ body: announced, signal: stop.signal });
      await putBytes(permission, file, (share) => this.set(item, { share }), stop.signal);
      this.set(item, { share: 1, state: 'looking' });
      const upload = await api.completeUpload({ id: permission.uploadId, signal: stop.signal });
      this.set(item, { id: upload.id, state: 'ready' });
    } catch (trouble) {
      if (stop.signal.aborted) return;
      this.set(item, { state: 'failed', error: trouble.message, again: trouble.offline || trouble.problem?.retryable === true });
    }
  }

  set(item, parts) {
    Object.assign(item, parts);
    this.put([...this.items]);
  }

  move(item, role) {
    this.set(item, { role });
  }

  remove(item) {
    item.stop?.abort();
    this.put(this.items.filter((other) => other !== item));
  }

  clear() {
    for (const item of this.items) item.stop?.abort();
    this.put([]);
  }

  of(role) {
    return this.items.filter((item) => item.role === role);
  }

  put(items) {
    this.items = items;
    this.changed();
  }
}
