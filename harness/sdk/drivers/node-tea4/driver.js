'use strict';
// @alicloud/ecs20140526 4: the last major on @alicloud/openapi-client.

const { load } = require('../node/driver_base.js');
const openapi = load('@alicloud/openapi-client');
const { RuntimeOptions } = load('@alicloud/tea-util');

require('../node/tea_driver.js')({
  ...openapi,
  RuntimeOptions,
  query: load('@alicloud/openapi-util').default.query,
  modes: { v3: ['v3', 'POST'], v1: ['v1', 'POST'] },
  cannot: ['retries'], // it has the setting, and heeds it only for errors that nothing throws
  retries: (attempts) => [{}, { autoretry: true, maxAttempts: attempts }],
});
