// What a program does that was written for OpenAI: nothing here knows of Atelier but the base URL and the key.
// Prints what it saw as one JSON object.
import fs from 'node:fs';
import OpenAI, { toFile } from 'openai';

const { BASE_URL, API_KEY, VIEWER_KEY, PICTURE, MASK, SMALL_MASK } = process.env;
const seen = {};
let requests = 0;

async function counted(...request) {
  // The SDK also asks for an empty data: address, to see what its fetch can do.
  requests += String(request[0]).startsWith('http') ? 1 : 0;
  return fetch(...request);
}

const client = new OpenAI({ baseURL: BASE_URL, apiKey: API_KEY, fetch: counted });

function picture(base64) {
  const bytes = Buffer.from(base64, 'base64');
  const png = bytes.subarray(1, 4).toString('latin1') === 'PNG';
  return png ? `png ${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}` : 'something else';
}

async function failure(call) {
  const before = requests;
  try {
    await call();
    return 'no failure';
  } catch (e) {
    return {
      kind: e.constructor.name,
      status: e.status,
      type: e.type,
      code: e.code,
      param: e.param,
      message: e.message,
      requestId: typeof e.requestID,
      requests: requests - before,
    };
  }
}

async function events(stream) {
  const all = [];
  for await (const event of stream) {
    all.push(`${event.type} ${picture(event.b64_json)}`);
  }
  return all;
}

const models = await client.models.list();
seen.models = models.data.map((model) => model.id);
seen.model = (await client.models.retrieve('sandbox/painter')).id;

const made = await client.images.generate({
  model: 'gpt-image-1',
  prompt: 'a lighthouse, exactly as written',
  n: 2,
  size: '1536x1024',
  quality: 'medium',
  moderation: 'low',
  user: 'somebody',
});
seen.made = made.data.map((image) => picture(image.b64_json));
seen.madeBy = made.model;
seen.format = made.output_format;
seen.requestId = typeof made._request_id;

const linked = await client.images.generate({ prompt: 'a boat', response_format: 'url' });
seen.linked = picture(Buffer.from(await (await fetch(linked.data[0].url)).arrayBuffer()).toString('base64'));

const half = await client.images.generate({ prompt: 'a pier !half', n: 2, seed: 4 });
seen.half = half.data.length;

const edited = await client.images.edit({
  image: [await toFile(fs.readFileSync(PICTURE), 'one.png', { type: 'image/png' }), fs.createReadStream(PICTURE)],
  prompt: 'the same at night',
  n: 1,
});
seen.edited = edited.data.map((image) => picture(image.b64_json));

const masked = await client.images.edit({
  image: fs.createReadStream(PICTURE),
  mask: fs.createReadStream(MASK),
  prompt: 'another sail',
});
seen.masked = masked.data.map((image) => picture(image.b64_json));

seen.stream = await events(
  await client.images.generate({ prompt: 'a gull', n: 2, stream: true, partial_images: 2 }),
);
seen.editStream = await events(
  await client.images.edit({ image: fs.createReadStream(PICTURE), prompt: 'a tern', stream: true }),
);

// The answer is lost on its way: the SDK asks again by itself and must get the same picture, paid once.
let lose = true;
const unlucky = new OpenAI({
  baseURL: BASE_URL,
  apiKey: API_KEY,
  fetch: async (...request) => {
    const answer = await counted(...request);
    if (lose) {
      lose = false;
      await answer.arrayBuffer();
      throw new TypeError('the connection broke');
    }
    return answer;
  },
});
const before = requests;
seen.retried = (await unlucky.images.generate({ prompt: 'a buoy, asked for twice' })).generation_id;
seen.retriedRequests = requests - before;
seen.anew = (await unlucky.images.generate({ prompt: 'a buoy, asked for twice' })).generation_id;

// Whoever hangs up has asked all the same.
const hangUp = new AbortController();
setTimeout(() => hangUp.abort(), 400);
seen.hungUp = await failure(() => client.images.generate({ prompt: 'a hammock !slow=1s' }, { signal: hangUp.signal }));

const viewer = new OpenAI({ baseURL: BASE_URL, apiKey: VIEWER_KEY, fetch: counted });
const stranger = new OpenAI({ baseURL: BASE_URL, apiKey: 'sk-nobody', fetch: counted });
const prompt = 'a wave';
seen.failures = {
  size: await failure(() => client.images.generate({ prompt, size: '100x900' })),
  count: await failure(() => client.images.generate({ prompt, n: 17 })),
  mask: await failure(async () =>
    client.images.edit({ image: fs.createReadStream(PICTURE), mask: fs.createReadStream(SMALL_MASK), prompt }),
  ),
  noPicture: await failure(async () => client.images.edit({ image: await toFile(Buffer.from('no picture'), 'a.png'), prompt })),
  blocked: await failure(() => client.images.generate({ prompt: 'a wave !blocked' })),
  key: await failure(() => stranger.models.list()),
  role: await failure(() => viewer.images.generate({ prompt })),
  model: await failure(() => client.images.generate({ prompt, model: 'nobody/paints' })),
  path: await failure(() => client.embeddings.create({ input: 'x', model: 'y' })),
  mismatch: await failure(async () => {
    const headers = { 'Idempotency-Key': 'one-key' };
    await client.images.generate({ prompt: 'first' }, { headers });
    await client.images.generate({ prompt: 'second' }, { headers });
  }),
  long: await failure(() => client.images.generate({ prompt: 'x'.repeat(1_200_000) })),
  quota: await failure(() => client.images.generate({ prompt, quality: 'low' })),
  vendor: await failure(() => client.images.generate({ prompt: 'a wave !fail' })),
  stream: await failure(async () => events(await client.images.generate({ prompt: 'a wave !fail', stream: true }))),
};

console.log(JSON.stringify(seen));
