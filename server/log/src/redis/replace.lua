#!lua
-- Puts a new log in the place of a stream's old one, in a later epoch, if the old one still ends as the caller saw it.
-- KEYS: the log, the ids, its meta, where to put the old log; the new log, its ids, its meta. ARGV: the epoch, the
-- Redis id ('' when empty, * where it is damaged) and the hash of the last entry as they were seen; for how many
-- seconds the old log is kept; an epoch that the new one has to be later than, too.
local log, ids, meta, aside, newlog, newids, newmeta = unpack(KEYS)
if redis.call('HGET', meta, 'epoch') ~= ARGV[1] then return 0 end
local last = redis.call('XREVRANGE', log, '+', '-', 'COUNT', 1)[1]
if ARGV[2] ~= '*' then
  local id, hash = '', ''
  if last then
    id = last[1]
    for i = 1, #last[2], 2 do
      if last[2][i] == 'hash' then hash = last[2][i + 1] end
    end
  end
  if id ~= ARGV[2] or hash ~= ARGV[3] then return 0 end
end

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
local now = redis.call('TIME')
now = tonumber(now[1]) * 1000 + math.floor(tonumber(now[2]) / 1000)
-- Whatever the clock says: it may have been put back.
local epoch = math.max(now, tonumber(ARGV[1]) + 1, tonumber(ARGV[5]) + 1)
redis.call('HSET', meta, 'epoch', string.format('%d', epoch))
return 1
