// The steps of a picture's story, told from what getImageLineage gives.
import { bytes, copy, dollars, html, moment, nothing, number, plural, seconds } from 'studio/ui.js';
import { thumbLink } from 'studio/parts/thumbs.js';

const words = (code) => String(code).replaceAll('_', ' ');
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const at = (text) => clock.format(new Date(text));
const between = (from, to) => seconds(Math.max(0, new Date(to) - new Date(from)));

/** @return [{kind, heading, text, aside, raw}]; kinds are done, failed and attention */
export function stepsOf(told, query) {
  const { image, generation } = told;
  const task = generation.tasks.find((one) => one.id === image.id) ?? generation.tasks[image.index];
  return [asked(told, query), ...references(generation), writing(generation), final(image, task), ...attempts(task), stored(image, task), money(told), made(told, query)].filter(Boolean);
}

function asked({ image, generation, parent }, query) {
  const { brief } = generation;
  return {
    kind: 'done',
    heading: `${image.userName} asked`,
    text: html`<blockquote>${brief.prompt}</blockquote><p class="muted small">${moment(generation.createdAt)} · ${plural(brief.imageCount, 'picture')} · prompt version ${generation.promptVersion}</p>`,
    aside: parent ? html`<div class="lin-thumbs"><span class="muted small">Remixed from</span>${thumbLink(parent, `Parent: ${parent.alt}`, query)}</div>` : nothing,
    raw: brief,
  };
}

function references({ brief, analyses }) {
  return brief.referenceImages.map((reference, i) => {
    const seen = analyses.find((analysis) => analysis.index === i);
    return {
      kind: seen?.state === 'failed' ? 'failed' : 'done',
      heading: `Reference ${i + 1} was looked at`,
      text: html`<div class="lin-seen"><img src=${reference.url} alt="Reference ${i + 1}" loading="lazy">
        <div>${seen?.text ? html`<p>“${seen.text}”</p>` : nothing}${seen?.error ? html`<p class="error">${seen.error}</p>` : nothing}
          <p class="muted small">${seen?.provider ? `${seen.provider}, ${seconds(seen.durationMs)}` : 'not described'}</p></div></div>`,
      raw: { reference, analysis: seen ?? null },
    };
  });
}

function writing({ trials }) {
  if (trials.length === 0) return null;
  const answered = trials.findLast((trial) => trial.promptsGiven > 0);
  const failed = trials.filter((trial) => trial.promptsGiven === 0);
  const took = trials.reduce((sum, trial) => sum + trial.durationMs, 0);
  return {
    kind: answered ? 'done' : 'attention',
    heading: answered ? `${answered.provider} wrote the prompt` : 'The words went on as they were',
    text: html`${failed.map((trial) => html`<p>⟵ fell back from <b>${trial.provider}</b>, because ${trial.error ?? words(trial.code ?? 'it gave no prompt')}</p>`)}
      <p class="muted small">${answered?.model ? `${answered.model} · ` : nothing}${plural(trials.length, 'call')}, ${seconds(took)}</p>`,
    raw: trials,
  };
}

function final(image, task) {
  const settings = [image.model, image.aspectRatio, image.quality, image.seed === null ? null : `seed ${image.seed}`].filter(Boolean);
  return {
    kind: 'done',
    heading: 'Exactly this was sent',
    text: html`<blockquote>${image.prompt}</blockquote><p class="muted small">${settings.join(' · ')}</p><button type="button" class="link" @click=${() => copy(image.prompt, 'Prompt copied')}>Copy the prompt</button>`,
    raw: { prompt: task?.prompt ?? image.prompt, model: image.model, aspectRatio: image.aspectRatio, quality: image.quality, seed: image.seed },
  };
}

