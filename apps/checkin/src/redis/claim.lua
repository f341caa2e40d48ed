--[[
Decides one presentation of a ticket and puts the decision on the event's stream, atomically.

KEYS  1 event  2 gates  3 devices  4 tickets  5 secrets  6 codes  7 uses  8 scan  9 stream
      10 changed
ARGV  1 epoch      the run of this Redis that the caller knows
      2 device     SHA-256 of the device token, hex
      3 scanId
      4 method     scan | typed | search
      5 kind       secret | code | refused | unverified (counts as an unknown ticket)
      6 value      the secret in hex, the code, or the verdict that the caller reached already
      7 version    of the ticket in the token; -1 for a typed code
      8 gateId     where the device says it stands; '' for its own gate
      9 isFinal    1: an unknown ticket is an answer; 0: say 'missing', so that the caller can ask PostgreSQL
     10 keepMs     how long the same scan id gets the same answer
     11 made       the making of the event that holds what the caller remembers; '' when it remembers nothing

Returns {outcome, answer as JSON, made (when decided)}
  cold          nothing decided: this Redis has not been made ready for the event, or was made ready by
                another process and the caller has not settled with that
  unauthorized  nothing decided: no such device, or revoked
  unknown_gate  nothing decided
  missing       nothing decided: no such ticket here
  decided       answer = {scanId, verdict, ticketId, …}, see Decision in src/scan/answer.ts
  replayed      answer = what the first presentation of this scan id got
]]
local event = redis.call('hmget', KEYS[1], 'epoch', 'validFrom', 'validUntil', 'made')
if event[1] ~= ARGV[1] or (ARGV[11] ~= '' and event[4] ~= ARGV[11]) then return { 'cold' } end
local deviceJson = redis.call('hget', KEYS[3], ARGV[2])
if not deviceJson then return { 'unauthorized' } end
local before = redis.call('get', KEYS[8])
if before then return { 'replayed', before } end

local device = cjson.decode(deviceJson)
local gateId = ARGV[8] ~= '' and ARGV[8] or device.gateId
local gateName = gateId and redis.call('hget', KEYS[2], gateId) or nil
if ARGV[8] ~= '' and not gateName then return { 'unknown_gate' } end

local time = redis.call('time')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local answer = { scanId = ARGV[3] }

local ticketId
if ARGV[5] == 'secret' then ticketId = redis.call('hget', KEYS[5], ARGV[6])
elseif ARGV[5] == 'code' then ticketId = redis.call('hget', KEYS[6], ARGV[6]) end

local use
if ARGV[5] == 'refused' then
  answer.verdict = ARGV[6]
elseif not ticketId then
  if ARGV[9] ~= '1' then return { 'missing' } end
  answer.verdict = 'unknown'
else
  local ticket = cjson.decode(redis.call('hget', KEYS[4], ticketId))
  answer.ticketId = ticketId
  answer.attendeeName = ticket[3]
  answer.ticketTypeName = ticket[4]
  answer.version = ticket[2]
  local useJson = redis.call('hget', KEYS[7], ticketId)
  use = useJson and cjson.decode(useJson) or nil
  if use and use.isUndone then use = nil end

  local version = tonumber(ARGV[7])
  local isPresent = ARGV[6] == ticket[ARGV[5] == 'code' and 5 or 6]
  -- Else the phone would tell whoever had the ticket before what admits now.
  if isPresent then answer.code = ticket[5] end
  if ticket[1] ~= 'valid' or not isPresent or (version >= 0 and version < ticket[2]) then
    answer.verdict = 'voided'
  elseif use then
    answer.verdict = 'already_used'
    answer.firstUse = { at = use.at, gateName = use.gateName, deviceName = use.deviceName }
    -- After a rebuild the answers are gone, but the use knows its scan: a retry of it gets the same answer.
    if use.scanId == ARGV[3] then
      answer.verdict = 'accepted'
      answer.firstUse = nil
      answer.deviceId = device.id
      answer.at = use.at
      return { 'replayed', cjson.encode(answer) }
    end
  elseif now < tonumber(event[2]) then
    answer.verdict = 'not_yet_valid'
  elseif now >= tonumber(event[3]) then
    answer.verdict = 'expired'
  else
    answer.verdict = 'accepted'
  end
end

local entry = redis.call('xadd', KEYS[9], '*', 'entry', cjson.encode({
  kind = 'scan', scanId = ARGV[3], ticketId = answer.ticketId, verdict = answer.verdict, version = answer.version, method = ARGV[4],
  gateId = gateId, deviceId = device.id, at = now,
}))
if answer.verdict == 'accepted' then
  redis.call('hset', KEYS[7], ticketId, cjson.encode({
    scanId = ARGV[3], at = now, gateName = gateName, deviceName = device.name, entry = entry,
  }))
  -- The first one made the key, which leaves with the others.
  if redis.call('hlen', KEYS[7]) == 1 then
    redis.call('pexpireat', KEYS[7], redis.call('pexpiretime', KEYS[1]))
  end
  redis.call('hincrby', KEYS[1], 'admitted', 1)
  redis.call('zadd', KEYS[10], now, ticketId)
end
answer.validFrom = tonumber(event[2])
answer.validUntil = tonumber(event[3])
answer.at = now
answer.gateId = gateId
answer.deviceId = device.id
local json = cjson.encode(answer)
redis.call('set', KEYS[8], json, 'px', ARGV[10])
return { 'decided', json, event[4] or '' }
