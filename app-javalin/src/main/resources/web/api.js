// The API as the pages call it: one function for each operation of the OpenAPI document, by its operationId. A test holds this list
// against the document. A call takes one object: the path's and the query's parameters by name, and beside them
//   body      sent as JSON, or as it is if it is FormData
//   key       an Idempotency-Key; make it when the button is pressed, so that a double click is one job
//   ifMatch   the version of what is changed
//   headers, signal
// and gives the parsed answer. What went wrong is thrown as a Trouble.
const OPERATIONS = {
  login: 'POST /api/v1/auth/login',
  signInByLink: 'POST /api/v1/auth/link',
  acceptInvite: 'POST /api/v1/auth/accept-invite',
  refresh: 'POST /api/v1/auth/refresh',
  logout: 'POST /api/v1/auth/logout',
  listSignInMethods: 'GET /api/v1/auth/methods',
  listSessions: 'GET /api/v1/sessions',
  endSession: 'DELETE /api/v1/sessions/{id}',
  endOtherSessions: 'DELETE /api/v1/sessions',
  listMemberSessions: 'GET /api/v1/admin/members/{id}/sessions',
  endMemberSessions: 'DELETE /api/v1/admin/members/{id}/sessions',
  listAccessTokens: 'GET /api/v1/access-tokens',
  listScopes: 'GET /api/v1/access-tokens/scopes',
  createAccessToken: 'POST /api/v1/access-tokens',
  rotateAccessToken: 'POST /api/v1/access-tokens/{id}/rotate',
  revokeAccessToken: 'DELETE /api/v1/access-tokens/{id}',
  listApiKeys: 'GET /api/v1/api-keys',
  createApiKey: 'POST /api/v1/api-keys',
  changeApiKey: 'PATCH /api/v1/api-keys/{id}',
  deleteApiKey: 'DELETE /api/v1/api-keys/{id}',
  testApiKey: 'POST /api/v1/api-keys/test',
  getMe: 'GET /api/v1/me',
  changeMe: 'PATCH /api/v1/me',
  getSetUp: 'GET /api/v1/setup',
  setUp: 'POST /api/v1/setup',
  changePassword: 'PATCH /api/v1/me/password',
  createGeneration: 'POST /api/v1/generations',
  createVideo: 'POST /api/v1/videos',
  createSpeech: 'POST /api/v1/speech',
  createText: 'POST /api/v1/texts',
  listGenerations: 'GET /api/v1/generations',
  getGeneration: 'GET /api/v1/generations/{id}',
  cancelGeneration: 'POST /api/v1/generations/{id}/cancel',
  retryGeneration: 'POST /api/v1/generations/{id}/retry',
  getLineage: 'GET /api/v1/generations/{id}/lineage',
  listImages: 'GET /api/v1/images',
  getImageFacets: 'GET /api/v1/images/facets',
  getImage: 'GET /api/v1/images/{id}',
  markImage: 'PATCH /api/v1/images/{id}',
  trashImage: 'DELETE /api/v1/images/{id}',
  restoreImage: 'POST /api/v1/images/{id}/restore',
  markImages: 'POST /api/v1/images/batch',
  getImageRecipe: 'GET /api/v1/images/{id}/recipe',
  getImageLineage: 'GET /api/v1/images/{id}/lineage',
  createExport: 'POST /api/v1/exports',
  estimateCost: 'POST /api/v1/estimate-cost',
  getUsage: 'GET /api/v1/analytics/usage',
  listModels: 'GET /api/v1/models',
  getCapabilities: 'GET /api/v1/models/{id}/capabilities',
  listUploads: 'GET /api/v1/uploads',
  presignUpload: 'POST /api/v1/uploads/presign',
  completeUpload: 'POST /api/v1/uploads/{id}/complete',
  getUpload: 'GET /api/v1/uploads/{id}',
  deleteUpload: 'DELETE /api/v1/uploads/{id}',
  getCredits: 'GET /api/v1/credits',
  listLedger: 'GET /api/v1/credits/ledger',
  changeCredits: 'POST /api/v1/admin/credits',
  listMembers: 'GET /api/v1/admin/members',
  changeMember: 'PATCH /api/v1/admin/members/{id}',
  removeMember: 'DELETE /api/v1/admin/members/{id}',
  listInvites: 'GET /api/v1/admin/members/invites',
  inviteMember: 'POST /api/v1/admin/members/invites',
  withdrawInvite: 'DELETE /api/v1/admin/members/invites/{id}',
  closeBreakers: 'POST /api/v1/admin/providers/{id}/close-breakers',
  listAdapters: 'GET /api/v1/admin/provider-adapters',
  getProviderHealth: 'GET /api/v1/admin/providers/health',
  listProviders: 'GET /api/v1/admin/providers',
  createProvider: 'POST /api/v1/admin/providers',
  getProvider: 'GET /api/v1/admin/providers/{id}',
  replaceProvider: 'PUT /api/v1/admin/providers/{id}',
  deleteProvider: 'DELETE /api/v1/admin/providers/{id}',
  testTypedProvider: 'POST /api/v1/admin/providers/test',
  testProvider: 'POST /api/v1/admin/providers/{id}/test',
  enableProvider: 'POST /api/v1/admin/providers/{id}/enable',
  disableProvider: 'POST /api/v1/admin/providers/{id}/disable',
  getProviderChain: 'GET /api/v1/admin/provider-chains/{category}',
  orderProviders: 'PUT /api/v1/admin/provider-chains/{category}',
  listAllModels: 'GET /api/v1/admin/models',
  putModel: 'PUT /api/v1/admin/models',
  listPrices: 'GET /api/v1/admin/prices',
  addPrice: 'POST /api/v1/admin/prices',
  listJobs: 'GET /api/v1/admin/jobs',
  getJob: 'GET /api/v1/admin/jobs/{id}',
  changeJobs: 'POST /api/v1/admin/jobs/bulk',
  discardJob: 'DELETE /api/v1/admin/jobs/{id}',
  retryJob: 'POST /api/v1/admin/jobs/{id}/retry',
  getJobDepth: 'GET /api/v1/admin/jobs/depth',
  listWebhookEndpoints: 'GET /api/v1/webhook-endpoints',
  createWebhookEndpoint: 'POST /api/v1/webhook-endpoints',
  getWebhookEndpoint: 'GET /api/v1/webhook-endpoints/{id}',
  updateWebhookEndpoint: 'PATCH /api/v1/webhook-endpoints/{id}',
  deleteWebhookEndpoint: 'DELETE /api/v1/webhook-endpoints/{id}',
  rotateWebhookSecret: 'POST /api/v1/webhook-endpoints/{id}/secrets',
  testWebhookEndpoint: 'POST /api/v1/webhook-endpoints/{id}/test',
  listWebhookDeliveries: 'GET /api/v1/webhook-endpoints/{id}/deliveries',
  getWebhookDelivery: 'GET /api/v1/webhook-endpoints/{id}/deliveries/{did}',
  redeliverWebhook: 'POST /api/v1/webhook-endpoints/{id}/deliveries/{did}/redeliver',
  listAuditLog: 'GET /api/v1/admin/audit-log',
  getDiagnostics: 'GET /api/v1/admin/diagnostics',
  listCallbacks: 'GET /api/v1/admin/callbacks',
  getCallback: 'GET /api/v1/admin/callbacks/{id}',
  replayCallback: 'POST /api/v1/admin/callbacks/{id}/replay',
};

