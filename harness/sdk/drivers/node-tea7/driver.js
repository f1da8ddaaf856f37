'use strict';
// @alicloud/ecs20140526 7: retries are a setting of the client, and must be a RetryOptions.

const { load } = require('../node/driver_base.js');
const { $OpenApiUtil, OpenApiUtil } = load('@alicloud/openapi-core');
const { RetryOptions, RuntimeOptions } = load('@darabonba/typescript');

require('../node/tea_driver.js')({
  ...$OpenApiUtil,
  RuntimeOptions,
  query: OpenApiUtil.query,
  modes: { v3: ['v3', 'POST'], v1: ['v1', 'POST'] },
  cannot: [],
  retries: (attempts) => [{ retryOptions: new RetryOptions({ retryable: true, retryCondition: [{
    maxAttempts: attempts, backoff: { policy: 'Fixed', period: 1 }, errorCode: [],
    exception: ['ServerError', 'ThrottlingError', 'RequestTimeoutError', 'Error'] }] }) }, {}],
});
