--[[
Writes down what a phone decided while it had no network, atomically: that the ticket is used, so that
every gate knows, and the entry on the event's stream. People are inside, so nothing is refused; what
it disagrees with is told.

KEYS  1 event  2 gates  3 devices  4 tickets  5 secrets  6 codes  7 uses  8 scan  9 stream  10 changed
ARGV  1-11 as for claim.lua; kind `refused` is what never was a ticket of this event
      12 verdict   the phone's
      13 ageMs     how long ago it decided
      14 isUndone  1: taken back on the phone before it was told
      15 listAt    when the phone's list was made (ms since 1970); '' when it had none

Returns {outcome, answer as JSON, entry as JSON, made}
  cold, unauthorized, missing: nothing written, as for claim.lua
  recorded
  replayed      answer = what is known under this scan id, from before or from when it was online
]]
local event = redis.call('hmget', KEYS[1], 'epoch', 'made')
if event[1] ~= ARGV[1] or (ARGV[11] ~= '' and event[2] ~= ARGV[11]) then return { 'cold' } end
local deviceJson = redis.call('hget', KEYS[3], ARGV[2])
if not deviceJson then return { 'unauthorized' } end
local isAdmission = ARGV[12] == 'accepted'
local before = redis.call('get', KEYS[8])
-- Refused online, but the answer got lost and the phone let them in: that is what happened.
if before and (not isAdmission or cjson.decode(before).verdict == 'accepted') then
  return { 'replayed', before }
end

local device = cjson.decode(deviceJson)
local isUndone = ARGV[14] == '1' and device.canUndo
-- A gate that was removed meanwhile is no reason to lose what happened at it.
local gateId = redis.call('hexists', KEYS[2], ARGV[8]) == 1 and ARGV[8] or device.gateId
local gateName = gateId and redis.call('hget', KEYS[2], gateId) or nil
local time = redis.call('time')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local at = now - tonumber(ARGV[13])
local version = tonumber(ARGV[7])
local answer = { scanId = ARGV[3], verdict = ARGV[12], gateId = gateId, deviceId = device.id, at = at }

local ticketId
if ARGV[5] == 'secret' then ticketId = redis.call('hget', KEYS[5], ARGV[6])
elseif ARGV[5] == 'code' then ticketId = redis.call('hget', KEYS[6], ARGV[6]) end
if not ticketId and ARGV[5] ~= 'refused' and ARGV[9] ~= '1' then return { 'missing' } end

local isUsing = false
answer.offlineOutcome = 'recorded'
if ticketId then
  local ticket = cjson.decode(redis.call('hget', KEYS[4], ticketId))
  answer.ticketId = ticketId
  answer.attendeeName = ticket[3]
  answer.ticketTypeName = ticket[4]
  local isPresent = ARGV[6] == ticket[ARGV[5] == 'code' and 5 or 6]
  -- Else the phone would tell whoever had the ticket before what admits now.
  if isPresent then answer.code = ticket[5] end
  -- A typed code says no version: it is that of the ticket, or of one that was replaced.
  if version < 0 then version = isPresent and ticket[2] or 0 end
  if isAdmission then
    local useJson = redis.call('hget', KEYS[7], ticketId)
    local use = useJson and cjson.decode(useJson) or nil
    if use and use.isUndone then use = nil end
    -- After a rebuild the answers are gone, but the use knows its scan.
    if use and use.scanId == ARGV[3] then return { 'replayed', cjson.encode(answer) } end
    local isReplaced = not isPresent or version < ticket[2]
    if use and not isUndone then
      answer.offlineOutcome = 'duplicate'
      answer.otherUse = { at = use.at, gateName = use.gateName, deviceName = use.deviceName }
    elseif not isUndone and (ticket[1] ~= 'valid' or isReplaced) then
      answer.offlineOutcome = 'voided'
    end
    isUsing = not use and not isReplaced and not isUndone
  end
elseif isAdmission then
  answer.offlineOutcome = 'unknown'
end

local entry = cjson.encode({
  kind = 'scan', scanId = ARGV[3], ticketId = answer.ticketId, verdict = ARGV[12], method = ARGV[4],
  gateId = gateId, deviceId = device.id, at = at, isOffline = true, isUndone = isUndone,
  version = version >= 0 and version or nil, listAt = tonumber(ARGV[15]),
})
local entryId = redis.call('xadd', KEYS[9], '*', 'entry', entry)
if isUsing then
  redis.call('hset', KEYS[7], ticketId, cjson.encode({
    scanId = ARGV[3], at = at, gateName = gateName, deviceName = device.name, entry = entryId,
  }))
  -- The first one made the key, which leaves with the others.
  if redis.call('hlen', KEYS[7]) == 1 then
    redis.call('pexpireat', KEYS[7], redis.call('pexpiretime', KEYS[1]))
  end
  redis.call('hincrby', KEYS[1], 'admitted', 1)
  redis.call('zadd', KEYS[10], now, ticketId)
end
local json = cjson.encode(answer)
redis.call('set', KEYS[8], json, 'px', ARGV[10])
return { 'recorded', json, entry, event[2] or '' }
