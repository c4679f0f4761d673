// What a front-end developer writes against the generated client. Prints what it saw, a line each.
import { Configuration, GenerationsApi, ImagesApi, ResponseError } from './client/index.js';

const [basePath, accessToken] = process.argv.slice(2);
const configuration = new Configuration({ basePath, accessToken });
const generations = new GenerationsApi(configuration);

const made = await generations.createGeneration({
  generationRequest: { prompt: 'a blue bar on linen, by a generated client', imageCount: 2 },
  idempotencyKey: 'ts-1',
  prefer: 'wait=60',
});
console.log('state', made.state);
console.log('pictures', made.tasks.length);

const read = await generations.getGeneration({ id: made.id });
console.log('read', read.id === made.id);
const found = await new ImagesApi(configuration).listImages({ generation: made.id, limit: 10 });
console.log('found', found.data.length);
try {
  await generations.createGeneration({ generationRequest: { prompt: 'too many', imageCount: 999 } });
} catch (refused) {
  if (refused instanceof ResponseError) console.log('refused', refused.response.status);
}
