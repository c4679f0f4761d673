// Every page there is: its address, its module, and who gets to see it in the menu.
export const PAGES = [
  { path: '/', tag: 'at-generate', load: () => import('studio/pages/generate.js'), role: 'viewer', name: 'Generate', group: 'Make', keys: 'g g' },
  { path: '/gallery', tag: 'at-gallery', load: () => import('studio/pages/gallery.js'), role: 'viewer', name: 'Gallery', group: 'Make', keys: 'g l' },
  { path: '/p/:id', tag: 'at-picture', load: () => import('studio/pages/picture.js'), role: 'viewer' },
  { path: '/compare', tag: 'at-compare', load: () => import('studio/pages/compare.js'), role: 'viewer', name: 'Compare', group: 'Make', keys: 'g m' },
  { path: '/credits', tag: 'at-credits', load: () => import('studio/pages/credits.js'), role: 'creator', name: 'Credits', group: 'Spend', keys: 'g c' },
  { path: '/admin/providers', tag: 'at-providers', load: () => import('studio/pages/providers.js'), role: 'admin', name: 'Providers', group: 'Run', keys: 'g a' },
  { path: '/admin/models', tag: 'at-models', load: () => import('studio/pages/models.js'), role: 'admin', name: 'Models & prices', group: 'Run' },
  { path: '/admin/members', tag: 'at-members', load: () => import('studio/pages/members.js'), role: 'admin', name: 'Members', group: 'Run', keys: 'g u' },
  { path: '/admin/jobs', tag: 'at-jobs', load: () => import('studio/pages/jobs.js'), role: 'admin', name: 'Jobs', group: 'Run', keys: 'g j' },
  { path: '/admin/callbacks', tag: 'at-callbacks', load: () => import('studio/pages/callbacks.js'), role: 'admin', name: 'Callbacks', group: 'Run' },
  { path: '/admin/webhooks', tag: 'at-webhooks', load: () => import('studio/pages/webhooks.js'), role: 'admin', name: 'Webhooks', group: 'Run', keys: 'g w' },
  { path: '/admin/webhooks/:id', tag: 'at-webhook', load: () => import('studio/pages/webhook.js'), role: 'admin' },
  { path: '/admin/audit', tag: 'at-audit', load: () => import('studio/pages/audit.js'), role: 'admin', name: 'Audit log', group: 'Run' },
  { path: '/admin/diagnostics', tag: 'at-diagnostics', load: () => import('studio/pages/diagnostics.js'), role: 'admin', name: 'Diagnostics', group: 'Run', keys: 'g d' },
  { path: '/account', tag: 'at-account', load: () => import('studio/pages/account.js'), role: 'viewer', name: 'Your account', group: 'You' },
  { path: '/tokens', tag: 'at-tokens', load: () => import('studio/pages/tokens.js'), role: 'viewer', name: 'Access tokens', group: 'You', keys: 'g t' },
  { path: '/settings/keys', tag: 'at-own-keys', load: () => import('studio/pages/own-keys.js'), role: 'viewer', name: 'Provider keys', group: 'You', keys: 'g k' },
  { path: '/setup', tag: 'at-setup', load: () => import('studio/pages/setup.js'), role: 'owner' },
  { path: '/signin', tag: 'at-signin', load: () => import('studio/pages/signin.js'), open: true },
  { path: '/welcome', tag: 'at-welcome', load: () => import('studio/pages/welcome.js'), open: true },
  { path: '/join', tag: 'at-join', load: () => import('studio/pages/join.js'), open: true },
];

/** The page of this path with its parameters, or null. */
export function pageOf(path) {
  for (const page of PAGES) {
    const names = [];
    const pattern = page.path.replace(/:(\w+)/g, (_, name) => {
      names.push(name);
      return '([^/]+)';
    });
    const found = new RegExp(`^${pattern}/?$`).exec(path);
    if (found) return { page, params: Object.fromEntries(names.map((name, i) => [name, decodeURIComponent(found[i + 1])])) };
  }
  return null;
}
