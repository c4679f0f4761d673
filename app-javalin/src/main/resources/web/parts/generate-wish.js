// What the form holds, as plain values, and how it fits a model.
import { KINDS } from 'studio/parts/generate-kinds.js';

const MOST_CHARACTERS = 4000;
const MOST_SPOKEN = 8000;
const MOST_OF_A_TEXT = 100000;
export const MOST_REFERENCES = 16;

export const newWish = () => ({ kind: 'image', prompt: '', model: null, ratio: null, quality: null, seconds: null, voice: null, instructions: '', count: 4, seed: null, mask: null, priority: 'normal', parent: null });

/** The most characters that a prompt for this model may have. */
export const promptLimit = (model, kind) => {
  if (kind === 'text') return MOST_OF_A_TEXT;
  const most = kind === 'speech' ? MOST_SPOKEN : MOST_CHARACTERS;
  return Math.min(model?.capabilities.maxPromptLength ?? most, most);
};

/** Width by height of '16:9', or 1. */
export function proportion(ratio) {
  const [width, height] = (ratio ?? '').split(':').map(Number);
  return width > 0 && height > 0 ? width / height : 1;
}

function nearest(ratio, offered) {
  const distance = (other) => Math.abs(Math.log(proportion(other) / proportion(ratio)));
  return offered.reduce((best, other) => (distance(other) < distance(best) ? other : best), offered[0]);
}

const near = (seconds, offered) => offered.reduce((best, other) => (Math.abs(other - seconds) < Math.abs(best - seconds) ? other : best), offered[0]);

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
    seconds: choose(wish.seconds, can.seconds, near),
    voice: choose(wish.voice, can.voices, (_, offered) => offered[0]),
    count: Math.min(wish.count, can.maxImages),
    seed: can.seed ? wish.seed : null,
    mask: can.mask ? wish.mask : null,
  };
  const { one } = KINDS[wish.kind];
  if (fitted.count < wish.count && KINDS[wish.kind].counted) dropped.push(`${wish.count} ${one}s → ${fitted.count}, the most that ${model.displayName} makes at once`);
  if (wish.seed !== null && !can.seed) dropped.push(`Seed ${wish.seed}: ${model.displayName} takes none`);
  return { wish: fitted, dropped };
}

const ready = (uploads) => (role) => uploads.filter((upload) => upload.role === role && upload.state === 'ready').map((upload) => upload.id);

/** The body of the request that asks for it. */
export const bodyOf = (wish, uploads) => KINDS[wish.kind].body(wish, ready(uploads));

/** The wish of a recipe, which is a body that createGeneration takes. */
export const wishOf = (body) => ({
  prompt: body.prompt,
  model: body.imageModel ?? null,
  ratio: body.aspectRatio ?? null,
  quality: body.quality ?? null,
  count: body.imageCount,
  seed: body.seed ?? null,
  mask: body.maskUploadId ?? null,
  priority: body.priority ?? 'normal',
  parent: body.parentImageId ?? null,
});

/** The pictures that a generation was made out of, as uploads of the form. */
export const inputsOf = ({ brief, made }) => Object.entries(KINDS[made.kind].inputs(brief)).flatMap(([role, pictures]) => pictures.map(({ uploadId }) => ({ id: uploadId, role, state: 'ready' })));
