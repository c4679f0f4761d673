// What people do to pictures: shown at once, taken back if the server refuses, with a way to undo.
import { api, newKey } from 'studio/api.js';
import { announce, plural, toast, toastTrouble } from 'studio/ui.js';

const MOST = 200;

/** Does it on the server; gives the ids that were refused and throws if nothing was heard. */
async function batch(action, ids, tag) {
  const refused = [];
  for (let from = 0; from < ids.length; from += MOST) {
    const { results } = await api.markImages({ body: { action, ids: ids.slice(from, from + MOST), ...(tag ? { tag } : {}) } });
    refused.push(...results.filter((result) => !result.ok));
  }
  return refused;
}

const REASONS = { not_found: 'is no longer there', purged: 'was deleted for good', too_many_tags: 'has too many tags' };
const complaint = (refused) =>
  refused.length === 1 ? `The picture ${REASONS[refused[0].code] ?? 'could not be changed'}.` : `${plural(refused.length, 'picture')} could not be changed.`;

// Changes pictures in the list, asks the server, and puts back what it refused.
async function change(list, images, changed, action, tag) {
  list.put(images.map(changed));
  const before = new Map(images.map((image) => [image.id, image]));
  const back = (ids) => list.put(ids.map((id) => before.get(id)).filter(Boolean));
  try {
    const refused = await batch(action, images.map((image) => image.id), tag);
    if (refused.length > 0) {
      back(refused.map((result) => result.id));
      toast(complaint(refused), { kind: 'failed' });
    }
    return refused.length === 0;
  } catch (trouble) {
    back([...before.keys()]);
    toastTrouble(trouble, { label: 'Try again', run: () => change(list, images, changed, action, tag) });
    return false;
  }
}

/** Stars all, or takes the star from all if each has one. */
export function toggleStar(list, images) {
  const starred = !images.every((image) => image.starred);
  announce(starred ? 'Starred' : 'Star taken off');
  return change(list, images.filter((image) => image.starred !== starred), (image) => ({ ...image, starred }), starred ? 'star' : 'unstar');
}

export async function addTag(list, images, tag) {
  const without = images.filter((image) => !image.tags.includes(tag));
  const done = without.length === 0 || (await change(list, without, (image) => ({ ...image, tags: [...image.tags, tag] }), 'tag', tag));
  if (done) announce(`Tagged ${tag}`);
  return done;
}

export const removeTag = (list, images, tag) =>
  change(list, images, (image) => ({ ...image, tags: image.tags.filter((other) => other !== tag) }), 'untag', tag);

// Takes pictures from the list while the server moves them; says so with a way back.
async function move(list, images, action, opposite, words) {
  const ids = images.map((image) => image.id);
  const putBack = list.take(ids);
  const undo = async () => {
    putBack();
    try {
      const refused = await batch(opposite, ids);
      if (refused.length > 0) {
        list.take(refused.map((result) => result.id));
        toast(complaint(refused), { kind: 'failed' });
      }
    } catch (trouble) {
      list.take(ids);
      toastTrouble(trouble, { label: 'Try again', run: undo });
    }
  };
  try {
    const refused = await batch(action, ids);
    if (refused.length > 0) {
      putBack(refused.map((result) => result.id));
      toast(complaint(refused), { kind: 'failed' });
    }
    const moved = ids.length - refused.length;
    if (moved > 0) toast(words(moved), { action: { label: 'Undo', run: undo } });
  } catch (trouble) {
    putBack();
    toastTrouble(trouble, { label: 'Try again', run: () => move(list, images, action, opposite, words) });
  }
}

export const trash = (list, images) => move(list, images, 'trash', 'restore', (count) => `${plural(count, 'picture')} in the trash, for 30 days.`);
export const restore = (list, images) => move(list, images, 'restore', 'trash', (count) => `${plural(count, 'picture')} back in the gallery.`);

/** Packs pictures into one zip and hands it to the browser. */
export async function downloadZip(images) {
  if (images.length > MOST) {
    toast(`A download takes ${MOST} pictures at most; ${images.length} are selected.`, { kind: 'failed' });
    return;
  }
  try {
    const made = await api.createExport({ key: newKey(), body: { imageIds: images.map((image) => image.id) } });
    const link = Object.assign(document.createElement('a'), { href: made.url, download: '' });
    link.click();
    toast(`The download of ${plural(made.images, 'picture')} has begun.`);
  } catch (trouble) {
    toastTrouble(trouble);
  }
}
