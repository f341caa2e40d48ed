--[[
Gives a lock back, unless it has run out and is somebody else's by now.

KEYS  1 lock
ARGV  1 owner
]]
if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end
return 0
