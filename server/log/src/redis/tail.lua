#!lua flags=no-writes
-- Where one stream ends: its epoch ('' when it was never written), the Redis id and the hash of its last entry.
-- KEYS: the log, its meta. One script, so that both belong to the same moment.
return { redis.call('HGET', KEYS[2], 'epoch') or '', last_of(KEYS[1]) }
