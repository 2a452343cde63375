-- What the scripts share: it is put behind the first line of each.

local function field(entry, name)
  for i = 1, #entry[2], 2 do
    if entry[2][i] == name then return entry[2][i + 1] end
  end
end

-- The Redis id and the hash of a stream's last entry; '' for what is not there.
local function last_of(log)
  local last = redis.call('XREVRANGE', log, '+', '-', 'COUNT', 1)[1]
  if not last then return '', '' end
  return last[1], field(last, 'hash') or ''
end

-- Lua would write a large number as 1e+15.
local function text(number) return string.format('%d', number) end

-- An epoch, later than those whatever the clock says: it may have been put back.
local function epoch_after(...)
  local now = redis.call('TIME')
  local epoch = tonumber(now[1]) * 1000 + math.floor(tonumber(now[2]) / 1000)
  for _, earlier in ipairs({ ... }) do epoch = math.max(epoch, tonumber(earlier) + 1) end
  return text(epoch)
end

