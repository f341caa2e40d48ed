--[[
Brings an event's window, gates and devices up to date. A device that is not in the list is out.

KEYS  1 event  2 gates  3 devices  4 refresh lock  5-9 tickets, secrets, codes, uses, changed
ARGV  1 epoch  2 expireAt (ms since 1970)  3 event fields as JSON  4 gates as JSON  5 devices as JSON
      6 owner of the lock

Returns 1; 0 when the event is not ready here; -1 when the lock was lost: a newer reading may be in place.
]]
if redis.call('hget', KEYS[1], 'epoch') ~= ARGV[1] then return 0 end
if redis.call('get', KEYS[4]) ~= ARGV[6] then return -1 end
redis.call('del', KEYS[2], KEYS[3])
local function fill(key, json)
  for field, value in pairs(cjson.decode(json)) do redis.call('hset', key, field, value) end
end
fill(KEYS[1], ARGV[3])
fill(KEYS[2], ARGV[4])
fill(KEYS[3], ARGV[5])
-- One instant for all of them, so that an event is forgotten whole.
for _, i in ipairs({ 1, 2, 3, 5, 6, 7, 8, 9 }) do redis.call('pexpireat', KEYS[i], ARGV[2]) end
return 1
