// The kinds of things that can be made: which models make them, how they are asked for, and the words that go with them.

const given = (body) => Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null && value !== undefined && value.length !== 0));
const priorityOf = (wish) => (wish.priority === 'normal' ? null : wish.priority);

/**
 * By the API's word for the type. `category` is that of the models, `create` the operation and `path` its address; `body` turns a wish and
 * the ids of its pictures by role into the request; `made` is the wish of a generation's brief, `inputs` its pictures by role. `zones` are
 * [role, name, purpose]. One that the model cannot do several times at once has no `counted`.
 */
export const KINDS = {
  image: {
    name: 'Picture',
    one: 'picture',
    category: 'image_generation',
    create: 'createGeneration',
    path: '/api/v1/generations',
    label: 'Prompt',
    placeholder: 'What do you want to see?',
    missing: 'Say what you want to see.',
    counted: true,
    zones: [
      ['reference', 'References', 'style and mood'],
      ['product', 'Products', 'to be shown'],
    ],
    body: (wish, ids) =>
      given({ prompt: wish.prompt.trim(), imageCount: wish.count, imageModel: wish.model, aspectRatio: wish.ratio, quality: wish.quality, seed: wish.seed, referenceImages: ids('reference'), productImages: ids('product'), maskUploadId: wish.mask, priority: priorityOf(wish), parentImageId: wish.parent }),
    made: (brief) => ({ model: brief.imageModel, count: brief.imageCount, parent: brief.parentImageId, mask: brief.mask?.uploadId ?? null }),
    inputs: (brief) => ({ reference: brief.referenceImages, product: brief.productImages }),
  },
  video: {
    name: 'Film',
    one: 'film',
    category: 'video',
    create: 'createVideo',
    path: '/api/v1/videos',
    label: 'Prompt',
    placeholder: 'What happens in the film?',
    missing: 'Say what happens.',
    counted: true,
    zones: [['product', 'Frames', 'the first, then the last']],
    body: (wish, ids) =>
      given({ prompt: wish.prompt.trim(), count: wish.count, model: wish.model, aspectRatio: wish.ratio, quality: wish.quality, seconds: wish.seconds, seed: wish.seed, imageUploadIds: ids('product'), priority: priorityOf(wish) }),
    made: (brief) => ({ count: brief.count, seconds: brief.seconds }),
    inputs: (brief) => ({ product: brief.images }),
  },
  speech: {
    name: 'Voice',
    one: 'recording',
    category: 'speech',
    create: 'createSpeech',
    path: '/api/v1/speech',
    label: 'What is said',
    placeholder: 'The words, as they are to be spoken',
    missing: 'Write what is to be said.',
    zones: [],
    body: (wish) => given({ text: wish.prompt.trim(), model: wish.model, voice: wish.voice, instructions: wish.instructions.trim(), priority: priorityOf(wish) }),
    made: (brief) => ({ voice: brief.voice, instructions: brief.instructions ?? '' }),
    inputs: () => ({}),
  },
  text: {
    name: 'Text',
    one: 'text',
    category: 'llm',
    create: 'createText',
    path: '/api/v1/texts',
    label: 'Prompt',
    placeholder: 'What is to be written?',
    missing: 'Say what is to be written.',
    zones: [['product', 'Pictures', 'that it is about']],
    body: (wish, ids) => given({ prompt: wish.prompt.trim(), model: wish.model, imageUploadIds: ids('product') }),
    made: (brief) => {
      const said = brief.messages.filter((message) => message.role === 'user').at(-1);
      return { prompt: said?.parts.map((part) => part.text ?? '').join('\n') ?? '' };
    },
    inputs: (brief) => ({ product: brief.messages.flatMap((message) => message.parts).flatMap((part) => (part.picture ? [part.picture] : [])) }),
  },
};

/** A generation of any kind in one shape: `made` is its wish, and each task has its `file`; a text counts as one task. */
export function readable(generation) {
  const { brief, type } = generation;
  const made = { kind: type, prompt: brief.prompt, model: brief.model, ratio: brief.aspectRatio ?? null, quality: brief.quality ?? null, seed: brief.seed ?? null, count: 1, ...KINDS[type].made(brief) };
  const tasks = type === 'text' ? [taskOf(generation)] : generation.tasks;
  return { cancelRequested: false, ...generation, made, tasks: tasks.map((task) => ({ ...task, file: task.image ?? task.output ?? null })) };
}

const STATES = { pending: 'planned', processing: 'running' };
const taskOf = ({ id, state, output, failure }) => ({ id, index: 0, state: STATES[state] ?? state, attempts: [], output, failure });
