--[[
Puts a finished snapshot in the place of whatever is there, all at once.

KEYS  1 event  2 stream  3-6 tickets, secrets, codes, uses  7-10 their drafts
      11 gates  12 devices  13 begun: set before the snapshot was read
      14 changed
ARGV  1 epoch  2 expireAt (ms since 1970)  3 event fields as JSON  4 gates as JSON  5 devices as JSON

Returns  committed
         ready      somebody else was faster: the draft is dropped, the live state stays
         lost       Redis lost its memory since the snapshot was begun: begin again
         undrained  the stream holds decisions that the snapshot cannot know: drain, and begin again
]]
local drafts = { KEYS[7], KEYS[8], KEYS[9], KEYS[10] }
local isWhole = redis.call('del', KEYS[13]) == 1
if redis.call('hget', KEYS[1], 'epoch') == ARGV[1] then
  redis.call('del', unpack(drafts))
  return 'ready'
end
if not isWhole then
  redis.call('del', unpack(drafts))
  return 'lost'
end
if redis.call('xlen', KEYS[2]) > 0 then
  redis.call('del', unpack(drafts))
  return 'undrained'
end
for i = 1, 4 do
  redis.call('del', KEYS[2 + i])
  if redis.call('exists', drafts[i]) == 1 then
    redis.call('rename', drafts[i], KEYS[2 + i])
    redis.call('persist', KEYS[2 + i])
  end
end
redis.call('del', KEYS[1], KEYS[11], KEYS[12], KEYS[14])
-- Of no ticket: it is there from the beginning, and ends with the others.
redis.call('zadd', KEYS[14], 0, '')
local function fill(key, json)
  for field, value in pairs(cjson.decode(json)) do redis.call('hset', key, field, value) end
end
fill(KEYS[1], ARGV[3])
fill(KEYS[11], ARGV[4])
fill(KEYS[12], ARGV[5])
redis.call('hset', KEYS[1], 'epoch', ARGV[1])
-- One instant for all of them, so that an event is forgotten whole.
for _, i in ipairs({ 1, 3, 4, 5, 6, 11, 12, 14 }) do redis.call('pexpireat', KEYS[i], ARGV[2]) end
return 'committed'
