--[[
The stream id up to which everything is recorded in PostgreSQL: the drain deletes an entry once it is.

KEYS  1 stream
Returns a stream id, such as 1747-0
]]
local first = redis.call('xrange', KEYS[1], '-', '+', 'count', 1)[1]
if not first then
  if redis.call('exists', KEYS[1]) == 0 then return '0-0' end
  local info = redis.call('xinfo', 'stream', KEYS[1])
  for i = 1, #info, 2 do
    if info[i] == 'last-generated-id' then return info[i + 1] end
  end
end
local ms, seq = first[1]:match('^(%d+)-(%d+)$')
if seq ~= '0' then return ms .. '-' .. string.format('%.0f', tonumber(seq) - 1) end
return string.format('%.0f', tonumber(ms) - 1) .. '-4294967295'
