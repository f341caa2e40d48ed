--[[
Takes an admission back and puts that on the event's stream, atomically.

KEYS  1 event  2 devices  3 uses  4 scan  5 stream  6 changed
ARGV  1 epoch  2 device (SHA-256 of its token, hex)  3 scanId
      4 ticketId   '' to find it in the scan's answer
      5 made       the making of the event that holds what the caller remembers; '' when it remembers nothing

Returns {outcome}; when this call undid it also {undone, entry as JSON, made}
  cold, unauthorized, forbidden (the device may not undo): nothing changed
  unknown_scan  this Redis knows no such scan: ask PostgreSQL for its ticket, and again with the ticket id
  not_admitted  the scan admitted nobody, or a phone let somebody in with what is no ticket of this event
  undone        also when it was undone before
]]
local event = redis.call('hmget', KEYS[1], 'epoch', 'made')
if event[1] ~= ARGV[1] or (ARGV[5] ~= '' and event[2] ~= ARGV[5]) then return { 'cold' } end
local deviceJson = redis.call('hget', KEYS[2], ARGV[2])
if not deviceJson then return { 'unauthorized' } end
local device = cjson.decode(deviceJson)
if not device.canUndo then return { 'forbidden' } end

local ticketId = ARGV[4]
if ticketId == '' then
  local json = redis.call('get', KEYS[4])
  if not json then return { 'unknown_scan' } end
  local answer = cjson.decode(json)
  if answer.verdict ~= 'accepted' or not answer.ticketId then return { 'not_admitted' } end
  ticketId = answer.ticketId
end

local useJson = redis.call('hget', KEYS[3], ticketId)
local use = useJson and cjson.decode(useJson) or nil
-- Another scan has used the ticket since: this one was undone already.
if not use or use.isUndone or use.scanId ~= ARGV[3] then return { 'undone' } end

local time = redis.call('time')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local entry = cjson.encode({ kind = 'undo', scanId = ARGV[3], deviceId = device.id, at = now })
use.isUndone = true
use.entry = redis.call('xadd', KEYS[5], '*', 'entry', entry)
redis.call('hset', KEYS[3], ticketId, cjson.encode(use))
redis.call('hincrby', KEYS[1], 'admitted', -1)
redis.call('zadd', KEYS[6], now, ticketId)
return { 'undone', entry, event[2] or '' }
