// A provider of identities, the real thing in small: `oidc-provider` with one client and its own plain sign-in page.
import { createServer } from "node:http";
import Provider from "oidc-provider";

/**
 * Serves it on a free port of this machine. Everybody is who they say.
 * @param {string} back Where it sends browsers back to. @param {string} after Where it sends them after signing out.
 * @returns {Promise<{issuer: string, stop: () => Promise<void>}>}
 */
export async function startProvider(back, after) {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = server.address();
  const issuer = `http://localhost:${typeof address === "object" && address ? address.port : 0}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: "linli",
        client_secret: "the-client-secret",
        redirect_uris: [back],
        post_logout_redirect_uris: [after],
        response_types: ["code"],
        grant_types: ["authorization_code"],
      },
    ],
    claims: { openid: ["sub"], profile: ["name", "preferred_username"] },
    // As the large ones do: what is asked for by scope is in the token.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    cookies: { keys: ["a key for a test"] },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: `person-${id}`, name: id, preferred_username: id }) }),
    // The place's own program: nobody is asked whether it may know who they are.
    loadExistingGrant: async ({ oidc }) => {
      const known = oidc.session?.grantIdFor(oidc.client?.clientId ?? "");
      if (known) return oidc.provider.Grant.find(known);
      const grant = new oidc.provider.Grant({ clientId: oidc.client?.clientId, accountId: oidc.session?.accountId });
      grant.addOIDCScope("openid profile");
      await grant.save();
      return grant;
    },
    features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
  });
  server.on("request", provider.callback());
  const stop = () =>
    new Promise((resolve) => {
      server.close(() => resolve(undefined));
      server.closeAllConnections();
    });
  return { issuer, stop };
}
