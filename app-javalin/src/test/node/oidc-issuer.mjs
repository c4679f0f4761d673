// A real OpenID provider for tests. Every name signs in with every password; POST /rotate replaces its keys.
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const port = Number(process.env.PORT);
const issuer = `http://localhost:${port}`;
const audience = process.env.AUDIENCE;
let made = 0;

function provider() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  made += 1;
  const key = { ...privateKey.export({ format: 'jwk' }), kid: `key-${made}`, alg: 'RS256', use: 'sig' };
  return new Provider(issuer, {
    clients: [
      {
        client_id: 'atelier',
        client_secret: process.env.CLIENT_SECRET,
        redirect_uris: [process.env.REDIRECT],
      },
      {
        client_id: 'robot',
        client_secret: process.env.CLIENT_SECRET,
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
      },
    ],
    jwks: { keys: [key] },
    cookies: { keys: ['a key for the cookies of a test'] },
    pkce: { required: () => true, methods: ['S256'] },
    claims: { email: ['email', 'email_verified'], profile: ['name'] },
    findAccount: (context, id) => ({
      accountId: id,
      claims: () => ({
        sub: id,
        email: `${id}@corp.example`,
        email_verified: !id.startsWith('unverified'),
        name: `${id} of Corp`,
      }),
    }),
    features: {
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({ scope: '', audience, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'RS256' } } }),
      },
    },
  });
}

let handle = provider().callback();
createServer((request, response) => {
  if (request.method === 'POST' && request.url === '/rotate') {
    handle = provider().callback();
    response.writeHead(204).end();
  } else {
    handle(request, response);
  }
}).listen(port, '127.0.0.1', () => console.log(`listening on ${port}`));
