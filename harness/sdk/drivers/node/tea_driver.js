'use strict';
// Driver of @alicloud/ecs20140526, the generated Node client on Tea. Its majors differ in what holds
// the settings and in how retries are switched on; each says so in its own driver.js.

const { Unfit, load, serve } = require('./driver_base.js');
const ecs = load('@alicloud/ecs20140526');

function modelOf(operation) {
  const Model = ecs[`${operation}Request`];
  if (!Model) throw new Unfit(`no method for ${operation}`);
  const wire = Object.entries(Model.names());
  return [Model, new Map(wire.map(([name, onWire]) => [onWire, [name, Model.types()[name]]]))];
}

function fits(value, type) {
  return value === null || typeof value === type || (typeof value === 'bigint' && type === 'number');
}

module.exports = function drive({ modes, cannot, Config, OpenApiRequest, Params, RuntimeOptions, query, retries }) {
  let client, runtime;
  serve({
    library: '@alicloud/ecs20140526',
    modes,
    calls: ['typed', 'generic'],
    cannot,

    start(mode, request) {
      const { protocol, host } = new URL(request.endpoint);
      const { access_key_id, access_key_secret, security_token } = request.credentials;
      const [config, options] = request.retries > 0 ? retries(request.retries) : [{}, {}];
      client = new ecs.default(new Config({
        accessKeyId: access_key_id, accessKeySecret: access_key_secret,
        securityToken: security_token || undefined, protocol: protocol.slice(0, -1), endpoint: host,
        regionId: request.region, signatureAlgorithm: mode === 'v1' ? 'v2' : undefined, ...config,
      }));
      runtime = new RuntimeOptions({ connectTimeout: request.timeout_ms.connect,
        readTimeout: request.timeout_ms.read, ...options });
    },
    typed(operation, version, parameters) {
      if (version !== '2014-05-26') throw new Unfit(`no method for ${operation} of ${version}`);
      const [Model, fields] = modelOf(operation);
      const filled = {};
      for (const [name, value] of Object.entries(parameters)) {
        const [field, type] = fields.get(name) ?? [];
        if (!field) throw new Unfit(`the model has no ${name}`);
        if (!fits(value, type)) throw new Unfit(`${name} is declared as ${type}`);
        filled[field] = value;
      }
      const method = `${operation[0].toLowerCase()}${operation.slice(1)}WithOptions`;
      return async () => {
        const { body, statusCode } = await client[method](new Model(filled), runtime);
        return [body && body.toMap ? body.toMap() : body, statusCode, body?.requestId];
      };
    },
    generic(operation, version, parameters) {
      const how = new Params({ action: operation, version, protocol: 'HTTPS', pathname: '/',
        method: 'POST', authType: 'AK', style: 'RPC', reqBodyType: 'formData', bodyType: 'json' });
      return async () => {
        const request = new OpenApiRequest({ query: query(parameters) });
        const { body, statusCode } = await client.callApi(how, request, runtime);
        return [body, statusCode, body?.RequestId];
      };
    },
    error: (e) => [e.code, e.message, e.statusCode ?? e.data?.statusCode, e.requestId ?? e.data?.RequestId],
  });
};
