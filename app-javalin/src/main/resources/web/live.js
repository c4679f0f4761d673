// News from the server, for all tabs of this browser by one connection: the tab that holds the lock reads the stream and tells the
// others. A stream that breaks comes again with the last event's id, so nothing is missed; one that stays silent too long is replaced by
// asking again every few seconds.
//
// subscribe(listener) hears
//   {type: 'generation.stage', generationId, data, …}   every event of the API, as it stands there
//   {type: 'gap'}                                        something may have been missed: read again what you show
import { renew } from 'studio/api.js';

const SILENCE_MS = 35_000; // the server sends a sign of life every 15 s
const POLL_MS = 5_000;
const RETRY_MS = [500, 1_000, 2_000, 4_000, 8_000];

const listeners = new Set();
const watchers = new Set();
const channel = new BroadcastChannel('atelier.live');
let state = 'connecting';
let wanted = null;

/** Hears of events; gives back what ends it. */
export function subscribe(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Hears 'connecting', 'live' or 'reconnecting', now and at each change; gives back what ends it. */
export function watchConnection(listener) {
  watchers.add(listener);
  listener(state);
  return () => watchers.delete(listener);
}

channel.onmessage = ({ data }) => {
  if (data.state) setState(data.state);
  if (data.event) hear(data.event);
};

function hear(event) {
  for (const listener of [...listeners]) listener(event);
}

function tell(event) {
  hear(event);
  channel.postMessage({ event });
}

function setState(next) {
  if (next === state) return;
  state = next;
  for (const watcher of [...watchers]) watcher(state);
}

function tellState(next) {
  setState(next);
  channel.postMessage({ state: next });
}

/** Starts listening; the page is signed in. */
export function start() {
  if (wanted) return;
  wanted = new AbortController();
  navigator.locks.request('atelier.live', { signal: wanted.signal }, () => lead(wanted.signal)).catch(() => {});
}

/** Stops, since the session has ended. */
export function stop() {
  wanted?.abort();
  wanted = null;
  setState('connecting');
}

async function lead(signal) {
  let last = null;
  let failures = 0;
  const poll = setInterval(() => state === 'reconnecting' && tell({ type: 'gap' }), POLL_MS);
  try {
    while (!signal.aborted) {
      try {
        await readStream(signal, last, {
          opened: () => {
            if (last === null || failures > 0) tell({ type: 'gap' });
            failures = 0;
            tellState('live');
          },
          event: (id, event) => {
            if (id) last = id;
            if (event.type === 'events_gone') tell({ type: 'gap' });
            else if (event.type !== 'server.draining') tell(event);
          },
        });
      } catch (error) {
        if (signal.aborted) return;
        if (error.status === 401 && !(await renew().catch(() => true))) return;
        failures += 1;
      }
      if (failures > 0) tellState('reconnecting');
      await pause(RETRY_MS[Math.min(failures, RETRY_MS.length - 1)] * (0.5 + Math.random()), signal);
    }
  } finally {
    clearInterval(poll);
  }
}

async function readStream(signal, last, on) {
  const silence = new AbortController();
  let timer;
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), SILENCE_MS);
  };
  alive();
  try {
    const headers = { Accept: 'text/event-stream' };
    if (last) headers['Last-Event-ID'] = last;
    const answer = await fetch('/api/v1/events', { headers, signal: AbortSignal.any([signal, silence.signal]), cache: 'no-store' });
    if (!answer.ok) throw Object.assign(new Error('the stream was refused'), { status: answer.status });
    on.opened();
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      alive();
      const frames = (rest + value).split('\n\n');
      rest = frames.pop();
      for (const frame of frames) deliver(frame, on);
    }
  } finally {
    clearTimeout(timer);
  }
}

function deliver(frame, on) {
  let id = null;
  let data = '';
  for (const line of frame.split('\n')) {
    if (line.startsWith('id:')) id = line.slice(3).trim();
    else if (line.startsWith('data:')) data += line.slice(5).trim();
  }
  if (data) on.event(id, JSON.parse(data));
}

function pause(ms, signal) {
  return new Promise((done) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      done();
    });
  });
}
