// What the gallery is filtered by: read from the address, written into it, and told to the API.
const NAMES = ['q', 'model', 'user', 'tag', 'date', 'starred', 'trash'];
const DAY_MS = 86_400_000;

/** Choices of `date`; any other value is `from..to` with days such as 2026-01-31, either of them blank. */
export const DATES = [['today', 'Today'], ['7', 'Last 7 days'], ['30', 'Last 30 days']];

/** The filter of these query parameters; what it does not know it leaves out. */
export function filterOf(query) {
  return Object.fromEntries(NAMES.map((name) => [name, query.get(name)]).filter(([, value]) => value));
}

/** The filter as a query, in one order: also the name by which its list is remembered. */
export function filterQuery(filter) {
  const query = new URLSearchParams(NAMES.filter((name) => filter[name]).map((name) => [name, filter[name]])).toString();
  return query ? `?${query}` : '';
}

/** True if something is looked for; the trash is a place of its own. */
export const narrowed = (filter) => NAMES.some((name) => name !== 'trash' && filter[name]);

/** Parameters for listImages. */
export function listParameters({ q, model, user, tag, date, starred, trash }) {
  return { q, model, user, tag, starred: starred === 'true' || undefined, trash: trash === 'true' || undefined, ...span(date) };
}

/** The two days of an own span. */
export function ownDays(date) {
  const [from = '', to = ''] = date?.includes('..') ? date.split('..') : [];
  return { from, to };
}

function span(date) {
  if (!date) return {};
  const midnight = new Date().setHours(0, 0, 0, 0);
  if (date === 'today') return { createdFrom: new Date(midnight).toISOString() };
  if (/^\d+$/.test(date)) return { createdFrom: new Date(midnight - (Number(date) - 1) * DAY_MS).toISOString() };
  const { from, to } = ownDays(date);
  return { createdFrom: day(from)?.toISOString(), createdBefore: day(to, 1)?.toISOString() };
}

function day(text, later = 0) {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  return parts ? new Date(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]) + later) : undefined;
}
