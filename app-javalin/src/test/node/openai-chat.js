// What a program does that was written for OpenAI's chat: nothing here knows of Atelier but the base URL and the key.
// Prints what it saw as one JSON object.
import fs from 'node:fs';
import OpenAI from 'openai';

const { BASE_URL, API_KEY, VIEWER_KEY, PICTURE } = process.env;
const seen = {};
let requests = 0;

async function counted(...request) {
  requests++;
  return fetch(...request);
}

const client = new OpenAI({ baseURL: BASE_URL, apiKey: API_KEY, fetch: counted });
const viewer = new OpenAI({ baseURL: BASE_URL, apiKey: VIEWER_KEY, fetch: counted });

function chat(words, more = {}) {
  return { model: 'gpt-4o-mini', messages: [{ role: 'user', content: words }], ...more };
}

async function failure(call) {
  const before = requests;
  try {
    await call();
    return 'no failure';
  } catch (e) {
    return { kind: e.constructor.name, status: e.status, code: e.code, param: e.param, message: e.message, requests: requests - before };
  }
}

async function told(stream) {
  const all = { roles: [], words: [], ends: [], usage: [] };
  for await (const chunk of stream) {
    if (chunk.usage) all.usage.push(chunk.usage.total_tokens);
    for (const choice of chunk.choices) {
      if (choice.delta.role) all.roles.push(choice.delta.role);
      if (choice.delta.content) all.words.push(choice.delta.content);
      if (choice.finish_reason) all.ends.push(choice.finish_reason);
    }
  }
  return all;
}

seen.models = (await client.models.list()).data.map((model) => model.id);

const whole = await client.chat.completions.create(chat('a harbour at dusk'));
seen.whole = whole.choices[0].message.content;
seen.wholeBy = whole.model;
seen.wholeEnd = whole.choices[0].finish_reason;
seen.wholeTokens = whole.usage.total_tokens;

seen.stream = await told(
  await client.chat.completions.create(chat('a harbour at dusk', { stream: true, stream_options: { include_usage: true } })),
);
seen.short = (await client.chat.completions.create(chat('a harbour at dusk', { max_tokens: 3 }))).choices[0];
seen.json = JSON.parse(
  (await client.chat.completions.create(chat('a harbour', { response_format: { type: 'json_object' } }))).choices[0].message.content,
).answer;
seen.helper = await client.chat.completions.stream(chat('a quay')).finalContent();

const url = `data:image/png;base64,${fs.readFileSync(PICTURE).toString('base64')}`;
seen.picture = (
  await client.chat.completions.create({
    model: 'atelier',
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: [{ type: 'text', text: 'a pier' }, { type: 'image_url', image_url: { url } }] },
      { role: 'assistant', content: 'A pier.' },
      { role: 'user', content: 'a longer pier' },
    ],
  })
).choices[0].message.content;

// The answer is lost on its way: the SDK asks again by itself and must get the same one, paid once.
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
seen.retried = (await unlucky.chat.completions.create(chat('a chat that is asked for twice'))).generation_id;

seen.failures = {
  model: await failure(() => client.chat.completions.create(chat('x', { model: 'nobody/writes' }))),
  tools: await failure(() => client.chat.completions.create(chat('x', { tools: [{ type: 'function', function: { name: 'f' } }] }))),
  temperature: await failure(() => client.chat.completions.create(chat('x', { temperature: 3 }))),
  role: await failure(() => viewer.chat.completions.create(chat('x'))),
  vendor: await failure(() => client.chat.completions.create(chat('x !llm-fail'), { maxRetries: 0 })),
  before: await failure(async () => told(await client.chat.completions.create(chat('x !llm-fail', { stream: true }), { maxRetries: 0 }))),
  midway: await failure(async () => told(await client.chat.completions.create(chat('x !llm-break', { stream: true })))),
};

console.log(JSON.stringify(seen));
