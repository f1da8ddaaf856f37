'use strict';
// The loop that every Node driver shares: one JSON object a line in, one out (see ../README.md).
//
// serve(driver), where a driver has
//   library, calls, cannot   as they stand in the answer to "start"
//   modes                    {name: [signature, method]}, the library's default first
//   start(mode, request)     makes the client; a second one replaces the first
//   typed(operation, version, parameters), generic(...)
//                            return what makes one call: a function whose promise is
//                            [value, status, request id]; typed() throws Unfit where the model
//                            can't hold a parameter
//   error(e)                 returns [code, message, status, request id] of what a call threw
// Names of packages are resolved from the folder into which they were installed: see `load`.

const fs = require('fs');
const path = require('path');
const readline = require('readline');
const { createRequire } = require('module');
const { inspect } = require('util');

const protocol = 1;
const longestText = 16 * 1024;

class Unfit extends Error {} // the typed call can't express these parameters

// Whatever else is printed, by any library, goes to stderr.
Object.defineProperty(process, 'stdout', { value: process.stderr });

// The first argument is the folder that has node_modules in it.
const load = createRequire(path.resolve(process.argv[2], 'package.json'));

// An integer that a number can't hold becomes a BigInt, so that no digit is lost.
function parse(line) {
  const marked = line.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) =>
    /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token)) ? `{"\\u0000big":"${token}"}` : token);
  return JSON.parse(marked, (_, value) =>
    value && typeof value['\u0000big'] === 'string' ? BigInt(value['\u0000big']) : value);
}

function answer(seq, line) {
  const plain = (_, value) => typeof value === 'bigint' ? String(value) : value;
  // Half a surrogate pair is no UTF-8; nothing else is escaped like that.
  const text = JSON.stringify({ seq, ...line }, plain)
    .replace(/(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g, '$1\ufffd');
  fs.writeFileSync(1, text + '\n');
}

// All that a user could print: the error with its properties and the stack.
function textOf(error) {
  const text = `${String(error)}\n${inspect(error, { depth: 4 })}`;
  return Buffer.from(text).subarray(0, longestText).toString();
}

function start(driver, request) {
  if (request.protocol !== protocol) throw new Error(`protocol ${request.protocol} is not ${protocol}`);
  const mode = request.mode || Object.keys(driver.modes)[0];
  if (!Object.hasOwn(driver.modes, mode)) throw new Error(`no such mode: ${mode}`);
  driver.start(mode, request);
  const [signature, method] = driver.modes[mode];
  return {
    protocol, library: driver.library, version: load(`${driver.library}/package.json`).version,
    runtime: `Node.js ${process.versions.node}`, mode, modes: Object.keys(driver.modes),
    signatures: [signature], methods: [method], calls: driver.calls, cannot: driver.cannot,
  };
}

// Which kind of call it is, and the function that makes it.
function plan(driver, wanted, call) {
  if (wanted !== 'generic') {
    try {
      return ['typed', driver.typed(...call)];
    } catch (why) {
      if (!(why instanceof Unfit) || wanted === 'typed') throw why;
    }
  }
  return ['generic', driver.generic(...call)];
}

async function oneCall(driver, send) {
  try {
    const [value, status, requestId] = await send();
    return { ok: { value: value ?? null, status: status ?? null, request_id: requestId ?? null } };
  } catch (error) {
    const [code, message, status, requestId] = driver.error(error ?? {});
    return { error: {
      class: error?.constructor?.name ?? typeof error, code: code ?? null, message: message ?? null,
      status: status ?? null, request_id: requestId ?? null, text: textOf(error),
    } };
  }
}

async function call(driver, { seq, operation, version, call: wanted = 'any', parameters, times = 1 }) {
  if (!['typed', 'generic', 'any'].includes(wanted)) throw new Error(`no such call: ${wanted}`);
  if (!operation || !version || !parameters) throw new Error('no operation, version or parameters');
  let kind, send;
  try {
    [kind, send] = plan(driver, wanted, [operation, version, parameters]);
  } catch (why) {
    if (!(why instanceof Unfit)) throw why;
    for (let n = 0; n < times; ++n) answer(seq, { n, skipped: why.message });
    return;
  }
  for (let n = 0; n < times; ++n) answer(seq, { n, call: kind, ...await oneCall(driver, send) });
}

async function serve(driver) {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    let request = null;
    try {
      request = parse(line);
      if (request.do === 'start') answer(request.seq, { started: start(driver, request) });
      else if (request.do === 'call') await call(driver, request);
      else if (request.do === 'stop') {
        answer(request.seq, { stopped: true });
        process.exit(0);
      } else throw new Error(`no such request: ${request.do}`);
    } catch (why) {
      answer(request?.seq ?? null, { refused: String(why) });
    }
  }
  process.exit(0); // connections that are kept alive would hold it
}

module.exports = { Unfit, load, serve };
