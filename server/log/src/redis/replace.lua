#!lua
-- Puts a new log in the place of a stream's old one, in a later epoch, if the old one still ends as the caller saw it.
-- KEYS: the log, the ids, its meta, where to put the old log; the new log, its ids, its meta. ARGV: the epoch, the
-- Redis id ('' when empty, * where it is damaged) and the hash of the last entry as they were seen; for how many
-- seconds the old log is kept; an epoch that the new one has to be later than, too.
local log, ids, meta, aside, newlog, newids, newmeta = unpack(KEYS)
if redis.call('HGET', meta, 'epoch') ~= ARGV[1] then return 0 end
local last, hash = last_of(log)
if ARGV[2] ~= '*' and (last ~= ARGV[2] or hash ~= ARGV[3]) then return 0 end

if redis.call('EXISTS', log) == 1 then
  redis.call('RENAME', log, aside)
  redis.call('EXPIRE', aside, ARGV[4])
end
redis.call('DEL', ids)
for from, to in pairs({ [newlog] = log, [newids] = ids }) do
  if redis.call('EXISTS', from) == 1 then
    redis.call('RENAME', from, to)
    redis.call('PERSIST', to)
  end
end
redis.call('DEL', newmeta)
redis.call('HSET', meta, 'epoch', epoch_after(ARGV[1], ARGV[5]))
return 1