function attempts(task) {
  return (task?.attempts ?? []).map((attempt) => ({
    kind: attempt.state === 'failed' ? 'failed' : attempt.state === 'succeeded' ? 'done' : 'attention',
    heading: `${attempt.provider}${attempt.number > 1 ? `, attempt ${attempt.number}` : ''}: ${words(attempt.state)}`,
    text: html`${attempt.failure ? html`<p>${attempt.failure.message}</p>` : nothing}
      <dl class="facts small">
        ${attempt.vendorTask ? html`<dt>External id</dt><dd><code>${attempt.vendorTask}</code></dd>` : nothing}
        ${attempt.sentAt ? html`<dt>Sent</dt><dd>${at(attempt.sentAt)}</dd>` : nothing}
        ${attempt.ackedAt ? html`<dt>Taken</dt><dd>${at(attempt.ackedAt)}</dd>` : nothing}
        ${attempt.endedAt ? html`<dt>Ended</dt><dd>${at(attempt.endedAt)}${attempt.sentAt ? `, after ${between(attempt.sentAt, attempt.endedAt)}` : nothing}</dd>` : nothing}
        ${attempt.costMicros === null ? nothing : html`<dt>Vendor’s price</dt><dd>${attempt.costMicros === 0 ? 'nothing' : dollars(attempt.costMicros)}</dd>`}
      </dl>`,
    raw: attempt,
  }));
}

function stored(image, task) {
  return {
    kind: 'done',
    heading: 'Stored',
    text: html`<p>${image.widthPx} × ${image.heightPx}, ${image.contentType}, ${bytes(image.sizeBytes)}</p><p class="small wrap"><span class="muted">sha256</span> <code>${image.sha256}</code></p><p class="muted small">${moment(task?.completedAt ?? image.createdAt)}</p>`,
    raw: { sha256: image.sha256, sizeBytes: image.sizeBytes, contentType: image.contentType, widthPx: image.widthPx, heightPx: image.heightPx, thumbnails: image.thumbnails.map(({ sidePx, widthPx, heightPx }) => ({ sidePx, widthPx, heightPx })) },
  };
}

const MONEY = {
  hold: (entry) => `${number(entry.held)} held`,
  capture: (entry) => `${number(entry.spent)} charged`,
  release: (entry) => `${number(entry.available)} returned`,
};

const other = (entry) => `${words(entry.kind)} ${number(entry.available)}`;

// Pictures of one run are charged one by one; equal neighbours are told once.
function grouped(ledger) {
  const groups = [];
  for (const entry of ledger) {
    const last = groups.at(-1);
    if (last && ['kind', 'available', 'held', 'spent', 'reason'].every((name) => last.entry[name] === entry[name])) last.times += 1;
    else groups.push({ entry, times: 1 });
  }
  return groups;
}

function money({ generation, ledger }) {
  return {
    kind: 'done',
    heading: `${plural(generation.unitPrice, 'credit')} for this picture`,
    text: html`${generation.brief.imageCount > 1 ? html`<p class="muted small">The whole run of ${generation.brief.imageCount} pictures:</p>` : nothing}
      <ul class="lin-money">${grouped(ledger).map(({ entry, times }) => html`<li><span>${times > 1 ? `${times} × ` : nothing}${(MONEY[entry.kind] ?? other)(entry)}</span><span class="muted">${at(entry.at)}${entry.reason ? ` · ${words(entry.reason)}` : nothing}</span></li>`)}</ul>
      ${generation.costMicros > 0 ? html`<p class="muted small">Vendor cost of the run ${dollars(generation.costMicros)}${generation.costBasis === 'expected' ? ', expected' : nothing}</p>` : nothing}`,
    raw: ledger,
  };
}

function made({ children }, query) {
  if (children.length === 0) return null;
  return {
    kind: 'done',
    heading: `${plural(children.length, 'remix', 'remixes')} of it`,
    text: html`<div class="lin-thumbs">${children.map((child) => thumbLink(child, `Remix: ${child.alt}`, query))}</div>`,
  };
}
