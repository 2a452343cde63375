#!lua flags=allow-oom
-- Where one stream ends, and which entry stands at an offset. KEYS: the log, its meta. ARGV: the offset, and 1 where
-- replicas are to be waited for: then something is written, however small, since WAIT on this link waits for the
-- link's own last write, and that one lies behind all that the log holds now.
-- Answers the epoch, the Redis id and hash of the last entry, and the fields of the entry at the offset.
local log, meta = KEYS[1], KEYS[2]
local epoch = redis.call('HGET', meta, 'epoch')
local last, hash = last_of(log)
local entry = redis.call('XRANGE', log, ARGV[1] .. '-0', ARGV[1] .. '-0')
if epoch and ARGV[2] == '1' then redis.call('HSET', meta, 'confirmed', ARGV[1]) end
return { epoch or '', last, hash, entry }
