// One filtered list of pictures, newest first, read page by page. The gallery and the picture page share it, so that going from one to
// the other keeps the order, the place and what is loaded.
import { api } from 'studio/api.js';
import { filterQuery, listParameters } from 'studio/parts/gallery-filter.js';

const PAGE = 100;
const NEWS = 50;
const LINKS_LEFT_MS = 600_000;

export class PictureList extends EventTarget {
  /** @param items all there are, if the list is not to be read */
  constructor(filter, items = null) {
    super();
    this.filter = filter;
    this.items = items ?? [];
    this.cursor = null;
    this.hasMore = items === null;
    this.trouble = null;
    /** How many pictures have come since; 50 stands for more. */
    this.news = 0;
    /** Where the reader was: scrolled by so many px, with this picture in focus. */
    this.place = { scroll: 0, id: null };
  }

  get busy() {
    return this.reading !== undefined;
  }

  /** Reads the next page, if there is one and it is not being read. */
  more() {
    if (!this.hasMore) return Promise.resolve();
    this.reading ??= this.readMore().finally(() => {
      this.reading = undefined;
      this.changed();
    });
    return this.reading;
  }

  async readMore() {
    this.trouble = null;
    try {
      const page = await api.listImages({ ...listParameters(this.filter), limit: PAGE, cursor: this.cursor });
      const known = new Set(this.items.map((image) => image.id));
      this.items = [...this.items, ...page.data.filter((image) => !known.has(image.id))];
      this.cursor = page.nextCursor;
      this.hasMore = page.hasMore;
    } catch (trouble) {
      this.trouble = trouble;
    }
  }

  /** Counts what has come since, without moving anything. */
  async lookForNews() {
    if (this.busy || this.items.length === 0) return;
    try {
      const page = await api.listImages({ ...listParameters(this.filter), limit: NEWS });
      const known = new Set(this.items.map((image) => image.id));
      const old = page.data.findIndex((image) => known.has(image.id));
      this.news = page.data.slice(0, old < 0 ? page.data.length : old).filter((image) => !known.has(image.id)).length;
      this.changed();
    } catch {
      // The next event asks again.
    }
  }

  at(id) {
    return this.items.findIndex((image) => image.id === id);
  }

  /** Reads on until this picture is there, so many pages at most. */
  async reach(id, pages = 10) {
    for (let page = 0; page < pages && this.at(id) < 0 && this.hasMore && !this.trouble; page++) await this.more();
    return this.at(id);
  }

  /** Puts changed pictures in the place of their former selves. */
  put(images) {
    const byId = new Map(images.map((image) => [image.id, image]));
    this.items = this.items.map((image) => (byId.has(image.id) ? withLinksOf(image, byId.get(image.id)) : image));
    this.changed();
  }

  /** Takes pictures out; gives back what puts them where they were. */
  take(ids) {
    const gone = new Set(ids);
    const before = this.items;
    this.items = before.filter((image) => !gone.has(image.id));
    this.changed();
    return (back = ids) => {
      const wanted = new Set([...this.items.map((image) => image.id), ...back]);
      const fresh = new Map(this.items.map((image) => [image.id, image]));
      const since = this.items.filter((image) => !before.some((old) => old.id === image.id));
      const atTop = since.filter((image) => before.length > 0 && image.createdAt > before[0].createdAt);
      const atEnd = since.filter((image) => !atTop.includes(image));
      this.items = [...atTop, ...before.filter((image) => wanted.has(image.id)).map((image) => fresh.get(image.id) ?? image), ...atEnd];
      this.changed();
    };
  }

  changed() {
    this.dispatchEvent(new Event('change'));
  }
}

// Each answer signs the links anew; those that still live are kept, or the browser would load the same bytes again.
function withLinksOf(old, image) {
  if (!image.url || !(Date.parse(old.expiresAt) > Date.now() + LINKS_LEFT_MS)) return image;
  return { ...image, url: old.url, thumbnails: old.thumbnails, expiresAt: old.expiresAt };
}

/** How the reader goes between the gallery and a picture: what opened it, and whether the gallery shall show its place again. */
export const trail = { opened: null, returning: false };

let remembered = null;

/** The list of this filter: the one that was shown last, if it is the same and not too old for its signed links. */
export function listOf(filter, { fresh = false } = {}) {
  const key = filterQuery(filter);
  const ends = Date.parse(remembered?.list.items[0]?.expiresAt ?? 0);
  if (fresh || remembered?.key !== key || !(ends > Date.now() + 60_000)) remembered = { key, list: new PictureList(filter) };
  return remembered.list;
}
