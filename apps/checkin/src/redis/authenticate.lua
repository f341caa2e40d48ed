--[[
Tells who a device is and what event it stands at.

KEYS  1 event  2 devices  3 gates
ARGV  1 epoch  2 device (SHA-256 of its token, hex)

Returns {'cold'} | {'unauthorized'} | {'known', device as JSON, event as flat list, gates as flat list}
]]
if redis.call('hget', KEYS[1], 'epoch') ~= ARGV[1] then return { 'cold' } end
local device = redis.call('hget', KEYS[2], ARGV[2])
if not device then return { 'unauthorized' } end
return { 'known', device, redis.call('hgetall', KEYS[1]), redis.call('hgetall', KEYS[3]) }
