// The address bar is the state: where one is, filters, what is selected.
const listeners = new Set();

/** Hears of every change of the address; gives back what ends it. */
export function watchAddress(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function navigate(address, { replace = false } = {}) {
  const url = new URL(address, location.href);
  if (url.href === location.href) return;
  history[replace ? 'replaceState' : 'pushState'](null, '', url);
  if (!replace) scrollTo(0, 0);
  changed();
}

/** Changes parts of the query; null, '' and false take one away. */
export function setQuery(parts, { replace = true } = {}) {
  const url = new URL(location.href);
  for (const [name, value] of Object.entries(parts)) {
    if (value === null || value === undefined || value === '' || value === false) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  navigate(url, { replace });
}

function changed() {
  for (const listener of [...listeners]) listener();
}

addEventListener('popstate', changed);

// Links within the studio change the page without loading it anew.
addEventListener('click', (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
  if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
  if (/^\/(docs|api|files|assets|openapi|problems|health|metrics)/.test(link.pathname)) return;
  event.preventDefault();
  navigate(link.href);
});
