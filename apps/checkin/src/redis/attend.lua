--[[
Keeps a server in the list of those who have recorded whatever they decided before this memory of Redis
began. The list is lost with everything else, so who finds itself missing knows that something was lost.

KEYS  1 attendance: a sorted set of servers, by when they were last here (ms since 1970)
ARGV  1 server  2 isEntering: 1 when it has just recorded what it remembers
      3 silentMs: who was not here for so long is struck off

Returns the list, or nil when the server is not in it
]]
local time = redis.call('time')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if ARGV[2] ~= '1' and not redis.call('zscore', KEYS[1], ARGV[1]) then return nil end
redis.call('zadd', KEYS[1], now, ARGV[1])
redis.call('zremrangebyscore', KEYS[1], '-inf', now - ARGV[3])
redis.call('pexpire', KEYS[1], ARGV[3])
return redis.call('zrange', KEYS[1], 0, -1)
