#!lua flags=no-writes
-- Where one stream ends: its epoch ('' when it was never written), the Redis id and the hash of its last entry.
-- KEYS: the log, its meta. One script, so that both belong to the same moment.
local epoch = redis.call('HGET', KEYS[2], 'epoch')
local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
local hash = ''
if last then
  for i = 1, #last[2], 2 do
    if last[2][i] == 'hash' then hash = last[2][i + 1] end
  end
end
return { epoch or '', last and last[1] or '', hash }
