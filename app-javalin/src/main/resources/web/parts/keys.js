import { typing } from 'studio/ui.js';

// After g comes the letter of a page, which the frame reads.
const SEQUENCE_MS = 1200;
let wentFor = -SEQUENCE_MS;
let letterOfPage = false;

addEventListener(
  'keydown',
  (event) => {
    letterOfPage = event.timeStamp - wentFor < SEQUENCE_MS;
    wentFor = event.key === 'g' && !letterOfPage ? event.timeStamp : -SEQUENCE_MS;
  },
  true,
);

/** The key if it stands alone: nobody types, no dialog is open, and single letters are not switched off. Else ''. */
export function singleKey(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || (typing(event) && event.target.type !== 'radio') || document.querySelector('dialog[open]')) return '';
  const letter = event.key.length === 1 && event.key !== ' ';
  return letter && (letterOfPage || localStorage.getItem('atelier.keys') === 'off') ? '' : event.key;
}
