// What the form holds, as plain values, and how it fits a model.

const MOST_CHARACTERS = 4000;
export const MOST_REFERENCES = 16;

export const newWish = () => ({ prompt: '', model: null, ratio: null, quality: null, count: 4, seed: null, priority: 'normal', parent: null });

/** The most characters that a prompt for this model may have. */
export const promptLimit = (model) => Math.min(model?.capabilities.maxPromptLength ?? MOST_CHARACTERS, MOST_CHARACTERS);

/** Width by height of '16:9', or 1. */
export function proportion(ratio) {
  const [width, height] = (ratio ?? '').split(':').map(Number);
  return width > 0 && height > 0 ? width / height : 1;
}

function nearest(ratio, offered) {
  const distance = (other) => Math.abs(Math.log(proportion(other) / proportion(ratio)));
  return offered.reduce((best, other) => (distance(other) < distance(best) ? other : best), offered[0]);
}

/** The wish for this model: what is legal stays, and `dropped` says in words what could not. */
export function fit(wish, model) {
  const can = model.capabilities;
  const dropped = [];
  const choose = (value, offered, next) => {
    if (value === null || offered.includes(value)) return value ?? offered[0] ?? null;
    const instead = offered.length === 0 ? null : next(value, offered);
    dropped.push(instead === null ? `${value}: ${model.displayName} leaves no choice` : `${value} is not offered by ${model.displayName} → ${instead}`);
    return instead;
  };
  const fitted = {
    ...wish,
    model: model.id,
    ratio: choose(wish.ratio, can.aspectRatios, nearest),
    quality: choose(wish.quality, can.qualities, (_, offered) => offered[0]),
    count: Math.min(wish.count, can.maxImages),
    seed: can.seed ? wish.seed : null,
  };
  if (fitted.count < wish.count) dropped.push(`${wish.count} pictures → ${fitted.count}, the most that ${model.displayName} makes at once`);
  if (wish.seed !== null && !can.seed) dropped.push(`Seed ${wish.seed}: ${model.displayName} takes none`);
  return { wish: fitted, dropped };
}

/** The body that createGeneration takes. */
export function bodyOf(wish, uploads) {
  const ids = (role) => uploads.filter((upload) => upload.role === role && upload.state === 'ready').map((upload) => upload.id);
  const body = { prompt: wish.prompt.trim(), imageCount: wish.count };
  const add = (name, value) => value !== null && value !== undefined && (body[name] = value);
  add('imageModel', wish.model);
  add('aspectRatio', wish.ratio);
  add('quality', wish.quality);
  add('seed', wish.seed);
  if (ids('reference').length > 0) body.referenceImages = ids('reference');
  if (ids('product').length > 0) body.productImages = ids('product');
  if (wish.priority !== 'normal') body.priority = wish.priority;
  add('parentImageId', wish.parent);
  return body;
}

/** The other way round: the wish of a request's body. */
export const wishOf = (body) => ({
  prompt: body.prompt,
  model: body.imageModel ?? null,
  ratio: body.aspectRatio ?? null,
  quality: body.quality ?? null,
  count: body.imageCount,
  seed: body.seed ?? null,
  priority: body.priority ?? 'normal',
  parent: body.parentImageId ?? null,
});

/** The body that asks for the same as this generation did. */
export function bodyOfGeneration({ brief }) {
  const inputs = (pictures) => pictures.map((picture) => ({ id: picture.uploadId, state: 'ready' }));
  const body = bodyOf({ ...wishOf(brief) }, [
    ...inputs(brief.referenceImages).map((input) => ({ ...input, role: 'reference' })),
    ...inputs(brief.productImages).map((input) => ({ ...input, role: 'product' })),
  ]);
  return brief.mask ? { ...body, maskUploadId: brief.mask.uploadId } : body;
}