/** What went wrong, in the API's words; `status` 0 means that no answer came. */
export class Trouble extends Error {
  constructor(status, problem) {
    super(problem.detail || problem.title || 'Something went wrong.');
    this.status = status;
    this.problem = problem;
    /** The words for one field, such as '/prompt'. */
    this.field = (pointer) => (problem.errors || []).find((error) => error.pointer === pointer)?.detail;
  }

  get offline() {
    return this.status === 0;
  }
}

export const newKey = () => crypto.randomUUID();

let signedOut = () => {};
/** Calls this when the session has ended. */
export const onSignedOut = (listener) => {
  signedOut = listener;
};

async function exchange(method, url, { body, key, ifMatch, headers = {}, signal }) {
  const all = { Accept: 'application/json', ...headers };
  if (method !== 'GET') all['Atelier-Csrf'] = '1';
  if (key) all['Idempotency-Key'] = key;
  if (ifMatch !== undefined) all['If-Match'] = `"${ifMatch}"`;
  let sent = body;
  if (body !== undefined && !(body instanceof FormData)) {
    all['Content-Type'] = 'application/json';
    sent = JSON.stringify(body);
  }
  try {
    return await fetch(url, { method, headers: all, body: sent, signal, credentials: 'same-origin' });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Trouble(0, { title: 'No connection', detail: 'The server does not answer. Your jobs keep running there.', retryable: true });
  }
}

