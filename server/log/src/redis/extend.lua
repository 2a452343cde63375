#!lua
-- Puts back the end that a stream lost, in a later epoch, if it still ends as the caller saw it; answers that epoch, or
-- nothing. KEYS: the log, the ids of its newest entries, its meta. ARGV: the epoch, the Redis id and the hash of the last
-- entry as they were seen; an epoch that the new one is later than; then id, entry, id, entry, …
local log, ids, meta = KEYS[1], KEYS[2], KEYS[3]
if redis.call('HGET', meta, 'epoch') ~= ARGV[1] then return nil end
local last, hash = last_of(log)
if hash == '' or last ~= ARGV[2] or hash ~= ARGV[3] then return nil end

local tail = tonumber(string.match(last, '^(%d+)-0$'))
for i = 5, #ARGV, 2 do
  tail = tail + 1
  hash = redis.sha1hex(hash .. ARGV[i + 1])
  -- Where entries were removed from the end, their numbers are not to be had: nothing was written yet then.
  local added = redis.pcall('XADD', log, text(tail) .. '-0', 'id', ARGV[i], 'entry', ARGV[i + 1], 'hash', hash)
  if type(added) == 'table' and added.err then
    if i == 5 then return nil end
    return added
  end
  redis.call('HSET', ids, ARGV[i], text(tail))
end
local epoch = epoch_after(ARGV[1], ARGV[4])
redis.call('HSET', meta, 'epoch', epoch)
return epoch
