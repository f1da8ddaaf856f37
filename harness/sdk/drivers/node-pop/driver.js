'use strict';
// Driver of @alicloud/pop-core, the older Node client: no models, a map of parameters only.

const { Unfit, load, serve } = require('../node/driver_base.js');
const { RPCClient } = load('@alicloud/pop-core');

let start, options;
const clients = new Map(); // by version of the API: it is a setting of the client

function clientOf(version) {
  if (!clients.has(version)) {
    const { access_key_id, access_key_secret, security_token } = start.credentials;
    clients.set(version, new RPCClient({
      endpoint: start.endpoint, apiVersion: version, accessKeyId: access_key_id,
      accessKeySecret: access_key_secret, securityToken: security_token || undefined,
    }, true)); // verbose: a success comes with the response, so that its status is known
  }
  return clients.get(version);
}

serve({
  library: '@alicloud/pop-core',
  modes: { get: ['v1', 'GET'], post: ['v1', 'POST'] },
  calls: ['generic'],
  cannot: ['retries', 'names that begin with a small letter'],

  start(mode, request) {
    start = request;
    options = { method: mode.toUpperCase(), readTimeout: request.timeout_ms.read,
      connectTimeout: request.timeout_ms.connect };
    clients.clear();
  },
  typed() { throw new Unfit('the library has no models'); },
  generic(operation, version, parameters) {
    return async () => {
      const [body, { response }] = await clientOf(version).request(operation, parameters, { ...options });
      return [body, response.statusCode, body?.RequestId];
    };
  },
  error: (e) => [e.code, e.message, e.entry?.response?.statusCode, e.data?.RequestId],
});
