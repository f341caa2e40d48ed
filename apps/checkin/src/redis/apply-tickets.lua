--[[
Brings tickets up to date with rows of PostgreSQL.

A row may be older than what the door decided since. Every use therefore carries the stream entry
that made it: a row's word on the use of a ticket counts only if that entry had been recorded in
PostgreSQL before the row was read (entry <= drainedUntil).

KEYS  1 event  2 tickets  3 secrets  4 codes  5 uses  6 refresh lock  7 changed
ARGV  1 epoch  2 drainedUntil (stream id)
      3 rows as JSON: [[ticketId, ticket as JSON text, use or false, replaced], …],
        replaced: what the ticket was shown with before, as pairs of secret and code; it still leads to the ticket
      4 owner of the lock

Returns {how many tickets were different, of how many the row's word on the use differs and did not count yet: read
again}, or {-1} when the event is not ready here, or when the lock was lost: a newer reading may be in place.
]]
if redis.call('hget', KEYS[1], 'epoch') ~= ARGV[1] then return { -1 } end
if redis.call('get', KEYS[6]) ~= ARGV[4] then return { -1 } end

local function isAfter(entry, other)
  local ms, seq = entry:match('^(%d+)-(%d+)$')
  local otherMs, otherSeq = other:match('^(%d+)-(%d+)$')
  ms, seq, otherMs, otherSeq = tonumber(ms), tonumber(seq), tonumber(otherMs), tonumber(otherSeq)
  return ms > otherMs or (ms == otherMs and seq > otherSeq)
end

local time = redis.call('time')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local changed, unsettled, expected, admitted = 0, 0, 0, 0
for _, row in ipairs(cjson.decode(ARGV[3])) do
  local id, text, use = row[1], row[2], row[3]
  local isChanged = false
  local before = redis.call('hget', KEYS[2], id)
  if before ~= text then
    isChanged = true
    local new, old = cjson.decode(text), before and cjson.decode(before) or nil
    if old and old[5] ~= new[5] then redis.call('hdel', KEYS[4], old[5]) end
    if old and old[6] ~= new[6] then redis.call('hdel', KEYS[3], old[6]) end
    if old and old[1] == 'valid' then expected = expected - 1 end
    if new[1] == 'valid' then expected = expected + 1 end
    redis.call('hset', KEYS[2], id, text)
    redis.call('hset', KEYS[3], new[6], id)
    redis.call('hset', KEYS[4], new[5], id)
  end

  for _, replaced in ipairs(row[4]) do
    redis.call('hsetnx', KEYS[3], replaced[1], id)
    redis.call('hsetnx', KEYS[4], replaced[2], id)
  end

  local liveJson = redis.call('hget', KEYS[5], id)
  local live = liveJson and cjson.decode(liveJson) or nil
  local isUsed = live and not live.isUndone or false
  local isOther = use and (not isUsed or live.scanId ~= use.scanId) or not use and isUsed
  if isOther and live and isAfter(live.entry, ARGV[2]) then
    unsettled = unsettled + 1
  elseif isOther then
    isChanged = true
    if use then
      redis.call('hset', KEYS[5], id, cjson.encode(use))
      if not isUsed then admitted = admitted + 1 end
    else
      redis.call('hdel', KEYS[5], id)
      admitted = admitted - 1
    end
  end
  if isChanged then
    changed = changed + 1
    redis.call('zadd', KEYS[7], now, id)
  end
end
if expected ~= 0 then redis.call('hincrby', KEYS[1], 'expected', expected) end
if admitted ~= 0 then redis.call('hincrby', KEYS[1], 'admitted', admitted) end
-- The first ticket of an event makes keys; they leave with the others.
local expireAt = redis.call('pexpiretime', KEYS[1])
for _, i in ipairs({ 2, 3, 4, 5, 7 }) do redis.call('pexpireat', KEYS[i], expireAt) end
return { changed, unsettled }
