--[[
Takes a lock that nobody holds, or whose holder took it in another run of this Redis: that run was
killed or lost its data, and its holder will hear of it by its next command.

KEYS  1 lock
ARGV  1 owner, beginning with the epoch  2 milliseconds it lasts  3 epoch of this run
]]
local holder = redis.call('get', KEYS[1])
if holder and string.sub(holder, 1, #ARGV[3]) == ARGV[3] then return 0 end
redis.call('set', KEYS[1], ARGV[1], 'px', ARGV[2])
return 1
