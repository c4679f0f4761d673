import { copy, html, nothing, seconds } from 'studio/ui.js';

const EXTENSIONS = { 'image/jpeg': 'jpg', 'audio/mpeg': 'mp3', 'audio/wav': 'wav', 'audio/x-wav': 'wav', 'video/quicktime': 'mov' };
const nameOf = (task, type) => `atelier-${task.id.slice(-8)}.${EXTENSIONS[type] ?? type.split('/')[1]}`;
const save = (task, type, what) => html`<a class="slot-save" href=${task.file.url} download=${nameOf(task, type)} aria-label="Download ${what} ${task.index + 1}"><span aria-hidden="true">↓</span></a>`;
const appear = (event) => event.target.classList.add('here');

/** The slot of what has come: a picture is looked at, a film and a voice are played, a text is read. `arriving` fades it in. */
export const fileSlot = (kind, task, prompt, arriving) => ({ image: picture, video: film, speech: voice, text: text })[kind](task, prompt.slice(0, 125), arriving ? 'arriving' : '');

function picture(task, alt, coming) {
  const { url, contentType, thumbnails, widthPx, heightPx } = task.file;
  const set = [...thumbnails.map((thumbnail) => `${thumbnail.url} ${thumbnail.widthPx}w`), `${url} ${widthPx}w`].join(', ');
  return html`<li class="slot">
    <a class="slot-picture" href="/p/${task.id}"><img class=${coming} src=${thumbnails.at(-1)?.url ?? url} srcset=${set} sizes="(max-width: 860px) 50vw, 480px" width=${widthPx} height=${heightPx} alt=${alt} loading="lazy" @load=${appear}></a>
    ${save(task, contentType, 'picture')}
  </li>`;
}

function film(task, alt, coming) {
  const { url, mediaType, posterUrl, widthPx, heightPx } = task.file;
  // A film may come as moving pictures of a format that no player takes.
  const moving = mediaType.startsWith('image/');
  return html`<li class="slot slot-film">
    ${moving
      ? html`<img class=${coming} src=${url} width=${widthPx ?? nothing} height=${heightPx ?? nothing} alt="Film: ${alt}" loading="lazy" @load=${appear}>`
      : html`<video controls playsinline preload="metadata" poster=${posterUrl ?? nothing} src=${url} aria-label="Film: ${alt}"></video>`}
    ${save(task, mediaType, 'film')}
  </li>`;
}

function voice(task, alt) {
  const { url, mediaType, durationSeconds } = task.file;
  return html`<li class="slot-voice">
    <audio controls preload="metadata" src=${url} aria-label="Recording: ${alt}"></audio>
    <p class="row between"><span class="muted">${durationSeconds === null ? '' : seconds(durationSeconds * 1000)}</span><a class="button small" href=${url} download=${nameOf(task, mediaType)}>Download</a></p>
  </li>`;
}

function text(task) {
  const { text: words, end, model, outputTokens } = task.file;
  return html`<li class="slot-text">
    <div class="slot-words wrap" tabindex="0" role="region" aria-label="The text">${words}</div>
    ${end === 'length' ? html`<p class="hint">It ended at its longest; ask for less, or for more room.</p>` : nothing}
    <p class="row between"><span class="muted">${model}${outputTokens === null ? '' : `, ${outputTokens} tokens`}</span>
      <span class="row"><button type="button" class="button small" @click=${() => copy(words, 'The text is copied.')}>Copy</button>
      <a class="button small" download="atelier-${task.id.slice(-8)}.txt" href="data:text/plain;charset=utf-8,${encodeURIComponent(words)}">Download</a></span></p>
  </li>`;
}
