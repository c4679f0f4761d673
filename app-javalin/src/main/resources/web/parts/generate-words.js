// What a generation is doing, in words.
import { session } from 'studio/session.js';
import { number, plural } from 'studio/ui.js';

export const RUNNING = new Set(['pending', 'processing']);
export const isRunning = (generation) => RUNNING.has(generation.state);

const BEFORE_TASKS = {
  queued: 'queued',
  analysing: 'looking at references',
  writing_prompts: 'writing prompts',
};

/** A slot's state and stage: {kind, text}, kind as `state()` takes it. */
export function slotWords(generation, task, now) {
  if (task.state === 'completed') return { kind: 'done', text: 'done' };
  if (task.state === 'failed') return { kind: 'failed', text: 'failed' };
  if (task.state === 'cancelled') return { kind: 'cancelled', text: 'cancelled' };
  if (generation.cancelRequested && task.state !== 'running') return { kind: 'queued', text: 'stopping' };
  const early = BEFORE_TASKS[generation.stage];
  if (early && task.state !== 'running') return { kind: generation.stage === 'queued' ? 'queued' : 'running', text: early };
  const attempt = task.attempts.at(-1);
  if (task.state !== 'running' || !attempt) return { kind: 'queued', text: 'waiting for its turn' };
  if (attempt.state === 'succeeded') return { kind: 'running', text: 'saving' };
  if (attempt.state === 'failed') return { kind: 'queued', text: `trying again, ${ordinal(attempt.number + 1)} time` };
  if (attempt.state === 'in_doubt') return { kind: 'running', text: `asking ${attempt.provider} whether it arrived` };
  if (attempt.state === 'intent' || !attempt.sentAt) return { kind: 'running', text: `sending to ${attempt.provider}` };
  const waited = Math.max(0, Math.round((now - new Date(attempt.sentAt)) / 1000));
  return { kind: 'running', text: `sent to ${attempt.provider} (${waited} s)${attempt.number > 1 ? `, ${ordinal(attempt.number)} try` : ''}` };
}

const ordinal = (count) => `${count}${['th', 'st', 'nd', 'rd'][count] ?? 'th'}`;

/** What is held, charged and returned. */
export function priceWords(generation) {
  const { creditsHeld, creditsCharged, unitPrice, made } = generation;
  if (isRunning(generation)) {
    const left = Math.max(0, creditsHeld);
    return creditsCharged > 0 ? `${number(creditsCharged)} charged, ${number(left)} held` : `${plural(left, 'credit')} held`;
  }
  const returned = unitPrice * made.count - creditsCharged;
  if (creditsCharged === 0) return `Not charged, ${number(returned)} returned`;
  return returned > 0 ? `${number(creditsCharged)} charged, ${number(returned)} returned` : `${plural(creditsCharged, 'credit')} charged`;
}

/** Who made it in the place of whom, and why; one sentence for each such chain of models. */
export function fallen({ tasks }) {
  const sentences = new Map();
  for (const { madeBy } of tasks) {
    if (!madeBy?.earlier?.length) continue;
    const words = `by ${madeBy.model} of ${madeBy.provider}, because ${madeBy.earlier.map((one) => `${one.model} did not take it (${one.reason})`).join(' and ')}.`;
    sentences.set(words, (sentences.get(words) ?? 0) + 1);
  }
  return [...sentences].map(([words, count]) => `${count === tasks.length ? 'Made' : `${count} of ${tasks.length} made`} ${words}`);
}

const OPERATOR = new Set(['credentials', 'vendor_balance']);

function advice(code) {
  if (code === 'content_refused') return 'Edit the words, or use another model.';
  if (code === 'invalid_order') return 'Edit it: another shape, quality or model may be taken.';
  if (code === 'cancelled') return 'Run it again whenever you like.';
  if (OPERATOR.has(code)) return session.may('admin') ? 'Mend it under Providers, then retry.' : `Tell an admin of ${session.me.org.name}, or use another model.`;
  return 'Retry: only what arrives is charged. If it fails again, use another model.';
}

function tried(generation, tasks) {
  const attempts = tasks.flatMap((task) => task.attempts);
  if (attempts.length > 0) {
    const providers = new Map();
    for (const attempt of attempts) providers.set(attempt.provider, (providers.get(attempt.provider) ?? 0) + 1);
    return [...providers].map(([provider, count]) => `${provider}, ${plural(count, 'attempt')}`).join('; ');
  }
  const asked = generation.trials.filter((trial) => trial.error !== null || trial.code !== null);
  if (asked.length > 0) return `${asked.map((trial) => trial.provider).join(', ')}, to write the prompts; nothing was sent to ${generation.provider}`;
  return `Nothing was sent to ${generation.provider}`;
}

/** The first sentence of what the server says, and the rest of it. */
function happened({ code, message }) {
  if (code === 'cancelled') return { happened: 'You stopped it.', detail: '' };
  const [first, ...rest] = (message || 'It did not work.').split(/(?<=[.!?]) (?=\p{Lu})/u);
  return { happened: sentence(first), detail: rest.join(' ') };
}

const sentence = (text) => (/[.!?]$/.test(text) ? text : `${text}.`);

/** The failures of a generation in four parts, one entry for each reason: {tasks, code, happened, detail, money, tried, advice}. */
export function failures(generation) {
  const groups = new Map();
  for (const task of generation.tasks) {
    if (task.state !== 'failed' && task.state !== 'cancelled') continue;
    const failure = task.failure ?? generation.failure ?? { code: task.state === 'cancelled' ? 'cancelled' : 'internal', message: '', charged: false };
    const key = `${failure.code} ${failure.message} ${failure.charged}`;
    if (!groups.has(key)) groups.set(key, { failure, tasks: [] });
    groups.get(key).tasks.push(task);
  }
  return [...groups.values()].map(({ failure, tasks }) => {
    const credits = generation.unitPrice * tasks.length;
    return {
      tasks,
      code: failure.code,
      ...happened(failure),
      money: failure.charged ? `${plural(credits, 'credit')} charged: the provider made something and was paid.` : `Not charged. ${plural(credits, 'credit')} returned.`,
      tried: sentence(tried(generation, tasks)),
      advice: advice(failure.code),
    };
  });
}
