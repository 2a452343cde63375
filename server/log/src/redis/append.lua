#!lua
-- Appends a batch to one stream as one step: finds the real tail, leaves out what is already there, chains the
-- rest to it at contiguous ids. With no entries it only creates the epoch.
-- KEYS: the log, the ids of its newest entries, its meta. ARGV: how many ids are kept, then id, entry, id, entry, …
-- Answers the offset of each entry, as text.
local log, ids, meta = KEYS[1], KEYS[2], KEYS[3]
local window = tonumber(ARGV[1])

local function damaged(offset, what)
  return redis.error_reply('EFIRDAMAGED ' .. text(offset) .. ' ' .. what)
end

if not redis.call('HGET', meta, 'epoch') then redis.call('HSET', meta, 'epoch', epoch_after()) end

local tail = 0
local last, hash = last_of(log)
if last ~= '' then
  tail = tonumber(string.match(last, '^(%d+)-0$'))
  if not tail then return damaged(0, 'the last entry has the Redis id ' .. last) end
  if #hash ~= 40 then return damaged(tail, 'it has no hash') end
end

-- Only what the log itself holds counts as there: the ids are a way to find it, no more.
local function find(id)
  local offset = redis.call('HGET', ids, id)
  if not offset or tonumber(offset) > tail or tonumber(offset) + window <= tail then return nil end
  local found = redis.call('XRANGE', log, offset .. '-0', offset .. '-0')[1]
  if found and field(found, 'id') == id then return offset end
end

local function forget(offset)
  local gone = redis.call('XRANGE', log, text(offset) .. '-0', text(offset) .. '-0')[1]
  local id = gone and field(gone, 'id')
  if id and redis.call('HGET', ids, id) == text(offset) then redis.call('HDEL', ids, id) end
end

local offsets = {}
for i = 2, #ARGV, 2 do
  local id, entry = ARGV[i], ARGV[i + 1]
  local offset = find(id)
  if not offset then
    offset, hash = text(tail + 1), redis.sha1hex(hash .. entry)
    local added = redis.pcall('XADD', log, offset .. '-0', 'id', id, 'entry', entry, 'hash', hash)
    if type(added) == 'table' and added.err then
      if string.find(added.err, 'equal or smaller', 1, true) then
        return damaged(tail + 1, 'entries were removed from the end of the Redis stream')
      end
      return added
    end
    redis.call('HSET', ids, id, offset)
    tail = tail + 1
    if tail > window then forget(tail - window) end
  end
  offsets[#offsets + 1] = offset
end
return offsets
