// oidc-provider: a provider of OpenID Connect, on loopback. People sign in by typing their account; there is no password, and no question for consent.
// node oidc.mjs PORT JSON   {"client": "id", "secret": "…", "redirects": ["http://…"], "accounts": {"sub-1": {"email": "…", "groups": ["…"]}}}
import http from 'node:http';
import Provider from 'oidc-provider';

const [port, text] = process.argv.slice(2);
const world = JSON.parse(text);
const issuer = `http://127.0.0.1:${port}`;

const provider = new Provider(issuer, {
  clients: [{
    client_id: world.client,
    client_secret: world.secret,
    redirect_uris: world.redirects,
    grant_types: ['authorization_code'],
    response_types: ['code'],
    token_endpoint_auth_method: 'client_secret_post',
  }],
  claims: { openid: ['sub'], profile: ['name', 'preferred_username', 'groups'], email: ['email', 'email_verified'] },
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_, sub) => world.accounts[sub] && { accountId: sub, claims: () => ({ sub, ...world.accounts[sub] }) },
  loadExistingGrant: async ctx => {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope('openid profile email');
    await grant.save();
    return grant;
  },
});

const handle = provider.callback();
http.createServer(async (request, response) => {
  const address = new URL(request.url, issuer);
  if (address.pathname === '/accounts' && request.method === 'POST') {
    // What a test changes of the people there.
    let body = '';
    for await (const part of request) body += part;
    Object.assign(world.accounts, JSON.parse(body));
    response.end();
  } else if (address.pathname.startsWith('/interaction/')) {
    // Who is typed comes in the address: ?account=sub-1.
    const account = address.searchParams.get('account');
    if (account) {
      await provider.interactionFinished(request, response, { login: { accountId: account } }, { mergeWithLastSubmission: false });
    } else {
      response.end('Who are you?');
    }
  } else {
    handle(request, response);
  }
}).listen(Number(port), '127.0.0.1');
