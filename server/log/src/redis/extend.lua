#!lua
-- Puts back the end that a stream lost, in a later epoch, if it still ends as the caller saw it; answers that epoch, or
-- nothing. KEYS: the log, the ids of its newest entries, its meta. ARGV: the epoch, the Redis id and the hash of the last
-- entry as they were seen; an epoch that the new one is later than; then id, entry, id, entry, …
local log, ids, meta = KEYS[1], KEYS[2], KEYS[3]
if redis.call('HGET', meta, 'epoch') ~= ARGV[1] then return nil end
local last = redis.call('XREVRANGE', log, '+', '-', 'COUNT', 1)[1]
if not last or last[1] ~= ARGV[2] then return nil end
local hash
for i = 1, #last[2], 2 do
  if last[2][i] == 'hash' then hash = last[2][i + 1] end
end
if hash ~= ARGV[3] then return nil end

local tail = tonumber(string.match(last[1], '^(%d+)-0$'))
for i = 5, #ARGV, 2 do
  tail = tail + 1
  hash = redis.sha1hex(hash .. ARGV[i + 1])
  -- Where entries were removed from the end, their numbers are not to be had: nothing was written yet then.
  local added = redis.pcall('XADD', log, string.format('%d-0', tail), 'id', ARGV[i], 'entry', ARGV[i + 1], 'hash', hash)
  if type(added) == 'table' and added.err then
    if i == 5 then return nil end
    return added
  end
  redis.call('HSET', ids, ARGV[i], string.format('%d', tail))
end
local now = redis.call('TIME')
local epoch = math.max(tonumber(now[1]) * 1000 + math.floor(tonumber(now[2]) / 1000), tonumber(ARGV[1]) + 1, tonumber(ARGV[4]) + 1)
epoch = string.format('%d', epoch)
redis.call('HSET', meta, 'epoch', epoch)
return epoch
