import { css, html } from 'studio/ui.js';

/** A picture's thumbnails for `srcset`. */
export const srcset = (image) => image.thumbnails.map((thumb) => `${thumb.url} ${thumb.widthPx}w`).join(', ');

/** The smallest thumbnail that is not smaller than this, else the largest; the picture itself if it has none. */
export function thumbOf(image, sidePx) {
  const sorted = [...image.thumbnails].sort((a, b) => a.sidePx - b.sidePx);
  return (sorted.find((thumb) => thumb.sidePx >= sidePx) ?? sorted.at(-1))?.url ?? image.url;
}

// A signed link ends after an hour; the session's own road to the same bytes does not.
export function againByRoad(event) {
  const picture = event.target;
  const road = `/api/v1/images/${picture.dataset.of}/content?variant=thumb`;
  if (!picture.dataset.of || picture.src.endsWith(road)) return;
  picture.removeAttribute('srcset');
  picture.src = road;
}

/** A small picture that leads to its page. */
export const thumbLink = (image, label = image.alt, query = '') =>
  html`<a class="thumb" href="/p/${image.id}${query}" aria-label=${label} ${css({ '--colour': image.colour ?? 'var(--hair)', aspectRatio: `${image.widthPx} / ${image.heightPx}` })}><img src=${thumbOf(image, 256)} data-of=${image.id} alt=${image.alt} loading="lazy" decoding="async" @error=${againByRoad}></a>`;
