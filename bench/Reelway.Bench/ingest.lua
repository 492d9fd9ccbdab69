-- A key that no other request has, so that each starts a run of its own. The argument tells this load's keys from an earlier one's.
local threads = 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(args)
  prefix = string.format('{"key":"%s %d ', args[1], number)
  count = 0
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
end

function request()
  count = count + 1
  return wrk.format(nil, nil, nil, prefix .. count .. '"}')
end

-- Answers other than 2xx and 3xx are errors. wrk counts in microseconds.
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"requests":%d,"perSecond":%.1f,"p99Ms":%.3f,"errors":%d}\n',
    summary.requests, summary.requests / summary.duration * 1e6, latency:percentile(99) / 1000,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