// One renewal at a time, over all tabs: a refresh token is good once.
let renewal = null;
export function renew() {
  renewal ??= navigator.locks
    .request('atelier.refresh', () => exchange('POST', '/api/v1/auth/refresh', {}))
    .then((answer) => answer.ok)
    .finally(() => {
      renewal = null;
    });
  return renewal;
}

const UNGUARDED = new Set(['login', 'signInByLink', 'acceptInvite', 'refresh', 'logout']);

async function call(name, { body, key, ifMatch, headers, signal, ...params } = {}) {
  const [method, template] = OPERATIONS[name].split(' ');
  const used = new Set();
  const path = template.replace(/\{(\w+)\}/g, (_, part) => {
    used.add(part);
    return encodeURIComponent(params[part]);
  });
  const query = new URLSearchParams();
  for (const [part, value] of Object.entries(params)) {
    if (!used.has(part) && value !== undefined && value !== null && value !== '') query.append(part, value);
  }
  const url = query.size ? `${path}?${query}` : path;
  const options = { body, key, ifMatch, headers, signal };
  let answer = await exchange(method, url, options);
  if (answer.status === 401 && !UNGUARDED.has(name)) {
    if (await renew()) answer = await exchange(method, url, options);
    if (answer.status === 401) signedOut();
  }
  return read(answer);
}

async function read(answer) {
  if (answer.status === 204 || answer.status === 304) return null;
  const json = /json/.test(answer.headers.get('Content-Type') || '');
  const data = json ? here(await answer.json()) : null;
  if (answer.ok) return data;
  throw new Trouble(answer.status, data || { title: 'The server is not well', detail: `It answered ${answer.status}.`, retryable: true });
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

// A server on this machine signs links for the one name it knows itself by; the page may have come by another.
function here(value) {
  if (typeof value === 'string') {
    if (!value.startsWith('http://') || value.startsWith(location.origin)) return value;
    const link = URL.parse ? URL.parse(value) : new URL(value);
    const ours = link && LOOPBACK.has(link.hostname) && LOOPBACK.has(location.hostname) && link.pathname.startsWith('/files/');
    return ours ? link.pathname + link.search : value;
  }
  if (Array.isArray(value)) return value.map(here);
  if (value && typeof value === 'object') {
    for (const name of Object.keys(value)) value[name] = here(value[name]);
  }
  return value;
}

export const api = Object.fromEntries(Object.keys(OPERATIONS).map((name) => [name, (options) => call(name, options)]));

/** Sends bytes where a permission of presignUpload says; `onProgress` hears a share from 0 to 1. */
export function putBytes(permission, file, onProgress, signal) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open(permission.method, here(permission.url));
    for (const [name, value] of Object.entries(permission.headers)) {
      if (name.toLowerCase() !== 'content-length' && name.toLowerCase() !== 'host') request.setRequestHeader(name, value);
    }
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onload = () =>
      request.status < 300 ? done() : failed(new Trouble(request.status, { title: 'The upload was refused', detail: `The store answered ${request.status}.` }));
    request.onerror = () => failed(new Trouble(0, { title: 'No connection', detail: 'The upload did not get through.', retryable: true }));
    signal?.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}
