--[[
Deletes the streams of an event that has left, when nothing is on them: they have no expiry, because what
stands on them must not be lost.

KEYS  1 event  2 stream  3 poison
Returns 1 when nothing of the event is left, else 0
]]
if redis.call('exists', KEYS[1]) == 1 then return 0 end
if redis.call('xlen', KEYS[2]) > 0 or redis.call('xlen', KEYS[3]) > 0 then return 0 end
redis.call('del', KEYS[2], KEYS[3])
return 1
