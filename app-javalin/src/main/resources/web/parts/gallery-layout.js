// Rows of equal height that fill the width exactly, by the pictures' own proportions.
const FLATTEST = 3.2;
const TALLEST = 0.42;

/** Width by height, kept within what a row can show. */
export const proportion = (image) => Math.min(FLATTEST, Math.max(TALLEST, image.widthPx / image.heightPx || 1));

/**
 * Places pictures in rows.
 *
 * @param images in their order
 * @param width of the grid, in px
 * @param wanted height of a row, in px; rows come out up to a half higher or lower
 * @param gap between pictures, in px
 * @return {rows: [{from, to, top, height, tiles: [{index, left, width}]}], height}
 */
export function justify(images, width, wanted, gap) {
  const rows = [];
  let top = 0;
  let from = 0;
  let sum = 0;
  const close = (to, height) => {
    const tiles = [];
    let left = 0;
    for (let index = from; index < to; index++) {
      const own = proportion(images[index]) * height;
      tiles.push({ index, left: Math.round(left), width: Math.round(left + own) - Math.round(left) });
      left += own + gap;
    }
    rows.push({ from, to, top, height: Math.round(height), tiles });
    top += Math.round(height) + gap;
    from = to;
    sum = 0;
  };
  for (let index = 0; index < images.length; index++) {
    const own = proportion(images[index]);
    const without = sum > 0 ? (width - gap * (index - from - 1)) / sum : Infinity;
    const within = (width - gap * (index - from)) / (sum + own);
    // The row ends where its height comes nearest to what is wanted.
    if (within < wanted && sum > 0 && without - wanted < wanted - within) close(index, without);
    sum += own;
    if ((width - gap * (index - from)) / sum <= wanted) close(index + 1, (width - gap * (index - from)) / sum);
  }
  if (from < images.length) close(images.length, Math.min(wanted, (width - gap * (images.length - from - 1)) / sum));
  return { rows, height: Math.max(0, top - gap) };
}

/** The rows that touch this span, as [first, after the last]. */
export function rowsWithin({ rows }, top, bottom) {
  const first = search(rows, (row) => row.top + row.height >= top);
  const end = search(rows, (row) => row.top > bottom);
  return [first, end];
}

/** The row of a picture. */
export const rowOf = ({ rows }, index) => search(rows, (row) => row.to > index);

/** Where an arrow key leads: to the picture whose middle is nearest in the row above or below. */
export function stepFrom(layout, index, key, count) {
  if (key === 'ArrowLeft') return Math.max(0, index - 1);
  if (key === 'ArrowRight') return Math.min(count - 1, index + 1);
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  const at = rowOf(layout, index);
  const rows = { ArrowUp: -1, ArrowDown: 1, PageUp: -3, PageDown: 3 }[key];
  const target = layout.rows[Math.min(layout.rows.length - 1, Math.max(0, at + rows))];
  if (!target || target === layout.rows[at]) return index;
  const here = layout.rows[at].tiles[index - layout.rows[at].from];
  const middle = here.left + here.width / 2;
  const distance = (tile) => Math.abs(tile.left + tile.width / 2 - middle);
  return target.tiles.reduce((best, tile) => (distance(tile) < distance(best) ? tile : best)).index;
}

function search(rows, holds) {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(rows[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}
